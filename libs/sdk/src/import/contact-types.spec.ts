import fc from 'fast-check';
import { phoneDigits } from '../text';
import { contactType } from './contact-types';
import { PLAIN_FORMATS } from './field-formats';
import type { ImportFieldType } from './field-types';

const read = (type: ImportFieldType<string>, text: string): unknown => {
  const parsed = type.parse(text, { locale: 'zh-CN', formats: PLAIN_FORMATS });
  return parsed.ok ? parsed.value : { code: parsed.code };
};

describe('phone', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    ['138 0013 8000', '+8613800138000'],
    ['138-0013-8000', '+8613800138000'],
    ['１３８００１３８０００', '+8613800138000'],
    ['+86 138 0013 8000', '+8613800138000'],
    ['8613800138000', '+8613800138000'],
    ['008613800138000', '+8613800138000'],
    ['15400000001', '+8615400000001'], // a prefix nobody has been given yet
    ['010-88886666', '+861088886666'],
    ['(021) 6123 4567', '+862161234567'],
    ['0755-88886666-801', '+8675588886666 ext. 801'],
    ['010-88886666转801', '+861088886666 ext. 801'],
    ['010-88886666 分机号：801', '+861088886666 ext. 801'],
    ['88886666', '88886666'],
    ['8888-6666', '88886666'],
    ['400-820-8820', '+864008208820'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+79877899888', '+79877899888'],
    ['+852 2345 6789', '+85223456789'],
  ])('%s is %s', (text, expected) => expect(read(contactType.phone(), text)).toBe(expected));

  it.each([
    '12800138000',
    '138001380001',
    '1380013800',
    '13800138000/13900139000',
    '13800138000、13900139000',
    '1.38E+10',
    '无',
    '95588',
    '+1 555',
    '',
  ])('%j is none', (text) => expect(read(contactType.phone(), text)).toEqual({ code: 'NOT_A_PHONE' }));

  it('numbers without + are of the country', () => {
    const american = contactType.phone({ country: 'US' });
    expect(read(american, '(212) 555-0100')).toBe('+12125550100');
    expect(read(american, '+86 13800138000')).toBe('+8613800138000');
    expect(read(american, '88886666')).toEqual({ code: 'NOT_A_PHONE' });
    expect(() => contactType.phone({ country: 'XX' })).toThrow('XX is no country with telephone numbers');
  });

  it('is found by the digits people search for, and read again is the same', () => {
    const mobile = fc
      .tuple(fc.constantFrom('13', '15', '18', '19'), fc.stringMatching(/^\d{9}$/))
      .map((p) => p.join(''));
    const written = fc.constantFrom<(n: string) => string>(
      (n) => n,
      (n) => `${n.slice(0, 3)} ${n.slice(3, 7)} ${n.slice(7)}`,
      (n) => `+86-${n}`,
      (n) => `(0086) ${n}`,
    );
    fc.assert(
      fc.property(mobile, written, (number, write) => {
        const value = read(contactType.phone(), write(number));
        expect(value).toBe(`+86${number}`);
        expect(phoneDigits(String(value))).toBe(number);
        expect(read(contactType.phone(), String(value))).toBe(value);
      }),
    );
    expect(phoneDigits(String(read(contactType.phone(), '0755-88886666-801')))).toBe('075588886666');
  });
});

describe('email', () => {
  it.each([
    ['wang.fang@example.com', 'wang.fang@example.com'],
    ['Wang.Fang@Example.COM', 'Wang.Fang@example.com'],
    [' wang＠example．com ', 'wang@example.com'],
    ['a+b@sub.example.co.uk', 'a+b@sub.example.co.uk'],
  ])('%s is %s', (text, expected) => expect(read(contactType.email(), text)).toBe(expected));

  it.each([
    'wang',
    'wang@',
    '@example.com',
    'a@b@example.com',
    'a@example.com, b@example.com',
    'Wang <w@example.com>',
    `${'a'.repeat(250)}@example.com`,
  ])('%s is none', (text) => expect(read(contactType.email(), text)).toEqual({ code: 'NOT_AN_EMAIL' }));
});
