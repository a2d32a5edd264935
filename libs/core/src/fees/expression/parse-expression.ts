import { Ratio } from '../exact/ratio';
import { type ArithmeticSign, type ComparisonSign, type FunctionName, FUNCTIONS, type Node } from './ast';
import { ExpressionError } from './expression-error';
import { expressionMessages } from './expression.messages';
import { type Token, tokenize } from './tokens';

const DEEPEST = 32n;
const COMPARISONS: ReadonlySet<string> = new Set<ComparisonSign>(['<', '<=', '>', '>=', '=', '<>']);
const SUMS: ReadonlySet<string> = new Set<ArithmeticSign>(['+', '-']);
const PRODUCTS: ReadonlySet<string> = new Set<ArithmeticSign>(['*', '/']);

/** Reads a formula by the grammar of `docs/api/fee-expressions.md`. @throws ExpressionError */
export const parseExpression = (text: string): Node => new Parser(tokenize(text)).whole();

class Parser {
  private readonly ahead: Iterator<Token>;
  private token: Token;
  private depth = 0n;

  constructor(tokens: readonly Token[]) {
    this.ahead = tokens.values();
    this.token = this.ahead.next().value as Token;
  }

  whole(): Node {
    const node = this.comparison();
    if (this.token.kind !== 'END') {
      const { text, at } = this.token;
      throw new ExpressionError('GOES_ON', expressionMessages.goesOn, at, { found: `"${text}"` });
    }
    return node;
  }

  private comparison(): Node {
    const left = this.chain(SUMS, () => this.chain(PRODUCTS, () => this.signed()));
    const sign = this.takeOneOf(COMPARISONS);
    if (!sign) return left;
    const right = this.chain(SUMS, () => this.chain(PRODUCTS, () => this.signed()));
    return { kind: 'COMPARE', at: sign.at, sign: sign.text as ComparisonSign, left, right };
  }

  private chain(signs: ReadonlySet<string>, operand: () => Node): Node {
    let node = operand();
    for (let sign = this.takeOneOf(signs); sign; sign = this.takeOneOf(signs)) {
      node = { kind: 'ARITHMETIC', at: sign.at, sign: sign.text as ArithmeticSign, left: node, right: operand() };
    }
    return node;
  }

  private signed(): Node {
    const minus = this.takeOneOf(new Set(['-']));
    return minus ? { kind: 'NEGATE', at: minus.at, of: this.deeper(minus.at, () => this.signed()) } : this.primary();
  }

  private primary(): Node {
    const token = this.token;
    if (token.kind === 'NUMBER') {
      this.next();
      // A name after a number can only be its unit: two values in a row mean nothing.
      const unit = this.token.kind === 'NAME' ? this.next().text : null;
      return { kind: 'NUMBER', at: token.at, value: Ratio.from(token.text), unit };
    }
    if (token.kind === 'NAME') {
      this.next();
      return this.isSign('(') ? this.call(token) : { kind: 'VARIABLE', at: token.at, name: token.text };
    }
    if (this.isSign('(')) {
      this.next();
      const inner = this.deeper(token.at, () => this.comparison());
      this.demand(')');
      return inner;
    }
    throw token.kind === 'END'
      ? new ExpressionError('UNFINISHED', expressionMessages.unfinishedValue, token.at)
      : new ExpressionError('UNEXPECTED', expressionMessages.expectedValue, token.at, { found: `"${token.text}"` });
  }

  private call(name: Token): Node {
    const { text, at } = name;
    if (!(FUNCTIONS as readonly string[]).includes(text)) {
      const known = FUNCTIONS.join(', ');
      throw new ExpressionError('UNKNOWN_FUNCTION', expressionMessages.unknownFunction, at, { found: text, known });
    }
    this.demand('(');
    const args: Node[] = [];
    do args.push(this.deeper(at, () => this.comparison()));
    while (this.takeOneOf(new Set([','])));
    this.demand(')');
    return { kind: 'CALL', at, name: text as FunctionName, args };
  }

  private deeper(at: number, read: () => Node): Node {
    if (this.depth >= DEEPEST) {
      throw new ExpressionError('TOO_DEEP', expressionMessages.tooDeep, at, { max: String(DEEPEST) });
    }
    this.depth += 1n;
    const node = read();
    this.depth -= 1n;
    return node;
  }

  private demand(sign: string): void {
    const { kind, text, at } = this.token;
    if (this.isSign(sign)) return void this.next();
    throw kind === 'END'
      ? new ExpressionError('UNFINISHED', expressionMessages.unfinished, at, { expected: `"${sign}"` })
      : new ExpressionError('UNEXPECTED', expressionMessages.expected, at, {
          found: `"${text}"`,
          expected: `"${sign}"`,
        });
  }

  private isSign(sign: string): boolean {
    return this.token.kind === 'SIGN' && this.token.text === sign;
  }

  private takeOneOf(signs: ReadonlySet<string>): Token | null {
    return this.token.kind === 'SIGN' && signs.has(this.token.text) ? this.next() : null;
  }

  /** Steps on and gives what was stepped over; the end is never stepped over. */
  private next(): Token {
    const taken = this.token;
    const { value, done } = this.ahead.next();
    if (!done) this.token = value;
    return taken;
  }
}
