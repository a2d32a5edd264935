import { larger, type Ratio, smaller } from '../exact/ratio';
import { roundTo } from '../exact/rounding';
import type { ComparisonSign, Node } from './ast';
import { checkExpression, type ExpressionScope } from './check-expression';
import { ExpressionError } from './expression-error';
import { expressionMessages } from './expression.messages';
import { parseExpression } from './parse-expression';
import { printExpression } from './print-expression';
import type { PriceUnit, Values, VariableName } from './variables';

/** A formula that was read and checked. */
export interface CompiledExpression {
  /** Its usual spelling: what is stored and shown. */
  readonly text: string;
  /** What the price in it is for. */
  readonly priceUnit: PriceUnit;
  /** The values it names. */
  readonly variables: readonly VariableName[];
  /** Computes it, exactly, in units of the currency. @throws ExpressionError, also when the result is below zero */
  readonly evaluate: (values: Values) => Ratio;
}

type Run = (values: Values) => Ratio;
type Test = (values: Values) => boolean;

/** Reads and checks a formula. @throws ExpressionError */
export function compileExpression(text: string, scope: ExpressionScope): CompiledExpression {
  const tree = parseExpression(text);
  checkExpression(tree, scope);
  const run = runOf(tree);
  const named = new Set<VariableName>();
  collectNames(tree, named);
  return {
    text: printExpression(tree),
    priceUnit: scope.priceUnit,
    variables: [...named],
    evaluate: (values) => {
      const value = run(values);
      if (!value.isNegative) return value;
      throw new ExpressionError('NEGATIVE', expressionMessages.negative, null, { value: value.toDecimal(6n) });
    },
  };
}

function runOf(node: Node): Run {
  switch (node.kind) {
    case 'NUMBER': {
      const { value } = node;
      return () => value;
    }
    case 'VARIABLE':
      return runVariable(node.name as VariableName, node.at);
    case 'NEGATE': {
      const of = runOf(node.of);
      return (values) => of(values).negated();
    }
    case 'ARITHMETIC':
      return runArithmetic(node);
    case 'CALL':
      return runCall(node);
    case 'COMPARE':
      throw new ExpressionError('COMPARISON', expressionMessages.comparison, node.at);
  }
}

const runVariable =
  (name: VariableName, at: number): Run =>
  (values) => {
    const value = values[name];
    if (value) return value;
    throw new ExpressionError('MISSING', expressionMessages.missing, at, { name });
  };

function runArithmetic({ sign, left, right, at }: Node & { kind: 'ARITHMETIC' }): Run {
  const [a, b] = [runOf(left), runOf(right)];
  switch (sign) {
    case '+':
      return (values) => a(values).plus(b(values));
    case '-':
      return (values) => a(values).minus(b(values));
    case '*':
      return (values) => a(values).times(b(values));
    case '/':
      return (values) => {
        const divisor = b(values);
        if (divisor.isZero) throw new ExpressionError('DIVISION_BY_ZERO', expressionMessages.zero, at);
        return a(values).over(divisor);
      };
  }
}

function runCall({ name, args }: Node & { kind: 'CALL' }): Run {
  if (name === 'if') {
    const test = testOf(args[0] as Node & { kind: 'COMPARE' });
    const [then, otherwise] = [runOf(args[1]!), runOf(args[2]!)];
    return (values) => (test(values) ? then(values) : otherwise(values));
  }
  const runs = args.map(runOf);
  if (name === 'round') {
    const [value, step] = runs as [Run, Run];
    return (values) => roundTo(value(values), step(values), 'HALF_UP');
  }
  const pick = name === 'min' ? smaller : larger;
  return (values) => runs.map((run) => run(values)).reduce(pick);
}

const HOLDS: Readonly<Record<ComparisonSign, (order: -1 | 0 | 1) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
};

function testOf({ sign, left, right }: Node & { kind: 'COMPARE' }): Test {
  const [a, b, holds] = [runOf(left), runOf(right), HOLDS[sign]];
  return (values) => holds(a(values).compare(b(values)));
}

function collectNames(node: Node, into: Set<VariableName>): void {
  switch (node.kind) {
    case 'NUMBER':
      return;
    case 'VARIABLE':
      return void into.add(node.name as VariableName);
    case 'NEGATE':
      return collectNames(node.of, into);
    case 'CALL':
      return node.args.forEach((one) => collectNames(one, into));
    default:
      collectNames(node.left, into);
      collectNames(node.right, into);
  }
}
