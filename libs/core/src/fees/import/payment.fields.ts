import { defineImportKind, fieldType, importChoices } from '@atrium/sdk';
import { feePermissions } from '../fees.permissions';
import type { PaymentMethod } from '../payments/payment.types';
import { amountType, field, itemField, placeFields, whoFields } from './common.fields';
import { importMessages } from './import.messages';

const METHODS = importChoices<PaymentMethod>({
  CASH: ['cash', '现金'],
  BANK_TRANSFER: ['bank transfer', '银行转账', '转账', '对公转账', 'transfer'],
  DIRECT_DEBIT: ['direct debit', '银行代扣', '代扣', '托收'],
  CARD: ['bank card', '刷卡', '银行卡', 'pos', 'card'],
  WECHAT: ['WeChat Pay', '微信', '微信支付', 'wechat'],
  ALIPAY: ['Alipay', '支付宝'],
  CHEQUE: ['cheque', '支票', 'check'],
  OTHER: ['other', '其他', '其它'],
});

/** Rows of payments. */
export const paymentImport = defineImportKind({
  name: 'PAYMENTS',
  permission: feePermissions['payment:record'],
  title: importMessages.paymentsTitle,
  description: importMessages.payments,
  batchSize: 50,
  key: ({ reference }) => reference ?? null,
  duplicates: 'REFUSE',
  fields: {
    ...placeFields,
    ...whoFields,
    amount: field(
      'paymentAmount',
      { en: 'Amount', 'zh-CN': '金额' },
      { en: 'How much was received.', 'zh-CN': '实收金额。' },
      amountType,
      ['实收金额', '收款金额', '缴费金额', '交易金额', 'amount', 'paid'],
      true,
    ),
    method: field(
      'method',
      { en: 'Method', 'zh-CN': '收款方式' },
      { en: 'How it came in.', 'zh-CN': '收款方式。' },
      fieldType.choice<PaymentMethod>(METHODS),
      ['支付方式', '付款方式', '缴费方式', '结算方式', 'payment method'],
      true,
    ),
    receivedOn: field(
      'receivedOn',
      { en: 'Received on', 'zh-CN': '收款日期' },
      { en: 'Value date: late fees are computed as of it.', 'zh-CN': '到账日期，违约金计算至该日。' },
      fieldType.date(),
      ['缴费日期', '到账日期', '交易日期', '收款时间', 'received on', 'value date', 'paid on'],
      true,
    ),
    reference: field(
      'reference',
      { en: 'Reference', 'zh-CN': '流水号' },
      {
        en: 'Reference of a bank or receipt, unique in the company: the same one counts once.',
        'zh-CN': '银行流水号或收据号，公司内唯一，同号只入账一次。',
      },
      fieldType.text({ max: 100 }),
      ['收据号', '交易流水号', '银行流水号', '单据号', '票据号', 'reference', 'transaction id', 'receipt no'],
      true,
    ),
    feeItem: {
      ...itemField,
      description: {
        ...itemField.description,
        text: {
          en: 'Its charges are paid first, and the rest is kept for it.',
          'zh-CN': '优先抵扣该项目的欠费，余款专款专用。',
        },
      },
    },
    note: field(
      'paymentNote',
      { en: 'Note', 'zh-CN': '备注' },
      { en: 'Note.', 'zh-CN': '备注。' },
      fieldType.text({ max: 500 }),
      ['摘要', '说明', 'note', 'remark'],
    ),
  },
});

export type PaymentFields = (typeof paymentImport)['fields'];
