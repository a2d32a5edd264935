import { AtriumError } from '@atrium/sdk';
import fc from 'fast-check';
import { addDays } from '../calendar/local-date';
import { Ratio } from '../exact/ratio';
import {
  aboveCeiling,
  lateFeeThrough,
  lateFeeToPost,
  type LateFeeTerms,
  type OverdueCharge,
  readLateFeeTerms,
} from './late-fee.policy';

const rule = readLateFeeTerms({ dailyRate: '0.0005', graceDays: 10 });
const overdue = (changes: Partial<OverdueCharge> = {}): OverdueCharge => ({
  dueOn: '2026-01-10',
  principal: 75072n,
  changes: [],
  frozen: [],
  rule,
  ...changes,
});

describe('the late fee', () => {
  it.each<[string, string, bigint]>([
    ['before the due day', '2026-01-01', 0n],
    ['on the due day', '2026-01-10', 0n],
    ['on the last day of grace', '2026-01-20', 0n],
    ['on the first day after it', '2026-01-21', 38n],
    ['after forty days', '2026-03-01', 1501n],
  ])('%s, %s, is %s', (_name, day, fee) => {
    expect(lateFeeThrough(overdue(), day).cumulative).toBe(fee);
  });

  it('is asked on the principal before a day’s payments: the day of a payment still counts in full', () => {
    const fee = lateFeeThrough(overdue({ changes: [{ day: '2026-02-01', amount: -50000n }] }), '2026-02-03');
    expect(fee.spans.map(({ from, to, days, principal }) => [from, to, days, principal])).toEqual([
      ['2026-01-21', '2026-02-02', 12n, 75072n],
      ['2026-02-02', '2026-02-04', 2n, 25072n],
    ]);
    // (75072 × 12 + 25072 × 2) × 0.0005 = 475.504
    expect(fee.cumulative).toBe(476n);
  });

  it('ends when the principal is paid and goes on when the payment is reversed', () => {
    const paid = [{ day: '2026-02-01', amount: -75072n }];
    const until = lateFeeThrough(overdue({ changes: paid }), '2026-02-01').cumulative;
    expect(lateFeeThrough(overdue({ changes: paid }), '2026-12-31').cumulative).toBe(until);
    const reversed = [...paid, { day: '2026-02-05', amount: 75072n }];
    const { spans } = lateFeeThrough(overdue({ changes: reversed }), '2026-02-06');
    expect(spans.map(({ from, days }) => [from, days])).toEqual([
      ['2026-01-21', 12n],
      ['2026-02-05', 2n],
    ]);
  });

  it('goes on from what another system had asked for, from the next day on', () => {
    const before = { through: '2026-03-01', fee: 1501n };
    const after = (changes: Partial<OverdueCharge>, day: string) =>
      lateFeeThrough(overdue({ before, ...changes }), day);
    expect(after({}, '2026-03-01')).toMatchObject({ cumulative: 1501n, spans: [] });
    // 1501 + 10 × 37.536
    expect(after({}, '2026-03-11')).toMatchObject({ cumulative: 1876n, spans: [{ from: '2026-03-02', days: 10n }] });
    expect(after({ rule: null }, '2026-03-11').cumulative).toBe(1501n);
    expect(after({ principal: 1000n }, '2026-03-11')).toMatchObject({ cumulative: 1501n, capped: true });
    // Moved in within the days of grace: they are kept.
    const graced = lateFeeThrough(overdue({ before: { through: '2026-01-15', fee: 0n } }), '2026-01-21');
    expect(graced).toMatchObject({ cumulative: 38n, spans: [{ from: '2026-01-21' }] });
  });

  it('is frozen while there is a dispute', () => {
    const frozen = [{ from: '2026-01-25', to: '2026-02-20' }];
    const fee = lateFeeThrough(overdue({ frozen }), '2026-03-01');
    expect(fee.spans.map(({ from, to, days }) => [from, to, days])).toEqual([
      ['2026-01-21', '2026-01-25', 4n],
      ['2026-02-20', '2026-03-02', 10n],
    ]);
    expect(lateFeeThrough(overdue({ frozen: [{ from: '2026-01-11', to: null }] }), '2030-01-01').cumulative).toBe(0n);
  });

  it('is never above the principal, or the cap that was agreed', () => {
    expect(lateFeeThrough(overdue(), '2040-01-01')).toMatchObject({ cumulative: 75072n, capped: true });
    const capped = readLateFeeTerms({ dailyRate: '0.0005', graceDays: 0, capFactor: '0.3' });
    expect(lateFeeThrough(overdue({ rule: capped }), '2040-01-01')).toMatchObject({ cumulative: 22522n, capped: true });
    expect(lateFeeThrough(overdue({ rule: capped }), '2026-02-01').capped).toBe(false);
  });

  it('is none without a clause in the contract, or of a credit', () => {
    expect(lateFeeThrough(overdue({ rule: null }), '2040-01-01')).toEqual({ cumulative: 0n, capped: false, spans: [] });
    expect(lateFeeThrough(overdue({ principal: -500n }), '2040-01-01').cumulative).toBe(0n);
  });

  it('is taken back as far as a payment with an earlier value date made less of it', () => {
    const posted = lateFeeThrough(overdue(), '2026-03-01').cumulative;
    const fee = lateFeeThrough(overdue({ changes: [{ day: '2026-02-09', amount: -75072n }] }), '2026-03-01');
    expect(lateFeeToPost(fee, posted)).toBe(fee.cumulative - 1501n);
    expect(fee.cumulative).toBe(751n);
  });

  const day = (most: bigint) => fc.bigInt({ min: 0n, max: most }).map((days) => addDays('2026-01-01', days));
  const anyCharge = fc
    .record({
      principal: fc.bigInt({ min: 1n, max: 10n ** 8n }),
      graceDays: fc.integer({ min: 0, max: 40 }),
      dailyRate: fc.constantFrom('0.0001', '0.0003', '0.0005', '0.003'),
      capFactor: fc.constantFrom(null, '0.2', '2'),
      payments: fc.array(fc.tuple(day(400n), fc.bigInt({ min: 1n, max: 100n })), { maxLength: 4 }),
      frozen: fc.array(fc.tuple(day(300n), fc.bigInt({ min: 1n, max: 60n })), { maxLength: 3 }),
    })
    .map(({ principal, payments, frozen, ...terms }) =>
      overdue({
        principal,
        rule: readLateFeeTerms(terms),
        changes: payments.map(([on, percent]) => ({ day: on, amount: -((principal * percent) / 400n) })),
        frozen: frozen.map(([from, days]) => ({ from, to: addDays(from, days) })),
      }),
    );

  it('posted daily is the late fee posted once, on whichever days the schedule ran', () => {
    fc.assert(
      fc.property(anyCharge, fc.array(day(500n), { maxLength: 60 }), (given, runs) => {
        let posted = 0n;
        for (const on of [...runs.sort(), '2027-06-01']) posted += lateFeeToPost(lateFeeThrough(given, on), posted);
        expect(posted).toBe(lateFeeThrough(given, '2027-06-01').cumulative);
      }),
      { numRuns: 50 },
    );
  });

  it('is that of each day added up, and never falls from one day to the next', () => {
    fc.assert(
      fc.property(anyCharge, (given) => {
        let exact = Ratio.ZERO;
        let before = 0n;
        for (let n = 0n; n < 120n; n += 1n) {
          const on = addDays('2026-01-10', n);
          const late = n > given.rule!.graceDays;
          const frozen = given.frozen.some(({ from, to }) => from <= on && on < to!);
          let principal = given.principal;
          for (const { day: paidOn, amount } of given.changes) if (paidOn < on) principal += amount;
          if (late && !frozen && principal > 0n) exact = exact.plus(given.rule!.dailyRate.times(Ratio.of(principal)));
          const cap = given.rule!.capFactor.times(Ratio.of(given.principal));
          const { cumulative } = lateFeeThrough(given, on);
          const distance = Ratio.of(cumulative).minus(exact.compare(cap) > 0 ? cap : exact);
          if (distance.times(distance).compare(Ratio.of(1n, 4n)) > 0 || cumulative < before) throw new Error(on);
          before = cumulative;
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('the terms of a late fee', () => {
  it.each<[LateFeeTerms, string[]]>([
    [{ dailyRate: '0.0005', graceDays: 0 }, []],
    [{ dailyRate: '0', graceDays: 0 }, ['input.dailyRate']],
    [{ dailyRate: '0.5', graceDays: 0 }, ['input.dailyRate']],
    [{ dailyRate: '-0.1', graceDays: -1, capFactor: '0' }, ['input.dailyRate', 'input.capFactor', 'input.graceDays']],
    [{ dailyRate: 'half', graceDays: 1.5 }, ['input.dailyRate', 'input.graceDays']],
  ])('%j', (terms, paths) => {
    let found: string[] = [];
    try {
      readLateFeeTerms(terms);
    } catch (error) {
      found = (error as AtriumError).fields!.map(({ path }) => path);
    }
    expect(found).toEqual(paths);
  });

  it('are warned of above a ceiling by the year, and not at it', () => {
    expect(aboveCeiling(rule, Ratio.from('0.24'))).toBeNull();
    expect(aboveCeiling(rule, Ratio.from('0.1825'))).toBeNull();
    expect(aboveCeiling(rule, Ratio.from('0.1'))?.params).toEqual({ yearly: '18.25 %', ceiling: '10 %' });
  });
});
