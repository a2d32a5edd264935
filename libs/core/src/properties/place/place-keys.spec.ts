import { compareSortKeys, matchesSearch, newId, searchQuery, sortKey } from '@atrium/sdk';
import {
  type BuildingPlace,
  buildingTokens,
  type CommunityPlace,
  sortKeyIn,
  unitTokens,
  unitWords,
} from './place-keys';

const tenantId = newId();
const community = (name: string): CommunityPlace => ({
  id: name,
  code: name,
  name,
  address: '上海市浦东新区和园路128弄',
  postcode: '201203',
  sortKey: sortKey(name, 'zh-CN'),
});
const building = (code: string, of: CommunityPlace, address: string | null = null): BuildingPlace => ({
  id: code,
  code,
  name: null,
  address,
  postcode: null,
  sortKey: sortKeyIn(of, code, 'zh-CN'),
  community: of,
});

describe('the order of units', () => {
  it('keeps communities together, then buildings, and counts as people do', () => {
    const expected: [string, string, string][] = [
      ['2期', '1栋', '101'],
      ['10期', '2栋', '2-101'],
      ['10期', '2栋', '10-101'],
      ['10期', '10栋', '101'],
      ['10期', '10栋', '1001'],
      ['和园', '1栋', '1'],
      ['和园雅苑', '1栋', '1'],
    ];
    const keys = expected.map(([name, code, unit]) => sortKeyIn(building(code, community(name)), unit, 'zh-CN'));
    expect([...keys].reverse().sort(compareSortKeys)).toEqual(keys);
  });

  it('keeps a place before another whose key begins with its own', () => {
    const names = ['A', 'A)', 'A b'];
    const keys = names.map((name) => sortKeyIn(community(name), 'z', 'en'));
    const places = names.map((name) => sortKey(name, 'en'));
    expect([...keys].sort(compareSortKeys)).toEqual(keys);
    expect([...places].sort(compareSortKeys)).toEqual(places);
  });
});

describe('the search of places', () => {
  const strip = (tokens: string[]): string[] => tokens.map((token) => token.replace(/^[0-9a-f]{6}\./, ''));
  const home = building('3栋', community('和园雅苑'), '和园路128弄3号');
  const own = strip(unitTokens(home, '2单元', '2-1101', tenantId));
  const unit = [...own, ...strip(unitWords(home, tenantId))];
  const house = strip(buildingTokens(building('3栋', community('和园雅苑'), '和园路128弄3号'), tenantId));
  const street = strip(
    buildingTokens(building('1020 GRAND CONCOURSE', community('BRONX'), '1020 GRAND CONCOURSE'), tenantId),
  );

  it.each([
    '3-2-1101',
    '3栋2单元1101室',
    '1101',
    '3-1101',
    '和园雅苑 1101',
    'heyuan 3-2-1101',
    '和园路128弄 1101',
    '201203 1101',
    '浦东新区 3栋',
  ])('finds a unit by %s', (typed) => {
    expect(matchesSearch(unit, searchQuery(typed))).toBe(true);
  });

  it('keeps with the unit what finds it alone', () => {
    expect(own).toEqual(['u:1101', 'u:2-1101', 'u:3-1101', 'u:3-2-1101']);
  });

  it.each(['1102', '4-2-1101', '和园里', '和园雅苑 1201'])('does not find it by %s', (typed) => {
    expect(matchesSearch(unit, searchQuery(typed))).toBe(false);
  });

  it.each(['3栋', '和园雅苑', 'hyyy', '和园路128弄3号', '201203'])('finds a building by %s', (typed) => {
    expect(matchesSearch(house, searchQuery(typed))).toBe(true);
  });

  it.each(['1020 grand concourse', 'grand conc', 'bronx concourse'])('finds a house by %s', (typed) => {
    expect(matchesSearch(street, searchQuery(typed))).toBe(true);
    expect(matchesSearch(house, searchQuery(typed))).toBe(false);
  });
});
