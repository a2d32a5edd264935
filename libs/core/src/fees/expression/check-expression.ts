import { type FunctionName, type Node } from './ast';
import { ExpressionError } from './expression-error';
import { expressionMessages } from './expression.messages';
import { AREA, CONSUMPTION, MONEY, PLAIN, perUnit, sameUnit, timesUnit, type Unit, unitText } from './units';
import { type PriceUnit, unitsOfVariables, type VariableName, VARIABLES } from './variables';

/** What a formula is checked against. */
export interface ExpressionScope {
  /** ISO 4217 code: the unit of money in the formula. */
  readonly currency: string;
  readonly priceUnit: PriceUnit;
}

/** A unit; or ANY, which zero has: `max(0, …)` needs no unit to be clear. */
type Checked = Unit | 'ANY';

const COUNTS: Readonly<Record<FunctionName, { fits: (args: readonly Node[]) => boolean; expected: string }>> = {
  min: { fits: (args) => args.length >= 2, expected: '≥ 2' },
  max: { fits: (args) => args.length >= 2, expected: '≥ 2' },
  round: { fits: (args) => args.length === 2, expected: '2' },
  if: { fits: (args) => args.length === 3, expected: '3' },
};

/** Checks names, counts of arguments and units, and that the result is money. @throws ExpressionError */
export function checkExpression(node: Node, scope: ExpressionScope): void {
  const result = new Checker(scope).unitOf(node);
  if (result === 'ANY' || sameUnit(result, MONEY)) return;
  const { currency } = scope;
  throw new ExpressionError('NOT_MONEY', expressionMessages.notMoney, null, {
    unit: unitText(result, currency),
    money: currency,
  });
}

class Checker {
  private readonly variables: Readonly<Record<VariableName, Unit>>;
  private readonly suffixes: Readonly<Record<string, Unit>>;

  constructor(private readonly scope: ExpressionScope) {
    this.variables = unitsOfVariables(scope.priceUnit);
    this.suffixes = { [scope.currency]: MONEY, m2: AREA, units: CONSUMPTION };
  }

  unitOf(node: Node): Checked {
    switch (node.kind) {
      case 'NUMBER':
        return this.ofNumber(node.unit, node.at) ?? (node.value.isZero ? 'ANY' : PLAIN);
      case 'VARIABLE':
        return this.ofVariable(node.name, node.at);
      case 'NEGATE':
        return this.unitOf(node.of);
      case 'ARITHMETIC':
        return this.ofArithmetic(node);
      case 'COMPARE':
        throw new ExpressionError('COMPARISON', expressionMessages.comparison, node.at);
      case 'CALL':
        return this.ofCall(node);
    }
  }

  private ofNumber(suffix: string | null, at: number): Unit | null {
    if (suffix === null) return null;
    if (Object.hasOwn(this.suffixes, suffix)) return this.suffixes[suffix]!;
    throw new ExpressionError('UNKNOWN_UNIT', expressionMessages.unknownUnit, at, {
      found: suffix,
      known: Object.keys(this.suffixes).join(', '),
    });
  }

  private ofVariable(name: string, at: number): Unit {
    if (Object.hasOwn(this.variables, name)) return this.variables[name as VariableName];
    throw new ExpressionError('UNKNOWN_NAME', expressionMessages.unknownName, at, {
      found: name,
      known: VARIABLES.join(', '),
    });
  }

  private ofArithmetic(node: Node & { kind: 'ARITHMETIC' }): Checked {
    const [left, right] = [this.unitOf(node.left), this.unitOf(node.right)];
    if (node.sign === '+' || node.sign === '-') return this.alike(node.at, left, right);
    if (left === 'ANY' || right === 'ANY') return 'ANY';
    return node.sign === '*' ? timesUnit(left, right) : perUnit(left, right);
  }

  private ofCall({ name, args, at }: Node & { kind: 'CALL' }): Checked {
    const { fits, expected } = COUNTS[name];
    if (!fits(args)) {
      throw new ExpressionError('ARGUMENTS', expressionMessages.arguments, at, {
        function: name,
        expected,
        count: args.length,
      });
    }
    if (name === 'round') {
      const step = args[1]!;
      if (step.kind !== 'NUMBER' || step.value.isZero) {
        throw new ExpressionError('NO_STEP', expressionMessages.noStep, step.at);
      }
    }
    if (name !== 'if') return this.allAlike(at, args);
    const [condition, ...results] = args;
    if (condition!.kind !== 'COMPARE') {
      throw new ExpressionError('CONDITION', expressionMessages.condition, condition!.at);
    }
    this.alike(condition!.at, this.unitOf(condition!.left), this.unitOf(condition!.right));
    return this.allAlike(at, results);
  }

  private allAlike(at: number, nodes: readonly Node[]): Checked {
    return nodes.map((node) => this.unitOf(node)).reduce((all, one) => this.alike(at, all, one));
  }

  private alike(at: number, left: Checked, right: Checked): Checked {
    if (left === 'ANY') return right;
    if (right === 'ANY' || sameUnit(left, right)) return left;
    const { currency } = this.scope;
    throw new ExpressionError('UNITS', expressionMessages.units, at, {
      left: unitText(left, currency),
      right: unitText(right, currency),
    });
  }
}
