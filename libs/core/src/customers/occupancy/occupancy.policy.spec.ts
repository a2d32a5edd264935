import fc from 'fast-check';
import {
  compareDays,
  holdsOn,
  type NewOwner,
  OccupancyKind as Kind,
  OPEN,
  overlap,
  owns,
  planTransfer,
  SINCE_EVER,
  type Tenure,
  tenureProblems,
} from './occupancy.policy';

let count = 0;
const tenure = (
  customerId: string,
  kind: Kind,
  startsOn: string,
  endsOn = OPEN,
  share: string | null = null,
): Tenure => ({
  id: `t${++count}`,
  customerId,
  kind,
  startsOn,
  endsOn,
  share,
});
const rules = (candidate: Tenure, ...unit: Tenure[]) => tenureProblems(candidate, unit).map(({ rule }) => rule);

describe('days', () => {
  it.each([
    [SINCE_EVER, '0001-01-01', -1],
    ['2026-03-11', OPEN, -1],
    ['9999-12-31', OPEN, -1],
    [SINCE_EVER, OPEN, -1],
    ['2026-03-11', '2026-03-12', -1],
    [OPEN, OPEN, 0],
    ['2026-03-11', '2026-03-11', 0],
    [OPEN, SINCE_EVER, 1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareDays(a, b))).toBe(sign);
    expect(Math.sign(compareDays(b, a))).toBe(sign === 0 ? 0 : -sign);
  });

  it('the first day counts, the last one does not', () => {
    const period = tenure('a', Kind.OWNER, '2026-03-11', '2026-04-01');
    expect(['2026-03-10', '2026-03-11', '2026-03-31', '2026-04-01'].map((day) => holdsOn(period, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('tenureProblems', () => {
  const zhang = tenure('zhang', Kind.OWNER, '2020-01-01', '2026-03-11', '60');

  it.each([
    ['the next owner on the day of the transfer', tenure('li', Kind.OWNER, '2026-03-11'), []],
    ['an owner a day too early', tenure('li', Kind.OWNER, '2026-03-10'), ['SECOND_OWNER']],
    ['an owner before, for ever', tenure('li', Kind.OWNER, SINCE_EVER), ['SECOND_OWNER']],
    ['an owner before, up to the day', tenure('li', Kind.OWNER, SINCE_EVER, '2020-01-01'), []],
    ['a co-owner beside', tenure('li', Kind.CO_OWNER, '2021-01-01', OPEN, '40'), []],
    ['a co-owner with too much', tenure('li', Kind.CO_OWNER, '2021-01-01', OPEN, '40.01'), ['SHARES_ABOVE_100']],
    ['a co-owner with much, afterwards', tenure('li', Kind.CO_OWNER, '2026-03-11', OPEN, '100'), []],
    ['the owner as lessee too', tenure('zhang', Kind.LESSEE, '2021-01-01'), []],
    ['the owner again', tenure('zhang', Kind.OWNER, '2026-01-01'), ['SAME_AGAIN']],
    ['the owner again, afterwards', tenure('zhang', Kind.OWNER, '2026-03-11'), []],
    ['a lessee with a share', tenure('li', Kind.LESSEE, '2021-01-01', OPEN, '1'), ['SHARE_WITHOUT_OWNERSHIP']],
    ['an end on the first day', tenure('li', Kind.LESSEE, '2021-01-01', '2021-01-01'), ['ENDS_BEFORE_START']],
    ['an end before the start', tenure('li', Kind.LESSEE, '2021-01-02', '2021-01-01'), ['ENDS_BEFORE_START']],
  ])('%s', (_, candidate, expected) => expect(rules(candidate, zhang)).toEqual(expected));

  it('compares a changed tenure with the others, not with itself', () => {
    expect(rules({ ...zhang, endsOn: OPEN }, zhang)).toEqual([]);
    expect(rules({ ...zhang, endsOn: OPEN }, zhang, tenure('li', Kind.OWNER, '2026-03-11'))).toEqual(['SECOND_OWNER']);
  });

  it('adds up shares day by day', () => {
    const first = tenure('a', Kind.CO_OWNER, '2020-01-01', '2021-01-01', '70');
    const second = tenure('b', Kind.CO_OWNER, '2021-01-01', '2022-01-01', '70');
    expect(rules(tenure('c', Kind.CO_OWNER, '2020-06-01', '2021-06-01', '30'), first, second)).toEqual([]);
    expect(rules(tenure('c', Kind.CO_OWNER, '2020-06-01', '2021-06-01', '30.01'), first, second)).toEqual([
      'SHARES_ABOVE_100',
    ]);
  });

  const day = fc.integer({ min: 1, max: 12 }).map((n) => `2026-01-${String(n).padStart(2, '0')}`);
  const anyTenure = fc
    .record({
      customerId: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom(Kind.OWNER, Kind.CO_OWNER, Kind.LESSEE),
      startsOn: fc.oneof(day, fc.constant(SINCE_EVER)),
      endsOn: fc.oneof(day, fc.constant(OPEN)),
      share: fc.constantFrom(null, '25', '50', '33.34', '60'),
    })
    .map(({ kind, share, ...rest }) => ({ ...rest, kind, share: kind === Kind.LESSEE ? null : share }));

  it('lets in only what keeps the rules on every single day', () => {
    fc.assert(
      fc.property(fc.array(anyTenure, { maxLength: 12 }), (tenures) => {
        const unit: Tenure[] = [];
        tenures.forEach((one, index) => {
          const candidate = { ...one, id: String(index) };
          if (tenureProblems(candidate, unit).length === 0) unit.push(candidate);
        });
        for (let n = 0; n <= 13; n++) {
          const today = n === 0 ? SINCE_EVER : n === 13 ? '9999-12-31' : `2026-01-${String(n).padStart(2, '0')}`;
          const there = unit.filter((one) => holdsOn(one, today));
          expect(there.filter(({ kind }) => kind === Kind.OWNER).length).toBeLessThanOrEqual(1);
          expect(new Set(there.map((one) => one.customerId + one.kind)).size).toBe(there.length);
          const total = there.filter(owns).reduce((sum, { share }) => sum + Number(share ?? 0), 0);
          expect(total).toBeLessThanOrEqual(100.001);
        }
      }),
    );
  });

  it('overlap says the same either way, and what a common day says', () => {
    fc.assert(
      fc.property(anyTenure, anyTenure, (a, b) => {
        fc.pre(compareDays(a.startsOn, a.endsOn) < 0 && compareDays(b.startsOn, b.endsOn) < 0);
        const days = [a.startsOn, b.startsOn];
        expect(overlap(a, b)).toBe(overlap(b, a));
        expect(overlap(a, b)).toBe(days.some((one) => holdsOn(a, one) && holdsOn(b, one)));
      }),
    );
  });
});

describe('planTransfer', () => {
  const owner = tenure('zhang', Kind.OWNER, '2020-01-01', OPEN, '50');
  const coOwner = tenure('wang', Kind.CO_OWNER, SINCE_EVER, OPEN, '50');
  const family = tenure('child', Kind.FAMILY, '2020-01-01');
  const lessee = tenure('li', Kind.LESSEE, '2025-01-01', '2027-01-01');
  const gone = tenure('old', Kind.OWNER, SINCE_EVER, '2020-01-01');
  const unit = [owner, coOwner, family, lessee, gone];
  const chen: NewOwner = { customerId: 'chen', kind: Kind.OWNER, share: null };
  const plan = (on: string, newOwners: NewOwner[], ...staying: Kind[]) =>
    planTransfer(unit, on, newOwners, new Set(staying));

  it('ends the owners and whoever does not stay', () => {
    expect(plan('2026-03-11', [chen], Kind.LESSEE)).toEqual({ ends: [owner, coOwner, family], problems: [] });
    expect(plan('2026-03-11', [chen], Kind.LESSEE, Kind.FAMILY).ends).toEqual([owner, coOwner]);
    expect(plan('2026-03-11', [chen]).ends).toEqual([owner, coOwner, family, lessee]);
  });

  it('ends owners even where somebody says that they stay', () => {
    expect(plan('2026-03-11', [chen], Kind.OWNER, Kind.CO_OWNER, Kind.FAMILY, Kind.LESSEE).ends).toEqual([
      owner,
      coOwner,
    ]);
  });

  it('leaves out who has gone by then', () => {
    expect(plan('2027-06-01', [chen]).ends).toEqual([owner, coOwner, family]);
  });

  it.each<[string, string, NewOwner[], string[]]>([
    ['no new owner', '2026-03-11', [], ['ONE_OWNER']],
    ['co-owners alone', '2026-03-11', [{ ...chen, kind: Kind.CO_OWNER }], ['ONE_OWNER']],
    ['two owners', '2026-03-11', [chen, { ...chen, customerId: 'he' }], ['ONE_OWNER']],
    ['one customer twice', '2026-03-11', [chen, { ...chen, kind: Kind.CO_OWNER }], ['TWICE']],
    [
      'shares above the whole',
      '2026-03-11',
      [
        { ...chen, share: '50.01' },
        { customerId: 'he', kind: Kind.CO_OWNER, share: '50' },
      ],
      ['SHARES_ABOVE_100'],
    ],
    ['before the owner became one', '2019-12-31', [chen], ['LATER_OWNER']],
    ['on the day the owner became one', '2020-01-01', [chen], ['LATER_OWNER']],
  ])('refuses %s', (_, on, newOwners, expected) => {
    expect(plan(on, newOwners).problems.map(({ rule }) => rule)).toEqual(expected);
  });

  it('leaves a unit with one owner on each day, as far as it had one', () => {
    const { ends } = plan('2026-03-11', [chen]);
    const after = [
      ...unit.map((one) => (ends.includes(one) ? { ...one, endsOn: '2026-03-11' } : one)),
      tenure('chen', Kind.OWNER, '2026-03-11'),
    ];
    for (const day of ['2019-12-31', '2020-01-01', '2026-03-10', '2026-03-11', '2030-01-01']) {
      expect(after.filter((one) => one.kind === Kind.OWNER && holdsOn(one, day))).toHaveLength(1);
    }
  });
});
