import { defineMessages, type Message, type MessageParams } from './messages';

/** How a broken validation rule is told to the caller. */
export interface ValidationRule {
  /** What a program acts on, e.g. `TOO_SMALL`. */
  readonly code: string;
  readonly message: Message;
  /** Places of the message, from the rule's constraints as class-validator keeps them. */
  readonly params?: (constraints: readonly unknown[]) => MessageParams;
}

const rules = new Map<string, ValidationRule>();

/**
 * Says how a class-validator rule is worded in every language, by the rule's name (`isInt`, `max`, or the `name` of a
 * `ValidateBy`). A rule nobody words is answered with its English sentence and the code `INVALID_VALUE`.
 */
export function defineRule(name: string, rule: ValidationRule): void {
  if (rules.has(name)) throw new Error(`Validation rule ${name} is worded twice`);
  rules.set(name, rule);
}

export const ruleOf = (name: string): ValidationRule | undefined => rules.get(name);

const messages = defineMessages('validation', {
  text: {
    en: 'Must be {min} to {max} characters without control characters.',
    'zh-CN': '长度须为 {min} 到 {max} 个字符，且不含控制字符。',
  },
  textLike: {
    en: 'Must be {min} to {max} characters without control characters, such as {example}.',
    'zh-CN': '长度须为 {min} 到 {max} 个字符，且不含控制字符，例如 {example}。',
  },
  int: { en: 'Must be a whole number.', 'zh-CN': '必须为整数。' },
  number: { en: 'Must be a number.', 'zh-CN': '必须为数字。' },
  min: { en: 'Must be {min} or more.', 'zh-CN': '不能小于 {min}。' },
  max: { en: 'Must be {max} or less.', 'zh-CN': '不能大于 {max}。' },
  oneOf: { en: 'Must be one of: {allowed}.', 'zh-CN': '必须为以下值之一：{allowed}。' },
  email: { en: 'Must be an e-mail address.', 'zh-CN': '必须为有效的电子邮箱地址。' },
  url: { en: 'Must be a web address.', 'zh-CN': '必须为有效的网址。' },
  pattern: { en: 'Must have the form {pattern}.', 'zh-CN': '格式须符合 {pattern}。' },
  required: { en: 'Must not be empty.', 'zh-CN': '不能为空。' },
  minItems: { en: 'Must have {min} entries or more.', 'zh-CN': '至少需要 {min} 项。' },
  maxItems: { en: 'Must have {max} entries or fewer.', 'zh-CN': '最多 {max} 项。' },
  uniqueItems: { en: 'Must not name anything twice.', 'zh-CN': '不能有重复项。' },
  minLength: { en: 'Must be {min} characters or more.', 'zh-CN': '至少 {min} 个字符。' },
  maxLength: { en: 'Must be {max} characters or fewer.', 'zh-CN': '最多 {max} 个字符。' },
  boolean: { en: 'Must be true or false.', 'zh-CN': '必须为 true 或 false。' },
  string: { en: 'Must be a text.', 'zh-CN': '必须为文本。' },
});

const first =
  (place: string) =>
  ([value]: readonly unknown[]): MessageParams => ({ [place]: String(value) });

const WORDED: Readonly<Record<string, ValidationRule>> = {
  isInt: { code: 'NOT_A_WHOLE_NUMBER', message: messages.int },
  isNumber: { code: 'NOT_A_NUMBER', message: messages.number },
  min: { code: 'TOO_SMALL', message: messages.min, params: first('min') },
  max: { code: 'TOO_LARGE', message: messages.max, params: first('max') },
  isIn: {
    code: 'NOT_ALLOWED',
    message: messages.oneOf,
    params: ([allowed]) => ({ allowed: (allowed as readonly unknown[]).join(', ') }),
  },
  isEmail: { code: 'NOT_AN_EMAIL', message: messages.email },
  isUrl: { code: 'NOT_A_URL', message: messages.url },
  matches: { code: 'WRONG_FORM', message: messages.pattern, params: first('pattern') },
  isNotEmpty: { code: 'REQUIRED', message: messages.required },
  isDefined: { code: 'REQUIRED', message: messages.required },
  arrayNotEmpty: { code: 'REQUIRED', message: messages.required },
  arrayMinSize: { code: 'TOO_FEW', message: messages.minItems, params: first('min') },
  arrayMaxSize: { code: 'TOO_MANY', message: messages.maxItems, params: first('max') },
  arrayUnique: { code: 'DUPLICATE', message: messages.uniqueItems },
  minLength: { code: 'TOO_SHORT', message: messages.minLength, params: first('min') },
  maxLength: { code: 'TOO_LONG', message: messages.maxLength, params: first('max') },
  isBoolean: { code: 'NOT_A_BOOLEAN', message: messages.boolean },
  isString: { code: 'NOT_A_TEXT', message: messages.string },
};
for (const [name, rule] of Object.entries(WORDED)) defineRule(name, rule);

const bounds = ([min, max]: readonly unknown[]): MessageParams => ({ min: String(min), max: String(max) });
defineRule('isText', { code: 'INVALID_TEXT', message: messages.text, params: bounds });
defineRule('isTextLike', {
  code: 'INVALID_TEXT',
  message: messages.textLike,
  params: (constraints) => ({ ...bounds(constraints), example: String(constraints[2]) }),
});
defineRule('isCleanText', {
  code: 'INVALID_TEXT',
  message: messages.text,
  params: ([rules]) => {
    const { min = 1, max } = rules as { min?: number; max: number };
    return { min, max };
  },
});
