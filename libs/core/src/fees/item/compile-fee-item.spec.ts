import { AtriumError, renderMessage } from '@atrium/sdk';
import { definition, flat } from '../../../../../test/support/fee-samples';
import { compileFeeItem } from './compile-fee-item';
import type { FeeItemDefinition, TierDefinition } from './fee-item';

const problemsOf = (changes: Partial<FeeItemDefinition>): string[] => {
  try {
    compileFeeItem(definition(changes));
    return [];
  } catch (error) {
    if (!(error instanceof AtriumError)) throw error;
    for (const { message, params } of error.fields!) {
      // Every place of both sentences is filled.
      expect(renderMessage(message, 'en', params)).not.toMatch(/\{\w+\}/);
      expect(renderMessage(message, 'zh-CN', params)).not.toMatch(/\{\w+\}/);
    }
    return error.fields!.map(({ path, code }) => `${path} ${code}`);
  }
};

const tiers = (...of: [string | null, string][]): TierDefinition[] => of.map(([upTo, price]) => ({ upTo, price }));
const metered = (of: TierDefinition[]): Partial<FeeItemDefinition> => ({
  formula: 'METERED',
  tierSpan: 'PERIOD',
  prices: [{ from: '2026-01-01', tiers: of }],
});
const expression = (text: string): Partial<FeeItemDefinition> => ({
  formula: 'EXPRESSION',
  expression: { text, priceUnit: 'MONEY_PER_AREA' },
});

describe('a fee item', () => {
  it.each<[string, Partial<FeeItemDefinition>]>([
    ['by area', {}],
    ['fixed', { formula: 'FIXED' }],
    ['with tiers', metered(tiers(['15', '3.45'], [null, '4.83']))],
    ['shared', { formula: 'SHARED', sharedBy: 'AREA', prices: [] }],
    ['by a formula', expression('price * area')],
    ['by a formula without a price', { ...expression('5 CNY * quantity'), prices: [] }],
    ['in yen', { currency: 'JPY', rounding: { step: '1', mode: 'HALF_UP' } }],
    ['that costs nothing for now', { prices: [flat('0'), flat('2.80', '2026-06-01')] }],
  ])('%s can be computed with', (_name, changes) => {
    expect(problemsOf(changes)).toEqual([]);
  });

  it.each<[string, Partial<FeeItemDefinition>, string[]]>([
    ['an unknown currency', { currency: 'XYZ' }, ['input.currency CURRENCY_UNKNOWN']],
    ['no price', { prices: [] }, ['input.prices PRICE_NEEDED']],
    ['a price below zero', { prices: [flat('-1')] }, ['input.prices.0.tiers.0.price PRICE_FORM']],
    ['a price with too many decimals', { prices: [flat('1.1234567')] }, ['input.prices.0.tiers.0.price PRICE_FORM']],
    [
      'prices of the same day',
      { prices: [flat('1', '2026-01-01'), flat('2', '2026-01-01')] },
      ['input.prices.1.from PRICES_OVERLAP'],
    ],
    ['a price from no day', { prices: [flat('1', '2026-02-30')] }, ['input.prices.0.from NOT_A_DAY']],
    [
      'tiers of an item that has none',
      { prices: [{ from: '2026-01-01', tiers: tiers(['15', '1'], [null, '2']) }] },
      ['input.prices.0.tiers TIERS_NOT_ALLOWED'],
    ],
    [
      'tiers that fall',
      metered(tiers(['15', '1'], ['10', '2'], [null, '3'])),
      ['input.prices.0.tiers.1.upTo TIER_ORDER'],
    ],
    [
      'a last tier with an end',
      metered(tiers(['15', '1'], ['20', '2'])),
      ['input.prices.0.tiers.1.upTo LAST_TIER_OPEN'],
    ],
    [
      'a first tier without one',
      metered(tiers([null, '1'], [null, '2'])),
      ['input.prices.0.tiers.0.upTo LAST_TIER_OPEN'],
    ],
    ['no tiers at all', metered([]), ['input.prices.0.tiers PRICE_NEEDED']],
    [
      'a meter without a span of its tiers',
      { ...metered(tiers([null, '1'])), tierSpan: null },
      ['input.tierSpan REQUIRED'],
    ],
    ['a span of tiers nobody reads', { tierSpan: 'YEAR' }, ['input.tierSpan NOT_ALLOWED']],
    ['a price of a shared cost', { formula: 'SHARED', sharedBy: 'AREA' }, ['input.prices PRICE_NOT_ALLOWED']],
    [
      'a shared cost in steps of ten fen',
      { formula: 'SHARED', sharedBy: 'AREA', prices: [], rounding: { step: '0.1', mode: 'DOWN' } },
      ['input.rounding.step ROUNDING_SHARED'],
    ],
    ['fen of a yen', { currency: 'JPY' }, ['input.rounding.step ROUNDING_TOO_FINE']],
    ['a formula that is missing', { formula: 'EXPRESSION' }, ['input.expression REQUIRED']],
    ['a formula that is none', expression('price *'), ['input.expression.text UNFINISHED']],
    ['a formula that gives no money', expression('area * 2'), ['input.expression.text NOT_MONEY']],
    ['a formula whose price is missing', { ...expression('price * area'), prices: [] }, ['input.prices PRICE_NEEDED']],
    ['a first month that is none', { firstMonth: 13 }, ['input.firstMonth OUT_OF_RANGE']],
    ['a tax of more than all', { taxRate: '1.2' }, ['input.taxRate RATE_FORM']],
    ['a tax below zero', { taxRate: '-0.06' }, ['input.taxRate RATE_FORM']],
    [
      'a due day that is none',
      { due: { kind: 'DAY_OF_MONTH', day: 0, monthsLater: 13, onFreeDay: 'STAYS' } },
      ['input.due.day OUT_OF_RANGE', 'input.due.monthsLater OUT_OF_RANGE'],
    ],
    [
      'several mistakes, all of them told',
      { currency: 'XYZ', prices: [], taxRate: 'six' },
      ['input.currency CURRENCY_UNKNOWN', 'input.prices PRICE_NEEDED', 'input.taxRate RATE_FORM'],
    ],
  ])('with %s is refused', (_name, changes, problems) => {
    expect(problemsOf(changes)).toEqual(problems);
  });
});
