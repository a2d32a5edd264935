import { db } from '@atrium/sdk';
import { nameKey } from '../customer/name-key';
import type { CustomerProblem } from './customer-draft';
import { customersOfKeys, keys } from './customer-keys';
import { importMessages } from './import.messages';

/** How a row of money or of fees says whom it is about. */
export interface WhoSaid {
  readonly externalId: string | null;
  readonly name: string | null;
  /** As they are stored. */
  readonly phones: readonly string[];
  /** UUID of the unit the row names. */
  readonly unitId: string | null;
}

export type WhoAnswer = { readonly customerId: string } | { readonly problem: CustomerProblem };

/** Who pays for units on a day: those marked so, else the owners. */
const PAYERS = `
  SELECT o.unit_id AS unit, coalesce(c.merged_into_id, c.id) AS customer, o.pays_fees AS pays
  FROM atrium.occupancy o JOIN atrium.customer c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id
  WHERE o.unit_id = ANY ($1::uuid[]) AND o.starts_on <= $2::date AND o.ends_on > $2::date
    AND (o.pays_fees OR o.kind = 'OWNER') ORDER BY o.unit_id, o.starts_on, o.id`;

/** Customers that rows name and that must be there: found with two statements, whatever the number of rows. */
export class KnownCustomers {
  private constructor(
    private readonly byKey: ReadonlyMap<string, readonly string[]>,
    private readonly payers: ReadonlyMap<string, readonly string[]>,
  ) {}

  /** @param day on which somebody pays for a unit where the row names nobody */
  static async load(rows: readonly WhoSaid[], day: string): Promise<KnownCustomers> {
    const hits = await customersOfKeys(
      rows.map(({ externalId, name, phones, unitId }) => ({
        ...{ externalId, print: null, phones, unitId },
        nameKey: name === null ? null : nameKey(name),
      })),
    );
    const byKey = new Map<string, string[]>();
    for (const { key, id } of hits) byKey.set(key, [...(byKey.get(key) ?? []), id]);
    const alone = rows.filter(isUnitAlone).flatMap(({ unitId }) => unitId ?? []);
    return new KnownCustomers(byKey, alone.length === 0 ? new Map() : await payersOf(alone, day));
  }

  /** The customer a row names, by its strongest key, or why that cannot be told. */
  answer(who: WhoSaid): WhoAnswer {
    const { externalId, name, phones, unitId } = who;
    if (isUnitAlone(who)) {
      const [payer, another] = unitId === null ? [] : (this.payers.get(unitId) ?? []);
      if (payer !== undefined && another === undefined) return { customerId: payer };
      if (unitId === null) return wrong('name', 'REQUIRED', importMessages.customerNeeded);
      if (payer === undefined) return wrong('name', 'NO_PAYER', importMessages.noPayer);
      return wrong('name', 'SEVERAL_PAYERS', importMessages.severalPayers);
    }
    if (externalId !== null) {
      const [known] = this.byKey.get(keys.externalId(externalId)) ?? [];
      if (known !== undefined) return { customerId: known };
      return wrong('customerExternalId', 'UNKNOWN_CUSTOMER', importMessages.unknownCustomer, externalId);
    }
    if (name === null || (unitId === null && phones.length === 0)) {
      return wrong('name', 'REQUIRED', importMessages.customerNeeded);
    }
    const key = nameKey(name);
    const found = [
      ...new Set([
        ...(unitId === null ? [] : (this.byKey.get(keys.unit(unitId, key)) ?? [])),
        ...phones.flatMap((phone) => this.byKey.get(keys.phone(phone, key)) ?? []),
      ]),
    ];
    const [only, another] = found;
    if (only === undefined) return wrong('name', 'UNKNOWN_CUSTOMER', importMessages.unknownCustomer, name);
    if (another !== undefined) return wrong('phone', 'AMBIGUOUS_CUSTOMER', importMessages.ambiguousCustomer);
    return { customerId: only };
  }
}

const isUnitAlone = ({ externalId, name }: WhoSaid): boolean => externalId === null && name === null;

const wrong = (
  field: CustomerProblem['field'],
  code: string,
  message: CustomerProblem['message'],
  given?: string,
): { problem: CustomerProblem } => ({
  problem: { field, code, message, ...(given === undefined ? {} : { params: { given } }) },
});

async function payersOf(unitIds: readonly string[], day: string): Promise<Map<string, string[]>> {
  const rows = await db().query<{ unit: string; customer: string; pays: boolean }>(PAYERS, [unitIds, day]);
  const paying = Map.groupBy(rows, ({ unit }) => unit);
  return new Map(
    [...paying].map(([unit, all]) => {
      const marked = all.filter(({ pays }) => pays);
      return [unit, [...new Set((marked.length > 0 ? marked : all).map(({ customer }) => customer))]];
    }),
  );
}
