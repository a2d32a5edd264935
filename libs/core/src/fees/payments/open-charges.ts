import { db, notFound } from '@atrium/sdk';
import type { LocalDate } from '../calendar/local-date';
import type { Minor } from '../exact/money';
import type { OpenCharge } from '../payment/allocation.policy';

/** A charge with something left to pay, while its customer is locked. */
export interface LockedCharge {
  readonly id: string;
  readonly community: string;
  readonly item: string;
  readonly customer: string;
  readonly due: LocalDate;
  readonly billed: LocalDate;
  readonly amount: string;
  readonly principal: string;
  readonly lateFee: string;
  readonly costs: string;
  readonly posted: string;
  /** What corrections made of the amount, above or below zero. */
  readonly adjusted: string;
  readonly voided: boolean;
}

const COLUMNS = `id, community_id AS community, fee_item_id AS item, customer_id AS customer, due_on::text AS due,
  billed_on::text AS billed, amount::text, principal_due::text AS principal, late_fee_due::text AS "lateFee",
  costs_due::text AS costs, late_fee_posted::text AS posted, adjusted::text, voided_at IS NOT NULL AS voided`;

/** What is open of customers. Whoever changes what is due of a charge has locked its customer before. */
export const openChargesOf = (customerIds: readonly string[]): Promise<LockedCharge[]> =>
  db().query<LockedCharge>(
    {
      name: 'fee_open_charges',
      text: `SELECT ${COLUMNS} FROM atrium.fee_charge
        WHERE customer_id = ANY ($1::uuid[]) AND principal_due + late_fee_due + costs_due > 0 AND voided_at IS NULL
        ORDER BY id`,
    },
    [customerIds],
  );

export const openCharge = (one: LockedCharge, lateFee: Minor): OpenCharge => ({
  id: one.id,
  feeItemId: one.item,
  dueOn: one.due,
  owed: { PRINCIPAL: BigInt(one.principal), LATE_FEE: BigInt(one.lateFee) + lateFee, COSTS: BigInt(one.costs) },
});

/** A charge, its customer locked first as everywhere. `NOT_FOUND` */
export async function lockCharge(id: string): Promise<LockedCharge> {
  const [found] = await db().query<{ customer: string }>(
    `SELECT coalesce(c.merged_into_id, c.id) AS customer FROM atrium.fee_charge o
     JOIN atrium.customer c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id WHERE o.id = $1`,
    [id],
  );
  if (!found) throw notFound('Charge');
  await db().query('SELECT FROM atrium.customer WHERE id = $1 FOR NO KEY UPDATE', [found.customer]);
  const [row] = await db().query<LockedCharge>(`SELECT ${COLUMNS} FROM atrium.fee_charge WHERE id = $1`, [id]);
  return row!;
}
