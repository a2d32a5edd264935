import {
  defineSegmentField,
  defineSegmentRecord,
  type Localised,
  registerSegmentFields,
  type SegmentField,
} from '@atrium/sdk';
import { TODAY } from '../customers';
import { feePermissions } from './fees.permissions';

const permission = feePermissions['fee:read'];
const field =
  (of: string) =>
  (leaf: string, rest: Omit<SegmentField, 'name' | 'of' | 'permission'>): SegmentField =>
    defineSegmentField({ ...rest, name: `${of}.${leaf}`, of, permission });
const charge = field('charge');
const payment = field('payment');

const METHODS: Readonly<Record<string, Localised>> = {
  CASH: { en: 'cash', 'zh-CN': '现金' },
  BANK_TRANSFER: { en: 'bank transfer', 'zh-CN': '银行转账' },
  DIRECT_DEBIT: { en: 'direct debit', 'zh-CN': '银行代扣' },
  CARD: { en: 'bank card', 'zh-CN': '刷卡' },
  WECHAT: { en: 'WeChat Pay', 'zh-CN': '微信' },
  ALIPAY: { en: 'Alipay', 'zh-CN': '支付宝' },
  CHEQUE: { en: 'cheque', 'zh-CN': '支票' },
  OTHER: { en: 'something else', 'zh-CN': '其他' },
};
const owing = (row: string): string => `(${row}.principal_due + ${row}.late_fee_due + ${row}.costs_due)`;

registerSegmentFields(
  { owner: 'fees', plugin: null },
  {
    records: [
      defineSegmentRecord({
        name: 'charge',
        table: 'atrium.fee_charge',
        customer: 'customer_id',
        where: (row) => `${row}.voided_at IS NULL`,
        permission,
        label: { en: 'charge', 'zh-CN': '应收' },
        description: { en: 'A charge that the customer is to pay.', 'zh-CN': '由该客户缴纳的应收款。' },
      }),
      defineSegmentRecord({
        name: 'payment',
        table: 'atrium.fee_payment',
        customer: 'customer_id',
        // What was given back as a whole was no payment.
        where: (row) => `${row}.returned < ${row}.amount`,
        permission,
        label: { en: 'payment', 'zh-CN': '实收' },
        description: { en: 'A payment of the customer.', 'zh-CN': '客户的缴费。' },
      }),
    ],
    fields: [
      charge('feeItem', {
        type: 'REFERENCE',
        label: { en: 'fee item', 'zh-CN': '收费项目' },
        description: { en: 'What is charged for.', 'zh-CN': '应收款所属的收费项目。' },
        sql: (row) => `${row}.fee_item_id`,
        reference: { idType: 'fee_item', table: 'atrium.fee_item', title: (row) => `${row}.name`, community: null },
      }),
      charge('dueOn', {
        type: 'DATE',
        label: { en: 'due day', 'zh-CN': '到期日' },
        description: { en: 'Day by which it is to be paid.', 'zh-CN': '应缴款的到期日。' },
        sql: (row) => `${row}.due_on`,
      }),
      charge('outstanding', {
        type: 'MONEY',
        label: { en: 'amount owing', 'zh-CN': '欠费金额' },
        description: {
          en: 'What is left to pay of it, late fee and costs included as far as they are posted.',
          'zh-CN': '尚未缴清的金额，含已入账的违约金和费用。',
        },
        sql: owing,
      }),
      charge('daysOverdue', {
        type: 'NUMBER',
        label: { en: 'days overdue', 'zh-CN': '逾期天数' },
        description: {
          en: 'Days since the due day while something is owing; empty before that day and once it is paid.',
          'zh-CN': '欠费期间自到期日起的天数，未到期或已缴清时为空。',
        },
        unit: { en: 'days', 'zh-CN': '天' },
        sql: (row) => `CASE WHEN ${owing(row)} > 0 AND ${row}.due_on < ${TODAY} THEN ${TODAY} - ${row}.due_on END`,
      }),
      payment('receivedOn', {
        type: 'DATE',
        label: { en: 'day of payment', 'zh-CN': '缴费日期' },
        description: { en: 'Value date of the payment.', 'zh-CN': '缴费到账的日期。' },
        sql: (row) => `${row}.received_on`,
      }),
      payment('amount', {
        type: 'MONEY',
        label: { en: 'amount paid', 'zh-CN': '缴费金额' },
        description: { en: 'What was paid, less what was given back.', 'zh-CN': '实际缴纳金额，扣除已退部分。' },
        sql: (row) => `(${row}.amount - ${row}.returned)`,
      }),
      payment('method', {
        type: 'CHOICE',
        choices: METHODS,
        label: { en: 'way of payment', 'zh-CN': '缴费方式' },
        description: { en: 'How it was paid.', 'zh-CN': '客户的缴费方式。' },
        sql: (row) => `${row}.method`,
      }),
    ],
  },
);
