import { defineList, defineView, f, filter, isCustomer, type ListTypes, type View } from '@atrium/sdk';
import { customerView } from '../../customers';
import { communityView } from '../../properties';
import { moneyField } from '../money';
import { paymentView } from '../payments/payment.views';
import { FeeDocument, FeeDocumentKindEnum, Receipt, ReceiptStateEnum } from './document.types';

const nodeAccess: readonly [string, ...string[]] = ['fee:read'];
/** The policy for customers shows theirs alone; this lets the index of customers find them. */
const own = (t: string): string =>
  isCustomer() ? `${t}.customer_id = ANY ((SELECT nullif(current_setting('app.customer', true), ''))::uuid[])` : 'true';

export const receiptView: View = defineView({
  type: 'Receipt',
  idType: 'receipt',
  table: 'atrium.fee_receipt',
  nodeAccess,
  forCustomers: [
    ...[
      'id',
      'number',
      'payment',
      'customer',
      'amount',
      'issuedOn',
      'state',
      'voidReason',
      'voidedAt',
      'prints',
      'version',
    ],
  ],
  fields: {
    id: f.id('receipt'),
    number: f.column('number'),
    payment: f.one(() => paymentView, 'payment_id'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
    ),
    amount: moneyField('amount'),
    issuedOn: f.date('issued_on'),
    state: f.column('state'),
    voidReason: f.column('void_reason'),
    voidedAt: f.instant('voided_at'),
    prints: f.column('prints'),
    version: f.column('version'),
  },
});

export const ReceiptList: ListTypes = defineList({
  view: receiptView,
  node: Receipt,
  where: own,
  filters: {
    customer: filter.id('customer', 'customer_id', 'Of this customer.'),
    community: filter.id('community', 'community_id', 'In this community.'),
    payment: filter.id('payment', 'payment_id', 'Of this payment.'),
    number: filter.text('number', 'By number.'),
    state: filter.enum('ReceiptState', ReceiptStateEnum, 'state', 'By where they stand.'),
  },
  orders: { ID: { columns: [], description: 'By when they were issued.' } },
  defaultOrder: { field: 'ID', direction: 'DESC' },
});

export const documentView: View = defineView({
  type: 'FeeDocument',
  idType: 'fee_document',
  table: 'atrium.fee_document',
  nodeAccess,
  forCustomers: ['id', 'kind', 'state', 'community', 'customer', 'receipt', 'from', 'through', 'createdAt'],
  fields: {
    id: f.id('fee_document'),
    kind: f.column('kind'),
    state: f.column('state'),
    community: f.one(() => communityView, 'community_id'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
    ),
    receipt: f.one(() => receiptView, 'receipt_id'),
    from: f.date('from_on'),
    through: f.date('through_on'),
    createdAt: f.instant('created_at'),
  },
});

export const DocumentList: ListTypes = defineList({
  view: documentView,
  node: FeeDocument,
  where: own,
  filters: {
    customer: filter.id('customer', 'customer_id', 'About this customer.'),
    community: filter.id('community', 'community_id', 'In this community.'),
    receipt: filter.id('receipt', 'receipt_id', 'Of this receipt.'),
    kind: filter.enum('FeeDocumentKind', FeeDocumentKindEnum, 'kind', 'By what they are.'),
  },
  orders: { ID: { columns: [], description: 'By when they were asked for.' } },
  defaultOrder: { field: 'ID', direction: 'DESC' },
});
