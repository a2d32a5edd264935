import fc from 'fast-check';
import { chineseIdCheckCharacter, isValidChineseId } from './chinese-id';

describe('isValidChineseId', () => {
  // the first two are the examples of GB 11643-1999
  it.each(['11010519491231002X', '440524188001010014', '11010519491231002x'])('%s is valid', (number) =>
    expect(isValidChineseId(number)).toBe(true),
  );

  it.each([
    ['wrong check character', '110105194912310021'],
    ['two digits exchanged', '11010519491213002X'],
    ['15 digits', '110105491231002'],
    ['unknown province', withCheck('99010519491231002')],
    ['30 February', withCheck('11010519900230002')],
    ['29 February of no leap year', withCheck('11010519000229002')],
    ['month 13', withCheck('11010519901301002')],
    ['day 0', withCheck('11010519900100002')],
    ['before 1800', withCheck('11010517991231002')],
    ['spaces', ' 11010519491231002X'],
    ['full-width digits', '１１０１０５１９４９１２３１００２X'],
    ['empty', ''],
  ])('%s: %s', (_, number) => expect(isValidChineseId(number)).toBe(false));

  it('29 February of a leap year is valid', () => expect(isValidChineseId(withCheck('11010520000229002'))).toBe(true));

  it('finds every wrong digit', () => {
    const valid = withCheck('31010119850615123');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digit = (Number(valid[at]) + by) % 10;
        return !isValidChineseId(valid.slice(0, at) + digit + valid.slice(at + 1));
      }),
    );
  });

  it('refuses to make a check character of less than 17 digits', () => {
    expect(() => chineseIdCheckCharacter('1101')).toThrow('must begin with 17 digits, has 4 characters');
  });
});

function withCheck(seventeen: string): string {
  return seventeen + chineseIdCheckCharacter(seventeen);
}
