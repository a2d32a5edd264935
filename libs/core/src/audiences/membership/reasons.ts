import { context, db, notFound, SqlValues } from '@atrium/sdk';
import { RuleCompiler } from '../rule/compile-rule';
import { findReferences } from '../rule/references';
import type { BoundRule } from '../rule/rule.types';
import { wordRule } from '../rule/word-rule';
import type { SegmentReason } from './membership.type';
import { survivorOf } from './segment-audiences';

interface Part {
  readonly rule: BoundRule;
  readonly depth: number;
}

/** A rule with everything in it, outermost first; what is asked of one record stays together. */
function partsOf(rule: BoundRule, depth = 0): Part[] {
  const below = rule.kind === 'all' || rule.kind === 'any' ? rule.rules : rule.kind === 'not' ? [rule.rule] : [];
  return [{ rule, depth }, ...below.flatMap((one) => partsOf(one, depth + 1))];
}

/**
 * Which parts of the rule hold for the customer, all found out by one statement. `NOT_FOUND` where the caller sees no such
 * customer.
 */
export async function reasonsFor(rule: BoundRule, customerId: string): Promise<SegmentReason[]> {
  const { locale } = context();
  const parts = partsOf(rule);
  const values = new SqlValues();
  const customer = survivorOf(values.add(customerId, 'uuid'));
  const compiler = new RuleCompiler(values, 'ROWS');
  const cells = parts.map(({ rule: part }) => {
    const matching = part.kind === 'some' ? compiler.countOf(part, 'c') : 'NULL';
    return `json_build_array(${compiler.condition(part, 'c')}, ${matching})`;
  });
  const [found] = await db().query<{ answers: [boolean, number | null][] }>(
    `SELECT json_build_array(${cells.join(', ')}) AS answers FROM atrium.customer c WHERE c.id = ${customer}`,
    values.values,
  );
  if (!found) throw notFound('Customer');
  const { names } = await findReferences([rule]);
  return parts.map(({ rule: part, depth }, index) => ({
    path: part.path,
    depth,
    words: wordRule(part, locale, names),
    holds: found.answers[index]![0],
    matching: found.answers[index]![1],
  }));
}
