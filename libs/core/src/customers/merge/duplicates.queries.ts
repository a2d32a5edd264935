import { db } from '@atrium/sdk';
import { DuplicateReason, duplicateScore, MIN_DUPLICATE_SCORE, scoreSql } from './duplicates.policy';

export interface LikelyPair {
  readonly id: string;
  readonly otherId: string;
  readonly score: number;
  readonly reasons: readonly DuplicateReason[];
}

/** More customers than this with one phone, number or name in a unit: an agency, not a slip of the pen. */
const MAX_SHARING = 5;

const ROOT = (t: string): string => `coalesce(${t}.merged_into_id, ${t}.id)`;
const CLUSTER = (t: string): string => `(${t}.id || ${t}.alias_ids)`;

/** Pairs `(id, other, same)` of customers that are no aliases, with everything that speaks for and against them. */
const judged = (pairs: string): string => `
  SELECT judged.*, ${scoreSql('judged.reasons', 'judged.other_identity')} AS likeness FROM (
    SELECT p.id, p.other,
      p.reasons || CASE WHEN a.name_key = b.name_key THEN ARRAY['SAME_NAME'] ELSE ARRAY[]::text[] END
        || CASE WHEN EXISTS (SELECT FROM atrium.occupancy oa JOIN atrium.occupancy ob
               ON ob.tenant_id = oa.tenant_id AND ob.unit_id = oa.unit_id AND ob.customer_id = ANY (${CLUSTER('b')})
             WHERE oa.customer_id = ANY (${CLUSTER('a')})) THEN ARRAY['SAME_UNIT'] ELSE ARRAY[]::text[] END AS reasons,
      EXISTS (SELECT FROM atrium.identity_document da JOIN atrium.identity_document db
          ON db.tenant_id = da.tenant_id AND db.kind = da.kind AND db.fingerprint <> da.fingerprint
            AND db.customer_id = ANY (${CLUSTER('b')})
        WHERE da.customer_id = ANY (${CLUSTER('a')})) AS other_identity
    FROM (SELECT id, other, array_remove(array_agg(DISTINCT same), NULL) AS reasons FROM (${pairs}) hint
          GROUP BY id, other) p
    JOIN atrium.customer a ON a.id = p.id JOIN atrium.customer b ON b.id = p.other
  ) judged`;

/** What is likely the same as each of some customers: one look into the indexes for each thing they have. */
const OF_CUSTOMERS = `
  SELECT mine.root AS id, ${ROOT('o')} AS other, hint.same
  FROM (SELECT c.id AS root, unnest(${CLUSTER('c')}) AS id FROM atrium.customer c WHERE c.id = ANY ($1::uuid[])) mine
  CROSS JOIN LATERAL (
    SELECT theirs.customer_id, 'SAME_IDENTITY_NUMBER' AS same FROM atrium.identity_document own
    JOIN atrium.identity_document theirs ON theirs.fingerprint = own.fingerprint WHERE own.customer_id = mine.id
    UNION ALL
    SELECT theirs.customer_id, 'SAME_' || own.kind FROM atrium.customer_contact own
    JOIN atrium.customer_contact theirs
      ON theirs.value = own.value AND theirs.kind = own.kind AND theirs.removed_at IS NULL
    WHERE own.customer_id = mine.id AND own.removed_at IS NULL
    UNION ALL
    SELECT theirs.customer_id, NULL FROM atrium.occupancy own
    JOIN atrium.occupancy theirs ON theirs.unit_id = own.unit_id
    JOIN atrium.customer me ON me.id = own.customer_id
    JOIN atrium.customer they ON they.id = theirs.customer_id AND they.name_key = me.name_key
    WHERE own.customer_id = mine.id
  ) hint
  JOIN atrium.customer o ON o.id = hint.customer_id
  WHERE ${ROOT('o')} <> mine.root`;

/** All pairs of the tenant that share something, found by grouping what they share. */
const OF_TENANT = `
  SELECT least(${ROOT('x')}, ${ROOT('y')}) AS id, greatest(${ROOT('x')}, ${ROOT('y')}) AS other, shared.same
  FROM (
    SELECT array_agg(DISTINCT customer_id) AS ids, 'SAME_IDENTITY_NUMBER' AS same
    FROM atrium.identity_document GROUP BY fingerprint
    UNION ALL
    SELECT array_agg(DISTINCT customer_id), 'SAME_' || kind
    FROM atrium.customer_contact WHERE removed_at IS NULL GROUP BY value, kind
    UNION ALL
    SELECT array_agg(DISTINCT o.customer_id), NULL FROM atrium.occupancy o
    JOIN atrium.customer c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id GROUP BY o.unit_id, c.name_key
  ) shared
  CROSS JOIN LATERAL unnest(shared.ids) WITH ORDINALITY AS one(id, place)
  JOIN LATERAL unnest(shared.ids) WITH ORDINALITY AS another(id, place) ON another.place > one.place
  JOIN atrium.customer x ON x.id = one.id JOIN atrium.customer y ON y.id = another.id
  WHERE cardinality(shared.ids) BETWEEN 2 AND ${MAX_SHARING} AND ${ROOT('x')} <> ${ROOT('y')}`;

interface JudgedRow {
  id: string;
  other: string;
  reasons: DuplicateReason[];
  other_identity: boolean;
}

const pair = ({ id, other, reasons, other_identity }: JudgedRow): LikelyPair => ({
  id,
  otherId: other,
  score: duplicateScore(reasons, other_identity),
  reasons: Object.values(DuplicateReason).filter((reason) => reasons.includes(reason)),
});

/** Likely duplicates of each of some customers, the likeliest first. */
export async function duplicatesOf(ids: readonly string[]): Promise<Map<string, LikelyPair[]>> {
  const rows = await db().query<JudgedRow>(
    {
      name: 'duplicates_of',
      text: `SELECT * FROM (${judged(OF_CUSTOMERS)}) found WHERE likeness >= $2 ORDER BY likeness DESC, other`,
    },
    [ids, MIN_DUPLICATE_SCORE],
  );
  return Map.groupBy(rows.map(pair), ({ id }) => id);
}

/** The likeliest duplicates of the whole tenant; `id` was entered before `otherId`. */
export async function likeliestDuplicates(first: number): Promise<LikelyPair[]> {
  const rows = await db().query<JudgedRow>(
    `SELECT * FROM (${judged(OF_TENANT)}) found WHERE likeness >= $1 ORDER BY likeness DESC, id, other LIMIT $2`,
    [MIN_DUPLICATE_SCORE, first],
  );
  return rows.map(pair);
}
