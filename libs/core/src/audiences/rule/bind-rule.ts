import {
  allSegmentRecords,
  CUSTOMER_RECORD,
  type FieldProblem,
  type Message,
  type MessageParams,
  type OwnedSegmentField,
  type OwnedSegmentRecord,
  rootOf,
  SEGMENT_OPERATORS,
  segmentField,
  type SegmentOperator,
  segmentRecord,
} from '@atrium/sdk';
import { ruleMessages as messages } from '../audiences.messages';
import { type BoundRule, comparisonOf, type Operands, type RawRule, type Test } from './rule.types';
import { compareOperands, readOperand } from './rule-values';

export const MAX_DEPTH = 8;
export const MAX_PARTS = 100;
export const MAX_RECORDS = 1000;

/** What a rule is checked against. */
export interface RuleSetting {
  /** Of the company, ISO 4217. */
  readonly currency: string;
  /** Is a field of this plugin there for the company? */
  readonly isEnabled: (plugin: string) => boolean;
}

export interface Bound {
  /** Null where there is a problem. */
  readonly rule: BoundRule | null;
  readonly problems: readonly FieldProblem[];
}

/** Finds the fields and records a rule names and checks all it says. Every problem is told, each with its path. */
export function bindRule(raw: RawRule, setting: RuleSetting, path: string): Bound {
  const binder = new Binder(setting);
  const rule = binder.bind(raw, path, null, 1);
  return { rule: binder.problems.length === 0 ? rule : null, problems: binder.problems };
}

const given = (raw: object): [string, unknown][] =>
  Object.entries(raw).filter(([, value]) => value !== null && value !== undefined);

class Binder {
  readonly problems: FieldProblem[] = [];
  private parts = 0;

  constructor(private readonly setting: RuleSetting) {}

  private problem(path: string, code: string, message: Message, params?: MessageParams): null {
    this.problems.push({ path, code, message, params });
    return null;
  }

  /** @param within the record whose rows the rule is about; null for the customer */
  bind(raw: RawRule, path: string, within: OwnedSegmentRecord | null, depth: number): BoundRule | null {
    if (depth > MAX_DEPTH) return this.problem(path, 'TOO_DEEP', messages.tooDeep, { max: MAX_DEPTH });
    if (++this.parts > MAX_PARTS) {
      return this.parts === MAX_PARTS + 1
        ? this.problem(path, 'TOO_LARGE', messages.tooLarge, { max: MAX_PARTS })
        : null;
    }
    const members = given(raw);
    if (members.length !== 1) return this.problem(path, 'NOT_ONE', messages.notOne, { count: members.length });
    const [key, value] = members[0]!;
    const at = `${path}.${key}`;
    if (key === 'all' || key === 'any') return this.group(key, value as RawRule[], at, within, depth);
    if (key === 'not') {
      const rule = this.bind(value as RawRule, at, within, depth + 1);
      return rule && { kind: 'not', path, rule };
    }
    if (key === 'some') return this.some(value as Operands, at, within, depth);
    return this.test(key, value as Operands, at, within);
  }

  private group(
    kind: 'all' | 'any',
    rules: readonly RawRule[],
    path: string,
    within: OwnedSegmentRecord | null,
    depth: number,
  ): BoundRule | null {
    if (rules.length === 0) return this.problem(path, 'REQUIRED', messages.emptyGroup);
    const bound = rules.map((rule, index) => this.bind(rule, `${path}.${index}`, within, depth + 1));
    if (kind === 'all' && within === null) this.refuseMixed(rules, path);
    return bound.every((rule) => rule !== null) ? { kind, path, rules: bound } : null;
  }

  /** "Is an owner" beside "has 90 m²": people mean one unit, and the rule would be met by two. */
  private refuseMixed(rules: readonly RawRule[], path: string): void {
    const met = new Set<string>();
    for (const [index, rule] of rules.entries()) {
      const [key = '', value] = given(rule)[0] ?? [];
      if (['all', 'any', 'not', 'some'].includes(key)) continue;
      const name = (value as Operands | undefined)?.field;
      const field = typeof name === 'string' ? segmentField(name) : undefined;
      const record = field && field.of !== CUSTOMER_RECORD && segmentRecord(field.of);
      const root = record && rootOf(record);
      if (!root) continue;
      if (met.has(root.name)) {
        this.problem(`${path}.${index}.${key}.field`, 'MIXED_RECORDS', messages.mixed, { record: root.name });
      }
      met.add(root.name);
    }
  }

  private some(
    { of, where, atLeast = 1 }: Operands,
    path: string,
    within: OwnedSegmentRecord | null,
    depth: number,
  ): BoundRule | null {
    if (within) return this.problem(path, 'NESTED_SOME', messages.nestedSome);
    const record = segmentRecord(String(of));
    if (!record || !('customer' in record)) {
      const params = { record: String(of).slice(0, 80), allowed: recordNames(this.setting).join(', ') };
      return this.problem(`${path}.of`, 'UNKNOWN_RECORD', messages.unknownRecord, params);
    }
    if (!this.isThere(record.plugin, record.name, `${path}.of`)) return null;
    const count = Number(atLeast ?? 1);
    if (!Number.isInteger(count) || count < 1 || count > MAX_RECORDS) {
      return this.problem(`${path}.atLeast`, 'OUT_OF_RANGE', messages.badCount, { max: MAX_RECORDS });
    }
    if (where === null || where === undefined) return { kind: 'some', path, record, where: null, atLeast: count };
    const bound = this.bind(where as RawRule, `${path}.where`, record, depth + 1);
    return bound && { kind: 'some', path, record, where: bound, atLeast: count };
  }

  private isThere(plugin: string | null, field: string, path: string): boolean {
    if (plugin === null || this.setting.isEnabled(plugin)) return true;
    this.problem(path, 'PLUGIN_DISABLED', messages.pluginDisabled, { field, plugin });
    return false;
  }

  private test(
    key: string,
    { field: name, ...operands }: Operands,
    path: string,
    within: OwnedSegmentRecord | null,
  ): BoundRule | null {
    const at = `${path}.field`;
    const field = segmentField(String(name));
    if (!field) {
      return this.problem(at, 'UNKNOWN_FIELD', messages.unknownField, { field: String(name).slice(0, 80) });
    }
    if (!this.isThere(field.plugin, field.name, at)) return null;
    const expected = comparisonOf(field);
    if (key !== expected) {
      return this.problem(at, 'WRONG_TYPE', messages.wrongType, { field: field.name, type: field.type, expected });
    }
    const root = field.of === CUSTOMER_RECORD ? null : rootOf(segmentRecord(field.of)!)!;
    if (within && root !== within) {
      return this.problem(at, 'OTHER_RECORD', messages.otherRecord, { field: field.name, record: within.name });
    }
    const tests = this.tests(field, operands, path);
    if (!tests) return null;
    const test: BoundRule = { kind: 'test', path, field, tests };
    return root === within || root === null ? test : { kind: 'some', path, record: root, where: test, atLeast: 1 };
  }

  private tests(field: OwnedSegmentField, operands: Operands, path: string): Test[] | null {
    const asked = given(operands);
    if (asked.length === 0) return this.problem(path, 'EMPTY', messages.noOperator);
    const allowed: readonly string[] = field.operators ?? SEGMENT_OPERATORS[field.type];
    const tests = asked.map(([operator, value]): Test | null => {
      const at = `${path}.${operator}`;
      if (!allowed.includes(operator)) {
        const params = { field: field.name, operator, allowed: allowed.join(', ') };
        return this.problem(at, 'WRONG_OPERATOR', messages.wrongOperator, params);
      }
      const read = readOperand(field, operator, value, at, this.setting.currency);
      if (read.ok) return { operator: operator as SegmentOperator, operand: read.value };
      this.problems.push(read.problem);
      return null;
    });
    if (!tests.every((test) => test !== null)) return null;
    const [from, to] = ['from', 'to'].map((operator) => tests.find((test) => test.operator === operator)?.operand);
    if (from !== undefined && to !== undefined && compareOperands(field.type, from, to) > 0) {
      return this.problem(`${path}.to`, 'EMPTY_RANGE', messages.emptyRange, { from: shown(from), to: shown(to) });
    }
    return tests;
  }
}

const shown = (operand: unknown): string =>
  typeof operand === 'object' ? (operand as { amount: string }).amount : String(operand);

const recordNames = ({ isEnabled }: RuleSetting): string[] =>
  allSegmentRecords()
    .filter((record) => 'customer' in record && (record.plugin === null || isEnabled(record.plugin)))
    .map(({ name }) => name);
