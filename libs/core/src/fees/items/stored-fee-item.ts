import { db, notFound } from '@atrium/sdk';
import type { LocalDate } from '../calendar/local-date';
import { sinceAt } from '../calendar/dated';
import type { FeeItemDefinition, PriceDefinition, TierDefinition } from '../item/fee-item';
import type { LateFeeTerms } from '../late-fee/late-fee.policy';
import type { BelongsTo } from './fee-item.enums';

/** How an item is charged, as it is stored: without currency and prices, which are the item's. */
export type StoredDefinition = Omit<FeeItemDefinition, 'currency' | 'prices'> & {
  readonly lateFee: LateFeeTerms | null;
};

export interface StoredFeeItem {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly belongsTo: BelongsTo;
  readonly taxCode: string | null;
  readonly isArchived: boolean;
  readonly version: number;
  /** Oldest first. */
  readonly definitions: readonly { readonly from: LocalDate; readonly definition: StoredDefinition }[];
  readonly prices: readonly PriceDefinition[];
}

const SELECT = `SELECT i.id, i.code, i.name, i.currency, i.belongs_to AS "belongsTo", i.tax_code AS "taxCode",
    i.archived_at IS NOT NULL AS "isArchived", i.version,
    (SELECT coalesce(json_agg(json_build_object('from', v.starts_on, 'definition', v.definition) ORDER BY v.starts_on), '[]')
     FROM atrium.fee_item_version v WHERE v.tenant_id = i.tenant_id AND v.fee_item_id = i.id) AS definitions,
    (SELECT coalesce(json_agg(json_build_object('from', p.starts_on, 'tiers', p.tiers) ORDER BY p.starts_on), '[]')
     FROM atrium.fee_item_price p WHERE p.tenant_id = i.tenant_id AND p.fee_item_id = i.id) AS prices
  FROM atrium.fee_item i WHERE i.id = ANY ($1::uuid[]) ORDER BY i.id`;

/** Items by their UUIDs; those that are not there are left out. */
export async function loadFeeItems(ids: readonly string[]): Promise<Map<string, StoredFeeItem>> {
  const rows = await db().query<StoredFeeItem>(SELECT, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The item, locked against changes until the transaction ends. `NOT_FOUND` */
export async function lockFeeItem(id: string): Promise<StoredFeeItem> {
  await db().query('SELECT FROM atrium.fee_item WHERE id = $1 FOR NO KEY UPDATE', [id]);
  const item = (await loadFeeItems([id])).get(id);
  if (!item) throw notFound('FeeItem');
  return item;
}

/** The definition in force on a day; the first one for days before it. */
export const definitionOn = (item: StoredFeeItem, day: LocalDate): StoredDefinition =>
  (sinceAt(item.definitions, day) ?? item.definitions[0]!).definition;

/** What the engine computes with on a day. */
export const feeDefinition = (item: StoredFeeItem, day: LocalDate): FeeItemDefinition => ({
  ...definitionOn(item, day),
  currency: item.currency,
  prices: item.prices,
});

export const tiersOf = (given: readonly { upTo?: string | null; price: string }[]): TierDefinition[] =>
  given.map(({ upTo, price }) => ({ upTo: upTo ?? null, price }));
