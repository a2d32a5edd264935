import fc from 'fast-check';
import { excess, type Reach } from './reach.policy';

const reach = (permissions: string, communities: string | null): Reach => ({
  permissions: permissions.split(' ').filter(Boolean),
  communities: communities === null ? null : communities.split(' ').filter(Boolean),
});

it.each([
  ['the same', reach('a b', null), reach('a b', null), null],
  ['less', reach('a', '1'), reach('a b', null), null],
  ['nothing', reach('', ''), reach('', ''), null],
  ['another permission', reach('a c', '1'), reach('a b', null), { permissions: ['c'], scope: false }],
  ['several, sorted and once', reach('z c z', '1'), reach('a', '1 2'), { permissions: ['c', 'z'], scope: false }],
  ['another community', reach('a', '1 3'), reach('a b', '1 2'), { permissions: [], scope: true }],
  [
    'a community the caller does not see',
    { ...reach('a', '1'), hasHidden: true },
    reach('a', '1'),
    { permissions: [], scope: true },
  ],
  ['the same, for who is not limited', { ...reach('a', '1'), hasHidden: true }, reach('a', null), null],
  ['the whole company', reach('a', null), reach('a b', '1 2'), { permissions: [], scope: true }],
  ['both', reach('c', null), reach('a', '1'), { permissions: ['c'], scope: true }],
])('%s', (_, theirs, mine, expected) => expect(excess(theirs, mine)).toEqual(expected));

describe('as an order', () => {
  const names = fc.subarray(['a', 'b', 'c', 'd']);
  const arbitrary: fc.Arbitrary<Reach> = fc.record({
    permissions: names,
    communities: fc.option(fc.subarray(['1', '2', '3'])),
  });

  it('is transitive: what passes through two hands was never more than the first had', () => {
    fc.assert(
      fc.property(arbitrary, arbitrary, arbitrary, (a, b, c) => {
        fc.pre(excess(a, b) === null && excess(b, c) === null);
        return excess(a, c) === null;
      }),
    );
  });

  it('lets everybody reach what they have', () => {
    fc.assert(fc.property(arbitrary, (a) => excess(a, a) === null));
  });
});
