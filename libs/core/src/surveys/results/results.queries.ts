import { context, db, SqlValues } from '@atrium/sdk';
import type { Histogram } from '../figures/histogram';
import type { ItemCounts } from './make-results';
import { SurveyBreakdown } from './results.inputs';

/** Which figures are summed up. Months by their first days. */
export interface Selection {
  readonly templateId: string;
  readonly from: string;
  readonly to: string;
  readonly surveyId: string | null;
  readonly communityIds: readonly string[] | null;
  readonly region: string | null;
  readonly customerKind: string | null;
  readonly propertyUsage: string | null;
}

/** What a group goes by, and its name. */
const KEYS: Readonly<Record<SurveyBreakdown, string>> = {
  MONTH: `to_char(c.month, 'YYYY-MM-DD')`,
  REGION: 'c.region',
  COMMUNITY: 'c.community_id::text',
  CUSTOMER_KIND: 'c.customer_kind',
  PROPERTY_USAGE: 'c.property_usage',
  SURVEY: 'c.survey_id::text',
};

function conditions(selection: Selection, values: SqlValues, months: boolean): string {
  const { templateId, from, to, surveyId, communityIds, region, customerKind, propertyUsage } = selection;
  const all = months
    ? [
        `c.template_id = ${values.add(templateId, 'uuid')}`,
        `c.month BETWEEN ${values.add(from, 'date')} AND ${values.add(to, 'date')}`,
      ]
    : [`c.survey_id IN (SELECT s.id FROM atrium.survey s WHERE s.template_id = ${values.add(templateId, 'uuid')})`];
  if (surveyId !== null) all.push(`c.survey_id = ${values.add(surveyId, 'uuid')}`);
  if (communityIds !== null) all.push(`c.community_id = ANY (${values.add(communityIds, 'uuid[]')})`);
  if (region !== null) all.push(`c.region = ${values.add(region, 'text')}`);
  if (customerKind !== null) all.push(`c.customer_kind = ${values.add(customerKind, 'text')}`);
  if (propertyUsage !== null) all.push(`c.property_usage = ${values.add(propertyUsage, 'text')}`);
  return all.join(' AND ');
}

interface Row extends Record<string, unknown> {
  readonly key: string | null;
  readonly item: string;
  readonly respondents: number;
  readonly scores: Histogram;
}

/**
 * What was answered, by group and item: one statement that adds whole cells up, however many answers there are. Without a
 * breakdown there is one group, of the key null.
 */
export async function readCounts(
  selection: Selection,
  breakdown: SurveyBreakdown | null,
): Promise<ReadonlyMap<string | null, ReadonlyMap<string, ItemCounts>>> {
  const values = new SqlValues();
  const key = breakdown === null ? 'NULL::text' : KEYS[breakdown];
  const rows = await db().query<Row>(
    `WITH chosen AS MATERIALIZED (
       SELECT ${key} AS key, c.item, c.respondents, c.scores FROM atrium.survey_cell c
       WHERE ${conditions(selection, values, true)}),
     people AS (SELECT key, item, sum(respondents)::int AS respondents FROM chosen GROUP BY key, item),
     spread AS (
       SELECT key, item, s.score, sum(s.n::int)::int AS n FROM chosen, jsonb_each_text(chosen.scores) AS s (score, n)
       GROUP BY key, item, s.score),
     scored AS (SELECT key, item, json_object_agg(score, n) AS scores FROM spread GROUP BY key, item)
     SELECT p.key, p.item, p.respondents, s.scores FROM people p
     JOIN scored s ON s.item = p.item AND s.key IS NOT DISTINCT FROM p.key`,
    values.values,
  );
  const groups = new Map<string | null, Map<string, ItemCounts>>();
  for (const { key: group, item, respondents, scores } of rows) {
    const items = groups.get(group) ?? new Map<string, ItemCounts>();
    groups.set(group, items.set(item, { respondents, scores }));
  }
  return groups;
}

/** Answers that nobody can read yet, nor see of which community they are. */
const sealed = (template: string): string => `(SELECT count(*)::int FROM atrium.survey_sealed_answer a
  JOIN atrium.survey v ON v.tenant_id = a.tenant_id AND v.id = a.survey_id WHERE v.template_id = ${template})`;

/** Groups of which something waits that is in no figure yet, and how many answers wait in all. */
export async function readWaiting(
  selection: Selection,
  breakdown: SurveyBreakdown | null,
): Promise<{ keys: ReadonlySet<string>; people: number }> {
  const values = new SqlValues();
  const hasGroups = breakdown !== null && breakdown !== SurveyBreakdown.MONTH;
  const where = conditions(selection, values, false);
  const template = values.add(selection.templateId, 'uuid');
  const [row] = await db().query<{ keys: string[] | null; people: number }>(
    `SELECT (SELECT array_agg(DISTINCT ${hasGroups ? KEYS[breakdown] : 'NULL::text'}) FROM atrium.survey_waiting_score c
         WHERE ${where}) AS keys,
       (SELECT coalesce(max(n), 0)::int FROM (SELECT count(*) AS n FROM atrium.survey_waiting_score w
          JOIN atrium.survey v ON v.tenant_id = w.tenant_id AND v.id = w.survey_id
          WHERE v.template_id = ${template} GROUP BY w.item) x)
       + ${context().actor.communityScope === null ? sealed(template) : '0'} AS people`,
    values.values,
  );
  return { keys: new Set((row!.keys ?? []).filter((key) => key !== null)), people: row!.people };
}

/** Names of groups that are objects, by UUID. */
export async function readNames(
  breakdown: SurveyBreakdown,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const table = breakdown === SurveyBreakdown.COMMUNITY ? 'community' : 'survey';
  const rows = await db().query<{ id: string; name: string }>(
    `SELECT id, name FROM atrium.${table} WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
