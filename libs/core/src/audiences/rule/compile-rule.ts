import { type OwnedSegmentField, type OwnedSegmentRecord, segmentRecord, type SqlValues } from '@atrium/sdk';
import { TODAY } from '../../customers';
import type { BoundRule, Test } from './rule.types';
import type { IdOperand, MoneyOperand } from './rule-values';

/**
 * How conditions over other tables are written. SETS, for many customers: each table is read once into a set that rows
 * are looked up in. Written so that the planner cannot make a join of it, because it thinks little of the size of a tenant
 * (decision 011) and would look each customer up. ROWS, for one customer: looked up by index.
 */
export type Manner = 'SETS' | 'ROWS';

/** Writes a rule as a condition over a row of `atrium.customer`. Values are parameters, names come from declarations. */
export class RuleCompiler {
  private next = 0;

  constructor(
    private readonly values: SqlValues,
    private readonly manner: Manner,
  ) {}

  /** True or false, never null, for the customer in `row`. */
  condition(rule: BoundRule, row: string): string {
    return this.compile(rule, null, row);
  }

  /** How many rows of its record meet a `some`, for the customer in `row`. */
  countOf(rule: BoundRule & { kind: 'some' }, row: string): string {
    return `(SELECT count(*)::int FROM ${this.below(rule, `${row}.id || ${row}.alias_ids`)})`;
  }

  /** @param within the record of `row`; null for the customer */
  private compile(rule: BoundRule, within: OwnedSegmentRecord | null, row: string): string {
    switch (rule.kind) {
      case 'all':
        return this.group(rule.rules, ' AND ', within, row);
      case 'any':
        return this.group(rule.rules, ' OR ', within, row);
      case 'not':
        return `NOT ${this.compile(rule.rule, within, row)}`;
      case 'some':
        return this.some(rule, row);
      case 'test': {
        const hop = this.hop(rule, within);
        return hop ? this.through(hop, [rule], ' AND ', row) : this.test(rule.field, rule.tests, row);
      }
    }
  }

  /** Rules about the same further record are asked together: one look at its table. */
  private group(rules: readonly BoundRule[], sign: string, within: OwnedSegmentRecord | null, row: string): string {
    const parts: string[] = [];
    const together = new Map<string, BoundRule[]>();
    for (const rule of rules) {
      const hop = this.hop(rule, within);
      if (!hop) parts.push(this.compile(rule, within, row));
      else together.set(hop.name, [...(together.get(hop.name) ?? []), rule]);
    }
    for (const [name, some] of together) parts.push(this.through(segmentRecord(name)!, some, sign, row));
    return `(${parts.join(sign)})`;
  }

  /** The next record on the way to all that a rule asks, where that is one and the same; null where it is asked here. */
  private hop(rule: BoundRule, within: OwnedSegmentRecord | null): OwnedSegmentRecord | null {
    if (!within || rule.kind === 'some' || rule.kind === 'not') return null;
    if (rule.kind === 'test') {
      let at = segmentRecord(rule.field.of)!;
      if (at.name === within.name) return null;
      while ('through' in at && at.through.record !== within.name) at = segmentRecord(at.through.record)!;
      return at;
    }
    const [first, ...rest] = rule.rules.map((one) => this.hop(one, within));
    return first && rest.every((one) => one?.name === first.name) ? first : null;
  }

  private through(record: OwnedSegmentRecord, rules: readonly BoundRule[], sign: string, row: string): string {
    if (!('through' in record)) throw new Error(`${record.name} hangs on no other record`);
    const at = this.alias();
    const asked = this.group(rules, sign, record, at);
    const where = [asked, ...(record.where ? [record.where(at, null)] : [])].join(' AND ');
    const { column } = record.through;
    return this.manner === 'SETS'
      ? `((${row}.${column} IN (SELECT ${at}.id FROM ${record.table} ${at} WHERE ${where})) IS TRUE)`
      : `EXISTS (SELECT FROM ${record.table} ${at} WHERE ${at}.tenant_id = ${row}.tenant_id
          AND ${at}.id = ${row}.${column} AND ${where})`;
  }

  private some(rule: BoundRule & { kind: 'some' }, row: string): string {
    const { atLeast } = rule;
    const all = `${row}.id || ${row}.alias_ids`;
    const looked =
      atLeast === 1
        ? `EXISTS (SELECT FROM ${this.below(rule, all)})`
        : `(SELECT count(*) FROM ${this.below(rule, all)}) >= ${atLeast}`;
    if (this.manner === 'ROWS') return `(${looked})`;
    // Nearly nobody has aliases: what those are asked stands apart, so that the others are looked up in one set.
    const enough = atLeast === 1 ? '' : ` GROUP BY 1 HAVING count(*) >= ${atLeast}`;
    return `(CASE WHEN ${row}.alias_ids = '{}' THEN ${row}.id IN (SELECT ${this.below(rule, null)}${enough}) ELSE ${looked} END)`;
  }

  /**
   * Rows of the record that meet the rule: those of `customers`, or, where that is null, of all, behind the column that
   * names the customer.
   */
  private below({ record, where }: BoundRule & { kind: 'some' }, customers: string | null): string {
    if (!('customer' in record)) throw new Error(`No customer has ${record.name} by itself`);
    const at = this.alias();
    const conditions = [
      ...(customers ? [`${at}.${record.customer} = ANY (${customers})`] : []),
      ...(record.where ? [record.where(at, customers)] : []),
      ...(where ? [this.compile(where, record, at)] : []),
    ];
    const rows = `${record.table} ${at}${conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''}`;
    return customers ? rows : `${at}.${record.customer} FROM ${rows}`;
  }

  private test(field: OwnedSegmentField, tests: readonly Test[], row: string): string {
    const parts = tests.map((test) => this.compare(field, field.sql(row), test));
    return `(${parts.join(' AND ')})`;
  }

  private compare(field: OwnedSegmentField, sql: string, { operator, operand }: Test): string {
    const value = (type: string, given: unknown = operand): string => this.values.add(given, type);
    switch (operator) {
      case 'isEmpty': {
        const empty = field.type === 'TEXT' ? `(${sql} IS NULL OR ${sql} = '')` : `(${sql} IS NULL)`;
        return operand === true ? empty : `NOT ${empty}`;
      }
      case 'is':
        return field.type === 'BOOLEAN'
          ? `(${sql}) IS ${operand === true ? 'TRUE' : 'FALSE'}`
          : `(${sql} = ${value('text')}) IS TRUE`;
      case 'in':
      case 'notIn': {
        const list =
          field.type === 'REFERENCE'
            ? value(
                'uuid[]',
                (operand as IdOperand[]).map(({ uuid }) => uuid),
              )
            : value('text[]');
        return `(${sql} = ANY (${list})) IS ${operator === 'in' ? 'TRUE' : 'NOT TRUE'}`;
      }
      case 'startsWith':
        return `starts_with(${sql}, ${value('text')}) IS TRUE`;
      case 'contains':
        return `(strpos(lower(${sql}), lower(${value('text')})) > 0) IS TRUE`;
      case 'withinLastDays':
        return `(${sql} BETWEEN ${TODAY} - ${value('int')} AND ${TODAY}) IS TRUE`;
      case 'withinNextDays':
        return `(${sql} BETWEEN ${TODAY} AND ${TODAY} + ${value('int')}) IS TRUE`;
      case 'moreThanDaysAgo':
        return `(${sql} < ${TODAY} - ${value('int')}) IS TRUE`;
      case 'eq':
      case 'from':
      case 'to': {
        const sign = { eq: '=', from: '>=', to: '<=' }[operator];
        const bound =
          field.type === 'DATE'
            ? value('date')
            : field.type === 'MONEY'
              ? value('bigint', (operand as MoneyOperand).minor)
              : value('numeric');
        return `(${sql} ${sign} ${bound}) IS TRUE`;
      }
    }
  }

  private alias(): string {
    return `s${this.next++}`;
  }
}

/** Members are customers as lists show them: no alias, and nobody who was erased. */
export const isMember = (row: string): string => `${row}.merged_into_id IS NULL AND ${row}.erased_at IS NULL`;
