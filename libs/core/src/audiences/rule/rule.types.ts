import type { OwnedSegmentField, OwnedSegmentRecord, SegmentFieldType, SegmentOperator } from '@atrium/sdk';

/** What a comparison is given, by operator. */
export type Operands = Readonly<Record<string, unknown>>;

/**
 * A rule as clients give it and as it is stored: one of `all`, `any`, `not`, `some`, or a comparison under the name of its
 * field's type (`text`, `choice`, `number`, `date`, `money`, `boolean`) or, for references, of what is referred to
 * (`community`). Ids are typed ids.
 */
export type RawRule = Readonly<Record<string, unknown>>;

/** Form of what is stored. When it changes, `readStored` translates the older ones. */
export const RULE_FORMAT = 1;
export interface StoredRule {
  readonly format: number;
  readonly rule: RawRule;
}

/** One question to a field, its operand checked: see `rule-values.ts` for the form of each. */
export interface Test {
  readonly operator: SegmentOperator;
  readonly operand: unknown;
}

/** A rule whose fields, records and operands are known and fit. `path` is where it stands in what was given. */
export type BoundRule =
  | { readonly kind: 'all' | 'any'; readonly path: string; readonly rules: readonly BoundRule[] }
  | { readonly kind: 'not'; readonly path: string; readonly rule: BoundRule }
  | {
      readonly kind: 'some';
      readonly path: string;
      readonly record: OwnedSegmentRecord;
      readonly where: BoundRule | null;
      readonly atLeast: number;
    }
  | {
      readonly kind: 'test';
      readonly path: string;
      readonly field: OwnedSegmentField;
      readonly tests: readonly Test[];
    };

/** `idType` → name of the comparison: `parking_space` → `parkingSpace`. */
export const referenceKey = (idType: string): string =>
  idType.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The name under which a field is compared. */
export const comparisonOf = (field: { type: SegmentFieldType; reference?: { idType: string } | undefined }): string =>
  field.reference ? referenceKey(field.reference.idType) : field.type.toLowerCase();

export type BoundTest = BoundRule & { readonly kind: 'test' };

/** Every comparison in a rule, and every record that a `some` in it goes through. */
export function partsOf(rule: BoundRule): { tests: BoundTest[]; records: OwnedSegmentRecord[] } {
  const tests: BoundTest[] = [];
  const records: OwnedSegmentRecord[] = [];
  const visit = (one: BoundRule): void => {
    switch (one.kind) {
      case 'all':
      case 'any':
        one.rules.forEach(visit);
        break;
      case 'not':
        visit(one.rule);
        break;
      case 'some':
        records.push(one.record);
        if (one.where) visit(one.where);
        break;
      case 'test':
        tests.push(one);
    }
  };
  visit(rule);
  return { tests, records };
}
