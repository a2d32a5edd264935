import { foldText, personSortKey, sortKey } from '@atrium/sdk';
import { CustomerKind } from './customer-kind';

/**
 * The key under which equal names are equal: without case, width, diacritics, spaces and punctuation.
 * @example nameKey('Zhang, Wei') === nameKey('ＺＨＡＮＧ　ＷＥＩ')
 */
export function nameKey(name: string): string {
  const bare = foldText(name).replace(/[\s\p{P}]+/gu, '');
  return bare === '' ? foldText(name) : bare;
}

/** Place of a customer in lists by name. */
export const nameSortKey = (kind: CustomerKind, name: string, locale: string): string =>
  kind === CustomerKind.PERSON ? personSortKey(name, locale) : sortKey(name, locale);
