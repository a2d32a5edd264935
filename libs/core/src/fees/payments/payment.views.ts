import { defineList, defineView, f, filter, isCustomer, type ListTypes, ref, type View } from '@atrium/sdk';
import { customerView } from '../../customers';
import { communityView } from '../../properties';
import { moneyField, shownMoney } from '../money';
import { Payment, PaymentMethodEnum } from './payment.types';

interface Allocated {
  readonly charge: string | null;
  readonly component: string | null;
  readonly amount: string;
  readonly currency: string;
}

const allocations = (t: string): string => `(SELECT coalesce(json_agg(json_build_object('charge', p.charge_id,
    'component', p.component, 'amount', p.amount::text, 'currency', ${t}.currency) ORDER BY p.id), '[]')
  FROM atrium.fee_posting p JOIN atrium.fee_journal j ON j.tenant_id = p.tenant_id AND j.id = p.journal_id
  WHERE j.tenant_id = ${t}.tenant_id AND j.source_id = ${t}.id)`;

export const paymentView: View = defineView({
  type: 'Payment',
  idType: 'payment',
  table: 'atrium.fee_payment',
  nodeAccess: ['fee:read'],
  forCustomers: [
    ...['id', 'customer', 'community', 'method', 'amount', 'returned', 'receivedOn', 'reference', 'allocations'],
    'createdAt',
  ],
  fields: {
    id: f.id('payment'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
    ),
    community: f.one(() => communityView, 'community_id'),
    method: f.column('method'),
    amount: moneyField('amount'),
    returned: moneyField('returned'),
    receivedOn: f.date('received_on'),
    reference: f.column('reference'),
    note: f.column('note'),
    allocations: f.sql(allocations, (value) =>
      (value as readonly Allocated[]).map(({ charge, component, amount, currency }) => ({
        charge: charge && ref('charge', charge),
        component,
        amount: shownMoney(BigInt(amount), currency),
      })),
    ),
    createdAt: f.instant('created_at'),
  },
});

export const PaymentList: ListTypes = defineList({
  view: paymentView,
  node: Payment,
  where: (t) =>
    isCustomer()
      ? `${t}.customer_id = ANY ((SELECT nullif(current_setting('app.customer', true), ''))::uuid[])`
      : 'true',
  filters: {
    customer: filter.id('customer', 'customer_id', 'Of this customer.'),
    community: filter.id('community', 'community_id', 'Received in this community.'),
    method: filter.enum('PaymentMethod', PaymentMethodEnum, 'method', 'By how it came in.'),
    reference: filter.text('reference', 'By reference.'),
    receivedOn: filter.date('received_on', 'By value date.'),
  },
  orders: { RECEIVED: { columns: [{ column: 'received_on', type: 'date' }], description: 'By value date.' } },
  defaultOrder: { field: 'RECEIVED', direction: 'DESC' },
});
