import { type FieldProblem, type Locale, LOCALES, type Message, type SettingsSchema } from '@atrium/sdk';
import { z } from 'zod';
import { secretNames, settingNames } from './settings-schema';

export type Values = Readonly<Record<string, unknown>>;

export type CheckedSettings =
  { readonly ok: true; readonly settings: Values } | { readonly ok: false; readonly problems: readonly FieldProblem[] };

const WORDS: Readonly<Record<Locale, z.core.$ZodErrorMap>> = {
  en: z.locales.en().localeError,
  'zh-CN': z.locales.zhCN().localeError,
};

const UNKNOWN: Readonly<Record<Locale, string>> = {
  en: 'There is no such setting.',
  'zh-CN': '没有这项设置。',
};

/** All settings with their defaults, or what is wrong with them in every language. `path` stands before each. */
export function checkSettings(schema: SettingsSchema, given: Values, path: string): CheckedSettings {
  const known = settingNames(schema);
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  const problems: FieldProblem[] = unknown.map((name) => ({
    path: `${path}.${name}`,
    code: 'UNKNOWN_SETTING',
    message: { key: 'plugin.setting', text: UNKNOWN },
  }));
  const parsed = schema.safeParse(given, { error: WORDS.en });
  if (!parsed.success) {
    const inOther = schema.safeParse(given, { error: WORDS['zh-CN'] });
    const translated = inOther.success ? parsed.error.issues : inOther.error.issues;
    problems.push(
      ...parsed.error.issues.map((issue, index) => ({
        path: [path, ...issue.path.map(String)].join('.'),
        code: issue.code === 'invalid_type' && valueAt(given, issue.path) === undefined ? 'REQUIRED' : 'INVALID_VALUE',
        message: worded(issue.message, translated[index]?.message ?? issue.message),
      })),
    );
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings: frozen(parsed.data as Values) };
}

const worded = (en: string, zh: string): Message => {
  const text: Record<Locale, string> = { en, 'zh-CN': zh };
  // Braces in a value are no places of parameters.
  for (const locale of LOCALES) text[locale] = text[locale].replace(/\{(\w+)\}/g, '($1)');
  return { key: 'plugin.setting', text };
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );

/** Settings after a change: what is left out stays, null takes back what was chosen. */
export function mergedSettings(stored: Values, change: Values): Record<string, unknown> {
  const merged = { ...stored, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

/** The two parts in which settings are kept. */
export function splitSecrets(
  schema: SettingsSchema,
  values: Values,
): { open: Record<string, unknown>; secrets: Record<string, string> } {
  const secret = new Set(secretNames(schema));
  const entries = Object.entries(values);
  return {
    open: Object.fromEntries(entries.filter(([name]) => !secret.has(name))),
    secrets: Object.fromEntries(
      entries.filter(([name]) => secret.has(name)).map(([name, text]) => [name, String(text)]),
    ),
  };
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}
