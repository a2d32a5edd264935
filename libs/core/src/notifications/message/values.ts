import { type Locale, type NotificationType, type VariableSpec, type VariableType } from '@atrium/sdk';

/** As a value is stored: text, number, or money as it was given. */
export type StoredValue = string | number | { readonly amount: string; readonly currency: string };
export type StoredValues = Readonly<Record<string, StoredValue>>;

export interface CheckedValues {
  readonly open: StoredValues;
  /** What is kept sealed; null where there is nothing of the kind. */
  readonly secret: StoredValues | null;
}

const MAX_TEXT = 5_000;
const MAX_LINK = 2_000;
const DECIMAL = /^-?[0-9]{1,15}(\.[0-9]{1,6})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const CHECKS: Readonly<Record<VariableType, (value: unknown) => StoredValue | null>> = {
  TEXT: (value) => (typeof value === 'string' && value.length <= MAX_TEXT ? value : null),
  NUMBER: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null),
  MONEY: (value) => {
    const { amount, currency } = (value ?? {}) as { amount?: unknown; currency?: unknown };
    return typeof amount === 'string' &&
      DECIMAL.test(amount) &&
      typeof currency === 'string' &&
      /^[A-Z]{3}$/.test(currency)
      ? { amount, currency }
      : null;
  },
  DATE: (value) =>
    typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) ? value : null,
  DATE_TIME: (value) => (value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : null),
  LINK: (value) =>
    typeof value === 'string' && /^https?:\/\/\S+$/.test(value) && value.length <= MAX_LINK ? value : null,
};

/** The values of a message as they are stored. @throws Error naming what is missing, unknown or of another type */
export function checkValues(
  { key, variables }: NotificationType,
  given: Readonly<Record<string, unknown>>,
): CheckedValues {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(variables, name)) throw new Error(`Notification ${key} has no variable ${name}`);
  }
  const open: Record<string, StoredValue> = {};
  const secret: Record<string, StoredValue> = {};
  for (const [name, spec] of Object.entries<VariableSpec>(variables)) {
    const value = given[name];
    if (value === undefined || value === null) {
      if (!spec.optional) throw new Error(`Notification ${key}: ${name} is missing`);
      continue;
    }
    const stored = CHECKS[spec.type](value);
    if (stored === null) throw new Error(`Notification ${key}: ${name} is not of the type ${spec.type}`);
    (spec.secret ? secret : open)[name] = stored;
  }
  return { open, secret: Object.keys(secret).length > 0 ? secret : null };
}

/** The values in words, for a language and a time zone. */
export function wordedValues(
  { variables }: NotificationType,
  values: StoredValues,
  locale: Locale,
  timeZone: string,
): Record<string, string> {
  const worded: Record<string, string> = {};
  for (const [name, spec] of Object.entries<VariableSpec>(variables)) {
    const value = values[name];
    if (value !== undefined) worded[name] = wordedValue(spec.type, value, locale, timeZone);
  }
  return worded;
}

function wordedValue(type: VariableType, value: StoredValue, locale: Locale, timeZone: string): string {
  if (typeof value === 'object') {
    // Formatted as text: no digit of the amount is lost.
    return new Intl.NumberFormat(locale, { style: 'currency', currency: value.currency }).format(
      value.amount as unknown as number,
    );
  }
  if (type === 'NUMBER') return new Intl.NumberFormat(locale).format(Number(value));
  if (type === 'DATE') {
    return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(`${String(value)}T00:00:00Z`),
    );
  }
  if (type === 'DATE_TIME') {
    return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
      new Date(String(value)),
    );
  }
  return String(value);
}
