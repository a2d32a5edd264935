import {
  context,
  conflict,
  currentTenant,
  db,
  newId,
  notFound,
  now,
  requireWholeCompany,
  sortKey,
  staleVersion,
  validationFailed,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { checkContent } from '../content/check-content';
import type { QuestionKind, SurveyContent } from '../content/content.types';
import type { RawContent } from '../content/raw-content';
import { surveyMessages } from '../surveys.messages';
import type {
  CreateSurveyTemplateInput,
  PublishSurveyTemplateInput,
  UpdateSurveyTemplateInput,
} from './template.inputs';

/** Templates are the whole company's, and changed by whoever sees all of it. */
@Injectable()
export class TemplatesService {
  /** Answers the new template's UUID. */
  async create({ name, description, content }: CreateSurveyTemplateInput): Promise<string> {
    requireWholeCompany();
    const checked = accept(content, new Map());
    const id = newId();
    await db().execute('INSERT INTO atrium.survey_template (id, name, sort_key, description) VALUES ($1, $2, $3, $4)', [
      id,
      name,
      sortKey(name, currentTenant().locale),
      description || null,
    ]);
    await insertVersion(id, 1, checked);
    return id;
  }

  async update({ id, version, name, description, content }: UpdateSurveyTemplateInput): Promise<void> {
    requireWholeCompany();
    await lockTemplate(id, version);
    if (content) await this.draft(id, accept(content, await kindsOf(id)));
    await db().execute(
      `UPDATE atrium.survey_template SET name = coalesce($2, name), sort_key = coalesce($3, sort_key),
         description = CASE WHEN $4 THEN $5 ELSE description END, version = version + 1, updated_at = now() WHERE id = $1`,
      [
        id,
        name ?? null,
        name == null ? null : sortKey(name, context().tenant!.locale),
        description !== undefined,
        description || null,
      ],
    );
  }

  /** `CONFLICT` where there is no draft. */
  async publish({ id, version }: PublishSurveyTemplateInput): Promise<void> {
    requireWholeCompany();
    await lockTemplate(id, version);
    const published = await db().execute(
      `UPDATE atrium.survey_template_version SET state = 'PUBLISHED', published_at = $2
       WHERE template_id = $1 AND state = 'DRAFT'`,
      [id, now()],
    );
    if (published === 0) throw conflict(surveyMessages.noDraft);
    await db().execute('UPDATE atrium.survey_template SET version = version + 1, updated_at = now() WHERE id = $1', [
      id,
    ]);
  }

  private async draft(templateId: string, content: SurveyContent): Promise<void> {
    const changed = await db().execute(
      `UPDATE atrium.survey_template_version SET content = $2 WHERE template_id = $1 AND state = 'DRAFT'`,
      [templateId, JSON.stringify(content)],
    );
    if (changed > 0) return;
    const [{ next }] = (await db().query<{ next: number }>(
      'SELECT max(number) + 1 AS next FROM atrium.survey_template_version WHERE template_id = $1',
      [templateId],
    )) as [{ next: number }];
    await insertVersion(templateId, next, content);
  }
}

const insertVersion = (templateId: string, number: number, content: SurveyContent): Promise<number> =>
  db().execute(
    'INSERT INTO atrium.survey_template_version (id, template_id, number, content) VALUES ($1, $2, $3, $4)',
    [newId(), templateId, number, JSON.stringify(content)],
  );

/** `VALIDATION_FAILED` with everything that is wrong. */
function accept(raw: RawContent, kinds: ReadonlyMap<string, QuestionKind>): SurveyContent {
  const { content, problems } = checkContent(raw, 'input.content', kinds);
  if (problems.length > 0) throw validationFailed(...problems);
  return content;
}

async function lockTemplate(id: string, version: number): Promise<void> {
  const [row] = await db().query<{ version: number }>(
    'SELECT version FROM atrium.survey_template WHERE id = $1 FOR UPDATE',
    [id],
  );
  if (!row) throw notFound('SurveyTemplate');
  if (row.version !== version) throw staleVersion(version, row.version);
}

/** Kinds of the questions of what was published, by code: figures are summed over versions. */
async function kindsOf(templateId: string): Promise<ReadonlyMap<string, QuestionKind>> {
  const rows = await db().query<{ content: SurveyContent }>(
    `SELECT content FROM atrium.survey_template_version WHERE template_id = $1 AND state = 'PUBLISHED' ORDER BY number`,
    [templateId],
  );
  return new Map(rows.flatMap(({ content }) => content.questions.map(({ code, kind }) => [code, kind] as const)));
}
