import type { QueryRunner } from 'typeorm';
import { identifier } from '../read/sql';
import type { CountedQuota } from './quotas';

export interface CountedTable {
  /** `schema.table` of a tenants' table. */
  readonly table: string;
  readonly quota: CountedQuota;
  /** What a row counts, as SQL over the row `r`, e.g. `r.bytes`; default 1. */
  readonly amount?: string;
  /** Which rows count, as SQL over the row `r`; default all. */
  readonly where?: string;
  /** Can an update change what a row counts? Default: when `amount` or `where` is given. */
  readonly updates?: boolean;
}

const literal = (text: string): string => `'${text.replace(/'/g, "''")}'`;

/**
 * Has the database count the rows of a table against a quota, for migrations. A statement that would pass the limit
 * fails with `LIMIT_EXCEEDED`, however it is written and however many run at once; rows that are there already count
 * and are never refused.
 */
export async function countQuota(runner: QueryRunner, spec: CountedTable): Promise<void> {
  const { quota, amount = '1', where = 'true' } = spec;
  const table = identifier(spec.table);
  const updates = spec.updates ?? (spec.amount !== undefined || spec.where !== undefined);
  for (const [event, transition] of [
    ['INSERT', 'NEW TABLE AS new_rows'],
    ['UPDATE', 'OLD TABLE AS old_rows NEW TABLE AS new_rows'],
    ['DELETE', 'OLD TABLE AS old_rows'],
  ] as const) {
    if (event === 'UPDATE' && !updates) continue;
    await runner.query(`
      CREATE TRIGGER quota_${event.toLowerCase()} AFTER ${event} ON ${table} REFERENCING ${transition}
      FOR EACH STATEMENT EXECUTE FUNCTION app.count_quota(${[quota, amount, where].map(literal).join(', ')})`);
  }
  await runner.query(`SET LOCAL ROLE atrium_migrator`);
  await runner.query(`
    INSERT INTO atrium.quota_use (tenant_id, id, quota, used)
    SELECT r.tenant_id, app.new_id(), ${literal(quota)}, sum(${amount}) FROM ${table} r WHERE ${where} GROUP BY r.tenant_id
    ON CONFLICT (tenant_id, quota) DO UPDATE SET used = quota_use.used + excluded.used`);
  await runner.query(`SET LOCAL ROLE atrium_owner`);
}
