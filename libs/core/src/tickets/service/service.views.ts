import { defineList, defineView, extendView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { chargeView, feeItemView, feePermissions, moneyField, moneyOf } from '../../fees';
import { ticketPermissions } from '../tickets.permissions';
import { ticketView } from '../tickets.views';
import { type QuotationState, quotationMachine, QuotationState as States, ServiceItemKind } from './service.enums';
import { Quotation, ServiceItem } from './service.types';

const READ = ticketPermissions['ticket:read'];

export const serviceItemView: View = defineView({
  type: 'ServiceItem',
  idType: 'service_item',
  table: 'atrium.service_item',
  nodeAccess: [READ, ticketPermissions['ticket:configure']],
  forCustomers: ['id', 'name', 'kind', 'unit', 'price', 'description', 'isActive'],
  fields: {
    id: f.id('service_item'),
    name: f.column('name'),
    kind: f.column('kind'),
    unit: f.column('unit'),
    price: moneyField('price'),
    description: f.column('description'),
    feeItem: f.one(() => feeItemView, 'fee_item_id'),
    isActive: f.column('is_active'),
    version: f.column('version'),
  },
});

/** Lines have no currency of their own. */
const currency = (l: string): string =>
  `(SELECT q.currency FROM atrium.ticket_quotation q WHERE q.tenant_id = ${l}.tenant_id AND q.id = ${l}.quotation_id)`;

export const quotationLineView: View = defineView({
  type: 'QuotationLine',
  idType: 'quotation_line',
  table: 'atrium.ticket_quotation_line',
  forCustomers: ['id', 'kind', 'description', 'unit', 'unitPrice', 'quantity', 'amount', 'used'],
  fields: {
    id: f.id('quotation_line'),
    kind: f.column('kind'),
    description: f.column('description'),
    unit: f.column('unit'),
    unitPrice: moneyOf((l) => `${l}.unit_price`, currency),
    quantity: f.sql((l) => `trim_scale(${l}.quantity)::text`),
    amount: moneyOf((l) => `${l}.amount`, currency),
    used: f.sql((l) => `trim_scale(${l}.used)::text`),
  },
});

export const quotationView: View = defineView({
  type: 'Quotation',
  idType: 'quotation',
  table: 'atrium.ticket_quotation',
  nodeAccess: [READ],
  forCustomers: [
    ...['id', 'ticket', 'number', 'state', 'lines', 'amount', 'finalAmount', 'validUntil', 'note'],
    ...['offeredAt', 'decidedAt', 'doneAt', 'confirmedAt', 'charges', 'version'],
  ],
  fields: {
    id: f.id('quotation'),
    ticket: f.one(() => ticketView, 'ticket_id'),
    number: f.column('number'),
    state: f.column('state'),
    allowedMoves: f.sql(
      (q) => `${q}.state`,
      (state) => quotationMachine.allowedFrom(state as QuotationState),
    ),
    lines: f.array(
      () => quotationLineView,
      'quotation_id',
      (l) => `${l}.position`,
    ),
    amount: moneyField('amount'),
    finalAmount: f.object(moneyField('final_amount').fields, (q) => `${q}.final_amount`),
    validUntil: f.instant('valid_until'),
    note: f.column('note'),
    offeredAt: f.instant('offered_at'),
    decidedAt: f.instant('decided_at'),
    doneAt: f.instant('done_at'),
    confirmedAt: f.instant('confirmed_at'),
    proof: f.column('proof'),
    charges: f.guarded(feePermissions['fee:read'], {
      kind: 'array',
      view: () => chargeView,
      link: (q, charge) => `${charge}.tenant_id = ${q}.tenant_id AND ${charge}.id = ANY (${q}.charge_ids)`,
      orderBy: (charge) => `${charge}.id`,
    }),
    version: f.column('version'),
  },
});

export const ServiceItemList: ListTypes = defineList({
  view: serviceItemView,
  node: ServiceItem,
  filters: {
    kind: filter.enum('ServiceItemKind', ServiceItemKind, 'kind', 'By what is paid for.'),
    isActive: filter.flag((s) => `${s}.is_active`, 'Can it be offered?'),
  },
  orders: { NAME: { columns: [{ column: 'sort_key', type: 'text' }], description: 'As people sort names.' } },
  defaultOrder: { field: 'NAME' },
});

export const QuotationList: ListTypes = defineList({
  view: quotationView,
  node: Quotation,
  filters: { state: filter.enum('QuotationState', States, 'state', 'By where it stands.') },
  orders: {
    CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By when they were written.' },
  },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
});

extendView(ticketView, { quotations: f.many(() => QuotationList.definition, 'ticket_id') });
