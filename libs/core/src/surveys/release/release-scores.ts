import { db, newId } from '@atrium/sdk';
import { addUp, type Histogram } from '../figures/histogram';
import type { StoredSurvey } from '../survey/stored-survey';
import { type Group, type Member, peopleIn, type ReleaseManner, releaseGroups, type Strata } from './release-groups';
import { insertScores } from './waiting-scores';

/** Scores of one item from people who are alike. */
interface Bucket extends Member {
  readonly people: number;
  /** How often each score, or combination of options, was given. */
  readonly scores: Histogram;
}

interface Waiting extends Record<string, unknown> {
  readonly item: string;
  readonly region: string | null;
  readonly community_id: string | null;
  readonly customer_kind: string | null;
  readonly property_usage: string | null;
  readonly people: number;
  readonly scores: Histogram;
}

/**
 * Moves scores that waited into figures, for each item by itself: a question that few are asked waits for more of them,
 * whoever else has answered the survey. What is added to a figure at once comes from `atLeast` people or more.
 */
export async function releaseScores(
  survey: Pick<StoredSurvey, 'id' | 'templateId'>,
  atLeast: number,
  manner: ReleaseManner,
  month: string,
): Promise<void> {
  // Taken out and in part put back, so that what comes in meanwhile is neither lost nor counted twice.
  const rows = await db().query<Waiting>(
    `WITH taken AS (DELETE FROM atrium.survey_waiting_score WHERE survey_id = $1 RETURNING *),
     counted AS (
       SELECT item, score, region, community_id, customer_kind, property_usage, count(*) AS n FROM taken GROUP BY 1, 2, 3, 4, 5, 6)
     SELECT item, region, community_id, customer_kind, property_usage, sum(n)::int AS people,
       json_object_agg(score, n) AS scores
     FROM counted GROUP BY 1, 2, 3, 4, 5`,
    [survey.id],
  );
  const byItem = new Map<string, Bucket[]>();
  for (const row of rows) {
    const strata: Strata = {
      region: row.region,
      communityId: row.community_id,
      customerKind: row.customer_kind,
      propertyUsage: row.property_usage,
    };
    byItem.set(row.item, [...(byItem.get(row.item) ?? []), { strata, people: row.people, scores: row.scores }]);
  }
  const back: { item: string; score: string; strata: Strata }[] = [];
  const added: { item: string; group: Group<Bucket> }[] = [];
  for (const [item, buckets] of byItem) {
    const { groups, waiting } = releaseGroups(buckets, atLeast, manner);
    added.push(...groups.map((group) => ({ item, group })));
    back.push(
      ...waiting.flatMap(({ strata, scores }) =>
        Object.entries(scores).flatMap(([score, n]) => Array.from({ length: n }, () => ({ item, score, strata }))),
      ),
    );
  }
  await insertScores(survey.id, back);
  await addToCells(survey, month, added);
}

interface Cell {
  readonly id: string;
  readonly item: string;
  readonly strata: Strata;
  readonly respondents: number;
  readonly scores: Histogram;
}

const keyOf = (item: string, { region, communityId, customerKind, propertyUsage }: Strata): string =>
  JSON.stringify([item, region, communityId, customerKind, propertyUsage]);

/** The survey's row is locked by then: nobody else adds to its figures. */
async function addToCells(
  { id, templateId }: Pick<StoredSurvey, 'id' | 'templateId'>,
  month: string,
  added: readonly { readonly item: string; readonly group: Group<Bucket> }[],
): Promise<void> {
  if (added.length === 0) return;
  const cells = await db().query<Cell & Record<string, unknown>>(
    `SELECT id, item, respondents, scores, json_build_object('region', region, 'communityId', community_id,
       'customerKind', customer_kind, 'propertyUsage', property_usage) AS strata
     FROM atrium.survey_cell WHERE survey_id = $1 AND month = $2 AND item = ANY ($3::text[])`,
    [id, month, [...new Set(added.map(({ item }) => item))]],
  );
  const known = new Map<string, Cell>(cells.map((cell) => [keyOf(cell.item, cell.strata), cell]));
  const rows = new Map<string, Cell>();
  for (const { item, group } of added) {
    const key = keyOf(item, group.strata);
    const before = rows.get(key) ?? known.get(key) ?? { id: newId(), respondents: 0, scores: {} };
    rows.set(key, {
      ...{ id: before.id, item, strata: group.strata },
      respondents: before.respondents + peopleIn(group.members),
      scores: addUp(before.scores, ...group.members.map(({ scores }) => byOption(scores))),
    });
  }
  const all = [...rows.values()];
  const column = <T>(pick: (row: (typeof all)[number]) => T): T[] => all.map(pick);
  await db().execute(
    `INSERT INTO atrium.survey_cell AS c (id, survey_id, template_id, month, item, region, community_id, customer_kind,
       property_usage, respondents, scores)
     SELECT g.id, $1, $2, $3, g.item, g.region, g.community_id, g.kind, g.usage, g.respondents, g.scores::jsonb
     FROM unnest($4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::int[], $11::text[])
       AS g (id, item, region, community_id, kind, usage, respondents, scores)
     ON CONFLICT (tenant_id, id) DO UPDATE SET respondents = excluded.respondents, scores = excluded.scores`,
    [
      id,
      templateId,
      month,
      column((row) => row.id),
      column(({ item }) => item),
      column(({ strata }) => strata.region),
      column(({ strata }) => strata.communityId),
      column(({ strata }) => strata.customerKind),
      column(({ strata }) => strata.propertyUsage),
      column(({ respondents }) => respondents),
      column(({ scores }) => JSON.stringify(scores)),
    ],
  );
}

/** Combinations of options taken apart: each option counts by itself. */
const byOption = (scores: Histogram): Histogram =>
  addUp(
    ...Object.entries(scores).map(([combination, n]) =>
      Object.fromEntries(combination.split(',').map((option) => [option, n])),
    ),
  );
