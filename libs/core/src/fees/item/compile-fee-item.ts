import { type FieldProblem, validationFailed } from '@atrium/sdk';
import { type Currency, currencyOf, minorOf, moneyRounding, type ToMoney } from '../exact/money';
import { Ratio } from '../exact/ratio';
import { type CompiledExpression, compileExpression } from '../expression/compile-expression';
import { ExpressionError } from '../expression/expression-error';
import type { FeeItemDefinition, Formula } from './fee-item';
import { feeItemMessages } from './fee-item.messages';
import { compilePrices, type Price, priceProblems } from './prices';

/** A version of a fee item, checked and ready to compute with: made once for a run, used for every assignment. */
export interface FeeItem extends Omit<FeeItemDefinition, 'currency' | 'prices' | 'expression' | 'taxRate'> {
  readonly currency: Currency;
  readonly prices: readonly Price[];
  readonly expression: CompiledExpression | null;
  readonly taxRate: Ratio;
  readonly toMoney: ToMoney;
}

/**
 * Checks a version of a fee item.
 *
 * @param path where it stands in the input
 * @throws AtriumError `VALIDATION_FAILED` with every value that is wrong
 */
export function compileFeeItem(given: FeeItemDefinition, path = 'input'): FeeItem {
  const problems: FieldProblem[] = [];
  const currency = readCurrency(given.currency, `${path}.currency`, problems);
  const expression = readExpression(given, `${path}.expression`, problems);
  checkPrices(given, expression, `${path}.prices`, problems);
  checkOwnSettings(given, path, problems);
  checkRanges(given, path, problems);
  if (currency) checkRounding(given, currency, `${path}.rounding`, problems);
  if (problems.length > 0) throw validationFailed(...problems);
  return {
    ...given,
    currency: currency!,
    prices: compilePrices(given.prices),
    expression,
    taxRate: Ratio.from(given.taxRate),
    toMoney: moneyRounding(given.rounding, currency!),
  };
}

function readCurrency(code: string, path: string, problems: FieldProblem[]): Currency | null {
  try {
    return currencyOf(code);
  } catch {
    problems.push({ path, code: 'CURRENCY_UNKNOWN', message: feeItemMessages.currency, params: { given: code } });
    return null;
  }
}

function readExpression(
  { formula, expression, currency }: FeeItemDefinition,
  path: string,
  problems: FieldProblem[],
): CompiledExpression | null {
  if (formula !== 'EXPRESSION') return null;
  if (!expression) {
    problems.push({ path, code: 'REQUIRED', message: feeItemMessages.expressionNeeded });
    return null;
  }
  try {
    return compileExpression(expression.text, { currency, priceUnit: expression.priceUnit });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    problems.push({ path: `${path}.text`, code: error.code, message: error.template, params: error.params });
    return null;
  }
}

function checkPrices(
  { formula, prices }: FeeItemDefinition,
  expression: CompiledExpression | null,
  path: string,
  problems: FieldProblem[],
): void {
  if (formula === 'SHARED') {
    if (prices.length > 0) problems.push({ path, code: 'PRICE_NOT_ALLOWED', message: feeItemMessages.noPrice });
    return;
  }
  const needed = formula !== 'EXPRESSION' || expression?.variables.includes('price');
  if (needed && prices.length === 0) {
    problems.push({ path, code: 'PRICE_NEEDED', message: feeItemMessages.priceNeeded });
  }
  problems.push(...priceProblems(prices, formula === 'METERED', path));
}

/** Settings that one formula needs and the others must not have: a tariff that nobody reads misleads. */
const OWN = { expression: 'EXPRESSION', tierSpan: 'METERED', sharedBy: 'SHARED' } as const satisfies Partial<
  Record<keyof FeeItemDefinition, Formula>
>;

function checkOwnSettings(given: FeeItemDefinition, path: string, problems: FieldProblem[]): void {
  for (const [name, formula] of Object.entries(OWN) as [keyof typeof OWN, Formula][]) {
    const here = given[name] != null;
    const at = `${path}.${name}`;
    if (here && given.formula !== formula) {
      problems.push({ path: at, code: 'NOT_ALLOWED', message: feeItemMessages.setting, params: { name, formula } });
    } else if (!here && given.formula === formula && name !== 'expression') {
      problems.push({ path: at, code: 'REQUIRED', message: feeItemMessages.settingNeeded, params: { formula } });
    }
  }
}

function checkRounding(
  { rounding, formula }: FeeItemDefinition,
  currency: Currency,
  path: string,
  problems: FieldProblem[],
): void {
  const step = minorOf(rounding.step, currency);
  if (step === null) {
    problems.push({
      path: `${path}.step`,
      code: 'ROUNDING_TOO_FINE',
      message: feeItemMessages.roundingFine,
      params: { step: rounding.step, currency: currency.code },
    });
  } else if (formula === 'SHARED' && step !== 1n) {
    problems.push({ path: `${path}.step`, code: 'ROUNDING_SHARED', message: feeItemMessages.roundingShared });
  }
}

function checkRanges({ firstMonth, due, taxRate }: FeeItemDefinition, path: string, problems: FieldProblem[]): void {
  const inRange = (at: string, value: number, min: number, max: number): void => {
    if (Number.isInteger(value) && value >= min && value <= max) return;
    problems.push({ path: at, code: 'OUT_OF_RANGE', message: feeItemMessages.range, params: { min, max } });
  };
  inRange(`${path}.firstMonth`, firstMonth, 1, 12);
  if (due.kind === 'DAY_OF_MONTH') {
    inRange(`${path}.due.day`, due.day, 1, 31);
    inRange(`${path}.due.monthsLater`, due.monthsLater, 0, 12);
  } else inRange(`${path}.due.days`, due.days, 0, 366);
  if (!/^0(\.\d{1,6})?$/.test(taxRate)) {
    problems.push({
      path: `${path}.taxRate`,
      code: 'RATE_FORM',
      message: feeItemMessages.rate,
      params: { max: '1', example: '0.06' },
    });
  }
}
