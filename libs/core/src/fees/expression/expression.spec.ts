import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderMessage } from '@atrium/sdk';
import fc from 'fast-check';
import { Ratio } from '../exact/ratio';
import { FUNCTIONS, type Node } from './ast';
import { compileExpression } from './compile-expression';
import { ExpressionError } from './expression-error';
import { parseExpression } from './parse-expression';
import { printExpression } from './print-expression';
import { type PriceUnit, type Values, VARIABLES } from './variables';

const scope = (priceUnit: PriceUnit = 'MONEY_PER_AREA') => ({ currency: 'CNY', priceUnit });
const VALUES: Values = {
  area: Ratio.from('89.37'),
  price: Ratio.from('2.80'),
  quantity: Ratio.from('2'),
  consumption: Ratio.from('27.4'),
  floor: Ratio.from('6'),
  month: Ratio.from('3'),
  daysInMonth: Ratio.from('31'),
};

const evaluate = (text: string, values: Partial<Values> = {}): string =>
  String(compileExpression(text, scope()).evaluate({ ...VALUES, ...values }));

const errorOf = (work: () => unknown): ExpressionError => {
  try {
    work();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('Nothing was wrong');
};

describe('a formula', () => {
  it.each([
    ['price * area', '250.236'],
    ['area * price * (1 + 0.02 * (floor - 1))', '275.2596'],
    ['1 CNY + 2 CNY * 3', '7'],
    ['(1 CNY + 2 CNY) * 3', '9'],
    ['10 CNY - 4 CNY - 3 CNY', '3'],
    ['100 CNY / 7 / 2', '50/7'],
    ['-1 CNY + 3 CNY', '2'],
    ['2 CNY - -1 CNY', '3'],
    ['min(price * area, 200 CNY)', '200'],
    ['max(0, price * (area - 100 m2))', '0'],
    ['max(1 CNY, 3 CNY, 2 CNY)', '3'],
    ['round(price * area, 0.1 CNY)', '250.2'],
    ['round(price * area, 1 CNY)', '250'],
    ['if(area > 90 m2, 3 CNY, 2 CNY)', '2'],
    ['if(floor <= 1, 0, 30 CNY)', '30'],
    ['if(month = 3, 1 CNY, 2 CNY)', '1'],
    ['if(month <> 3, 1 CNY, 2 CNY)', '2'],
    ['if(quantity >= 2, if(quantity < 3, 5 CNY, 6 CNY), 7 CNY)', '5'],
    ['consumption / 10 units * 1 CNY', '2.74'],
    ['price * area / daysInMonth * 21', '1313739/7750'],
    ['quantity * 150 CNY', '300'],
    ['0', '0'],
  ])('%s is %s', (text, result) => {
    const value = compileExpression(text, scope()).evaluate(VALUES);
    expect(value.equals(Ratio.from(result))).toBe(true);
  });

  it('may be typed on a Chinese keyboard, and is kept in its usual spelling', () => {
    const typed = compileExpression('ｍａｘ（０，price×area）＋if（area≥80 m2、１ CNY，2 CNY）÷１', scope());
    expect(typed.text).toBe('max(0, price * area) + if(area >= 80 m2, 1 CNY, 2 CNY) / 1');
    expect(typed.evaluate(VALUES).equals(Ratio.from('251.236'))).toBe(true);
    expect(typed.variables).toEqual(['price', 'area']);
  });

  it('does not compute the branch that is not taken', () => {
    expect(evaluate('if(quantity = 0, 0, 10 CNY / quantity)', { quantity: Ratio.ZERO })).toBe('0');
  });

  it.each<[string, string, number | null, string]>([
    ['price * ', 'UNFINISHED', 8, '缺少'],
    ['price * (area', 'UNFINISHED', 13, '缺少")"'],
    ['price area', 'GOES_ON', 6, '第 7 个字符'],
    ['price * area)', 'GOES_ON', 12, '第 13 个字符'],
    ['* area', 'UNEXPECTED', 0, '第 1 个字符'],
    ['price $ area', 'CHARACTER', 6, '“$”'],
    ['price * 面积', 'CHARACTER', 8, '“面”'],
    ['prise * area', 'UNKNOWN_NAME', 0, 'daysInMonth'],
    ['toString * area', 'UNKNOWN_NAME', 0, 'daysInMonth'],
    ['sqrt(area)', 'UNKNOWN_FUNCTION', 0, 'min, max, round, if'],
    ['constructor(area)', 'UNKNOWN_FUNCTION', 0, 'min, max, round, if'],
    ['min(1 CNY)', 'ARGUMENTS', 0, '≥ 2'],
    ['if(area > 1 m2, 1 CNY)', 'ARGUMENTS', 0, '3'],
    ['round(1 CNY, 1 CNY, 1 CNY)', 'ARGUMENTS', 0, '2'],
    ['round(1 CNY, 0)', 'NO_STEP', 13, '第 14 个字符'],
    ['round(1 CNY, price)', 'NO_STEP', 13, '第 14 个字符'],
    ['round(1 CNY, 1)', 'UNITS', 0, 'CNY'],
    ['area + price', 'UNITS', 5, 'm2 与 CNY/m2'],
    ['if(area > 100, 1 CNY, 2 CNY)', 'UNITS', 8, 'm2 与 1'],
    ['if(area > 1 m2, 1 CNY, 2)', 'UNITS', 0, 'CNY 与 1'],
    ['area * area * price', 'NOT_MONEY', null, 'CNY·m2'],
    ['area', 'NOT_MONEY', null, 'm2'],
    ['5', 'NOT_MONEY', null, 'CNY'],
    ['5 USD', 'UNKNOWN_UNIT', 0, 'CNY, m2, units'],
    ['5 kg * 1 CNY', 'UNKNOWN_UNIT', 0, 'CNY, m2, units'],
    ['area > 1 m2', 'COMPARISON', 5, 'if'],
    ['if(area, 1 CNY, 2 CNY)', 'CONDITION', 3, 'if'],
    ['1 < 2 < 3', 'GOES_ON', 6, '第 7 个字符'],
    ['', 'UNFINISHED', 0, '缺少'],
    ['1234567890123 CNY', 'TOO_MANY_DIGITS', 0, '12'],
    ['0.1234567890123 CNY', 'TOO_MANY_DIGITS', 0, '12'],
    [`${'('.repeat(40)}1 CNY${')'.repeat(40)}`, 'TOO_DEEP', 32, '32'],
    [`${'-'.repeat(40)}1 CNY`, 'TOO_DEEP', 32, '32'],
    [`0${' + 0'.repeat(400)}`, 'TOO_LONG', null, '1000'],
    ['1e3', 'UNKNOWN_UNIT', 0, 'CNY'],
    ['process.exit()', 'CHARACTER', 7, '“.”'],
  ])('%s is refused: %s at %s', (text, code, position, words) => {
    const error = errorOf(() => compileExpression(text, scope()));
    expect([error.code, error.position]).toEqual([code, position]);
    expect(renderMessage(error.template, 'zh-CN', error.params)).toContain(words);
    for (const locale of ['en', 'zh-CN'] as const) {
      expect(renderMessage(error.template, locale, error.params)).not.toMatch(/\{\w+\}/);
    }
  });

  it.each<[string, Partial<Values>, string]>([
    ['floor * 1 CNY', { floor: null }, 'MISSING'],
    ['10 CNY / (quantity - 2)', {}, 'DIVISION_BY_ZERO'],
    ['10 CNY / 0', {}, 'DIVISION_BY_ZERO'],
    ['price * (area - 100 m2)', {}, 'NEGATIVE'],
  ])('%s with %j is an error when computed, never a price of 0', (text, values, code) => {
    expect(errorOf(() => evaluate(text, values)).code).toBe(code);
  });

  it('has a price in the unit that its item says', () => {
    expect(() => compileExpression('price * quantity', scope('MONEY'))).not.toThrow();
    expect(() => compileExpression('price * consumption', scope('MONEY_PER_CONSUMPTION'))).not.toThrow();
    expect(errorOf(() => compileExpression('price * quantity', scope('MONEY_PER_AREA'))).code).toBe('NOT_MONEY');
  });
});

const number = fc.bigInt({ min: 0n, max: 99_999n }).map((n): Node => ({
  kind: 'NUMBER',
  at: 0,
  value: Ratio.from(String(Ratio.of(n, 100n))),
  unit: null,
}));
const variable = fc.constantFrom(...VARIABLES).map((name): Node => ({ kind: 'VARIABLE', at: 0, name }));
const { tree } = fc.letrec<{ tree: Node; compare: Node }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    number,
    variable,
    fc.record({ kind: fc.constant('NEGATE' as const), at: fc.constant(0), of: tie('tree') }),
    fc.record({
      kind: fc.constant('ARITHMETIC' as const),
      at: fc.constant(0),
      sign: fc.constantFrom('+', '-', '*', '/'),
      left: tie('tree'),
      right: tie('tree'),
    }),
    fc.record({
      kind: fc.constant('CALL' as const),
      at: fc.constant(0),
      name: fc.constantFrom('min' as const, 'max' as const),
      args: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
    fc.tuple(tie('compare'), tie('tree'), tie('tree')).map((args): Node => ({ kind: 'CALL', at: 0, name: 'if', args })),
  ),
  compare: fc.record({
    kind: fc.constant('COMPARE' as const),
    at: fc.constant(0),
    sign: fc.constantFrom('<', '<=', '>', '>=', '=', '<>'),
    left: tie('tree'),
    right: tie('tree'),
  }),
}));

/** A tree without its places in the text, its numbers as text. */
const bare = (node: Node): unknown =>
  JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key === 'at' ? undefined : value instanceof Ratio ? String(value) : value,
    ),
  );

describe('reading formulas', () => {
  it('gives back the tree that was written', () => {
    fc.assert(
      fc.property(tree, (node) => {
        const text = printExpression(node);
        fc.pre(text.length <= 1000);
        expect(bare(parseExpression(text))).toEqual(bare(node));
      }),
    );
  });

  it('ends with a tree or with an ExpressionError, whatever is read or computed', () => {
    const words = [
      ...VARIABLES,
      ...FUNCTIONS,
      '(',
      ')',
      ',',
      '+',
      '-',
      '*',
      '/',
      '<',
      '>=',
      '=',
      '1',
      '0',
      '2.5',
      'CNY',
    ];
    const soup = fc.array(fc.constantFrom(...words, 'm2', 'units', '（', '×', '\u{1F600}', '.'), { maxLength: 30 });
    const texts = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 60 }).map((all) => String.fromCodePoint(...all)),
      soup.map((all) => all.join(' ')),
      tree.map(printExpression),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          compileExpression(text, scope()).evaluate({ ...VALUES, floor: null });
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is documented: every value and function, and each example', () => {
    const page = readFileSync(join(__dirname, '../../../../../docs/api/fee-expressions.md'), 'utf8');
    for (const name of [...VARIABLES, ...FUNCTIONS]) expect(page).toContain(`\`${name}`);
    const examples = [...page.matchAll(/^```fee\n([^]*?)^```/gm)].flatMap(([, text]) => text!.trim().split('\n'));
    expect(examples.length).toBeGreaterThan(4);
    for (const example of examples) expect(() => compileExpression(example, scope())).not.toThrow();
  });
});
