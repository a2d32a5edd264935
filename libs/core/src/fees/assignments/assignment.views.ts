import { defineList, defineView, f, filter, type ListTypes, type ScalarField, type View } from '@atrium/sdk';
import { customerView } from '../../customers';
import { unitView } from '../../properties';
import { feeItemView } from '../items/fee-item.views';
import { meterView } from '../meters/meter.views';
import { BillingArea, DiscountStateEnum, FeeAssignment, FeeDiscount } from './assignment.type';

const nodeAccess: readonly [string, ...string[]] = ['fee:read'];

/** The end of a span; null while it is open. */
export const endOf = (column: string): ScalarField =>
  f.sql((t) => `CASE WHEN isfinite(${t}.${column}) THEN to_char(${t}.${column}, 'YYYY-MM-DD') END`);

export const assignmentView: View = defineView({
  type: 'FeeAssignment',
  idType: 'fee_assignment',
  table: 'atrium.fee_assignment',
  nodeAccess,
  fields: {
    id: f.id('fee_assignment'),
    feeItem: f.one(() => feeItemView, 'fee_item_id'),
    unit: f.one(() => unitView, 'unit_id'),
    startsOn: f.date('starts_on'),
    endsOn: endOf('ends_on'),
    quantity: f.sql((t) => `trim_scale(${t}.quantity)::text`),
    meter: f.one(() => meterView, 'meter_id'),
    externalId: f.column('external_id'),
    ownPrices: f.sql(
      (t) => `(SELECT coalesce(json_agg(json_build_object('startsOn', p.starts_on,
          'endsOn', CASE WHEN isfinite(p.ends_on) THEN p.ends_on END, 'tiers', p.tiers) ORDER BY p.starts_on), '[]')
        FROM atrium.fee_own_price p WHERE p.tenant_id = ${t}.tenant_id AND p.assignment_id = ${t}.id)`,
      (value) => value,
    ),
    payers: f.array(
      () => payerView,
      'assignment_id',
      (t) => `${t}.starts_on, ${t}.id`,
    ),
    discounts: f.array(
      () => discountView,
      'assignment_id',
      (t) => `${t}.starts_on, ${t}.id`,
    ),
    version: f.column('version'),
  },
});

export const payerView: View = defineView({
  type: 'FeePayer',
  idType: 'fee_payer',
  table: 'atrium.fee_payer',
  nodeAccess,
  fields: {
    id: f.id('fee_payer'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
    ),
    role: f.column('role'),
    share: f.sql((t) => `trim_scale(${t}.share)::text`),
    startsOn: f.date('starts_on'),
    endsOn: endOf('ends_on'),
  },
});

export const discountView: View = defineView({
  type: 'FeeDiscount',
  idType: 'fee_discount',
  table: 'atrium.fee_rate_factor',
  nodeAccess,
  fields: {
    id: f.id('fee_discount'),
    assignment: f.one(() => assignmentView, 'assignment_id'),
    kind: f.column('kind'),
    factor: f.sql((t) => `trim_scale(${t}.factor)::text`),
    startsOn: f.date('starts_on'),
    endsOn: endOf('ends_on'),
    state: f.column('state'),
    reason: f.column('reason'),
    inspection: f.column('inspection'),
    decision: f.column('decision'),
    inspectedAt: f.instant('inspected_at'),
    decidedAt: f.instant('decided_at'),
  },
});

export const billingAreaView: View = defineView({
  type: 'BillingArea',
  idType: 'billing_area',
  table: 'atrium.fee_billing_area',
  nodeAccess,
  fields: {
    id: f.id('billing_area'),
    unit: f.one(() => unitView, 'unit_id'),
    startsOn: f.date('starts_on'),
    area: f.decimal('area'),
    coefficient: f.sql((t) => `trim_scale(${t}.coefficient)::text`),
  },
});

const byStart = {
  START: { columns: [{ column: 'starts_on', type: 'date' as const }], description: 'By the first day.' },
};

export const AssignmentList: ListTypes = defineList({
  view: assignmentView,
  node: FeeAssignment,
  filters: {
    unit: filter.id('unit', 'unit_id', 'Of this unit.'),
    feeItem: filter.id('fee_item', 'fee_item_id', 'Of this fee item.'),
    community: filter.id('community', 'community_id', 'In this community.'),
    externalId: filter.text('external_id', 'By the key in another system.'),
  },
  orders: byStart,
  defaultOrder: { field: 'START' },
});

export const DiscountList: ListTypes = defineList({
  view: discountView,
  node: FeeDiscount,
  filters: {
    state: filter.enum('FeeDiscountState', DiscountStateEnum, 'state', 'By where it stands.'),
    assignment: filter.id('fee_assignment', 'assignment_id', 'Of this assignment.'),
  },
  orders: byStart,
  defaultOrder: { field: 'START', direction: 'DESC' },
});

export const BillingAreaList: ListTypes = defineList({
  view: billingAreaView,
  node: BillingArea,
  filters: { unit: filter.id('unit', 'unit_id', 'Of this unit.') },
  orders: byStart,
  defaultOrder: { field: 'START' },
});
