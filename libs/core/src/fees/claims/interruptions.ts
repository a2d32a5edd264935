import { db } from '@atrium/sdk';
import { type Interruption, limitationEndsOn } from '../arrears/limitation.policy';

/** What began the time of limitation of charges anew: demands, acknowledgements, and payments of a part. */
const INTERRUPTIONS = `
  SELECT c.id AS of, d.made_on::text AS "on", d.kind FROM unnest($1::uuid[]) AS c(id)
  JOIN atrium.fee_charge g ON g.id = c.id
  JOIN atrium.fee_demand d ON d.customer_id = g.customer_id AND d.charge_ids @> ARRAY[c.id]
  UNION ALL
  SELECT p.charge_id, p.value_on::text, 'ACKNOWLEDGEMENT' FROM atrium.fee_posting p
  WHERE p.charge_id = ANY ($1::uuid[]) AND p.kind = 'PAYMENT' AND p.amount > 0`;

export async function interruptionsOf(chargeIds: readonly string[]): Promise<Map<string, Interruption[]>> {
  const rows = await db().query<Interruption & { of: string }>(INTERRUPTIONS, [chargeIds]);
  return Map.groupBy(rows, ({ of }) => of);
}

/** The last day of each charge on which a court has to hear the claim. @param years of the company's settings */
export async function endsOf(
  charges: readonly { readonly id: string; readonly due: string }[],
  years: number,
): Promise<Map<string, string>> {
  const interruptions = await interruptionsOf(charges.map(({ id }) => id));
  return new Map(charges.map(({ id, due }) => [id, limitationEndsOn(due, interruptions.get(id) ?? [], BigInt(years))]));
}
