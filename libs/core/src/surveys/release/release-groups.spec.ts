import fc from 'fast-check';
import { type ReleaseManner, releaseGroups, type Strata } from './release-groups';

const K = 5;
const at = (
  communityId: string | null,
  customerKind = 'PERSON',
  propertyUsage = 'RESIDENTIAL',
): { strata: Strata } => ({
  strata: { region: communityId === null ? null : '上海', communityId, customerKind, propertyUsage },
});
const times = (n: number, one: { strata: Strata }) => Array.from({ length: n }, () => ({ ...one }));
const sizes = (groups: readonly { strata: Strata; members: readonly unknown[] }[]) =>
  groups.map(({ strata, members }) => [strata.communityId, strata.customerKind, members.length]);

it('releases only groups that are large enough, and where asked holds back that many', () => {
  const given = [...times(7, at('a')), ...times(5, at('b')), ...times(2, at('c'))];
  const { groups, waiting } = releaseGroups(given, K, 'FULL');
  expect(sizes(groups)).toEqual([
    ['a', 'PERSON', 7],
    ['b', 'PERSON', 5],
  ]);
  expect(waiting).toHaveLength(2);
  // The two of c alone would be two in the end: b waits with them.
  const held = releaseGroups(given, K, 'FULL', true);
  expect(sizes(held.groups)).toEqual([['a', 'PERSON', 7]]);
  expect(held.waiting).toHaveLength(7);
});

it('tells less of the few rather than nothing of them, step by step', () => {
  const given = [...times(3, at('a', 'PERSON')), ...times(3, at('a', 'ORGANISATION')), ...times(6, at('b'))];
  const { groups, waiting } = releaseGroups(given, K, 'COARSER');
  expect(sizes(groups)).toEqual([
    ['b', 'PERSON', 6],
    ['a', null, 6],
  ]);
  expect(waiting).toEqual([]);
});

it('lets the last few join the smallest group, as far as they are alike', () => {
  const { groups, waiting } = releaseGroups(
    [...times(6, at('a')), ...times(8, at('b')), ...times(2, at('a', 'ORGANISATION'))],
    K,
    'LAST',
  );
  expect(sizes(groups)).toEqual([
    ['b', 'PERSON', 8],
    ['a', null, 8],
  ]);
  expect(waiting).toEqual([]);
});

it('releases nothing of fewer than the threshold', () => {
  for (const manner of ['FULL', 'COARSER', 'LAST'] as const) {
    expect(releaseGroups(times(4, at('a')), K, manner)).toMatchObject({ groups: [], waiting: times(4, at('a')) });
  }
});

const strata = fc.record({
  strata: fc.record({
    region: fc.constantFrom('x', 'y', null),
    communityId: fc.constantFrom('1', '2', '3', null),
    customerKind: fc.constantFrom('PERSON', 'ORGANISATION'),
    propertyUsage: fc.constantFrom('RESIDENTIAL', 'OFFICE', null),
  }),
});

const nightly = fc.array(fc.tuple(fc.array(strata, { maxLength: 40 }), fc.boolean()), { maxLength: 6 });

it('whatever comes over any nights: nothing is lost or told twice, no group is small, and in the end all is told', () => {
  fc.assert(
    fc.property(nightly, fc.boolean(), (nights, holdBack) => {
      let waiting: readonly { strata: Strata }[] = [];
      let [come, told] = [0, 0];
      const night = (arrived: readonly { strata: Strata }[], manner: ReleaseManner): void => {
        const release = releaseGroups([...waiting, ...arrived], K, manner, holdBack);
        for (const { members, strata: shown } of release.groups) {
          expect(members.length).toBeGreaterThanOrEqual(K);
          // What is told of a group is true of each of its members, or not told.
          for (const [name, value] of Object.entries(shown)) {
            if (value !== null) for (const one of members) expect(one.strata[name as keyof Strata]).toBe(value);
          }
        }
        waiting = release.waiting;
        come += arrived.length;
        told += release.groups.reduce((sum, { members }) => sum + members.length, 0);
        expect(told + waiting.length).toBe(come);
      };
      for (const [arrived, coarser] of nights) night(arrived, coarser ? 'COARSER' : 'FULL');
      night([], 'LAST');
      if (holdBack) expect(waiting.length === 0 || come < K).toBe(true);
      expect(waiting.length).toBeLessThan(K);
    }),
  );
});
