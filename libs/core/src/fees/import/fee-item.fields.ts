import { defineImportKind, fieldType, importChoices, type ImportFieldType } from '@atrium/sdk';
import { Ratio } from '../exact/ratio';
import type { RoundingMode } from '../exact/rounding';
import type { PriceUnit } from '../expression/variables';
import { feePermissions } from '../fees.permissions';
import type { Formula, Proration, SharedBy, TierSpan, Timing } from '../item/fee-item';
import type { BelongsTo } from '../items/fee-item.enums';
import { field } from './common.fields';
import { importMessages } from './import.messages';

const FORMULAS = importChoices<Formula>({
  FIXED: ['fixed amount', '固定金额', '定额', '固定', 'flat'],
  AREA: ['by area', '按面积', '面积', '单价*面积', '单价×面积'],
  METERED: ['by meter', '按表计量', '走表', '仪表', '抄表', 'metered'],
  SHARED: ['shared cost', '公摊', '分摊', '公摊费'],
  EXPRESSION: ['formula', '公式', '自定义公式'],
});
const OWNERS = importChoices<BelongsTo>({
  COMPANY: ['company', '公司收入', '自有', '物业公司'],
  OTHERS: ['others', '代收代付', '代收'],
  OWNERS: ['owners', '公共收益', '业主共有'],
});
const TIMINGS = importChoices<Timing>({
  ADVANCE: ['in advance', '预收', '先付', '期初'],
  ARREARS: ['in arrears', '后收', '后付', '期末'],
});
const PRORATIONS = importChoices<Proration>({
  BY_DAY: ['by day', '按实际天数', '按天', '按日'],
  BY_DAY_30: ['by day of 30', '每月按30天', '按30天'],
  HALF_MONTH: ['by half month', '按半月', '半月'],
  NONE: ['none', '不折算', '整月'],
});
const MODES = importChoices<RoundingMode>({
  HALF_UP: ['half up', '四舍五入'],
  DOWN: ['down', '舍去', '去尾'],
  UP: ['up', '进位', '进一'],
});
const SHARED_BY = importChoices<SharedBy>({
  AREA: ['area', '按面积', '面积'],
  HOUSEHOLD: ['household', '按户', '户'],
  SHARE: ['share', '按份额', '份额'],
});
const SPANS = importChoices<TierSpan>({
  PERIOD: ['period', '按期', '每期'],
  YEAR: ['year', '按年累计', '按年'],
});
const PRICE_UNITS = importChoices<PriceUnit>({
  MONEY: ['amount', '金额'],
  MONEY_PER_AREA: ['per m²', '每平方米', '元/㎡', '元/平方米'],
  MONEY_PER_CONSUMPTION: ['per unit of consumption', '每单位用量'],
});

/** `6%`, `0.5‰` or `0.06`, answered as a part: `0.06`. */
const part: ImportFieldType<string> = fieldType.other((text) => {
  const match = /^\s*(\d{1,6}(?:\.\d{1,9})?)\s*([%‰％])?\s*$/u.exec(text.normalize('NFKC'));
  if (!match) return { ok: false, code: 'NOT_A_PART', message: importMessages.notAPart };
  const whole = match[2] === '%' ? 100n : match[2] === '‰' ? 1000n : 1n;
  return { ok: true, value: String(Ratio.from(match[1]!).over(Ratio.of(whole))) };
});

/** Rows of fee items. */
export const feeItemImport = defineImportKind({
  name: 'FEE_ITEMS',
  permission: feePermissions['fee:manage'],
  title: importMessages.itemsTitle,
  description: importMessages.items,
  batchSize: 50,
  key: ({ externalId, code }) => externalId ?? code ?? null,
  duplicates: 'REFUSE',
  fields: {
    code: field(
      'code',
      { en: 'Code', 'zh-CN': '编码' },
      { en: 'Code, unique in the company.', 'zh-CN': '编码，公司内唯一。' },
      fieldType.text({ max: 40 }),
      ['收费项目编码', '费项编码', '项目编码', 'item code', 'fee code'],
      true,
    ),
    name: field(
      'name',
      { en: 'Name', 'zh-CN': '名称' },
      { en: 'Name, as bills show it.', 'zh-CN': '名称，显示在账单上。' },
      fieldType.text({ max: 100 }),
      ['收费项目', '收费项目名称', '费项名称', '费用名称', 'fee item', 'item name', 'fee name'],
      true,
    ),
    formula: field(
      'formula',
      { en: 'Formula', 'zh-CN': '计费方式' },
      { en: 'What a charge is made from.', 'zh-CN': '应收的计算方式。' },
      fieldType.choice<Formula>(FORMULAS),
      ['计算方式', '收费方式', '计费公式', 'billing method'],
      true,
    ),
    price: field(
      'price',
      { en: 'Price', 'zh-CN': '单价' },
      { en: 'Price with tax; none for a shared cost.', 'zh-CN': '含税单价；公摊项目不填。' },
      fieldType.decimal({ min: '0', max: '999999999999', scale: 6 }),
      ['收费标准', '标准', '单价(元)', 'unit price', 'rate'],
    ),
    tiers: field(
      'tiers',
      { en: 'Tiers', 'zh-CN': '阶梯价' },
      {
        en: 'In place of the price, for meters: 15:3.45; 25:4.83; :5.83.',
        'zh-CN': '代替单价，仅用于仪表：15:3.45; 25:4.83; :5.83。',
      },
      fieldType.text({ max: 500 }),
      ['阶梯', '阶梯单价', 'tiered price'],
    ),
    startsOn: field(
      'startsOn',
      { en: 'First day', 'zh-CN': '生效日期' },
      { en: 'First day of these rules and this price.', 'zh-CN': '规则和单价的生效日期。' },
      fieldType.date(),
      ['启用日期', '开始日期', 'starts on', 'effective from', 'from'],
      true,
    ),
    belongsTo: field(
      'belongsTo',
      { en: 'Whose money', 'zh-CN': '款项归属' },
      { en: 'Whose money it is; the company’s when not given.', 'zh-CN': '款项归属；未填写时为公司收入。' },
      fieldType.choice<BelongsTo>(OWNERS),
      ['归属', '收入归属', 'belongs to'],
    ),
    cycleMonths: field(
      'cycleMonths',
      { en: 'Months of a cycle', 'zh-CN': '收费周期(月)' },
      { en: '1, 2, 3, 6 or 12; 1 when not given.', 'zh-CN': '1、2、3、6 或 12；未填写时为 1。' },
      fieldType.integer({ min: 1, max: 12 }),
      ['收费周期', '周期', '周期(月)', 'cycle', 'cycle months'],
    ),
    firstMonth: field(
      'firstMonth',
      { en: 'First month of a cycle', 'zh-CN': '周期起始月' },
      {
        en: 'A month in which a cycle begins, 1 to 12; 1 when not given.',
        'zh-CN': '周期开始的月份，1 至 12；未填写时为 1。',
      },
      fieldType.integer({ min: 1, max: 12 }),
      ['起始月', 'first month'],
    ),
    timing: field(
      'timing',
      { en: 'Charged', 'zh-CN': '预收/后收' },
      { en: 'In advance or in arrears; in advance when not given.', 'zh-CN': '预收或后收；未填写时为预收。' },
      fieldType.choice<Timing>(TIMINGS),
      ['收费时点', '出账方式', 'timing'],
    ),
    dueDay: field(
      'dueDay',
      { en: 'Due day', 'zh-CN': '缴费日' },
      { en: 'Day of the month on which it is due.', 'zh-CN': '每月应缴日。' },
      fieldType.integer({ min: 1, max: 31 }),
      ['应缴日', '到期日', 'due on day'],
    ),
    dueMonthsLater: field(
      'dueMonthsLater',
      { en: 'Due months later', 'zh-CN': '缴费日推迟月数' },
      { en: 'Months by which that day is later; 0 when not given.', 'zh-CN': '应缴日推迟的月数；未填写时为 0。' },
      fieldType.integer({ min: 0, max: 12 }),
      ['推迟月数', 'months later'],
    ),
    dueDays: field(
      'dueDays',
      { en: 'Days after billing', 'zh-CN': '出账后天数' },
      { en: 'In place of the due day: so many days after billing.', 'zh-CN': '代替缴费日：出账后若干天到期。' },
      fieldType.integer({ min: 0, max: 366 }),
      ['账期天数', 'days after billing', 'payment term'],
    ),
    proration: field(
      'proration',
      { en: 'Part of a month', 'zh-CN': '不足月折算' },
      { en: 'How a part of a month is counted; by day when not given.', 'zh-CN': '不足整月的计算方式；未填写时按天。' },
      fieldType.choice<Proration>(PRORATIONS),
      ['折算方式', '不足月', 'proration'],
    ),
    roundingStep: field(
      'roundingStep',
      { en: 'Rounded to', 'zh-CN': '取整单位' },
      { en: '0.01, 0.1 or 1; 0.01 when not given.', 'zh-CN': '0.01、0.1 或 1；未填写时为 0.01。' },
      fieldType.decimal({ min: '0.01', max: '1', scale: 2 }),
      ['取整', '舍入单位', 'rounding'],
    ),
    roundingMode: field(
      'roundingMode',
      { en: 'Rounding', 'zh-CN': '取整方式' },
      { en: 'Half up when not given.', 'zh-CN': '未填写时为四舍五入。' },
      fieldType.choice<RoundingMode>(MODES),
      ['舍入方式', 'rounding mode'],
    ),
    taxRate: field(
      'taxRate',
      { en: 'Tax rate', 'zh-CN': '税率' },
      { en: 'Such as 6%; prices include it. 0 when not given.', 'zh-CN': '例如 6%，价格含税；未填写时为 0。' },
      part,
      ['增值税率', 'vat', 'tax'],
    ),
    lateFeeRate: field(
      'lateFeeRate',
      { en: 'Late fee a day', 'zh-CN': '违约金日率' },
      {
        en: 'Part of the principal a day, such as 0.05% or 0.5‰; none when not given.',
        'zh-CN': '每日比例，例如 0.05% 或 0.5‰；未填写表示没有。',
      },
      part,
      ['滞纳金比例', '违约金比例', '滞纳金日率', 'late fee', 'late fee rate'],
    ),
    lateFeeGraceDays: field(
      'lateFeeGraceDays',
      { en: 'Grace days', 'zh-CN': '违约金宽限天数' },
      {
        en: 'Days after the due day without a late fee; 0 when not given.',
        'zh-CN': '到期后免违约金的天数；未填写时为 0。',
      },
      fieldType.integer({ min: 0, max: 366 }),
      ['宽限天数', '宽限期', 'grace'],
    ),
    lateFeeCap: field(
      'lateFeeCap',
      { en: 'Cap of the late fee', 'zh-CN': '违约金上限倍数' },
      { en: 'Most it comes to, × the principal; 1 when not given.', 'zh-CN': '最高为本金的倍数；未填写时为 1。' },
      fieldType.decimal({ min: '0.000001', max: '100', scale: 6 }),
      ['违约金上限', 'cap'],
    ),
    tierSpan: field(
      'tierSpan',
      { en: 'Tiers count', 'zh-CN': '阶梯累计' },
      {
        en: 'By period or over the year; by period when not given. For meters alone.',
        'zh-CN': '按期或按年累计；未填写时按期。仅用于仪表。',
      },
      fieldType.choice<TierSpan>(SPANS),
      ['阶梯周期', 'tier span'],
    ),
    sharedBy: field(
      'sharedBy',
      { en: 'Shared by', 'zh-CN': '分摊方式' },
      { en: 'What a shared cost is divided by.', 'zh-CN': '公摊费用的分摊依据。' },
      fieldType.choice<SharedBy>(SHARED_BY),
      ['公摊方式', 'shared by'],
    ),
    expression: field(
      'expression',
      { en: 'Expression', 'zh-CN': '公式' },
      {
        en: 'The formula, as docs/api/fee-expressions.md describes.',
        'zh-CN': '公式，语法见 docs/api/fee-expressions.md。',
      },
      fieldType.text({ max: 2000, multiline: true }),
      ['计算公式', 'formula text'],
    ),
    priceUnit: field(
      'priceUnit',
      { en: 'Unit of the price', 'zh-CN': '单价单位' },
      {
        en: 'Of the variable `price` of an expression; an amount when not given.',
        'zh-CN': '公式中单价的单位；未填写时为金额。',
      },
      fieldType.choice<PriceUnit>(PRICE_UNITS),
      ['price unit'],
    ),
    taxCode: field(
      'taxCode',
      { en: 'Tax code', 'zh-CN': '税收分类编码' },
      { en: 'Code of the goods or service on tax invoices.', 'zh-CN': '开票用的税收分类编码。' },
      fieldType.text({ max: 40 }),
      ['税收编码', '商品编码', 'tax classification'],
    ),
    externalId: field(
      'externalId',
      { en: 'External id', 'zh-CN': '外部编号' },
      { en: 'Key in another system.', 'zh-CN': '在其他系统中的编号。' },
      fieldType.text({ max: 100 }),
      ['系统编号', 'id', 'item id'],
    ),
  },
});

export type FeeItemFields = (typeof feeItemImport)['fields'];
