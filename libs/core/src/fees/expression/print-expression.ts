import type { Node } from './ast';

const STRENGTH: Readonly<Record<string, bigint>> = { '+': 1n, '-': 1n, '*': 2n, '/': 2n };

const strength = (node: Node): bigint => {
  switch (node.kind) {
    case 'COMPARE':
      return 0n;
    case 'ARITHMETIC':
      return STRENGTH[node.sign]!;
    case 'NEGATE':
      return 3n;
    default:
      return 4n;
  }
};

const bracketed = (node: Node, weakest: bigint): string =>
  strength(node) < weakest ? `(${printExpression(node)})` : printExpression(node);

/** The formula in its one usual spelling: what is stored and shown. Reading it again gives the same tree. */
export function printExpression(node: Node): string {
  switch (node.kind) {
    case 'NUMBER':
      return node.unit ? `${node.value} ${node.unit}` : String(node.value);
    case 'VARIABLE':
      return node.name;
    case 'NEGATE':
      return `-${bracketed(node.of, 3n)}`;
    case 'COMPARE':
      return `${bracketed(node.left, 1n)} ${node.sign} ${bracketed(node.right, 1n)}`;
    case 'ARITHMETIC': {
      const own = strength(node);
      return `${bracketed(node.left, own)} ${node.sign} ${bracketed(node.right, own + 1n)}`;
    }
    case 'CALL':
      return `${node.name}(${node.args.map(printExpression).join(', ')})`;
  }
}
