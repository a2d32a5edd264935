import { defineMessages, type Locale, type Message, type MessageParams } from '../errors/messages';
import { isLocalDate } from '../graphql/scalars';
import { cleanText, foldText, textProblem } from '../text';
import type { FieldFormats } from './field-formats';

export type ImportValue = string | number | boolean;

export interface ParseContext {
  /** Language of what is said to people. */
  readonly locale: Locale;
  readonly formats: FieldFormats;
}

export type ParsedValue<V extends ImportValue> =
  | { readonly ok: true; readonly value: V }
  | { readonly ok: false; readonly code: string; readonly message: Message; readonly params?: MessageParams };

/** Reads the text of one cell. */
export interface ImportFieldType<V extends ImportValue = ImportValue> {
  /** Shown to clients that draw a form. */
  readonly name: 'TEXT' | 'INTEGER' | 'DECIMAL' | 'DATE' | 'BOOLEAN' | 'CHOICE' | 'OTHER';
  /** @param text trimmed and not empty */
  parse(text: string, context: ParseContext): ParsedValue<V>;
}

export interface Choice {
  readonly title: Readonly<Record<Locale, string>>;
  /** Other words for it, in any language. */
  readonly synonyms?: readonly string[];
}

export const fieldMessages = defineMessages('importField', {
  required: { en: 'A value is needed here.', 'zh-CN': '此处必须填写。' },
  tooLong: {
    en: 'At most {max} characters are allowed, there are {length}.',
    'zh-CN': '最多 {max} 个字符，实际 {length} 个。',
  },
  badCharacter: {
    en: 'The character {codePoint} at position {position} is not allowed.',
    'zh-CN': '第 {position} 个字符（{codePoint}）不允许使用。',
  },
  wrongForm: { en: 'Must have a form such as {example}.', 'zh-CN': '格式应类似 {example}。' },
  notWhole: { en: 'Must be a whole number from {min} to {max}.', 'zh-CN': '必须为 {min} 到 {max} 的整数。' },
  notDecimal: {
    en: 'Must be a number from {min} to {max} with at most {scale} decimals.',
    'zh-CN': '必须为 {min} 到 {max} 的数字，最多 {scale} 位小数。',
  },
  notDay: { en: 'Must be a day such as 2026-03-11.', 'zh-CN': '必须为日期，例如 2026-03-11。' },
  ambiguousDay: {
    en: 'Day and month can be confused: write the day like 2026-03-11, or say which country the file is from.',
    'zh-CN': '无法区分月和日：请写成 2026-03-11 的形式，或指定文件所属地区。',
  },
  notBoolean: { en: 'Must be yes or no.', 'zh-CN': '必须为“是”或“否”。' },
  notChoice: { en: 'Must be one of: {allowed}.', 'zh-CN': '必须为以下之一：{allowed}。' },
});

/** Nothing to clean and nothing forbidden: most cells, and checking a million of them should cost little. */
const SIMPLE = /^[\x20-\x7e\u4e00-\u9fff]*$/;
const YES = new Set(['yes', 'y', 'true', 't', '1', '是', '有', '对', '√', '✓', '真']);
const NO = new Set(['no', 'n', 'false', 'f', '0', '否', '无', '不是', '没有', '×', '假']);

const ok = <V extends ImportValue>(value: V): ParsedValue<V> => ({ ok: true, value });
const bad = (code: string, message: Message, params?: MessageParams): ParsedValue<never> => ({
  ok: false,
  code,
  message,
  params,
});
const folded = (text: string): string => foldText(text).trim().replace(/\s+/g, ' ');

const numberForms = new Map<string, RegExp>();
function numberForm({ decimal, group }: FieldFormats): RegExp {
  let form = numberForms.get(decimal + group);
  if (!form) {
    const [d, g] = [decimal === '.' ? '\\.' : ',', group === '.' ? '\\.' : ','];
    form = new RegExp(`^([+-]?)(\\d+|\\d{1,3}(?:${g}\\d{3})+)?(?:${d}(\\d*))?$`);
    numberForms.set(decimal + group, form);
  }
  return form;
}

/** As nearly every number stands in a file where the point is the decimal sign; there is nothing to make of it. */
const PLAIN_DECIMAL = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Digits with a point: `12 345,60` in a file with decimal commas gives `12345.60`. Null where it is no number. */
export function plainDecimal(text: string, formats: FieldFormats): string | null {
  if (formats.decimal === '.' && PLAIN_DECIMAL.test(text)) return text;
  const tight = text
    .normalize('NFKC')
    .replace(/[\s'’_]/g, '')
    .replace(/−/, '-');
  const match = numberForm(formats).exec(tight);
  if (!match || (match[2] === undefined && !match[3])) return null;
  const whole = (match[2] ?? '0').replaceAll(formats.group, '').replace(/^0+(?=\d)/, '');
  const fraction = match[3] ? `.${match[3]}` : '';
  return `${match[1] === '-' ? '-' : ''}${whole}${fraction}`;
}

function day(text: string, order: FieldFormats['dayOrder']): string | 'AMBIGUOUS' | null {
  if (isLocalDate(text)) return text;
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[T ]\s*0?0:00(:00(\.0+)?)?Z?$/, '');
  const of = (year: string, month: string, date: string): string | null => {
    const local = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
    return isLocalDate(local) ? local : null;
  };
  const yearFirst =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(plain) ??
    /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (yearFirst) return of(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!);
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(plain);
  if (!yearLast) return null;
  const [first, sign, second, year] = [yearLast[1]!, yearLast[2]!, yearLast[3]!, yearLast[4]!];
  if (sign === '.') return of(year, second, first);
  const [dayFirst, monthFirst] = [of(year, second, first), of(year, first, second)];
  if (order) return order === 'DMY' ? dayFirst : monthFirst;
  return dayFirst && monthFirst && dayFirst !== monthFirst ? 'AMBIGUOUS' : (dayFirst ?? monthFirst);
}

/** So many digits a float keeps apart and in order. */
const FLOAT_DIGITS = 15;

/** Compares decimals; long ones as whole numbers, because floats would round them. */
function compareDecimals(a: string, b: string): number {
  if (a.length <= FLOAT_DIGITS && b.length <= FLOAT_DIGITS) return Number(a) - Number(b);
  const scaled = (text: string): bigint => {
    const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
    const value = BigInt(whole + fraction.padEnd(20, '0').slice(0, 20));
    return text.startsWith('-') ? -value : value;
  };
  const [x, y] = [scaled(a), scaled(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Builders of field types. Every message says what would be right. */
export const fieldType = {
  /** At most `max` characters; `matches` is tried on the cleaned text (NFC, trimmed) and explained by `example`. */
  text: (options: {
    max: number;
    multiline?: boolean;
    matches?: RegExp;
    example?: string;
  }): ImportFieldType<string> => ({
    name: 'TEXT',
    parse: (text) => {
      const { matches, example = '', ...rules } = options;
      const simple = text.length <= rules.max && SIMPLE.test(text);
      const problem = simple ? null : textProblem(text, { ...rules, min: 0 });
      if (problem?.code === 'FORBIDDEN_CHARACTER')
        return bad('BAD_CHARACTER', fieldMessages.badCharacter, { ...problem });
      if (problem) return bad('TOO_LONG', fieldMessages.tooLong, { max: rules.max, length: problem.length });
      const clean = simple ? text.trim() : cleanText(text);
      if (matches && !matches.test(clean)) return bad('WRONG_FORM', fieldMessages.wrongForm, { example });
      return ok(clean);
    },
  }),
  integer: ({ min, max }: { min: number; max: number }): ImportFieldType<number> => ({
    name: 'INTEGER',
    parse: (text, { formats }) => {
      const plain = plainDecimal(text, formats);
      const value = plain !== null && /^-?\d+(\.0*)?$/.test(plain) ? Number(plain) : null;
      if (value === null || value < min || value > max) {
        return bad(value === null ? 'NOT_A_WHOLE_NUMBER' : 'OUT_OF_RANGE', fieldMessages.notWhole, { min, max });
      }
      return ok(value === 0 ? 0 : value);
    },
  }),
  /** An exact decimal, answered as `89.37`. Bounds are decimals in a text. */
  decimal: ({ min, max, scale }: { min: string; max: string; scale: number }): ImportFieldType<string> => ({
    name: 'DECIMAL',
    parse: (text, { formats }) => {
      const plain = plainDecimal(text, formats);
      const expected = { min, max, scale };
      if (plain === null) return bad('NOT_A_NUMBER', fieldMessages.notDecimal, expected);
      const value = plain.includes('.') ? plain.replace(/0+$/, '').replace(/\.$/, '') : plain;
      if ((value.split('.')[1] ?? '').length > scale) {
        return bad('TOO_MANY_DECIMALS', fieldMessages.notDecimal, expected);
      }
      if (compareDecimals(value, min) < 0 || compareDecimals(value, max) > 0) {
        return bad('OUT_OF_RANGE', fieldMessages.notDecimal, expected);
      }
      return ok(value === '-0' ? '0' : value);
    },
  }),
  /** A day, answered as `2026-03-11`; understands `2026/3/11`, `2026年3月11日`, `11.3.2026`, `20260311`. */
  date: (): ImportFieldType<string> => ({
    name: 'DATE',
    parse: (text, { formats }) => {
      const found = day(text, formats.dayOrder);
      if (found === 'AMBIGUOUS') return bad('AMBIGUOUS_DAY', fieldMessages.ambiguousDay);
      return found === null ? bad('NOT_A_DAY', fieldMessages.notDay) : ok(found);
    },
  }),
  boolean: (): ImportFieldType<boolean> => ({
    name: 'BOOLEAN',
    parse: (text) => {
      const word = folded(text);
      if (YES.has(word)) return ok(true);
      return NO.has(word) ? ok(false) : bad('NOT_A_BOOLEAN', fieldMessages.notBoolean);
    },
  }),
  /** One of a few values, by its name, its title in any language or a synonym; case and width do not matter. */
  choice: <K extends string>(choices: Readonly<Record<K, Choice>>): ImportFieldType<K> => {
    const words = new Map<string, K>();
    for (const [value, { title, synonyms = [] }] of Object.entries<Choice>(choices)) {
      for (const word of [value, ...Object.values(title), ...synonyms]) words.set(folded(word), value as K);
    }
    return {
      name: 'CHOICE',
      parse: (text, { locale }) => {
        const value = words.get(folded(text));
        if (value !== undefined) return ok(value);
        const allowed = Object.values<Choice>(choices).map(({ title }) => title[locale]);
        return bad('NOT_ALLOWED', fieldMessages.notChoice, { allowed: allowed.join(locale === 'zh-CN' ? '、' : ', ') });
      },
    };
  },
  /** Anything else, by a function of the context. */
  other: <V extends ImportValue>(parse: ImportFieldType<V>['parse']): ImportFieldType<V> => ({ name: 'OTHER', parse }),
} as const;
