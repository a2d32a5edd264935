/** How numbers and days are written in a file. */
export interface FieldFormats {
  readonly decimal: '.' | ',';
  /** Between groups of digits; white space and apostrophes always may stand there. */
  readonly group: '.' | ',';
  /** Order in `3/4/2026`; null where it can't be known, which makes such a day ambiguous. */
  readonly dayOrder: 'DMY' | 'MDY' | null;
}

/** What spreadsheet cells are read as, and files of which nothing is said. */
export const PLAIN_FORMATS: FieldFormats = { decimal: '.', group: ',', dayOrder: null };

/**
 * The usage of a language and region (BCP 47). A bare language tells nothing of the order of days: `en` is both
 * `03/04` and `04/03`.
 * @throws RangeError when the tag is malformed
 */
export function fieldFormats(tag: string): FieldFormats {
  const locale = new Intl.Locale(tag);
  const number = new Intl.NumberFormat(tag).formatToParts(12345.6);
  const comma = number.some(({ type, value }) => type === 'decimal' && value !== '.');
  const days = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'numeric', day: 'numeric' })
    .formatToParts(new Date(Date.UTC(2026, 2, 4)))
    .map(({ type }) => type[0]!.toUpperCase())
    .filter((letter) => 'DMY'.includes(letter))
    .join('');
  const known = locale.region !== undefined || locale.language !== 'en';
  return {
    decimal: comma ? ',' : '.',
    group: comma ? '.' : ',',
    dayOrder: known && (days === 'DMY' || days === 'MDY') ? days : null,
  };
}
