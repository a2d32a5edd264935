import { db } from '@atrium/sdk';
import type { ContactKind } from '../../customers';

/** A customer as it is shown to who has proved to hold its phone or address. */
export interface ContactCustomer extends Record<string, unknown> {
  /** UUID; of a merged customer, the survivor's. */
  readonly id: string;
  readonly name: string;
  readonly code: string;
}

/** Customers of the current tenant that have this contact now, by name. */
export function customersWith(kind: ContactKind, value: string): Promise<ContactCustomer[]> {
  return db().query<ContactCustomer>(
    `SELECT c.id, c.name, c.code FROM atrium.customer c
     WHERE c.id = ANY (ARRAY(
       SELECT coalesce(a.merged_into_id, a.id) FROM atrium.customer_contact k
       JOIN atrium.customer a ON a.tenant_id = k.tenant_id AND a.id = k.customer_id
       WHERE k.value = $1 AND k.kind = $2 AND k.removed_at IS NULL))
     ORDER BY c.sort_key, c.id`,
    [value, kind],
  );
}

/** The contact has been found to be right, under whichever of these customers it was entered. */
export async function markVerified(kind: ContactKind, value: string, customerId: string, at: Date): Promise<void> {
  await db().execute(
    `UPDATE atrium.customer_contact k SET verified_at = $4, version = k.version + 1, updated_at = now()
     FROM atrium.customer a WHERE a.tenant_id = k.tenant_id AND a.id = k.customer_id
       AND coalesce(a.merged_into_id, a.id) = $3 AND k.value = $1 AND k.kind = $2
       AND k.removed_at IS NULL AND k.verified_at IS NULL`,
    [value, kind, customerId, at],
  );
}
