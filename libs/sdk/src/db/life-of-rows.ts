import type { QueryRunner } from 'typeorm';
import { identifier } from '../read/sql';

/**
 * What becomes of a table's rows when the customer they name is erased: they go (the default), they stay because law or
 * books demand it and hold nothing of the person, or some columns are overwritten, each with an SQL expression.
 */
export type OnCustomerErased = 'delete' | 'keep' | { readonly set: Readonly<Record<string, string>> };

/**
 * How long rows are kept: by a kind of the tenant's settings (see `RetentionRule`), counted from `since`, an SQL expression
 * of a time on a row `t` (default `created_at`; null: not yet), where `when` holds; or not deleted by age, with the reason.
 */
export type Retention =
  { readonly kind: string; readonly since?: string; readonly when?: string } | { readonly kept: string };

/**
 * What a table says of its rows' life. The words are comments in the catalog, where export and erasure find them: what
 * they go through is the catalog, so that no table is forgotten, and these say what is special about one.
 */
export interface LifeOfRows {
  /** Columns that neither an archive nor the audit log holds: hashes of passwords and tokens, sealed secrets. */
  readonly secret?: readonly string[];
  /** Reason why no archive of the tenant holds the table, e.g. that it is derived from others. */
  readonly notExported?: string;
  /**
   * Books: they stay, sealed, when the tenant is erased. Columns that are personal beyond what the law on books asks for
   * are named in `without` and left out of the seal.
   */
  readonly accounting?: true | { readonly without: readonly string[] };
  /** By the column that names the customer, default `customer_id`. */
  readonly onCustomerErased?: OnCustomerErased | Readonly<Record<string, OnCustomerErased>>;
  /** Each table of the core says it, and each of a plugin that names a customer. */
  readonly retention?: Retention;
}

const literal = (text: string): string => `'${text.replace(/'/g, "''")}'`;

const isByColumn = (
  rule: NonNullable<LifeOfRows['onCustomerErased']>,
): rule is Readonly<Record<string, OnCustomerErased>> => typeof rule === 'object' && !('set' in rule);

/** The columns that erasing a customer overwrites. */
export const columnsSet = ({ onCustomerErased: rule }: LifeOfRows): string[] => {
  if (!rule || typeof rule === 'string') return [];
  const rules = isByColumn(rule) ? Object.values(rule) : [rule];
  return rules.flatMap((one) => (typeof one === 'string' ? [] : Object.keys(one.set).map(identifier)));
};

/** Notes the life of a table's rows, for migrations; `createTenantTable` calls it. */
export async function noteLifeOfRows(runner: QueryRunner, table: string, life: LifeOfRows): Promise<void> {
  const note = (column: string, words: string): Promise<unknown> =>
    runner.query(`COMMENT ON COLUMN ${identifier(table)}.${identifier(column)} IS ${literal(words)}`);
  for (const column of life.secret ?? []) await note(column, 'secret');
  if (life.notExported !== undefined) await note('id', `not exported: ${life.notExported}`);
  if (life.accounting) {
    await note('tenant_id', 'accounting');
    for (const column of life.accounting === true ? [] : life.accounting.without) await note(column, 'not sealed');
  }
  if (life.retention) {
    const { retention } = life;
    await note(
      'created_at',
      'kept' in retention ? `kept: ${retention.kept}` : `retention: ${JSON.stringify(retention)}`,
    );
  }
  const rule = life.onCustomerErased;
  if (!rule) return;
  for (const [column, one] of isByColumn(rule) ? Object.entries(rule) : [['customer_id', rule] as const]) {
    const set =
      typeof one === 'string' ? null : Object.entries(one.set).map(([name, sql]) => `${identifier(name)} = ${sql}`);
    await note(column, `customer erased: ${set ? `set ${set.join(', ')}` : (one as string)}`);
  }
}
