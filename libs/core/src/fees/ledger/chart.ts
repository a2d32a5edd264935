import { db, newId } from '@atrium/sdk';
import type { ACCOUNT_KINDS } from '../migrations/1700000540010-ledger';
import type { BelongsTo } from '../items/fee-item.enums';

export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Of which item or way of paying an account is, where there is one for each. */
export interface AccountOf {
  readonly feeItemId?: string;
  readonly method?: string;
}

/** Where money that is charged for an item belongs. */
export const INCOME: Readonly<Record<BelongsTo, AccountKind>> = {
  COMPANY: 'REVENUE',
  OTHERS: 'COLLECTED_FOR_OTHERS',
  OWNERS: 'OWNERS_INCOME',
};

const keyOf = (kind: string, feeItemId: string | null, method: string | null): string =>
  `${kind} ${feeItemId ?? ''} ${method ?? ''}`;

/** The tenant's chart of accounts (科目). An account is made when it is first needed. */
export class Chart {
  private constructor(private readonly ids: Map<string, string>) {}

  static async load(): Promise<Chart> {
    const rows = await db().query<{ id: string; kind: string; item: string | null; method: string | null }>(
      'SELECT id, kind, fee_item_id AS item, method FROM atrium.fee_account',
    );
    return new Chart(new Map(rows.map(({ id, kind, item, method }) => [keyOf(kind, item, method), id])));
  }

  /** UUID of an account. */
  async id(kind: AccountKind, { feeItemId, method }: AccountOf = {}): Promise<string> {
    const key = keyOf(kind, feeItemId ?? null, method ?? null);
    const known = this.ids.get(key);
    if (known) return known;
    await db().execute(
      `INSERT INTO atrium.fee_account (id, kind, fee_item_id, method, code)
       SELECT $1::uuid, $2::text, $3::uuid, $4::text, concat_ws('.', $2::text, (SELECT i.code FROM atrium.fee_item i WHERE i.id = $3), $4::text)
       ON CONFLICT (tenant_id, kind, fee_item_id, method) DO NOTHING`,
      [newId(), kind, feeItemId ?? null, method ?? null],
    );
    const [row] = await db().query<{ id: string }>(
      `SELECT id FROM atrium.fee_account WHERE kind = $1 AND fee_item_id IS NOT DISTINCT FROM $2::uuid
         AND method IS NOT DISTINCT FROM $3`,
      [kind, feeItemId ?? null, method ?? null],
    );
    this.ids.set(key, row!.id);
    return row!.id;
  }
}
