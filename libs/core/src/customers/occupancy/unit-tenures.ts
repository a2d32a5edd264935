import { context, db, type FieldProblem, notFound, recordset, renderMessage, validationFailed } from '@atrium/sdk';
import { occupancyMessages } from '../customers.messages';
import {
  type OccupancyKind,
  OPEN,
  SINCE_EVER,
  type Tenure,
  type TenureProblem,
  type TenureRule,
} from './occupancy.policy';

/** A tenure as it is stored, with the name to speak of it. */
export interface StoredTenure extends Tenure {
  readonly unitId: string;
  readonly name: string;
}

export interface LockedUnit {
  readonly id: string;
  readonly communityId: string;
}

/**
 * Units by their UUIDs, locked until the transaction ends, in one order everywhere: what is checked about their
 * occupancies then stays true. Take them before customers. Those the caller does not see are left out.
 */
export async function lockUnits(ids: readonly string[]): Promise<Map<string, LockedUnit>> {
  const rows = await db().query<LockedUnit>(
    {
      name: 'lock_units',
      text: `SELECT id, community_id AS "communityId" FROM atrium.unit WHERE id = ANY ($1::uuid[])
        ORDER BY id FOR NO KEY UPDATE`,
    },
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export async function lockUnit(id: string): Promise<LockedUnit> {
  const unit = (await lockUnits([id])).get(id);
  if (!unit) throw notFound('Unit');
  return unit;
}

/** All tenures of units, past and future; of a merged customer they are its survivor's. */
export async function tenuresOf(unitIds: readonly string[]): Promise<StoredTenure[]> {
  return db().query<StoredTenure>(
    {
      name: 'unit_tenures',
      text: `SELECT o.id, o.unit_id AS "unitId", coalesce(c.merged_into_id, c.id) AS "customerId", c.name, o.kind,
          o.starts_on::text AS "startsOn", o.ends_on::text AS "endsOn", o.share::text AS share
        FROM atrium.occupancy o JOIN atrium.customer c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id
        WHERE o.unit_id = ANY ($1::uuid[]) ORDER BY o.starts_on, o.id`,
    },
    [unitIds],
  );
}

export interface NewOccupancy extends Tenure {
  readonly unitId: string;
  readonly communityId: string;
  readonly paysFees: boolean;
  readonly isPrimaryContact: boolean;
  readonly externalId: string | null;
  readonly startedByTransferId: string | null;
}

export async function insertOccupancies(rows: readonly NewOccupancy[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = {
    id: 'uuid',
    community_id: 'uuid',
    unit_id: 'uuid',
    customer_id: 'uuid',
    kind: 'text',
    starts_on: 'date',
    ends_on: 'date',
    share: 'numeric',
    pays_fees: 'boolean',
    is_primary_contact: 'boolean',
    external_id: 'text',
    started_by_transfer_id: 'uuid',
  };
  const names = Object.keys(columns).join(', ');
  const values = rows.map((row) => ({
    id: row.id,
    community_id: row.communityId,
    unit_id: row.unitId,
    customer_id: row.customerId,
    kind: row.kind,
    starts_on: row.startsOn,
    ends_on: row.endsOn,
    share: row.share,
    pays_fees: row.paysFees,
    is_primary_contact: row.isPrimaryContact,
    external_id: row.externalId,
    started_by_transfer_id: row.startedByTransferId,
  }));
  await db().execute(
    {
      name: 'insert_occupancies',
      text: `INSERT INTO atrium.occupancy (${names}) SELECT ${names} FROM ${recordset('r', columns)}`,
    },
    [JSON.stringify(values)],
  );
}

/** Whoever was the first to turn to during that time is so no longer. */
export async function clearPrimaryContact(
  { unitId, id }: { unitId: string; id: string },
  period: Pick<Tenure, 'startsOn' | 'endsOn'>,
): Promise<void> {
  await db().execute(
    `UPDATE atrium.occupancy SET is_primary_contact = false, version = version + 1, updated_at = now()
     WHERE unit_id = $1 AND id <> $2 AND is_primary_contact AND starts_on < $4::date AND ends_on > $3::date`,
    [unitId, id, period.startsOn, period.endsOn],
  );
}

const FIELDS: Readonly<Record<TenureRule, string>> = {
  ENDS_BEFORE_START: 'endsOn',
  SECOND_OWNER: 'kind',
  SAME_AGAIN: 'kind',
  SHARE_WITHOUT_OWNERSHIP: 'share',
  SHARES_ABOVE_100: 'share',
};
const MESSAGES = {
  ENDS_BEFORE_START: occupancyMessages.endsBeforeStart,
  SECOND_OWNER: occupancyMessages.secondOwner,
  SAME_AGAIN: occupancyMessages.sameAgain,
  SHARE_WITHOUT_OWNERSHIP: occupancyMessages.shareWithoutOwnership,
  SHARES_ABOVE_100: occupancyMessages.sharesAbove100,
} as const;

/** A day as people read it; where there is none, a word for that. */
export const dayText = (day: string): string =>
  day === OPEN || day === SINCE_EVER ? renderMessage(occupancyMessages.openDay, context().locale) : day;

export const wordTenureProblem = ({ rule, other }: TenureProblem): Omit<FieldProblem, 'path'> => {
  const stored = other as StoredTenure | undefined;
  const params = stored && { owner: stored.name, from: dayText(stored.startsOn), to: dayText(stored.endsOn) };
  return { code: rule, message: MESSAGES[rule], params };
};

export function refuseTenure(problems: readonly TenureProblem[], path = 'input'): void {
  if (problems.length === 0) return;
  throw validationFailed(
    ...problems.map((problem) => ({ path: `${path}.${FIELDS[problem.rule]}`, ...wordTenureProblem(problem) })),
  );
}

/** What a customer of this kind does unless told otherwise. */
export const paysByDefault = (kind: OccupancyKind): boolean => kind === 'OWNER';
