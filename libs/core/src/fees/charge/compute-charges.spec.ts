import fc from 'fast-check';
import { amountsOf, assignment, charge, flat, item, owes, plan } from '../../../../../test/support/fee-samples';
import { addDays, daysBetween } from '../calendar/local-date';
import { Ratio } from '../exact/ratio';
import type { FeeItem } from '../item/compile-fee-item';
import { compilePrices } from '../item/prices';
import { PRORATIONS } from '../item/fee-item';
import type { Assignment, Liability } from './assignment';
import type { Computed } from './charge';
import { computeCharges } from './compute-charges';
import { planRun } from './plan-run';
import { replayLine } from './replay-line';

const skipsOf = ({ skips }: Computed): string[] => skips.map(({ reason, from, to }) => `${reason} ${from} ${to}`);
const spansOf = ({ charges }: Computed): string[] => charges.map(({ payerId, from, to }) => `${payerId} ${from} ${to}`);
const vacant = (from: string, to: string | null, factor = '0.70') => ({
  from,
  to,
  kind: 'VACANT',
  factor: Ratio.from(factor),
});

describe('what is charged', () => {
  it('by quantity, area with coefficient, or formula', () => {
    const parking = item({ formula: 'FIXED', prices: [flat('150')] });
    expect(amountsOf(charge(parking, '2026-01', { quantity: Ratio.from('2') }), parking)).toEqual(['owner 300.00']);
    const areas = [{ from: '2020-01-01', area: Ratio.from('89.37'), coefficient: Ratio.from('1.2') }];
    expect(amountsOf(charge(item(), '2026-01', { areas }), item())).toEqual(['owner 300.28']);
    const elevator = item({
      formula: 'EXPRESSION',
      prices: [],
      expression: { text: 'if(floor <= 1, 0, 0.35 CNY * (floor - 1))', priceUnit: 'MONEY' },
    });
    const { charges } = charge(elevator, '2026-01');
    expect(charges[0]!.amount).toBe(175n);
    expect(charges[0]!.lines[0]!.trace.parts[0]!.basis).toEqual({
      kind: 'EXPRESSION',
      text: 'if(floor <= 1, 0, 0.35 CNY * (floor - 1))',
      priceUnit: 'MONEY',
      values: { floor: '6' },
      result: '1.75',
    });
  });

  it('by the unit’s own price while that holds, then by the item’s', () => {
    const ownPrices = compilePrices([flat('2.00', '2026-01-01')]).map((price) => ({ ...price, to: '2026-02-01' }));
    expect(amountsOf(charge(item(), '2026-01', { ownPrices }), item())).toEqual(['owner 178.74']);
    expect(amountsOf(charge(item(), '2026-02', { ownPrices }), item())).toEqual(['owner 250.24']);
  });

  it('with factors that hold at once multiplied, and those that ended left out', () => {
    const factors = [
      vacant('2026-01-01', null),
      vacant('2026-01-01', null, '0.5'),
      vacant('2025-01-01', '2026-01-01', '0'),
    ];
    expect(amountsOf(charge(item(), '2026-01', { factors }), item())).toEqual(['owner 87.58']);
  });

  it.each([
    ['0.01', 'DOWN', '250.23'],
    ['0.01', 'UP', '250.24'],
    ['0.1', 'HALF_UP', '250.20'],
    ['1', 'UP', '251.00'],
  ] as const)('rounded to %s, %s', (step, mode, amount) => {
    const rounded = item({ rounding: { step, mode } });
    expect(amountsOf(charge(rounded, '2026-01'), rounded)).toEqual([`owner ${amount}`]);
  });

  it('with tax included: the charge’s tax is that of its lines', () => {
    const [taxed] = charge(item({ taxRate: '0.06', cycleMonths: 3 }), '2026-01').charges;
    expect(taxed!.lines.map(({ tax }) => tax)).toEqual([1416n, 1416n, 1416n]);
    expect([taxed!.amount, taxed!.tax]).toEqual([75072n, 4248n]);
  });

  it('in yen, which have no fen', () => {
    const yen = item({ currency: 'JPY', prices: [flat('280')], rounding: { step: '1', mode: 'HALF_UP' } });
    expect(amountsOf(charge(yen, '2026-01'), yen)).toEqual(['owner 25024']);
  });
});

describe('who is charged', () => {
  it('co-owners by their shares, the parts of each month adding up to it; joint debtors are named', () => {
    const together: Liability = {
      ...owes('wife'),
      payers: [
        { customerId: 'wife', share: Ratio.from('1/3') },
        { customerId: 'husband', share: Ratio.from('2/3') },
      ],
      jointDebtorIds: ['lessee'],
    };
    const computed = charge(item({ cycleMonths: 3 }), '2026-01', { liabilities: [together] });
    expect(amountsOf(computed, item())).toEqual(['wife 250.23', 'husband 500.49']);
    expect(computed.charges.map(({ jointDebtorIds }) => jointDebtorIds)).toEqual([['lessee'], ['lessee']]);
    expect(computed.charges[0]!.lines[0]!.trace).toMatchObject({
      rounded: '250.24',
      shares: ['1/3', '2/3'],
      shareIndex: 0,
    });
  });

  it('nobody for days without a payer, which is said', () => {
    const computed = charge(item(), '2026-03', { liabilities: [owes('owner', '2026-03-11')] });
    expect(spansOf(computed)).toEqual(['owner 2026-03-11 2026-04-01']);
    expect(skipsOf(computed)).toEqual(['NO_PAYER 2026-03-01 2026-03-11']);
  });

  it('whoever has a whole month by its rule: the later half, or the whole of a month that began', () => {
    const liabilities = [owes('developer', '2020-01-01', '2026-03-11'), owes('owner', '2026-03-11')];
    const half = item({ proration: 'HALF_MONTH' });
    expect(amountsOf(charge(half, '2026-03', { liabilities }), half)).toEqual(['owner 250.24']);
    const whole = item({ proration: 'NONE' });
    const computed = charge(whole, '2026-03', { liabilities });
    expect(amountsOf(computed, whole)).toEqual(['developer 250.24']);
    expect(skipsOf(computed)).toEqual(['NOT_COUNTED 2026-03-11 2026-04-01']);
    // Also when the run comes again after the developer was charged.
    const again = charge(whole, '2026-03', { liabilities, chargedUntil: '2026-03-11' });
    expect([again.charges, skipsOf(again)]).toEqual([[], ['NOT_COUNTED 2026-03-11 2026-04-01']]);
  });
});

describe('when it is charged', () => {
  const yearly = item({ cycleMonths: 12, firstMonth: 7 });
  const arrears = item({ cycleMonths: 3, timing: 'ARREARS' });
  it.each<[string, FeeItem, string, Partial<Assignment>, string[], string[]]>([
    [
      'a cycle once',
      item({ cycleMonths: 3 }),
      '2026-02',
      { chargedUntil: '2026-04-01' },
      [],
      ['ALREADY_CHARGED 2026-01-01 2026-04-01'],
    ],
    [
      'the rest of a cycle that began',
      item({ cycleMonths: 3 }),
      '2026-02',
      { from: '2026-02-10', chargedUntil: null },
      ['owner 2026-02-10 2026-04-01'],
      [],
    ],
    [
      'a cycle whose first run was missed',
      item({ cycleMonths: 3 }),
      '2026-03',
      { chargedUntil: '2026-01-01' },
      ['owner 2026-01-01 2026-04-01'],
      [],
    ],
    ['a year from July', yearly, '2026-08', { chargedUntil: '2026-07-01' }, ['owner 2026-07-01 2027-07-01'], []],
    [
      'arrears not before the cycle is over',
      arrears,
      '2026-02',
      { chargedUntil: '2026-01-01' },
      [],
      ['CYCLE_NOT_OVER 2026-01-01 2026-04-01'],
    ],
    ['arrears when it is', arrears, '2026-03', { chargedUntil: '2026-01-01' }, ['owner 2026-01-01 2026-04-01'], []],
    [
      'arrears at once when it ends',
      arrears,
      '2026-02',
      { chargedUntil: '2026-01-01', to: '2026-02-11' },
      ['owner 2026-01-01 2026-02-11'],
      [],
    ],
    [
      'nothing before it starts',
      item(),
      '2026-01',
      { from: '2026-02-01', chargedUntil: null },
      [],
      ['NOT_STARTED 2026-01-01 2026-02-01'],
    ],
    ['nothing after it stopped', item(), '2026-01', { to: '2026-01-01' }, [], ['ENDED 2026-01-01 2026-02-01']],
    [
      'and says what was never charged before',
      item(),
      '2026-03',
      { chargedUntil: '2026-02-01' },
      ['owner 2026-03-01 2026-04-01'],
      ['EARLIER_NOT_CHARGED 2026-02-01 2026-03-01'],
    ],
    [
      'nothing at a factor of 0',
      item(),
      '2026-01',
      { factors: [vacant('2026-01-01', null, '0')] },
      [],
      ['NOTHING_OWED 2026-01-01 2026-02-01'],
    ],
  ])('%s', (_name, of, month, facts, spans, skips) => {
    const computed = charge(of, month, facts);
    expect([spansOf(computed), skipsOf(computed), computed.faults]).toEqual([spans, skips, []]);
  });

  it('due by the rule, but not before it is billed', () => {
    const quarterly = item({ cycleMonths: 3 });
    expect(charge(quarterly, '2026-01').charges[0]!.dueOn).toBe('2026-01-10');
    const late = planRun(quarterly, { month: '2026-02', billedOn: '2026-02-20', isWorkingDay: () => true });
    expect(computeCharges(late, assignment()).charges[0]!.dueOn).toBe('2026-02-20');
    expect(charge(arrears, '2026-03', { chargedUntil: '2026-01-01' }).charges[0]!.dueOn).toBe('2026-03-10');
  });
});

describe('what cannot be computed', () => {
  it.each<[string, FeeItem, Partial<Assignment>, string]>([
    ['has no price yet', item({ prices: [flat('2.80', '2026-01-15')] }), {}, 'NO_PRICE'],
    ['has no area', item(), { areas: [] }, 'NO_AREA'],
    [
      'lacks a value of its formula',
      item({ formula: 'EXPRESSION', prices: [], expression: { text: 'floor * 1 CNY', priceUnit: 'MONEY' } }),
      { floor: null },
      'MISSING',
    ],
    [
      'has a formula that comes out below zero',
      item({ formula: 'EXPRESSION', prices: [], expression: { text: '1 CNY * (floor - 9)', priceUnit: 'MONEY' } }),
      {},
      'NEGATIVE',
    ],
  ])('what %s is a fault and no charge, not even for the rest of it', (_name, of, facts, code) => {
    const computed = charge(of, '2026-01', facts);
    expect([
      computed.charges,
      computed.skips,
      computed.faults.map((fault) => [fault.assignmentId, fault.code]),
    ]).toEqual([[], [], [['assignment', code]]]);
  });
});

const dayOf2026 = fc.bigInt({ min: 0n, max: 364n }).map((day) => addDays('2026-01-01', day));
const days = fc.uniqueArray(dayOf2026, { maxLength: 5 }).map((all) => all.sort());
const decimal = (max: bigint, min = 1n) => fc.bigInt({ min, max }).map((n) => Ratio.from(String(Ratio.of(n, 100n))));

/** An assignment whose payers, shares, factors, areas and prices change on random days. */
const facts = fc
  .record({
    handOvers: days,
    factorDays: days,
    areaDays: days,
    ownDays: days,
    area: decimal(30_000n),
    factor: decimal(100n),
  })
  .map(({ handOvers, factorDays, areaDays, ownDays, area, factor }) => {
    const starts = ['2020-01-01', ...handOvers.filter((day) => day > '2020-01-01')];
    return assignment({
      liabilities: starts.map((from, index) => ({
        ...owes(`payer${index}`, from, starts[index + 1] ?? null),
        payers: Array.from({ length: (index % 3) + 1 }, (_none, n) => ({
          customerId: `payer${index}.${n}`,
          share: Ratio.of(BigInt(n + 1)),
        })),
      })),
      factors: factorDays.map((from, index) => ({ from, to: factorDays[index + 1] ?? null, kind: 'VACANT', factor })),
      areas: ['2020-01-01', ...areaDays.filter((day) => day > '2026-01-01')].map((from, index) => ({
        from,
        area: area.plus(Ratio.of(BigInt(index))),
        coefficient: Ratio.ONE,
      })),
      ownPrices: compilePrices(ownDays.map((from, index) => flat(`1.${index}7`, from))).map((price) => ({
        ...price,
        to: addDays(price.from, 1n),
      })),
    });
  });
const anyItem = fc
  .record({
    formula: fc.constantFrom('AREA' as const, 'FIXED' as const),
    proration: fc.constantFrom(...PRORATIONS),
    cycleMonths: fc.constantFrom(1 as const, 2 as const, 3 as const, 6 as const, 12 as const),
    taxRate: fc.constantFrom('0', '0.06'),
    rounding: fc.record({
      step: fc.constantFrom('0.01' as const, '0.1' as const, '1' as const),
      mode: fc.constantFrom('HALF_UP' as const, 'DOWN' as const, 'UP' as const),
    }),
  })
  .map((changes) => item({ ...changes, prices: [flat('2.80'), flat('3.05', '2026-05-17')] }));
const month = fc.constantFrom('2026-01', '2026-02', '2026-05', '2026-12');

describe('every charge', () => {
  it('and skip together cover each day of the period for which somebody is liable exactly once', () => {
    fc.assert(
      fc.property(anyItem, month, facts, (of, key, given) => {
        const run = plan(of, key);
        const { charges, skips } = computeCharges(run, { ...given, chargedUntil: run.from });
        // Co-owners' lines have their parts in common.
        const parts = new Set(charges.flatMap(({ lines }) => lines.flatMap(({ trace }) => trace.parts)));
        const counted = [...parts, ...skips].reduce((sum, { from, to }) => sum + daysBetween(from, to), 0n);
        expect(counted).toBe(daysBetween(run.from, run.to));
      }),
      { numRuns: 60 },
    );
  });

  it('is the sum of its lines, and its tax of theirs', () => {
    fc.assert(
      fc.property(anyItem, month, facts, (of, key, given) => {
        for (const { amount, tax, lines } of computeCharges(plan(of, key), given).charges) {
          expect(lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(amount);
          expect(lines.reduce((sum, line) => sum + line.tax, 0n)).toBe(tax);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('can be computed again from its trace alone: what becomes of a price changes nothing that was charged', () => {
    fc.assert(
      fc.property(anyItem, month, facts, (of, key, given) => {
        for (const { lines } of computeCharges(plan(of, key), given).charges) {
          for (const line of lines) {
            // As it comes back from where it was stored.
            const stored = JSON.parse(JSON.stringify(line.trace)) as typeof line.trace;
            expect(replayLine(stored, of.currency)).toBe(line.amount);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of a period that is over stays the same when a later price is added', () => {
    fc.assert(
      fc.property(month, facts, (key, given) => {
        const prices = [flat('2.80'), flat('3.05', '2026-05-17')];
        const before = computeCharges(plan(item({ prices }), key), given);
        const added = item({ prices: [...prices, flat('9.99', '2027-01-01')] });
        expect(computeCharges(plan(added, key), given)).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });

  it('BY_DAY: the unrounded parts of a divided month add up to the whole month', () => {
    fc.assert(
      fc.property(month, days, decimal(30_000n, 1000n), (key, handOvers, area) => {
        const starts = ['2020-01-01', ...handOvers.filter((day) => day > '2020-01-01')];
        const liabilities = starts.map((from, index) => owes(`payer${index}`, from, starts[index + 1] ?? null));
        const areas = [{ from: '2020-01-01', area, coefficient: Ratio.ONE }];
        const { charges } = charge(item(), key, { liabilities, areas });
        const parts = charges.flatMap(({ lines }) => lines.flatMap(({ trace }) => trace.parts));
        const sum = parts
          .map(({ days: n, of }) => area.times(Ratio.from('2.80')).times(Ratio.from(`${n}/${of}`)))
          .reduce((all, one) => all.plus(one));
        expect(sum.equals(area.times(Ratio.from('2.80')))).toBe(true);
      }),
    );
  });
});
