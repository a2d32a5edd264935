import { defineImportKind, fieldType, importChoices } from '@atrium/sdk';
import { feePermissions } from '../fees.permissions';
import { amountType, field, itemField, placeFields, whoFields } from './common.fields';
import { importMessages } from './import.messages';

export type OpeningKind = 'DEBT' | 'PREPAID';
const KINDS = importChoices<OpeningKind>({
  DEBT: ['debt', '欠费', '应收', '欠款', 'receivable', 'owing'],
  PREPAID: ['prepaid', '预存', '预收', '预交', '余额', 'balance', 'credit'],
});

/** Rows of opening balances. */
export const openingImport = defineImportKind({
  name: 'OPENING_BALANCES',
  permission: feePermissions['opening-balance:enter'],
  title: importMessages.openingTitle,
  description: importMessages.opening,
  fields: {
    ...placeFields,
    ...whoFields,
    kind: field(
      'openingKind',
      { en: 'Kind', 'zh-CN': '类型' },
      { en: 'Debt or money that was prepaid; debt when not given.', 'zh-CN': '欠费或预存；未填写时为欠费。' },
      fieldType.choice<OpeningKind>(KINDS),
      ['余额类型', '款项类型', 'balance kind'],
    ),
    feeItem: itemField,
    amount: field(
      'openingAmount',
      { en: 'Amount', 'zh-CN': '金额' },
      {
        en: 'What is owed, without late fee; or what is prepaid, for the fee item alone where one is given.',
        'zh-CN': '欠费本金（不含违约金），或预存余额；填写收费项目时预存专款专用。',
      },
      amountType,
      ['欠费金额', '本金', '期初金额', '余额', 'amount', 'balance', 'owing'],
      true,
    ),
    lateFee: field(
      'openingLateFee',
      { en: 'Late fee', 'zh-CN': '违约金' },
      {
        en: 'Late fee that is owed for days up to and with the day of moving in; later days accrue here.',
        'zh-CN': '截至启用日（含当日）应收的违约金；之后由本系统计算。',
      },
      amountType,
      ['滞纳金', '期初违约金', '欠滞纳金', 'late fee', 'penalty'],
    ),
    dueOn: field(
      'openingDueOn',
      { en: 'Due on', 'zh-CN': '应缴日期' },
      { en: 'Day the debt was due on.', 'zh-CN': '欠费的应缴日期。' },
      fieldType.date(),
      ['到期日', '应收日期', '缴费期限', 'due date', 'due on'],
    ),
    startsOn: field(
      'openingStartsOn',
      { en: 'Charged from', 'zh-CN': '费用开始日期' },
      {
        en: 'First day that it was charged for; the month of the due day when not given.',
        'zh-CN': '欠费所属期间的第一天；未填写时为应缴日所在月。',
      },
      fieldType.date(),
      ['计费开始', '所属期起', '费用所属期起', 'period from', 'from'],
    ),
    lastDay: field(
      'openingLastDay',
      { en: 'Charged until', 'zh-CN': '费用结束日期' },
      { en: 'Last day that it was charged for, included.', 'zh-CN': '欠费所属期间的最后一天（含当日）。' },
      fieldType.date(),
      ['计费结束', '所属期止', '费用所属期止', 'period until', 'until'],
    ),
    asOf: field(
      'openingAsOf',
      { en: 'As of', 'zh-CN': '启用日' },
      { en: 'The day of moving in; today when not given.', 'zh-CN': '余额截止日（启用日）；未填写时为今天。' },
      fieldType.date(),
      ['截止日期', '余额日期', '期初日期', 'as of', 'balance date'],
    ),
    externalId: field(
      'openingExternalId',
      { en: 'External id', 'zh-CN': '外部编号' },
      { en: 'Key in the other system, such as the number of a bill.', 'zh-CN': '在原系统中的编号，例如账单号。' },
      fieldType.text({ max: 100 }),
      ['账单号', '应收编号', '单据号', 'bill no', 'id'],
    ),
  },
});

export type OpeningFields = (typeof openingImport)['fields'];
