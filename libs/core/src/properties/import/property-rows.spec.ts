import { draftOf, propertyKey, type PropertyValues } from './property-rows';

const draft = (values: PropertyValues, duplicateOf: number | null = null) =>
  draftOf({ number: 2, values, duplicateOf });
const codes = (values: PropertyValues, duplicateOf: number | null = null): string[] =>
  draft(values, duplicateOf).problems.map(({ field, code }) => `${field} ${code}`);

describe('a row of buildings and units', () => {
  it('describes a unit with its building', () => {
    const { building, unit, problems } = draft({
      community: '和园',
      building: '3栋',
      section: '2单元',
      unit: '1101',
      externalId: 'u-1',
      grossArea: '89.37',
      floorsCount: 18,
    });
    expect(problems).toEqual([]);
    expect(building).toMatchObject({ code: '3栋', floorsAbove: 18, floorsBelow: 0 });
    expect(building.externalId).toBeUndefined();
    expect(unit).toMatchObject({ code: '2-1101', section: '2单元', externalId: 'u-1', grossArea: '89.37' });
  });

  it("describes a building where it names no unit, and the external id is the building's", () => {
    const { building, unit } = draft({ building: '3栋', externalId: 'b-1' });
    expect(unit).toBeNull();
    expect(building.externalId).toBe('b-1');
    expect(draft({ building: '3栋', externalId: 'x', buildingExternalId: 'b-2' }).building.externalId).toBe('b-2');
  });

  it('counts floors below ground apart', () => {
    expect(draft({ building: '1', floorsCount: 5, minFloor: -2 }).building).toMatchObject({
      floorsAbove: 3,
      floorsBelow: 2,
    });
  });

  it.each<[string, PropertyValues, number | null, string[]]>([
    ['no building', { community: 'a' }, null, ['building REQUIRED']],
    ['half a point', { building: '1', latitude: '40.1' }, null, ['longitude REQUIRED']],
    ['half a point', { building: '1', longitude: '40.1', latitude: null }, null, ['latitude REQUIRED']],
    ['a section alone', { building: '1', section: '1' }, null, ['unit REQUIRED']],
    ['sections to make without units', { building: '1', sectionsCount: 2 }, null, ['unitsCount REQUIRED']],
    ['a unit and units to make', { building: '1', unit: '1', unitsCount: 2 }, null, ['unitsCount NOT_ALLOWED']],
    ['a unit named before', { building: '1', unit: '1' }, 7, ['unit DUPLICATE']],
    [
      'a net area above the gross one',
      { building: '1', unit: '1', grossArea: '10', netArea: '11' },
      null,
      ['netArea NET_ABOVE_GROSS'],
    ],
    [
      'a code too long with its section',
      { building: '1', unit: 'u'.repeat(40), section: 's'.repeat(20) },
      null,
      ['unit TOO_LONG'],
    ],
    ['a building named before', { building: '1' }, 7, []],
  ])('with %s: %j', (_what, values, duplicateOf, expected) => {
    expect(codes(values, duplicateOf)).toEqual(expected);
  });
});

describe('the key of a row', () => {
  it.each<[PropertyValues, PropertyValues, boolean]>([
    [
      { community: 'B', postcode: '1', address: 'X' },
      { community: 'B', postcode: '1', address: 'X', latitude: '1', longitude: '1' },
      true,
    ],
    [{ community: 'B', postcode: '1', address: 'X' }, { community: 'B', postcode: '2', address: 'X' }, false],
    [{ community: 'B', address: 'X' }, { community: 'B', address: 'X', postcode: null }, true],
    [{ building: '1' }, { building: '1', address: 'somewhere' }, true],
    [{ building: '1', unit: '1' }, { building: '1' }, false],
    [{ building: '1', section: '2单元', unit: '1' }, { building: '1', section: '2单元', unit: '2-1' }, true],
    [{ building: '1', section: '1单元', unit: '1' }, { building: '1', section: '2单元', unit: '1' }, false],
    [{ building: '1', unit: '1', externalId: 'x' }, { building: '2', unit: '9', externalId: 'x' }, true],
    [{ building: '1', externalId: 'x' }, { building: '2', unit: '9', externalId: 'x' }, false],
  ])('%j and %j are about the same: %s', (a, b, same) => {
    expect(propertyKey(a) === propertyKey(b)).toBe(same);
  });

  it('is not known without a building or an address', () => {
    expect(propertyKey({ community: 'B' })).toBeNull();
  });
});
