import { type Locale, type OwnedSegmentField, segmentRecord } from '@atrium/sdk';
import type { BoundRule, Test } from './rule.types';
import type { IdOperand, MoneyOperand } from './rule-values';

/** Names of the objects that a rule refers to, by typed id. */
export type Names = ReadonlyMap<string, string>;

interface Words {
  readonly and: string;
  readonly or: string;
  readonly comma: string;
  readonly list: string;
  readonly bracket: (inside: string) => string;
  readonly not: (inside: string) => string;
  readonly has: (record: string) => string;
  readonly some: (record: string, inside: string) => string;
  readonly atLeast: (count: number, record: string, inside: string | null) => string;
  readonly flag: (label: string, is: boolean) => string;
  readonly oneOf: (label: string, values: string, is: boolean) => string;
  readonly empty: (label: string, is: boolean) => string;
  readonly text: (label: string, operator: 'startsWith' | 'contains', value: string) => string;
  readonly days: (
    label: string,
    operator: 'withinLastDays' | 'withinNextDays' | 'moreThanDaysAgo',
    n: number,
  ) => string;
}

const WORDS: Readonly<Record<Locale, Words>> = {
  'zh-CN': {
    and: ' 且 ',
    or: ' 或 ',
    comma: '，',
    list: '、',
    bracket: (inside) => `（${inside}）`,
    not: (inside) => `不满足（${inside}）`,
    has: (record) => `有${record}`,
    some: (record, inside) => `${record}（${inside}）`,
    atLeast: (count, record, inside) => `至少 ${count} 条${record}${inside === null ? '' : `（${inside}）`}`,
    flag: (label, is) => (is ? label : `非${label}`),
    oneOf: (label, values, is) => `${label}${is ? '为' : '不为'}${values}`,
    empty: (label, is) => `${label}${is ? '为空' : '不为空'}`,
    text: (label, operator, value) =>
      operator === 'startsWith' ? `${label}以“${value}”开头` : `${label}包含“${value}”`,
    days: (label, operator, n) =>
      ({
        withinLastDays: `${label}在最近 ${n} 天内`,
        withinNextDays: `${label}在未来 ${n} 天内`,
        moreThanDaysAgo: `${label}早于 ${n} 天前`,
      })[operator],
  },
  en: {
    and: ' and ',
    or: ' or ',
    comma: ', ',
    list: ' or ',
    bracket: (inside) => `(${inside})`,
    not: (inside) => `not (${inside})`,
    has: (record) => `has: ${record}`,
    some: (record, inside) => `${record} (${inside})`,
    atLeast: (count, record, inside) => `at least ${count} × ${record}${inside === null ? '' : ` (${inside})`}`,
    flag: (label, is) => (is ? label : `not ${label}`),
    oneOf: (label, values, is) => `${label} ${is ? 'is' : 'is not'} ${values}`,
    empty: (label, is) => `${label} is ${is ? 'empty' : 'given'}`,
    text: (label, operator, value) =>
      operator === 'startsWith' ? `${label} begins with "${value}"` : `${label} contains "${value}"`,
    days: (label, operator, n) =>
      ({
        withinLastDays: `${label} within the last ${n} days`,
        withinNextDays: `${label} within the next ${n} days`,
        moreThanDaysAgo: `${label} more than ${n} days ago`,
      })[operator],
  },
};

/** A rule in words: 客户类型为个人，房屋关系（关系为业主，建筑面积 ≥ 90㎡）. */
export function wordRule(rule: BoundRule, locale: Locale, names: Names): string {
  return new Wording(locale, names).top(rule);
}

class Wording {
  private readonly words: Words;

  constructor(
    private readonly locale: Locale,
    private readonly names: Names,
  ) {
    this.words = WORDS[locale];
  }

  /** Where nothing stands around it, what must all hold is a list with commas. */
  top(rule: BoundRule): string {
    return rule.kind === 'all' ? rule.rules.map((one) => this.inner(one)).join(this.words.comma) : this.word(rule);
  }

  private inner(rule: BoundRule): string {
    const isGroup = (rule.kind === 'all' || rule.kind === 'any') && rule.rules.length > 1;
    return isGroup ? this.words.bracket(this.word(rule)) : this.word(rule);
  }

  private word(rule: BoundRule): string {
    const { words, locale } = this;
    switch (rule.kind) {
      case 'all':
      case 'any':
        return rule.rules.map((one) => this.inner(one)).join(rule.kind === 'all' ? words.and : words.or);
      case 'not':
        return words.not(this.top(rule.rule));
      case 'some': {
        const record = rule.record.label[locale];
        const inside = rule.where && this.top(rule.where);
        if (rule.atLeast > 1) return words.atLeast(rule.atLeast, record, inside);
        return inside === null ? words.has(record) : words.some(record, inside);
      }
      case 'test':
        return rule.tests.map((test) => this.test(rule.field, test)).join(words.and);
    }
  }

  private test(field: OwnedSegmentField, { operator, operand }: Test): string {
    const { words, locale } = this;
    const label = field.label[locale];
    switch (operator) {
      case 'is':
        return field.type === 'BOOLEAN'
          ? words.flag(label, operand === true)
          : words.oneOf(label, this.value(field, operand), true);
      case 'in':
      case 'notIn':
        return words.oneOf(
          label,
          (operand as unknown[]).map((one) => this.value(field, one)).join(words.list),
          operator === 'in',
        );
      case 'isEmpty':
        return words.empty(label, operand === true);
      case 'startsWith':
      case 'contains':
        return words.text(label, operator, operand as string);
      case 'withinLastDays':
      case 'withinNextDays':
      case 'moreThanDaysAgo':
        return words.days(label, operator, operand as number);
      case 'eq':
      case 'from':
      case 'to': {
        const sign = { eq: '=', from: '≥', to: '≤' }[operator];
        return `${label} ${sign} ${this.value(field, operand)}`;
      }
    }
  }

  private value(field: OwnedSegmentField, operand: unknown): string {
    const { locale } = this;
    switch (field.type) {
      case 'TEXT':
        return locale === 'en' ? `"${operand as string}"` : `“${operand as string}”`;
      case 'CHOICE':
        return field.choices![operand as string]![locale];
      case 'REFERENCE':
        return this.names.get((operand as IdOperand).id) ?? '?';
      case 'NUMBER': {
        const unit = field.unit?.[locale] ?? '';
        return `${operand as string}${locale === 'en' && unit ? ' ' : ''}${unit}`;
      }
      case 'MONEY': {
        const { amount, currency } = operand as MoneyOperand;
        return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
          amount as Intl.StringNumericLiteral,
        );
      }
      default:
        return String(operand);
    }
  }
}

/** Names of the record a field is about and of the plugin it comes from, for people. */
export const recordLabel = (of: string, locale: Locale): string | null => segmentRecord(of)?.label[locale] ?? null;
