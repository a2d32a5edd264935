const DIGITS = new Map([...'零一二三四五六七八九'].map((char, value) => [char, value]));
for (const [chars, value] of Object.entries({
  〇: 0,
  壹: 1,
  贰: 2,
  两: 2,
  叁: 3,
  肆: 4,
  伍: 5,
  陆: 6,
  柒: 7,
  捌: 8,
  玖: 9,
}))
  DIGITS.set(chars, value);
const UNITS = new Map(Object.entries({ 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 }));
const WAN = new Set(['万', '萬']);

const NUMERAL = `[${[...DIGITS.keys(), ...UNITS.keys(), ...WAN].join('')}]`;
/** What is counted in a register of property: a numeral before one of these is a number, elsewhere it may be a name (三里屯, 万科). */
const COUNTER = '单元|号|栋|幢|座|楼|层|室|期|区|组|户|门|梯|房|排|段|弄|车位|车库|库|院|村|年|月|日';
/** Roads are numbered too (经十路), but named after dates as well (五一路, 八一路): only a numeral that is not spelt digit by digit. */
const ROAD = '路|街|巷|道';
const BEFORE_COUNTER = new RegExp(`第?(${NUMERAL}+)(?=(${COUNTER})|(?:${ROAD}))`, 'gu');
const AT_END = new RegExp(`第?(${NUMERAL}+)(?!\\p{Script=Han})`, 'gu');
const SPELT_OUT = new RegExp(`^[${[...DIGITS.keys()].join('')}]{2,}$`, 'u');

/**
 * Reads a Chinese numeral (一百零一, 十二, 一万二, 二〇一 digit by digit, 壹贰叁) as decimal digits.
 * Answers null for what is not a well-formed numeral (万科's 万, 百, 十十). Values with units go up to 99,999,999.
 */
export function parseChineseNumeral(text: string): string | null {
  const chars = [...text];
  if (chars.length === 0) return null;
  if (chars.every((char) => DIGITS.has(char))) return chars.map((char) => DIGITS.get(char)).join('');

  let total = 0;
  let section = 0;
  let digit: number | null = null;
  let lastUnit = Infinity;
  let afterZero = false;
  for (const char of chars) {
    const value = DIGITS.get(char);
    const unit = UNITS.get(char);
    if (value === 0) {
      if (digit !== null || afterZero || lastUnit === Infinity) return null;
      afterZero = true;
    } else if (value !== undefined) {
      if (digit !== null) return null;
      digit = value;
    } else if (unit !== undefined) {
      if (unit >= lastUnit || (digit === null && (unit !== 10 || afterZero))) return null;
      section += (digit ?? 1) * unit;
      [digit, lastUnit, afterZero] = [null, unit, false];
    } else if (WAN.has(char)) {
      if (total > 0 || section + (digit ?? 0) === 0 || (afterZero && digit === null)) return null;
      total = (section + (digit ?? 0)) * 10_000;
      [section, digit, lastUnit, afterZero] = [0, null, 10_000, false];
    } else {
      return null;
    }
  }
  if (afterZero && digit === null) return null;
  // 一百一 is 110: without 零 a last digit counts the next smaller unit
  const scale = !afterZero && lastUnit > 10 && lastUnit !== Infinity ? lastUnit / 10 : 1;
  return String(total + section + (digit ?? 0) * scale);
}

/**
 * Writes the Chinese numerals of folded text as digits where they count something: before a counter (二栋 → 2栋, 第三期 → 3期,
 * 一〇一室 → 101室, 中山三路 → 3路). With `atEnd` also where no Chinese character follows (和园二 → 和园2).
 * Numerals that belong to a name (三里屯, 万科, 五一路) stay.
 */
export function foldChineseNumerals(text: string, options: { atEnd?: boolean } = {}): string {
  const counted = text.replace(BEFORE_COUNTER, (whole: string, numeral: string, counter: string | undefined) =>
    counter === undefined && SPELT_OUT.test(numeral) ? whole : (parseChineseNumeral(numeral) ?? whole),
  );
  if (!options.atEnd) return counted;
  return counted.replace(AT_END, (whole: string, numeral: string) => parseChineseNumeral(numeral) ?? whole);
}
