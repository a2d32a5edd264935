import { sectionPrefix, unitCodeIn, withoutSection } from './unit-code';

describe('codes of units', () => {
  it.each([
    ['2单元', '2'],
    ['第2单元', '2'],
    ['A座', 'A'],
    ['二单元', '二'],
    ['东区', '东区'],
    ['Tower East', 'Tower East'],
    ['2', '2'],
  ])('the section %s is written %s before a door', (section, prefix) => {
    expect(sectionPrefix(section)).toBe(prefix);
  });

  it.each([
    [null, '1101', '1101'],
    ['2单元', '1101', '2-1101'],
    ['2单元', '2-1101', '2-1101'],
    ['2单元', '2单元-1101', '2单元-1101'],
    ['2单元', '2/1101', '2/1101'],
    // Only a separator tells the section from a door that begins with the same digit.
    ['2单元', '201', '2-201'],
    ['2', '2-', '2-2-'],
    ['Tower East', '5B', 'Tower East-5B'],
  ])('in the section %s the door %s is the unit %s', (section, door, code) => {
    expect(unitCodeIn(section, door)).toBe(code);
  });

  it('stays the same when made again from what was made', () => {
    for (const section of ['1单元', 'A', '东区']) {
      const code = unitCodeIn(section, '0301');
      expect(unitCodeIn(section, code)).toBe(code);
      expect(withoutSection(section, code)).toBe('0301');
    }
  });
});
