import { db, newId, now, Provisions, type ProvisionStep, sortKey, type TenantRef } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { checkContent } from '../content/check-content';
import { readyTemplate, readyTemplateName } from './ready-template';

/** A questionnaire to begin with, published. */
@Injectable()
@Provisions()
export class ProvisionTemplate implements ProvisionStep {
  async provision({ locale }: TenantRef): Promise<void> {
    const id = newId();
    const name = readyTemplateName[locale];
    await db().execute('INSERT INTO atrium.survey_template (id, name, sort_key) VALUES ($1, $2, $3)', [
      id,
      name,
      sortKey(name, locale),
    ]);
    await db().execute(
      `INSERT INTO atrium.survey_template_version (id, template_id, number, state, content, published_at)
       VALUES ($1, $2, 1, 'PUBLISHED', $3, $4)`,
      [newId(), id, JSON.stringify(checkContent(readyTemplate, '').content), now()],
    );
  }
}
