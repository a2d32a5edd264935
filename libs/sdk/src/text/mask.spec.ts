import fc from 'fast-check';
import { maskEmail, maskIdNumber, maskPhone } from './mask';

const shown = (masked: string) => [...masked].filter((char) => char !== '*').length;

describe('maskPhone', () => {
  it.each([
    ['13800138000', '138****8000'],
    ['138-0013-8000', '138****8000'],
    ['+8613800138000', '+86138****8000'],
    ['01088886666', '010****6666'],
    ['88886666', '******66'],
    ['95555', '****5'],
    ['12', '**'],
    ['', ''],
  ])('%s → %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked));

  it('shows at most a third of a short number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{0,10}$/), (digits) => shown(maskPhone(digits)) <= digits.length / 3),
    );
  });
});

describe('maskIdNumber', () => {
  it.each([
    ['110101199003071234', '1101**********1234'],
    [' 11010119900307123X ', '1101**********123X'],
    ['110101900307123', '11**********123'],
    ['E12345678', 'E******78'],
    ['12', '**'],
    ['', ''],
  ])('%s → %s', (number, masked) => expect(maskIdNumber(number)).toBe(masked));

  it('hides a third and more of any other length, and keeps the length', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{0,30}$/), (number) => {
        const masked = maskIdNumber(number);
        expect(masked).toHaveLength(number.length);
        expect(shown(masked)).toBeLessThanOrEqual(number.length === 18 ? 8 : number.length / 3);
      }),
    );
  });
});

describe('maskEmail', () => {
  it.each([
    ['zhang.wei@example.com', 'zha***@example.com'],
    ['abc@example.com', 'a***@example.com'],
    ['ab@example.com', '***@example.com'],
    ['"a@b"@example.com', '"***@example.com'],
    ['not an address', 'not***'],
    ['', ''],
  ])('%s → %s', (email, masked) => expect(maskEmail(email)).toBe(masked));
});
