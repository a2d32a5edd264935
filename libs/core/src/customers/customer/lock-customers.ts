import { AtriumError, db, encodeId, notFound } from '@atrium/sdk';
import { customerMessages } from '../customers.messages';
import type { CustomerKind } from './customer-kind';

export interface LockedCustomer {
  readonly id: string;
  readonly kind: CustomerKind;
  readonly code: string;
  readonly name: string;
  readonly version: number;
  readonly communityId: string | null;
  readonly mergedIntoId: string | null;
  readonly aliasIds: readonly string[];
  readonly aliasCommunityIds: readonly string[];
  /** When the person was erased at their own request; null for everybody else. */
  readonly erasedAt: Date | null;
}

/**
 * Customers by their UUIDs, locked until the transaction ends, in one order everywhere: two changes of the same
 * customers wait for each other instead of for ever. Those the caller does not see are left out.
 */
export async function lockCustomers(ids: readonly string[]): Promise<Map<string, LockedCustomer>> {
  const rows = await db().query<LockedCustomer>(
    {
      name: 'lock_customers',
      text: `SELECT id, kind, code, name, version, community_id AS "communityId", merged_into_id AS "mergedIntoId",
          alias_ids AS "aliasIds", alias_community_ids AS "aliasCommunityIds",
          erased_at AS "erasedAt"
        FROM atrium.customer WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    },
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The customer, locked. `NOT_FOUND` where there is none; `CONFLICT` for an alias and for an erased person, who are
 * changed no more.
 */
export async function lockCustomer(id: string): Promise<LockedCustomer> {
  const customer = (await lockCustomers([id])).get(id);
  if (!customer) throw notFound('Customer');
  refuseAlias(customer);
  refuseErased(customer);
  return customer;
}

/** `NOT_FOUND` unless the caller sees such a customer. */
export async function requireCustomer(id: string): Promise<void> {
  const rows = await db().query('SELECT 1 AS found FROM atrium.customer WHERE id = $1', [id]);
  if (rows.length === 0) throw notFound('Customer');
}

export function refuseAlias({ mergedIntoId }: Pick<LockedCustomer, 'mergedIntoId'>): void {
  if (mergedIntoId === null) return;
  const survivor = encodeId('customer', mergedIntoId);
  throw new AtriumError('CONFLICT', customerMessages.merged, { params: { survivor }, extra: { survivor } });
}

export function refuseErased({ erasedAt }: Pick<LockedCustomer, 'erasedAt'>): void {
  if (erasedAt !== null) throw new AtriumError('CONFLICT', customerMessages.erased);
}
