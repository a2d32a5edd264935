import fc from 'fast-check';
import { foldChineseNumerals, parseChineseNumeral } from './chinese-numerals';

const DIGIT = [...'零一二三四五六七八九'];

/** Writes a number as a Chinese reader would, from the definition and not from the parser. */
function write(value: number): string {
  if (value >= 10_000) {
    const rest = value % 10_000;
    return `${write(Math.floor(value / 10_000))}万${rest === 0 ? '' : (rest < 1000 ? '零' : '') + write(rest)}`;
  }
  let text = '';
  for (const [unit, char] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / unit) % 10;
    if (digit > 0) text += DIGIT[digit] + char;
    else if (text !== '' && !text.endsWith('零')) text += '零';
  }
  return text.replace(/零$/, '') || '零';
}

describe('parseChineseNumeral', () => {
  it.each([
    ['一', '1'],
    ['十', '10'],
    ['十二', '12'],
    ['二十', '20'],
    ['一百零一', '101'],
    ['一百一', '110'],
    ['一百一十', '110'],
    ['一万二', '12000'],
    ['一万零二', '10002'],
    ['两千零三十', '2030'],
    ['九千九百九十九万九千九百九十九', '99999999'],
    ['二〇二六', '2026'],
    ['零', '0'],
    ['壹佰贰拾叁', '123'],
    ['〇〇七', '007'],
  ])('%s is %s', (text, value) => expect(parseChineseNumeral(text)).toBe(value));

  it.each([
    '',
    '万',
    '百',
    '千',
    '十十',
    '一百百',
    '万一',
    '一二十',
    '百一',
    '一万万',
    '十零',
    '一百零',
    '零十',
    '一零零百',
    '张',
    '1',
  ])('%s is no numeral', (text) => expect(parseChineseNumeral(text)).toBeNull());

  it('reads back every number that can be written', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999 }), (n) => parseChineseNumeral(write(n)) === String(n)));
  });
});

describe('foldChineseNumerals', () => {
  it.each([
    ['二栋', '2栋'],
    ['十二栋三单元一一零一室', '12栋3单元1101室'],
    ['和园第三期', '和园3期'],
    ['中山三路', '中山3路'],
    ['经十路', '经10路'],
    ['五一路', '五一路'],
    ['八一街', '八一街'],
    ['三里屯', '三里屯'],
    ['万科城', '万科城'],
    ['四季花园', '四季花园'],
    ['和园二', '和园二'],
    ['一单身公寓', '一单身公寓'],
  ])('%s becomes %s', (text, folded) => expect(foldChineseNumerals(text)).toBe(folded));

  it.each([
    ['和园二', '和园2'],
    ['二-三', '2-3'],
    ['三a座', '3a座'],
    ['三里屯', '三里屯'],
    ['亿万', '亿万'],
  ])('at the end: %s becomes %s', (text, folded) => expect(foldChineseNumerals(text, { atEnd: true })).toBe(folded));
});
