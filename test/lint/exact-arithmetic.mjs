import { ESLintUtils } from '@typescript-eslint/utils';
import ts from 'typescript';

const OPERATORS = new Set(['+', '-', '*', '/', '%', '**', '+=', '-=', '*=', '/=', '%=', '**=']);
const GLOBALS = new Set(['Number', 'parseFloat', 'parseInt', 'Math']);
/** What asks whether a number is whole makes none. */
const QUESTIONS = new Set(['isInteger', 'isSafeInteger']);
const NUMERIC = ts.TypeFlags.NumberLike | ts.TypeFlags.Any;

/**
 * No arithmetic on `number` at all, and nothing that makes one from text: money and its factors are bigint and Ratio.
 * Comparisons stay allowed. What has the type `any` is refused too, for it could be a number.
 */
export default ESLintUtils.RuleCreator.withoutDocs({
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      arithmetic: 'Arithmetic on a number: use bigint or Ratio, which are exact.',
      floating: '{{name}} makes or rounds a floating-point number: use bigint or Ratio.',
      literal: 'A literal with a fraction is a floating-point number: write Ratio.from("{{text}}").',
    },
  },
  defaultOptions: [],
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const isNumber = (node) => {
      const type = services.getTypeAtLocation(node);
      const parts = type.isUnion() ? type.types : [type];
      return parts.some((part) => (part.flags & NUMERIC) !== 0);
    };
    const check = (node, ...operands) => {
      if (operands.some(isNumber)) context.report({ node, messageId: 'arithmetic' });
    };
    return {
      BinaryExpression: (node) => OPERATORS.has(node.operator) && check(node, node.left, node.right),
      AssignmentExpression: (node) => OPERATORS.has(node.operator) && check(node, node.left, node.right),
      UpdateExpression: (node) => check(node, node.argument),
      UnaryExpression(node) {
        if (node.operator === '+') context.report({ node, messageId: 'floating', data: { name: 'Unary plus' } });
        if (node.operator === '-' && node.argument.type !== 'Literal') check(node, node.argument);
      },
      Literal(node) {
        if (typeof node.value === 'number' && !Number.isSafeInteger(node.value)) {
          context.report({ node, messageId: 'literal', data: { text: node.raw } });
        }
      },
      Identifier(node) {
        const { parent } = node;
        const isMember = parent.type === 'MemberExpression';
        if (isMember && parent.property === node && !parent.computed) {
          if (!['toFixed', 'toPrecision'].includes(node.name)) return;
        } else {
          if (!GLOBALS.has(node.name) || (parent.type === 'Property' && parent.key === node)) return;
          if (isMember && QUESTIONS.has(parent.property.name)) return;
        }
        context.report({ node, messageId: 'floating', data: { name: node.name } });
      },
    };
  },
});
