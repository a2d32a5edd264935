import fc from 'fast-check';
import { addDays } from '../calendar/local-date';
import { AGE_BUCKETS, type AgeBucket, ageBucket, ageingOf } from './ageing.policy';
import { type Interruption, limitationEndsOn } from './limitation.policy';
import { collectionRate, householdRate, type RatedCharge, rateText, recoveryRate, sumOfRates } from './rates.policy';

describe('the age of what is owed', () => {
  it.each<[string, AgeBucket]>([
    ['2026-07-02', 'NOT_DUE'],
    ['2026-07-01', 'D0_30'],
    ['2026-06-01', 'D0_30'],
    ['2026-05-31', 'D31_90'],
    ['2026-04-02', 'D31_90'],
    ['2026-04-01', 'D91_180'],
    ['2026-01-02', 'D91_180'],
    ['2026-01-01', 'D181_365'],
    ['2025-07-01', 'D181_365'],
    ['2025-06-30', 'OVER_365'],
  ])('due on %s is %s on 1 July 2026', (dueOn, bucket) => {
    expect(ageBucket(dueOn, '2026-07-01')).toBe(bucket);
  });

  it('puts each amount in one bucket: they add up to the total', () => {
    const one = fc.record({
      dueOn: fc.bigInt({ min: 0n, max: 900n }).map((days) => addDays('2025-01-01', days)),
      outstanding: fc.bigInt({ min: 0n, max: 10n ** 9n }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (open) => {
        const { buckets, total } = ageingOf(open, '2026-07-01');
        expect(AGE_BUCKETS.reduce((sum, bucket) => sum + buckets[bucket], 0n)).toBe(total);
        expect(total).toBe(open.reduce((sum, { outstanding }) => sum + outstanding, 0n));
      }),
    );
  });
});

const charge = (unitId: string, charged: bigint, paid: bigint, adjusted = 0n, writtenOff = 0n): RatedCharge => ({
  unitId,
  charged,
  paid,
  adjusted,
  writtenOff,
});

describe('rates', () => {
  const community = [
    charge('1-101', 25024n, 25024n),
    charge('1-101', 8000n, 8000n),
    charge('1-102', 25024n, 10000n),
    charge('1-201', 30000n, 20000n, -10000n),
    charge('1-202', 20000n, 0n, 0n, 20000n),
    charge('1-301', 10000n, 0n),
  ];

  it('of collection are net of adjustments and leave write-offs out', () => {
    // 63,024 of 25,024 + 8,000 + 25,024 + 20,000 + 0 + 10,000.
    expect(collectionRate(community)).toEqual({ part: 63024n, whole: 88048n });
    expect(rateText(collectionRate(community))).toBe('0.7158');
  });

  it('of households count units with nothing owing; one that was written off whole is not counted', () => {
    expect(householdRate(community)).toEqual({ part: 2n, whole: 4n });
  });

  it('of recovery are of earlier arrears', () => {
    expect(
      rateText(
        recoveryRate([
          { recovered: 300n, owing: 100n },
          { recovered: 0n, owing: 800n },
        ]),
      ),
    ).toBe('0.25');
  });

  it('of nothing are none, not zero', () => {
    expect([rateText(collectionRate([])), rateText(householdRate([])), rateText(recoveryRate([]))]).toEqual([
      null,
      null,
      null,
    ]);
    expect(rateText({ part: 0n, whole: 5n })).toBe('0');
    expect(rateText({ part: 5n, whole: 5n })).toBe('1');
  });

  it('of the parts of a report add up to that of the whole', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 6n });
    const one = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), amount, amount, amount);
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (all) => {
        const rated = all.map(([place, unit, charged, paid, off]) => ({
          place,
          ...charge(`${place}-${unit}`, charged, paid, 0n, off),
        }));
        for (const rate of [collectionRate, householdRate]) {
          const parts = [0, 1, 2, 3, 4, 5].map((place) => rate(rated.filter((row) => row.place === place)));
          expect(sumOfRates(parts)).toEqual(rate(rated));
        }
      }),
    );
  });
});

describe('the limitation of a claim', () => {
  const demand = (on: string): Interruption => ({ on, kind: 'DEMAND' });
  const acknowledged = (on: string): Interruption => ({ on, kind: 'ACKNOWLEDGEMENT' });
  it.each<[string, Interruption[], string]>([
    ['three years after it was due', [], '2026-01-10'],
    ['three years after the last demand', [demand('2025-05-01'), demand('2024-02-29')], '2028-05-01'],
    ['in a shorter February', [demand('2024-02-29')], '2027-02-28'],
    ['no later for a demand that came too late', [demand('2026-01-11')], '2026-01-10'],
    ['later for one on its last day', [demand('2026-01-10')], '2029-01-10'],
    ['later when the debtor agrees to pay, even after it', [acknowledged('2027-06-01')], '2030-06-01'],
    ['later for a demand after that', [acknowledged('2027-06-01'), demand('2030-06-01')], '2033-06-01'],
    ['no earlier for a demand before it was due', [demand('2022-12-01')], '2026-01-10'],
  ])('ends %s', (_name, interruptions, end) => {
    expect(limitationEndsOn('2023-01-10', interruptions)).toBe(end);
  });

  it('can be longer by the tenant’s settings', () => {
    expect(limitationEndsOn('2023-01-10', [demand('2027-01-01')], 5n)).toBe('2032-01-01');
  });
});
