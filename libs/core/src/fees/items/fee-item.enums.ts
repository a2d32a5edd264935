import { graphqlEnum } from '../enums';
import type { PriceUnit } from '../expression/variables';
import type { DueRule, Formula, Proration, SharedBy, TierSpan, Timing } from '../item/fee-item';
import type { RoundingMode } from '../exact/rounding';

export const FormulaEnum: { readonly [K in Formula]: K } = graphqlEnum('FeeFormula', 'What a charge is made from.', {
  FIXED: 'Price × quantity, a month (固定金额).',
  AREA: 'Billing area × price, a month (按面积).',
  METERED: 'What a meter counted × price, with tiers (按表计量).',
  SHARED: 'A part of a cost (公摊).',
  EXPRESSION: 'A formula of the documented language, a month (公式).',
});
export const ProrationEnum: { readonly [K in Proration]: K } = graphqlEnum(
  'FeeProration',
  'How a part of a month is counted.',
  {
    BY_DAY: 'Its days of the days of the month (按实际天数).',
    BY_DAY_30: 'Its days of 30, whatever the month (每月按 30 天).',
    HALF_MONTH: 'By halves of the month (按半月).',
    NONE: 'A month that has begun counts whole (不折算).',
  },
);
export const TierSpanEnum: { readonly [K in TierSpan]: K } = graphqlEnum(
  'FeeTierSpan',
  'Where a count through the tiers begins again.',
  { PERIOD: 'With each reading (按期).', YEAR: 'With each calendar year (按年累计).' },
);
export const SharedByEnum: { readonly [K in SharedBy]: K } = graphqlEnum('FeeSharedBy', 'What a cost is divided by.', {
  AREA: 'Billing area (按面积).',
  HOUSEHOLD: 'One for each assignment (按户).',
  SHARE: 'Quantity of the assignment (按份额).',
});
export const TimingEnum: { readonly [K in Timing]: K } = graphqlEnum('FeeTiming', 'When a period is charged.', {
  ADVANCE: 'When it begins (预收).',
  ARREARS: 'When it is over (后收).',
});
export const RoundingModeEnum: { readonly [K in RoundingMode]: K } = graphqlEnum(
  'FeeRoundingMode',
  'How a line is rounded.',
  { HALF_UP: 'To the nearest, ties up (四舍五入).', DOWN: 'Down (舍去).', UP: 'Up (进位).' },
);
export const PriceUnitEnum: { readonly [K in PriceUnit]: K } = graphqlEnum(
  'FeePriceUnit',
  'What the price of a formula is for.',
  {
    MONEY: 'An amount.',
    MONEY_PER_AREA: 'An amount for each m².',
    MONEY_PER_CONSUMPTION: 'An amount for each unit of consumption.',
  },
);
export const DueKindEnum: { readonly [K in DueRule['kind']]: K } = graphqlEnum('FeeDueKind', 'When a charge is due.', {
  DAY_OF_MONTH: 'On a day of the month.',
  DAYS_AFTER_BILLING: 'Some days after the billing run.',
});
export const OnFreeDayEnum: { readonly [K in DueRule['onFreeDay']]: K } = graphqlEnum(
  'FeeDueOnFreeDay',
  'What becomes of a due day on a Saturday or Sunday.',
  { STAYS: 'It stays.', NEXT_WORKING_DAY: 'The next Monday.' },
);
export const BelongsToEnum = graphqlEnum('FeeBelongsTo', 'Whose money it is that is charged.', {
  COMPANY: 'The company’s own revenue (公司收入).',
  OTHERS: 'Collected for others, such as a water company (代收代付).',
  OWNERS: 'The owners’ common income, kept apart from the company’s own (公共收益).',
});
export type BelongsTo = keyof typeof BelongsToEnum;
