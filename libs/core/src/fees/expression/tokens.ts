import { ExpressionError } from './expression-error';
import { expressionMessages } from './expression.messages';

export const LONGEST_EXPRESSION = 1000;

export interface Token {
  readonly kind: 'NUMBER' | 'NAME' | 'SIGN' | 'END';
  readonly text: string;
  /** Offset in the text. */
  readonly at: number;
}

/** What Chinese keyboards type, and the signs of mathematics; one character each, so that positions stay true. */
const SAME: Readonly<Record<string, string>> = { '×': '*', '÷': '/', '−': '-', '、': ',', '。': '.', '\u3000': ' ' };
const SIGNS: Readonly<Record<string, string>> = { '≤': '<=', '≥': '>=', '≠': '<>', '!=': '<>', '==': '=' };

const plain = (text: string): string =>
  text.replace(/[\uff01-\uff5e×÷−、。\u3000]/g, (sign) => SAME[sign] ?? sign.normalize('NFKC'));

const TOKEN =
  /\s+|(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z]\w*)|(?<sign><=|>=|<>|!=|==|[-+*/(),<>=≤≥≠])|(?<other>.)/gsu;
const TOO_LONG_NUMBER = /^\d{13}|\.\d{13}/;

/** Cuts a formula into its words. @throws ExpressionError */
export function tokenize(text: string): Token[] {
  if (text.length > LONGEST_EXPRESSION) {
    throw new ExpressionError('TOO_LONG', expressionMessages.tooLong, null, {
      count: text.length,
      max: LONGEST_EXPRESSION,
    });
  }
  const tokens: Token[] = [];
  for (const match of plain(text).matchAll(TOKEN)) {
    const { number, name, sign, other } = match.groups!;
    const at = match.index;
    if (other !== undefined) {
      throw new ExpressionError('CHARACTER', expressionMessages.character, at, { found: other });
    }
    if (number !== undefined) {
      if (TOO_LONG_NUMBER.test(number)) {
        throw new ExpressionError('TOO_MANY_DIGITS', expressionMessages.number, at, { found: number });
      }
      tokens.push({ kind: 'NUMBER', text: number, at });
    } else if (name !== undefined) tokens.push({ kind: 'NAME', text: name, at });
    else if (sign !== undefined) tokens.push({ kind: 'SIGN', text: SIGNS[sign] ?? sign, at });
  }
  tokens.push({ kind: 'END', text: '', at: text.length });
  return tokens;
}
