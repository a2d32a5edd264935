import type { Ratio } from '../exact/ratio';

export type ArithmeticSign = '+' | '-' | '*' | '/';
export type ComparisonSign = '<' | '<=' | '>' | '>=' | '=' | '<>';

export const FUNCTIONS = ['min', 'max', 'round', 'if'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** A formula as a tree; `at` is the offset it is complained about at. */
export type Node =
  | { readonly kind: 'NUMBER'; readonly at: number; readonly value: Ratio; readonly unit: string | null }
  | { readonly kind: 'VARIABLE'; readonly at: number; readonly name: string }
  | { readonly kind: 'NEGATE'; readonly at: number; readonly of: Node }
  | {
      readonly kind: 'ARITHMETIC';
      readonly at: number;
      readonly sign: ArithmeticSign;
      readonly left: Node;
      readonly right: Node;
    }
  | {
      readonly kind: 'COMPARE';
      readonly at: number;
      readonly sign: ComparisonSign;
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly kind: 'CALL'; readonly at: number; readonly name: FunctionName; readonly args: readonly Node[] };
