import * as fc from 'fast-check';
import { columnOf, decodeEscapes, numberText, serialText } from './cell-value';
import { formatKind } from './styles';
import { columnName } from './xlsx-cells';

describe('numberText', () => {
  it.each([
    ['0.1', '0.1', false],
    ['89.37', '89.37', false],
    ['89.370000000000005', '89.37', false],
    ['0.30000000000000004', '0.3', false],
    ['12', '12', false],
    ['-7', '-7', false],
    ['1.5', '1.5', false],
    ['1.0', '1', false],
    ['13800001111', '13800001111', false],
    ['1.38E10', '13800000000', false],
    ['1E-3', '0.001', false],
    ['110101199003071233', '110101199003071233', false], // every digit stored, by a program that can
    ['1.1010119900307123E+17', '110101199003071230', true], // typed into a spreadsheet: the last digits are gone
    ['1234567890123450', '1234567890123450', true],
    ['not a number', 'not a number', false],
  ])('%s → %s (digits lost: %s)', (stored, text, digitsLost) => {
    expect(numberText(stored)).toEqual({ text, digitsLost });
  });

  it('keeps every decimal of up to 15 digits', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 13n), fc.integer({ min: 0, max: 6 }), (digits, scale) => {
        const padded = digits.toString().padStart(scale + 1, '0');
        const text = scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
        const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
        expect(numberText(text).text).toBe(plain);
        expect(numberText(Number(text).toPrecision(17)).text).toBe(plain);
      }),
    );
  });
});

describe('serialText', () => {
  it.each([
    [46092, 'date', false, '2026-03-11'],
    [1, 'date', false, '1900-01-01'],
    [59, 'date', false, '1900-02-28'],
    [60, 'date', false, null], // 1900-02-29 never was
    [61, 'date', false, '1900-03-01'],
    [44630, 'date', true, '2026-03-11'],
    [0, 'date', true, '1904-01-01'],
    [46092.75, 'date', false, '2026-03-11'],
    [46092.333333333336, 'datetime', false, '2026-03-11T08:00:00'],
    [46092, 'datetime', false, '2026-03-11T00:00:00'],
    [46092.999999999, 'datetime', false, '2026-03-12T00:00:00'],
    [46092.0000000116, 'datetime', false, '2026-03-11T00:00:00.001'],
    [0.5, 'time', false, '12:00:00'],
    [1.25, 'time', false, '30:00:00'],
    [2958465, 'date', false, '9999-12-31'],
    [2958466, 'date', false, null],
    [-1, 'date', false, null],
    [Number.NaN, 'date', false, null],
  ] as const)('%p as %s (1904: %s) → %p', (serial, kind, date1904, expected) => {
    expect(serialText(serial, kind, date1904)).toBe(expected);
  });
});

describe('formatKind', () => {
  it.each([
    ['yyyy\\-mm\\-dd', 'date'],
    ['yyyy"年"m"月"d"日";@', 'date'],
    ['[$-804]yyyy"年"m"月"d"日"', 'date'],
    ['[DBNum1][$-804]m"月"', 'date'],
    ['m/d/yy h:mm', 'datetime'],
    ['yyyy-mm-dd hh:mm:ss', 'datetime'],
    ['[$-409]h:mm AM/PM;@', 'time'],
    ['mm:ss.0', 'time'],
    ['[h]:mm', 'time'],
    ['General', 'number'],
    ['0.00E+00', 'number'],
    ['#,##0.00"days"', 'number'],
    ['[Red]-0.00;[Green]0', 'number'],
    ['_-* #,##0.00\\ _d_-', 'number'],
    ['0\\d', 'number'],
    ['@', 'number'],
  ])('%s is %s', (code, kind) => {
    expect(formatKind(code)).toBe(kind);
  });
});

describe('decodeEscapes', () => {
  it.each([
    ['a_x000D_b', 'a\rb'],
    ['_x005F_x0041_', '_x0041_'],
    ['_x004_', '_x004_'],
    ['plain_text', 'plain_text'],
    ['_xD800_', '\uFFFD'],
  ])('%p → %p', (escaped, text) => {
    expect(decodeEscapes(escaped)).toBe(text);
  });
});

it('columnOf reads what columnName writes', () => {
  expect(['A', 'Z', 'AA', 'AB12', 'XFD1048576', '12'].map(columnOf)).toEqual([0, 25, 26, 27, 16383, -1]);
  fc.assert(fc.property(fc.nat(16_383), (column) => expect(columnOf(`${columnName(column)}7`)).toBe(column)));
});
