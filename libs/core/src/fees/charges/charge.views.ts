import {
  context,
  defineList,
  defineView,
  f,
  filter,
  isCustomer,
  type ListTypes,
  renderMessage,
  type View,
} from '@atrium/sdk';
import { customerView } from '../../customers';
import { communityView, unitView } from '../../properties';
import { assignmentView } from '../assignments/assignment.views';
import { explainLine } from '../charge/explain-line';
import type { LineTrace } from '../charge/trace';
import { currencyOf } from '../exact/money';
import { feeItemView } from '../items/fee-item.views';
import { moneyField, moneyOf, shownMoney } from '../money';
import { Charge, ChargeKindEnum } from './charge.type';

/** A line as it is stored: amounts as text. */
export interface StoredLine {
  readonly month: string;
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly tax: string;
  readonly trace: LineTrace | null;
}

/** Lines with their currency beside them, as one value. */
export function shownLines(value: unknown): object[] {
  const { currency, lines } = value as { currency: string; lines: readonly StoredLine[] };
  const { locale } = context();
  return lines.map(({ month, from, to, amount, tax, trace }) => {
    const exact = { amount: BigInt(amount), tax: BigInt(tax) };
    return {
      month,
      startsOn: from,
      endsOn: to,
      amount: shownMoney(exact.amount, currency),
      tax: shownMoney(exact.tax, currency),
      explanation: trace
        ? explainLine({ ...exact, trace }, currencyOf(currency)).map(({ message, params }) =>
            renderMessage(message, locale, params),
          )
        : [],
      // How a debt came about that was taken over, the other system knows.
      trace: trace ?? {},
    };
  });
}

export const chargeView: View = defineView({
  type: 'Charge',
  idType: 'charge',
  table: 'atrium.fee_charge',
  nodeAccess: ['fee:read'],
  forCustomers: [
    ...[
      'id',
      'feeItem',
      'kind',
      'startsOn',
      'endsOn',
      'dueOn',
      'billedOn',
      'amount',
      'tax',
      'adjusted',
      'principalDue',
    ],
    ...['lateFeeDue', 'costsDue', 'outstanding', 'lines', 'feeBasis', 'voidedAt', 'customer', 'unit', 'community'],
  ],
  fields: {
    id: f.id('charge'),
    feeItem: f.one(() => feeItemView, 'fee_item_id'),
    assignment: f.one(() => assignmentView, 'assignment_id'),
    community: f.one(() => communityView, 'community_id'),
    unit: f.one(() => unitView, 'unit_id'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
    ),
    kind: f.column('kind'),
    startsOn: f.date('starts_on'),
    endsOn: f.date('ends_on'),
    dueOn: f.date('due_on'),
    billedOn: f.date('billed_on'),
    amount: moneyField('amount'),
    tax: moneyField('tax'),
    principalDue: moneyField('principal_due'),
    adjusted: moneyField('adjusted'),
    writtenOff: moneyField('written_off'),
    lateFeeDue: moneyField('late_fee_due'),
    costsDue: moneyField('costs_due'),
    outstanding: moneyOf(
      (t) => `${t}.principal_due + ${t}.late_fee_due + ${t}.costs_due`,
      (t) => `${t}.currency`,
    ),
    lines: f.sql((t) => `json_build_object('currency', ${t}.currency, 'lines', ${t}.lines)`, shownLines),
    feeBasis: f.sql(
      (t) => `(SELECT s.fee_basis FROM atrium.service_contract s WHERE s.tenant_id = ${t}.tenant_id
        AND s.community_id = ${t}.community_id AND s.starts_on <= ${t}.starts_on AND s.ends_on > ${t}.starts_on LIMIT 1)`,
    ),
    voidedAt: f.instant('voided_at'),
  },
});

const owing = (t: string): string =>
  `${t}.principal_due + ${t}.late_fee_due + ${t}.costs_due > 0 AND ${t}.voided_at IS NULL`;

export const ChargeList: ListTypes = defineList({
  view: chargeView,
  node: Charge,
  // The policy for customers shows theirs alone; this lets the index of payers find them.
  where: (t) =>
    isCustomer()
      ? `${t}.customer_id = ANY ((SELECT nullif(current_setting('app.customer', true), ''))::uuid[])`
      : 'true',
  filters: {
    customer: filter.id('customer', 'customer_id', 'Paid by this customer.'),
    community: filter.id('community', 'community_id', 'In this community.'),
    unit: filter.id('unit', 'unit_id', 'Of this unit.'),
    feeItem: filter.id('fee_item', 'fee_item_id', 'Of this fee item.'),
    assignment: filter.id('fee_assignment', 'assignment_id', 'Of this assignment.'),
    run: filter.id('billing_run', 'run_id', 'Of this billing run.'),
    kind: filter.enum('ChargeKind', ChargeKindEnum, 'kind', 'By how they came about.'),
    dueOn: filter.date('due_on', 'By due day.'),
    isOwing: filter.flag(owing, 'With something left to pay.'),
  },
  orders: { DUE: { columns: [{ column: 'due_on', type: 'date' }], description: 'By due day.' } },
  defaultOrder: { field: 'DUE' },
});
