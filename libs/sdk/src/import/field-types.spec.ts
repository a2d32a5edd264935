import fc from 'fast-check';
import { fieldFormats, PLAIN_FORMATS } from './field-formats';
import { fieldType, type ImportFieldType, type ImportValue, plainDecimal } from './field-types';
import { recordset } from './recordset';

const read = <V extends ImportValue>(type: ImportFieldType<V>, text: string, tag?: string): unknown => {
  const parsed = type.parse(text, { locale: 'en', formats: tag ? fieldFormats(tag) : PLAIN_FORMATS });
  return parsed.ok ? parsed.value : { code: parsed.code };
};

describe('numbers', () => {
  it.each([
    ['89.37', undefined, '89.37'],
    ['1,234.50', undefined, '1234.50'],
    ['１２３', undefined, '123'],
    ['-0.5', undefined, '-0.5'],
    ['.5', undefined, '0.5'],
    ['1 234,5', 'fr-FR', '1234.5'],
    ['1.234,5', 'de-DE', '1234.5'],
    ["1'234.5", 'de-CH', '1234.5'],
    ['007', undefined, '7'],
    ['1,5', undefined, null],
    ['1.234.5', undefined, null],
    ['1e3', undefined, null],
    ['', undefined, null],
    ['.', undefined, null],
    ['-', undefined, null],
    ['89.37 m', undefined, null],
  ])('%s in %s is %s', (text, tag, expected) => {
    expect(plainDecimal(text, tag ? fieldFormats(tag) : PLAIN_FORMATS)).toBe(expected);
  });

  it('reads back every decimal in every format', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.integer({ min: 0, max: 99 }),
        fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'zh-CN', 'pt-BR', 'de-CH', 'ru-RU'),
        (whole, cents, tag) => {
          const plain = `${whole}.${String(cents).padStart(2, '0')}`;
          const shown = new Intl.NumberFormat(tag, { minimumFractionDigits: 2 }).format(plain as unknown as number);
          expect(plainDecimal(shown, fieldFormats(tag))).toBe(plain);
        },
      ),
    );
  });

  const area = fieldType.decimal({ min: '0.01', max: '999999.99', scale: 2 });
  it.each([
    ['89.37', '89.37'],
    ['89.3700', '89.37'],
    ['100', '100'],
    ['100.00', '100'],
    ['0', { code: 'OUT_OF_RANGE' }],
    ['-5', { code: 'OUT_OF_RANGE' }],
    ['1000000', { code: 'OUT_OF_RANGE' }],
    ['999999.99', '999999.99'],
    ['89.375', { code: 'TOO_MANY_DECIMALS' }],
    ['big', { code: 'NOT_A_NUMBER' }],
  ])('as an area, %s is %j', (text, expected) => expect(read(area, text)).toEqual(expected));

  const floor = fieldType.integer({ min: -9, max: 200 });
  it.each([
    ['-2', -2],
    ['12.0', 12],
    ['-0', 0],
    ['1.5', { code: 'NOT_A_WHOLE_NUMBER' }],
    ['201', { code: 'OUT_OF_RANGE' }],
    ['ground', { code: 'NOT_A_WHOLE_NUMBER' }],
  ])('as a floor, %s is %j', (text, expected) => expect(read(floor, text)).toEqual(expected));
});

describe('days', () => {
  it.each([
    ['2026-03-11', undefined, '2026-03-11'],
    ['2026/3/1', undefined, '2026-03-01'],
    ['2026年3月11日', undefined, '2026-03-11'],
    ['20260311', undefined, '2026-03-11'],
    ['11.3.2026', undefined, '2026-03-11'],
    ['2026-03-11 00:00:00', undefined, '2026-03-11'],
    ['2026-03-11T00:00:00.000Z', undefined, '2026-03-11'],
    ['3/4/2026', 'en-US', '2026-03-04'],
    ['3/4/2026', 'en-GB', '2026-04-03'],
    ['3/4/2026', 'fr', '2026-04-03'],
    ['3/4/2026', undefined, { code: 'AMBIGUOUS_DAY' }],
    ['3/4/2026', 'en', { code: 'AMBIGUOUS_DAY' }],
    ['3/3/2026', undefined, '2026-03-03'],
    ['31/1/2026', undefined, '2026-01-31'],
    ['1/31/2026', 'en-GB', { code: 'NOT_A_DAY' }],
    ['2026-02-29', undefined, { code: 'NOT_A_DAY' }],
    ['2026-03-11 08:30', undefined, { code: 'NOT_A_DAY' }],
    ['46092', undefined, { code: 'NOT_A_DAY' }],
  ])('%s in %s is %j', (text, tag, expected) => expect(read(fieldType.date(), text, tag)).toEqual(expected));
});

describe('texts, choices, yes and no', () => {
  const code = fieldType.text({ max: 6, matches: /^[A-Z]/, example: 'A-101' });
  it.each([
    [' A-1 ', 'A-1'],
    ['A楼', 'A楼'],
    ['A123456', { code: 'TOO_LONG' }],
    ['A\u0007', { code: 'BAD_CHARACTER' }],
    ['A\nB', { code: 'BAD_CHARACTER' }],
    ['A\ud800', { code: 'BAD_CHARACTER' }],
    ['1A', { code: 'WRONG_FORM' }],
    ['A👨👩👧👦!', 'A👨👩👧👦!'],
  ])('the text %j is %j', (text, expected) => expect(read(code, text)).toEqual(expected));

  it('keeps lines where they are allowed', () => {
    expect(read(fieldType.text({ max: 9, multiline: true }), 'a\r\nb')).toBe('a\nb');
  });

  const usage = fieldType.choice({
    RESIDENTIAL: { title: { en: 'Residential', 'zh-CN': '住宅' }, synonyms: ['flat', '民用'] },
    OFFICE: { title: { en: 'Office', 'zh-CN': '办公' } },
  });
  it.each([
    ['residential', 'RESIDENTIAL'],
    ['住宅', 'RESIDENTIAL'],
    ['ＦＬＡＴ', 'RESIDENTIAL'],
    [' office ', 'OFFICE'],
    ['castle', { code: 'NOT_ALLOWED' }],
  ])('the choice %s is %j', (text, expected) => expect(read(usage, text)).toEqual(expected));

  it('says what would be right in the language asked for', () => {
    expect(usage.parse('castle', { locale: 'zh-CN', formats: PLAIN_FORMATS })).toMatchObject({
      params: { allowed: '住宅、办公' },
    });
  });

  it.each([
    ['是', true],
    ['YES', true],
    ['0', false],
    ['无', false],
    ['maybe', { code: 'NOT_A_BOOLEAN' }],
  ])('%s is %j', (text, expected) => expect(read(fieldType.boolean(), text)).toEqual(expected));
});

describe('recordset', () => {
  it('names columns and types', () => {
    expect(recordset('r', { number: 'int', area: 'numeric(12, 2)', at: 'timestamp with time zone' }, 2)).toBe(
      'json_to_recordset($2::json) AS r(number int, area numeric(12, 2), at timestamp with time zone)',
    );
  });

  it.each([
    [{ 'a b': 'int' }, 'not a plain SQL identifier'],
    [{ a: 'int); DROP' }, 'not a plain SQL type'],
  ])('refuses %j', (columns, message) => {
    expect(() => recordset('r', columns as unknown as Record<string, string>)).toThrow(message);
  });
});
