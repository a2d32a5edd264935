import { db, notFound, staleVersion } from '@atrium/sdk';

export interface LockedAssignment {
  readonly id: string;
  readonly feeItemId: string;
  readonly unitId: string;
  readonly communityId: string;
  readonly startsOn: string;
  readonly version: number;
}

/** The assignment, locked until the transaction ends. `NOT_FOUND`; `CONFLICT` for a stale version. */
export async function lockAssignment(id: string, version?: number): Promise<LockedAssignment> {
  const [row] = await db().query<LockedAssignment>(
    `SELECT id, fee_item_id AS "feeItemId", unit_id AS "unitId", community_id AS "communityId",
       starts_on::text AS "startsOn", version
     FROM atrium.fee_assignment WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (!row) throw notFound('FeeAssignment');
  if (version !== undefined && row.version !== version) throw staleVersion(version, row.version);
  return row;
}
