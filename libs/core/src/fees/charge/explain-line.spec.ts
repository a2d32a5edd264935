import { type Locale, renderMessage } from '@atrium/sdk';
import { assignment, charge, flat, item, owes, plan } from '../../../../../test/support/fee-samples';
import { Ratio } from '../exact/ratio';
import { compilePrices } from '../item/prices';
import type { Computed } from './charge';
import { explainLine } from './explain-line';
import { shareCost } from './share-cost';

const told = ({ charges }: Computed, locale: Locale): string[] => {
  const sentences = explainLine(charges[0]!.lines[0]!, item().currency);
  return sentences.map(({ message, params }) => renderMessage(message, locale, params));
};

describe('how a line came about', () => {
  const vacant = charge(item({ taxRate: '0.06' }), '2026-04', {
    factors: [{ from: '2026-04-16', to: null, kind: 'VACANT', factor: Ratio.from('0.70') }],
  });

  it('is told step by step in English', () => {
    expect(told(vacant, 'en')).toEqual([
      '2026-04-01 to 2026-04-15: 15 of 30 days',
      '89.37 m² × 2.80 (price since 2020-01-01)',
      'makes 125.118',
      '2026-04-16 to 2026-04-30: 15 of 30 days',
      '89.37 m² × 2.80 (price since 2020-01-01)',
      '× 0.70 (VACANT)',
      'makes 87.5826',
      'Sum 212.7006',
      'Rounded half up to 0.01: 212.70',
      'Including 12.04 tax at 6 %',
    ]);
  });

  it('and in Chinese', () => {
    expect(told(vacant, 'zh-CN')).toEqual([
      '2026-04-01 至 2026-04-15：计 15/30 天',
      '面积 89.37 m² × 单价 2.80（单价自 2020-01-01 起执行）',
      '小计 125.118',
      '2026-04-16 至 2026-04-30：计 15/30 天',
      '面积 89.37 m² × 单价 2.80（单价自 2020-01-01 起执行）',
      '× 系数 0.70（VACANT）',
      '小计 87.5826',
      '合计 212.7006',
      '四舍五入至 0.01：212.70',
      '其中含税额 12.04（税率 6%）',
    ]);
  });

  const formula = item({
    formula: 'EXPRESSION',
    expression: { text: 'price * area + 1 CNY * floor', priceUnit: 'MONEY_PER_AREA' },
    rounding: { step: '0.1', mode: 'DOWN' },
  });
  const meter = item({ formula: 'METERED', tierSpan: 'PERIOD', rounding: { step: '1', mode: 'UP' } });
  const cost = { from: '2026-03-01', to: '2026-04-01', total: 25000n };
  const own = compilePrices([flat('2.00')]).map((price) => ({ ...price, to: null }));
  const shared = { ...owes('a'), payers: ['a', 'b'].map((customerId) => ({ customerId, share: Ratio.from('0.5') })) };
  it.each<[string, Computed, string[]]>([
    [
      'a fixed price, its own',
      charge(item({ formula: 'FIXED' }), '2026-03', { ownPrices: own }),
      ['2.00 × 1 (price since 2020-01-01)', 'The price is agreed for this unit.'],
    ],
    [
      'a coefficient',
      charge(item(), '2026-03', {
        areas: [{ from: '2020-01-01', area: Ratio.from('80'), coefficient: Ratio.from('1.1') }],
      }),
      ['80 m² × coefficient 1.1 × 2.80 (price since 2020-01-01)'],
    ],
    [
      'a formula',
      charge(formula, '2026-03'),
      [
        'price * area + 1 CNY * floor with price = 2.80, area = 89.37, floor = 6 = 256.236',
        'Rounded down to 0.1: 256.20',
      ],
    ],
    [
      'a meter',
      charge(meter, '2026-03', {
        consumptions: [{ from: '2026-03-01', to: '2026-04-01', quantity: Ratio.from('3.5') }],
      }),
      ['Of 3.5 counted: 3.5 × 2.80 (price since 2020-01-01)', 'Rounded up to 1: 10.00'],
    ],
    [
      'half a month',
      charge(item({ proration: 'HALF_MONTH' }), '2026-03', { from: '2026-03-20', chargedUntil: null }),
      ['2026-03-20 to 2026-03-31: 1 of 2 halves of the month'],
    ],
    ['a share of a line', charge(item(), '2026-03', { liabilities: [shared] }), ['Of this, share 0.5 of 1: 125.12']],
    [
      'a shared cost',
      shareCost(plan(item({ formula: 'SHARED', sharedBy: 'AREA', prices: [] }), '2026-03'), cost, [
        assignment({ chargedUntil: '2026-03-01' }),
        assignment({ chargedUntil: '2026-03-01', id: 'b' }),
      ]),
      [
        'Weight by area: 89.37 m²',
        'Part of 250.00: weight 89.37 of 178.74, what rounding leaves to the largest remainders: 125.00',
      ],
    ],
  ])('names %s', (_name, computed, sentences) => {
    expect(told(computed, 'en')).toEqual(expect.arrayContaining(sentences));
    for (const locale of ['en', 'zh-CN'] as const) expect(told(computed, locale).join()).not.toMatch(/\{\w+\}/);
  });
});
