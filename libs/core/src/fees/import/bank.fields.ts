import { defineImportKind, fieldType } from '@atrium/sdk';
import { feePermissions } from '../fees.permissions';
import { field } from './common.fields';
import { importMessages } from './import.messages';

/** Rows of bank statements. Money that went out, or less than nothing, is passed over. */
export const bankImport = defineImportKind({
  name: 'BANK_STATEMENTS',
  permission: feePermissions['bank-statement:match'],
  title: importMessages.bankTitle,
  description: importMessages.bank,
  batchSize: 100,
  key: ({ account, reference }) => (reference == null ? null : `${account ?? ''} ${reference}`),
  duplicates: 'REFUSE',
  fields: {
    reference: field(
      'bankReference',
      { en: 'Reference', 'zh-CN': '交易流水号' },
      {
        en: 'The bank’s own number of the transaction, unique with the account.',
        'zh-CN': '银行交易流水号，与账号一起唯一。',
      },
      fieldType.text({ max: 100 }),
      [
        '流水号',
        '银行流水号',
        '交易序号',
        '凭证号',
        '核心流水号',
        'transaction id',
        'reference',
        'transaction reference',
      ],
      true,
    ),
    bookedOn: field(
      'bankBookedOn',
      { en: 'Booked on', 'zh-CN': '交易日期' },
      { en: 'Day on which the money came in.', 'zh-CN': '到账日期。' },
      fieldType.date(),
      ['记账日期', '入账日期', '日期', '交易时间', 'booking date', 'value date', 'date'],
      true,
    ),
    amount: field(
      'bankAmount',
      { en: 'Amount', 'zh-CN': '收入金额' },
      { en: 'What came in; below zero or nothing: it went out.', 'zh-CN': '收入金额；负数或零表示支出。' },
      fieldType.decimal({ min: '-9999999999999', max: '9999999999999', scale: 4 }),
      ['贷方发生额', '贷方金额', '收入', '交易金额', '发生额', '金额', 'credit', 'amount', 'credit amount'],
    ),
    payerName: field(
      'bankPayerName',
      { en: 'Payer', 'zh-CN': '对方户名' },
      { en: 'Name of whoever paid.', 'zh-CN': '付款人户名。' },
      fieldType.text({ max: 200 }),
      ['付款人', '付款人名称', '对方名称', '付款方户名', '对方单位', 'payer', 'payer name', 'counterparty'],
    ),
    payerAccount: field(
      'bankPayerAccount',
      { en: 'Payer’s account', 'zh-CN': '对方账号' },
      { en: 'Account it came from.', 'zh-CN': '付款人账号。' },
      fieldType.text({ max: 100 }),
      ['付款人账号', '付款方账号', '对方帐号', 'payer account', 'counterparty account'],
    ),
    remark: field(
      'bankRemark',
      { en: 'Remark', 'zh-CN': '附言' },
      { en: 'What the payer wrote, such as a customer’s code.', 'zh-CN': '付款附言，例如客户编号。' },
      fieldType.text({ max: 500 }),
      ['摘要', '用途', '备注', '交易附言', 'purpose', 'remark', 'description'],
    ),
    account: field(
      'bankAccount',
      { en: 'Account', 'zh-CN': '本方账号' },
      { en: 'The company’s account.', 'zh-CN': '公司收款账号。' },
      fieldType.text({ max: 100 }),
      ['账号', '收款账号', '本方帐号', 'own account', 'account'],
    ),
  },
});

export type BankFields = (typeof bankImport)['fields'];
