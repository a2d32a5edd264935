import { context, db, type Locale, newId, now, sortKey, type SurveyTrigger } from '@atrium/sdk';
import { checkContent } from '../content/check-content';
import type { RawContent } from '../content/raw-content';

/** A questionnaire that is sent after something, which every new company has. */
export interface ReadySurvey {
  readonly name: Readonly<Record<Locale, string>>;
  readonly content: RawContent;
  readonly trigger: SurveyTrigger;
  readonly delayHours: number;
  readonly validDays: number;
}

/** Makes a template with a published version; answers the UUIDs of both. */
export async function publishReady(
  name: string,
  content: RawContent,
  locale: Locale,
): Promise<{ templateId: string; versionId: string }> {
  const [templateId, versionId] = [newId(), newId()];
  await db().execute('INSERT INTO atrium.survey_template (id, name, sort_key) VALUES ($1, $2, $3)', [
    templateId,
    name,
    sortKey(name, locale),
  ]);
  await db().execute(
    `INSERT INTO atrium.survey_template_version (id, template_id, number, state, content, published_at)
     VALUES ($1, $2, 1, 'PUBLISHED', $3, $4)`,
    [versionId, templateId, JSON.stringify(checkContent(content, '').content), now()],
  );
  return { templateId, versionId };
}

/** Starts it for a new company, in its language. */
export async function startReadySurvey(
  { name, content, trigger, delayHours, validDays }: ReadySurvey,
  locale: Locale,
): Promise<void> {
  const { templateId, versionId } = await publishReady(name[locale], content, locale);
  const { actor } = context();
  await db().execute(
    `INSERT INTO atrium.survey (id, name, sort_key, template_id, template_version_id, kind, audience, is_anonymous,
       trigger_name, delay_hours, valid_days, actor) VALUES ($1, $2, $3, $4, $5, 'TRIGGER', 'CUSTOMERS', false, $6, $7, $8, $9)`,
    [
      ...[newId(), name[locale], sortKey(name[locale], locale), templateId, versionId, trigger.name],
      ...[delayHours, validDays, JSON.stringify({ ...actor, permissions: [...actor.permissions] })],
    ],
  );
}
