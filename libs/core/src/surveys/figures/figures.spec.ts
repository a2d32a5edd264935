import { QuestionKind, ValueComponent } from '../content/content.types';
import { combined, deliveredValue, gapOf } from './combined';
import { addUp, type Figure, indexOf, npsOf, scoredOf } from './histogram';
import { meanInterval, tQuantile, wilsonInterval } from './intervals';

const { RATING_5, RATING_10, NPS, TEXT } = QuestionKind;

it.each([
  [1, 12.706],
  [4, 2.776],
  [9, 2.262],
  [30, 2.042],
  // NIST table 1.3.6.7.2 beyond what is kept as numbers.
  [40, 2.021],
  [60, 2.0],
  [100, 1.984],
])('t with %i degrees of freedom is %d', (degrees, expected) => expect(tQuantile(degrees)).toBeCloseTo(expected, 3));

describe('the index of a question', () => {
  it('is worked by hand: 5, 4, 4, 3, 2 of five', () => {
    // Mean 3.6; squares 1.96 + 0.16 + 0.16 + 0.36 + 2.56 = 5.2, by 4: 1.3. Index (3.6 − 1) ÷ 4 = 65.
    expect(scoredOf({ 5: 1, 4: 2, 3: 1, 2: 1 })).toEqual({ n: 5, mean: 3.6, variance: expect.closeTo(1.3, 10) });
    const { n, value, interval } = indexOf(RATING_5, { 5: 1, 4: 2, 3: 1, 2: 1 })!;
    expect([n, value]).toEqual([5, expect.closeTo(65, 10)]);
    // Half: 2.776 × √(1.3 ÷ 5) = 1.41549, in points 35.387; cut off at 100.
    expect(interval!.low).toBeCloseTo(65 - 35.387, 2);
    expect(interval!.high).toBe(100);
  });

  it('has no interval for one answer and is nothing for none', () => {
    expect(indexOf(RATING_10, { 10: 1 })).toEqual({ n: 1, value: 100, interval: null });
    expect(indexOf(RATING_5, {})).toBeNull();
    expect(indexOf(TEXT, { 5: 1 })).toBeNull();
    expect(meanInterval(1, 3, 0)).toBeNull();
  });

  it('has an interval of no width where all agree', () => {
    expect(indexOf(RATING_5, { 4: 6 })).toEqual({ n: 6, value: 75, interval: { low: 75, high: 75 } });
  });

  it('is the same over parts that add up', () => {
    const whole = addUp({ 5: 1, 4: 1 }, { 4: 1 }, { 3: 1, 2: 1 });
    expect(indexOf(RATING_5, whole)).toEqual(indexOf(RATING_5, { 5: 1, 4: 2, 3: 1, 2: 1 }));
  });
});

it('the interval of a proportion is worked by hand: 8 of 10', () => {
  // Centre (0.8 + 3.84146 ÷ 20) ÷ 1.384146 = 0.71674, half 0.22656.
  const { low, high } = wilsonInterval(10, 8)!;
  expect(low).toBeCloseTo(0.4902, 3);
  expect(high).toBeCloseTo(0.9433, 3);
  expect(wilsonInterval(5, 0)!.low).toBeCloseTo(0, 10);
  expect(wilsonInterval(0, 0)).toBeNull();
});

it('the net promoter score is worked by hand: 5 promoters, 3 passives, 2 detractors', () => {
  const nps = npsOf({ 10: 3, 9: 2, 8: 2, 7: 1, 6: 1, 0: 1 })!;
  expect([nps.n, nps.value]).toEqual([10, 30]);
  // (5.75 ÷ 13) − (2.75 ÷ 13) = 0.230769; variance 0.653846 − 0.053254 = 0.600592; half 1.959964 × √(0.600592 ÷ 13).
  expect(nps.interval!.low).toBeCloseTo(23.077 - 42.127, 1);
  expect(nps.interval!.high).toBeCloseTo(23.077 + 42.127, 1);
  expect(npsOf({ 10: 5 })!.interval!.low).toBeLessThan(100);
  expect(npsOf({})).toBeNull();
  expect(indexOf(NPS, { 10: 1, 5: 1 })!.value).toBe(75);
});

const figure = (value: number, half: number, n = 10): Figure => ({
  ...{ n, value },
  interval: { low: value - half, high: value + half },
});

it('figures of a dimension are combined by weight, with the widest interval there can be', () => {
  expect(
    combined([
      { figure: figure(80, 4), weight: 3 },
      { figure: figure(60, 8, 6), weight: 1 },
    ]),
  ).toEqual({
    n: 6,
    value: 75,
    interval: { low: 70, high: 80 },
  });
  expect(combined([])).toBeNull();
  expect(combined([{ figure: { ...figure(80, 4), interval: null }, weight: 1 }])!.interval).toBeNull();
});

it('a gap is perception less expectation', () => {
  expect(gapOf(figure(62, 3, 20), figure(85, 2, 18))).toEqual({ n: 18, value: -23, interval: { low: -28, high: -18 } });
});

describe('delivered value', () => {
  const { PRODUCT, SERVICE, STAFF, IMAGE, MONEY, TIME, ENERGY, PSYCHIC } = ValueComponent;
  const all = [PRODUCT, SERVICE, STAFF, IMAGE, MONEY, TIME, ENERGY, PSYCHIC];
  const figures = new Map<ValueComponent, Figure>([
    [PRODUCT, figure(80, 2)],
    [SERVICE, figure(70, 2)],
    [STAFF, figure(90, 2)],
    [IMAGE, figure(60, 2)],
    [MONEY, figure(50, 4)],
    [TIME, figure(40, 4)],
    [ENERGY, figure(30, 4)],
    [PSYCHIC, figure(20, 4)],
  ]);

  it('is worked by hand from the eight components', () => {
    // (80 + 70 + 90 + 60) ÷ 4 = 75; (50 + 40 + 30 + 20) ÷ 4 = 35.
    const { benefits, costs, delivered } = deliveredValue(all, figures, {})!;
    expect([benefits.value, costs.value, delivered.value]).toEqual([75, 35, 40]);
    expect(delivered.interval).toEqual({ low: 34, high: 46 });
    // Service twice, money three times: (80 + 140 + 90 + 60) ÷ 5 = 74; (150 + 40 + 30 + 20) ÷ 6 = 40.
    const weighted = deliveredValue(all, figures, { [SERVICE]: 2, [MONEY]: 3 })!;
    expect(weighted.benefits.value).toBeCloseTo(74, 10);
    expect(weighted.costs.value).toBeCloseTo(40, 10);
    expect(weighted.delivered.value).toBeCloseTo(34, 10);
  });

  it('waits for every component that is asked, and takes one that asks less', () => {
    const fewer = new Map([...figures].filter(([component]) => component !== TIME));
    expect(deliveredValue(all, fewer, {})).toBeNull();
    expect(deliveredValue([PRODUCT, MONEY], figures, {})!.delivered.value).toBe(30);
    expect(deliveredValue([PRODUCT], figures, {})).toBeNull();
  });
});
