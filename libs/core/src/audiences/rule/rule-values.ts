import { cleanText, decodeId, type FieldProblem, idMessages, type OwnedSegmentField, textProblem } from '@atrium/sdk';
import { ruleMessages as messages } from '../audiences.messages';

export const MAX_VALUES = 200;
export const MAX_TEXT = 100;
export const MAX_DAYS = 36_500;

/** An amount as it is stored, and in the minor unit of the currency as it is compared. */
export interface MoneyOperand {
  readonly amount: string;
  readonly currency: string;
  readonly minor: string;
}

/** An id as it is shown and as it is compared. */
export interface IdOperand {
  readonly id: string;
  readonly uuid: string;
}

export type Read =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: FieldProblem };

type Reader = (given: unknown, path: string, field: OwnedSegmentField, currency: string) => Read;

const fine = (value: unknown): Read => ({ ok: true, value });
const bad = (path: string, code: string, message: FieldProblem['message'], params?: FieldProblem['params']): Read => ({
  ok: false,
  problem: { path, code, message, params },
});

const text: Reader = (given, path) => {
  const clean = typeof given === 'string' ? cleanText(given) : '';
  return textProblem(clean, { max: MAX_TEXT }) === null && typeof given === 'string'
    ? fine(clean)
    : bad(path, 'INVALID_TEXT', messages.badText, { max: MAX_TEXT });
};

const choice: Reader = (given, path, { choices = {} }) =>
  typeof given === 'string' && Object.hasOwn(choices, given)
    ? fine(given)
    : bad(path, 'UNKNOWN_CHOICE', messages.unknownChoice, {
        given: String(given).slice(0, MAX_TEXT),
        allowed: Object.keys(choices).join(', '),
      });

const id: Reader = (given, path, { reference }) => {
  const decoded = decodeId(given, reference!.idType);
  if (decoded.ok) return fine({ id: given, uuid: decoded.uuid } as IdOperand);
  const code = decoded.problem === 'wrongType' ? 'ID_OF_WRONG_TYPE' : 'MALFORMED_ID';
  return bad(path, code, idMessages[decoded.problem], {
    given: String(given).slice(0, 96),
    expected: reference!.idType,
  });
};

const list =
  (one: Reader): Reader =>
  (given, path, field, currency) => {
    const all = Array.isArray(given) ? (given as unknown[]) : [];
    if (all.length === 0) return bad(path, 'REQUIRED', messages.emptyList);
    if (all.length > MAX_VALUES) return bad(path, 'TOO_MANY', messages.tooMany, { max: MAX_VALUES });
    const read = all.map((value, index) => one(value, `${path}.${index}`, field, currency));
    return read.find((each) => !each.ok) ?? fine(read.map((each) => (each as { value: unknown }).value));
  };

const days: Reader = (given, path) =>
  Number.isInteger(given) && (given as number) >= 0 && (given as number) <= MAX_DAYS
    ? fine(given)
    : bad(path, 'OUT_OF_RANGE', messages.badDays, { max: MAX_DAYS });

/** Decimal places of the currency: 2 for CNY, 0 for JPY. */
const placesOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

const money: Reader = (given, path, _field, currency) => {
  const { amount, currency: named } = given as { amount: string; currency: string };
  if (named !== currency) return bad(`${path}.currency`, 'OTHER_CURRENCY', messages.otherCurrency, { currency });
  const places = placesOf(currency);
  const [whole = '0', fraction = ''] = amount.split('.');
  const rest = fraction.replace(/0+$/, '');
  if (rest.length > places) {
    const smallest = (10 ** -places).toFixed(places);
    return bad(`${path}.amount`, 'TOO_FINE', messages.tooFine, { currency, smallest });
  }
  return fine({ amount, currency, minor: `${whole}${rest.padEnd(places, '0')}` } satisfies MoneyOperand);
};

/** GraphQL has checked the type: a day, a decimal number, yes or no. */
const asGiven: Reader = (given) => fine(given);

const READERS: Readonly<Record<string, Reader>> = {
  'TEXT.is': text,
  'TEXT.in': list(text),
  'TEXT.startsWith': text,
  'TEXT.contains': text,
  'CHOICE.in': list(choice),
  'CHOICE.notIn': list(choice),
  'DATE.withinLastDays': days,
  'DATE.withinNextDays': days,
  'DATE.moreThanDaysAgo': days,
  'MONEY.from': money,
  'MONEY.to': money,
  'REFERENCE.in': list(id),
  'REFERENCE.notIn': list(id),
};

/** The operand of one operator, in the form in which it is compared. */
export const readOperand = (
  field: OwnedSegmentField,
  operator: string,
  given: unknown,
  path: string,
  currency: string,
): Read => (READERS[`${field.type}.${operator}`] ?? asGiven)(given, path, field, currency);

/** Below, at or above zero: how two operands of a range lie to each other. */
export function compareOperands(type: OwnedSegmentField['type'], from: unknown, to: unknown): number {
  if (type === 'MONEY') {
    const [a, b] = [BigInt((from as MoneyOperand).minor), BigInt((to as MoneyOperand).minor)];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  if (type === 'DATE') return String(from) < String(to) ? -1 : String(from) > String(to) ? 1 : 0;
  return Number(from) - Number(to);
}
