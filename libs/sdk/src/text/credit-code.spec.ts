import fc from 'fast-check';
import { creditCodeCheckCharacter, isValidCreditCode } from './credit-code';

describe('isValidCreditCode', () => {
  // the example of GB 32100-2015, then codes of public companies
  it.each(['91350100M000100Y43', '91110000802100433B', '9144030071526726XG', '91350100m000100y43'])(
    '%s is valid',
    (code) => expect(isValidCreditCode(code)).toBe(true),
  );

  it.each([
    ['wrong check character', '91350100M000100Y44'],
    ['a letter that is not used', '91350100I000100Y43'],
    ['region with a letter', '9135010AM000100Y43'],
    ['too short', '91350100M000100Y4'],
    ['space', '91350100M000100Y43 '],
    ['letter that grows in capitals', '91350100M000100Yß'],
    ['empty', ''],
  ])('%s: %s', (_, code) => expect(isValidCreditCode(code)).toBe(false));

  it('finds every wrong character of the body', () => {
    const [valid, alphabet] = ['91350100M000100Y43', '0123456789ABCDEFGHJKLMNPQRTUWXY'];
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 16 }), fc.constantFrom(...alphabet), (at, char) => {
        fc.pre(valid[at] !== char);
        return !isValidCreditCode(valid.slice(0, at) + char + valid.slice(at + 1));
      }),
    );
  });

  it('refuses to make a check character of anything else', () => {
    expect(() => creditCodeCheckCharacter('9135')).toThrow('credit code must begin with 17 of');
  });
});
