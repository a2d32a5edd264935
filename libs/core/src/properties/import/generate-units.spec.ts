import fc from 'fast-check';
import { floorNumbers, generateUnits } from './generate-units';

describe('units made from numbers', () => {
  it('are 144 over 4 sections and 9 floors: four on each landing, numbered through', () => {
    const units = generateUnits({ units: 144, sections: 4, floors: 9, minFloor: 1 }, 'en');
    expect(units).toHaveLength(144);
    expect(units.slice(0, 5)).toEqual([
      { code: '1', section: '1', floor: 1 },
      { code: '2', section: '1', floor: 1 },
      { code: '3', section: '1', floor: 1 },
      { code: '4', section: '1', floor: 1 },
      { code: '5', section: '1', floor: 2 },
    ]);
    expect(units.at(-1)).toEqual({ code: '144', section: '4', floor: 9 });
    expect(units.filter(({ section }) => section === '3').map(({ code }) => Number(code))).toEqual(
      Array.from({ length: 36 }, (_, index) => 73 + index),
    );
  });

  it('name sections in the language of the company', () => {
    expect(generateUnits({ units: 1, sections: 1, floors: null, minFloor: null }, 'zh-CN')).toEqual([
      { code: '1', section: '1单元', floor: null },
    ]);
  });

  it('hang on the building where nothing is said of sections, and on no floor where nothing is said of floors', () => {
    expect(generateUnits({ units: 2, sections: null, floors: null, minFloor: null }, 'en')).toEqual([
      { code: '1', section: null, floor: null },
      { code: '2', section: null, floor: null },
    ]);
  });

  it.each([
    [3, 1, [1, 2, 3]],
    [3, 0, [0, 1, 2]],
    [4, -2, [-2, -1, 1, 2]],
    [1, -1, [-1]],
    [2, 5, [5, 6]],
  ])('%i floors from %i are %j', (count, lowest, floors) => {
    expect(floorNumbers(count, lowest)).toEqual(floors);
  });

  it('are as many as asked for, each number once, and no two landings differ by more than one', () => {
    const shape = fc.record({
      units: fc.integer({ min: 1, max: 500 }),
      sections: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
      floors: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
      minFloor: fc.option(fc.integer({ min: -5, max: 5 }), { nil: null }),
    });
    fc.assert(
      fc.property(shape, (given) => {
        const units = generateUnits(given, 'en');
        expect(units.map(({ code }) => Number(code))).toEqual(Array.from({ length: given.units }, (_, i) => i + 1));
        const landings = new Map<string, number>();
        for (const { section, floor } of units) {
          landings.set(`${section} ${floor}`, (landings.get(`${section} ${floor}`) ?? 0) + 1);
        }
        const sizes = [...landings.values()];
        const all = (given.sections ?? 1) * (given.floors ?? 1);
        const least = landings.size < all ? 0 : Math.min(...sizes);
        expect(Math.max(...sizes) - least).toBeLessThanOrEqual(1);
      }),
    );
  });
});
