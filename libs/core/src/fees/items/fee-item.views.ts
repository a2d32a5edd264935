import { defineList, defineView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { BelongsToEnum } from './fee-item.enums';
import { FeeItem } from './fee-item.type';

const rows = (t: string, table: string, object: string): string => `(
  SELECT coalesce(json_agg(${object} ORDER BY x.starts_on), '[]') FROM atrium.${table} x
  WHERE x.tenant_id = ${t}.tenant_id AND x.fee_item_id = ${t}.id)`;

export const feeItemView: View = defineView({
  type: 'FeeItem',
  idType: 'fee_item',
  table: 'atrium.fee_item',
  nodeAccess: ['fee:read'],
  // What one is charged for, and at what price.
  forCustomers: ['id', 'code', 'name', 'currency', 'belongsTo', 'definitions', 'prices'],
  fields: {
    id: f.id('fee_item'),
    code: f.column('code'),
    name: f.column('name'),
    currency: f.column('currency'),
    belongsTo: f.column('belongs_to'),
    taxCode: f.column('tax_code'),
    externalId: f.column('external_id'),
    archivedAt: f.instant('archived_at'),
    definitions: f.sql(
      (t) => rows(t, 'fee_item_version', `x.definition || jsonb_build_object('startsOn', x.starts_on)`),
      (value) => value,
    ),
    prices: f.sql(
      (t) => rows(t, 'fee_item_price', `json_build_object('startsOn', x.starts_on, 'tiers', x.tiers)`),
      (value) => value,
    ),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
  },
});

export const FeeItemList: ListTypes = defineList({
  view: feeItemView,
  node: FeeItem,
  filters: {
    code: filter.text('code', 'By code.'),
    externalId: filter.text('external_id', 'By the key in another system.'),
    belongsTo: filter.enum('FeeBelongsTo', BelongsToEnum, 'belongs_to', 'By whose money it is.'),
  },
  orders: {
    NAME: { columns: [{ column: 'sort_key', type: 'text' }], description: 'As people sort names.' },
    CODE: { columns: [{ column: 'code', type: 'text' }], description: 'By code.' },
  },
  defaultOrder: { field: 'NAME' },
});
