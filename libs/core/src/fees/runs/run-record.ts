import { type Actor, db, notFound } from '@atrium/sdk';

export const RUN_STATES = ['PREVIEWING', 'PREVIEWED', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** A billing run as it is stored. */
export interface RunRecord {
  readonly id: string;
  /** First day of the month. */
  readonly month: string;
  readonly billedOn: string;
  readonly communities: readonly string[] | null;
  readonly feeItems: readonly string[] | null;
  readonly state: RunState;
  /** Last assignment of each lane but the last one, which is open; null before it has begun. */
  readonly laneEnds: readonly string[] | null;
  /** Last assignment that is done in each lane. */
  readonly checkpoints: readonly (string | null)[] | null;
  readonly version: number;
  readonly cancelRequested: boolean;
  readonly actor: Omit<Actor, 'permissions'> & { readonly permissions: readonly string[] };
}

const COLUMNS = `id, month::text, billed_on::text AS "billedOn", communities, fee_items AS "feeItems", state, lane_ends AS "laneEnds", checkpoints,
  version, cancel_requested AS "cancelRequested", actor`;

/** `NOT_FOUND` where the caller sees no such run. */
export async function loadRun(id: string, lock: '' | 'FOR UPDATE' = ''): Promise<RunRecord> {
  const [row] = await db().query<RunRecord>(`SELECT ${COLUMNS} FROM atrium.billing_run WHERE id = $1 ${lock}`, [id]);
  if (!row) throw notFound('BillingRun');
  return row;
}

/** Assignments a run is about, after the last that is done. */
export const IN_SCOPE = `a.id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
  AND ($2::uuid[] IS NULL OR a.community_id = ANY ($2)) AND ($3::uuid[] IS NULL OR a.fee_item_id = ANY ($3))
  AND a.ends_on > $4::date - 366`;
