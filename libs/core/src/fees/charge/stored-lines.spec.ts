import type { ChargeLine } from './charge';
import { readLines, type StoredLine, writeLines } from './stored-lines';
import type { LineTrace } from './trace';

const month = { month: '2026-02', from: '2026-02-01', to: '2026-03-01', amount: 25024n, tax: 1416n };
const price = { price: '2.80', since: '2020-01-01', own: false };
const trace: LineTrace = {
  formula: 'AREA',
  proration: 'BY_DAY',
  parts: [
    {
      from: '2026-02-01',
      to: '2026-03-01',
      basis: {
        kind: 'AREA',
        price,
        area: '89.37',
        coefficient: '1',
      },
      factors: [],
      days: '28',
      of: '28',
      amount: '250.236',
    },
  ],
  unrounded: '250.236',
  rounding: { step: '0.01', mode: 'HALF_UP' },
  rounded: '250.24',
  shares: null,
  shareIndex: 0,
  cost: null,
  taxRate: '0.06',
};
const [part] = trace.parts;
const line = (changes: Partial<LineTrace>, days: Partial<ChargeLine> = {}): ChargeLine => ({
  ...month,
  ...days,
  trace: { ...trace, ...changes },
});

const lines: readonly (readonly [string, ChargeLine])[] = [
  ['a whole month', line({})],
  [
    'parts with factors, an own price and a coefficient',
    line({
      parts: [
        { ...part!, to: '2026-02-11', days: '10', amount: '89.37' },
        {
          ...part!,
          from: '2026-02-11',
          days: '18',
          basis: {
            kind: 'AREA',
            price: { price: '3', since: '2026-02-11', own: true },
            area: '89.37',
            coefficient: '1.1',
          },
          factors: [{ kind: 'VACANT', factor: '0.70' }],
          amount: '160.8',
        },
      ],
      unrounded: '250.17',
    }),
  ],
  [
    'a part of a month, shared by two',
    line({ shares: ['1', '2'], shareIndex: 1, parts: [{ ...part!, from: '2026-02-20' }] }, { from: '2026-02-20' }),
  ],
  [
    'a quantity',
    line({
      formula: 'FIXED',
      parts: [{ ...part!, basis: { kind: 'FIXED', price, quantity: '2' } }],
    }),
  ],
  [
    'a meter',
    line({
      formula: 'METERED',
      parts: [
        {
          ...part!,
          basis: {
            kind: 'METERED',
            since: '2020-01-01',
            own: false,
            counted: '27.4',
            tiers: [{ quantity: '15', price: '3.45' }],
          },
        },
      ],
    }),
  ],
  [
    'a formula',
    line({
      formula: 'EXPRESSION',
      parts: [
        {
          ...part!,
          basis: { kind: 'EXPRESSION', text: 'area * "x"', priceUnit: 'MONEY', values: { area: '1' }, result: '1/3' },
        },
      ],
    }),
  ],
  [
    'a shared cost',
    line({
      formula: 'SHARED',
      parts: [{ ...part!, basis: { kind: 'SHARED', by: 'AREA', measure: '89.37' } }],
      cost: { total: '100.00', weights: '300' },
    }),
  ],
];

it.each(lines)('%s is read as it was written', (_what, given) => {
  const text = writeLines([given]);
  expect(readLines(JSON.parse(text) as StoredLine[])).toEqual([given]);
});

it('lines that were written out in full are read, and those without a trace', () => {
  const full = { ...month, amount: '25024', tax: '1416', trace };
  expect(readLines([full, { ...full, trace: null }])).toEqual([line({}), { ...month, trace: null }]);
});

it('a whole month without anything special is written without what goes without saying', () => {
  expect(writeLines([line({})])).toBe(
    '[{"month":"2026-02","amount":"25024","tax":"1416","trace":{"formula":"AREA","proration":"BY_DAY","parts":[{"basis":{"price":{"price":"2.80","since":"2020-01-01"},"area":"89.37"},"days":"28","amount":"250.236"}],"rounding":{"step":"0.01","mode":"HALF_UP"},"rounded":"250.24","taxRate":"0.06"}}]',
  );
});
