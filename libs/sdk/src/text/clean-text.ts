/** What a text may hold. Lengths count code points, after {@link cleanText}. */
export interface CleanTextRules {
  /** Longest, in code points. */
  max: number;
  /** Shortest, in code points; 1 unless told: blank texts are refused. */
  min?: number;
  /** Line breaks and tabs are allowed. */
  multiline?: boolean;
}

/** Why a text is refused. */
export type TextProblem =
  | { code: 'TOO_SHORT' | 'TOO_LONG'; length: number; limit: number }
  | { code: 'FORBIDDEN_CHARACTER'; codePoint: string; position: number };

/**
 * Never in a text: control characters (a line break or tab is checked apart), lone surrogates, noncharacters, and marks
 * that change the direction of what follows, by which a name can pretend to be another.
 */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
const LINES = /[\n\t]/;
const LINE_ENDS = /\r\n?|[\u2028\u2029\u0085]/g;

/** The text as it is stored: NFC, line ends as `\n`, without white space at its ends. Forbidden characters stay, to be reported. */
export function cleanText(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .replace(LINE_ENDS, '\n')
    .normalize('NFC')
    .trim();
}

/** The first rule that a text breaks once it is cleaned, or null. */
export function textProblem(text: string, rules: CleanTextRules): TextProblem | null {
  const chars = [...cleanText(text)];
  const { max, min = 1, multiline = false } = rules;
  for (const [index, char] of chars.entries()) {
    if (LINES.test(char) ? !multiline : FORBIDDEN.test(char)) {
      const hex = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return { code: 'FORBIDDEN_CHARACTER', codePoint: `U+${hex}`, position: index + 1 };
    }
  }
  if (chars.length < min) return { code: 'TOO_SHORT', length: chars.length, limit: min };
  if (chars.length > max) return { code: 'TOO_LONG', length: chars.length, limit: max };
  return null;
}
