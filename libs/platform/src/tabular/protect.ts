/**
 * Formula injection: a text that a spreadsheet program would take for a formula is written behind an apostrophe, which
 * those programs show as text. The set follows OWASP, "CSV Injection", with the full-width signs that programs in
 * Chinese and Japanese read like their narrow twins.
 */
const LEADS_FORMULA = /^(?:[=+\-@＝＋－＠]|[\t\r\n]\s*\S)/;
const QUOTED_FORMULA = /^'+(?:[=+\-@＝＋－＠]|[\t\r\n]\s*\S)/;

/** Whether a spreadsheet program might take the text for a formula. */
export const leadsFormula = (text: string): boolean => LEADS_FORMULA.test(text);

/**
 * For CSV, which has no types. A text that already begins with apostrophes before such a character gets one more:
 * {@link unprotect} then gives back every text as it was.
 */
export const protectCsv = (text: string): string =>
  LEADS_FORMULA.test(text) || QUOTED_FORMULA.test(text) ? `'${text}` : text;

/** For XLSX, where a text cell never runs: only what {@link unprotect} would change needs the apostrophe. */
export const protectXlsx = (text: string): string => (QUOTED_FORMULA.test(text) ? `'${text}` : text);

/** Takes the protecting apostrophe away, and no other. */
export const unprotect = (text: string): string =>
  text.charCodeAt(0) === 0x27 && QUOTED_FORMULA.test(text) ? text.slice(1) : text;
