import { defineList, defineView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { chargeView, shownLines } from '../charges/charge.views';
import { moneyField } from '../money';
import { ChargeCorrection, CorrectionKindEnum, CorrectionStateEnum } from './correction.types';

export const correctionView: View = defineView({
  type: 'ChargeCorrection',
  idType: 'charge_correction',
  table: 'atrium.fee_correction',
  nodeAccess: ['fee:read'],
  fields: {
    id: f.id('charge_correction'),
    charge: f.one(() => chargeView, 'charge_id'),
    kind: f.column('kind'),
    component: f.column('component'),
    amount: { ...moneyField('amount'), presence: (t) => `${t}.amount` },
    reason: f.column('reason'),
    lines: f.sql(
      (t) => `json_build_object('currency', ${t}.currency, 'lines', coalesce(${t}.lines, '[]'))`,
      shownLines,
    ),
    state: f.column('state'),
    decision: f.column('decision'),
    decidedAt: f.instant('decided_at'),
    createdAt: f.instant('created_at'),
  },
});

export const CorrectionList: ListTypes = defineList({
  view: correctionView,
  node: ChargeCorrection,
  filters: {
    charge: filter.id('charge', 'charge_id', 'Of this charge.'),
    customer: filter.id('customer', 'customer_id', 'Of charges of this customer.'),
    state: filter.enum('ChargeCorrectionState', CorrectionStateEnum, 'state', 'By where they stand.'),
    kind: filter.enum('ChargeCorrectionKind', CorrectionKindEnum, 'kind', 'By what becomes of the charge.'),
  },
  orders: { ID: { columns: [], description: 'By when they were asked for.' } },
  defaultOrder: { field: 'ID' },
});
