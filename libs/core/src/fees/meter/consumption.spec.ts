import { AtriumError, renderMessage } from '@atrium/sdk';
import { Ratio } from '../exact/ratio';
import { consumptionOf, type Meter, type Reading, unlikelyConsumption } from './consumption';

const meter: Meter = { multiplier: Ratio.ONE, rollsOverAt: Ratio.from('100000') };
const transformer: Meter = { multiplier: Ratio.from('40'), rollsOverAt: Ratio.from('10000') };
const last = { day: '2026-04-25', value: Ratio.from('99990') };
const reading = (value: string, follows: Reading['follows'] = 'ON', day = '2026-05-25'): Reading => ({
  day,
  value: Ratio.from(value),
  follows,
});
const replacement = (finalValue: string, firstValue: string): Reading['follows'] => ({
  finalValue: Ratio.from(finalValue),
  firstValue: Ratio.from(firstValue),
});
const problemOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AtriumError)) throw error;
    const [field] = error.fields!;
    expect(renderMessage(field!.message, 'zh-CN', field!.params)).not.toMatch(/\{\w+\}/);
    return `${field!.path} ${field!.code}`;
  }
  throw new Error('Nothing was wrong');
};

describe('what was consumed between two readings', () => {
  it.each<[string, Reading, Meter, Meter, string]>([
    ['is the difference', reading('99997.5'), meter, meter, '7.5'],
    ['is nothing', reading('99990'), meter, meter, '0'],
    ['goes on past the highest value', reading('12', 'ROLLED_OVER'), meter, meter, '22'],
    ['is that of both meters', reading('30', replacement('99995', '10')), meter, meter, '25'],
    [
      'is that of both, each by its own multiplier',
      reading('30', replacement('99995', '10')),
      transformer,
      meter,
      '805',
    ],
  ])('%s', (_name, given, of, before, quantity) => {
    const { from, to, quantity: counted } = consumptionOf(of, last, given, 'input', before);
    expect([from, to, String(counted)]).toEqual(['2026-04-25', '2026-05-25', quantity]);
  });

  it('is multiplied behind a transformer', () => {
    const before = { day: '2026-04-25', value: Ratio.from('120.5') };
    expect(String(consumptionOf(transformer, before, reading('130')).quantity)).toBe('380');
  });

  it.each<[string, Reading, string]>([
    ['below the last, without a word of why', reading('12'), 'input.value READING_BELOW_LAST'],
    ['said to have rolled over, though it did not', reading('99995', 'ROLLED_OVER'), 'input.value NO_ROLLOVER'],
    ['above what the meter can show', reading('100000'), 'input.value READING_OUT_OF_RANGE'],
    ['below zero', reading('-1', 'ROLLED_OVER'), 'input.value READING_NEGATIVE'],
    ['of the same day', reading('99995', 'ON', '2026-04-25'), 'input.day READING_NOT_LATER'],
    [
      'of an old meter that went back',
      reading('30', replacement('99000', '10')),
      'input.finalValue READING_BELOW_LAST',
    ],
    ['of a new meter that went back', reading('5', replacement('99995', '10')), 'input.value READING_BELOW_LAST'],
  ])('is refused for a reading %s', (_name, given, problem) => {
    expect(problemOf(() => consumptionOf(meter, last, given))).toBe(problem);
  });
});

describe('an implausible consumption', () => {
  const span = (from: string, to: string, quantity: string) => ({ from, to, quantity: Ratio.from(quantity) });
  const earlier = [span('2026-01-01', '2026-02-01', '10'), span('2026-02-01', '2026-03-01', '9.67')];

  it('is one far above the usual of as many days', () => {
    expect(unlikelyConsumption(span('2026-03-01', '2026-04-01', '51'), earlier)).toBeNull();
    const problem = unlikelyConsumption(span('2026-03-01', '2026-04-01', '60'), earlier)!;
    expect([problem.code, problem.params]).toEqual([
      'READING_UNLIKELY',
      { quantity: '60', usual: '10.33…', days: '31' },
    ]);
  });

  it('is not told without anything to compare with', () => {
    expect(unlikelyConsumption(span('2026-03-01', '2026-04-01', '900'), [])).toBeNull();
    expect(
      unlikelyConsumption(span('2026-03-01', '2026-04-01', '900'), [span('2026-01-01', '2026-02-01', '0')]),
    ).toBeNull();
  });
});
