import type { Client } from 'pg';
import type { TenantTable } from './tenant-tables';

/** Rows of a tenant, summed up: a sum for each table. */
export type Digest = ReadonlyMap<string, string>;

/** Sums up all rows of one tenant, as somebody who sees them all. */
export class TenantDigest {
  private readonly sql: string;

  constructor(
    private readonly client: Client,
    tables: readonly TenantTable[],
    technicalColumns: Readonly<Record<string, string>>,
    private readonly tenantId: string,
  ) {
    this.sql = tables
      .map(({ name }) => {
        const technical = Object.keys(technicalColumns)
          .filter((column) => column.startsWith(`${name}.`))
          .map((column) => `'${column.slice(name.length + 1)}'`);
        const row = technical.length > 0 ? `(to_jsonb(t) - ARRAY[${technical.join(', ')}])::text` : 't::text';
        return `SELECT '${name}' AS name,
          count(*) || ':' || coalesce(sum(hashtextextended(${row}, 0)::numeric), 0) AS sum
          FROM ${name} t WHERE tenant_id = $1`;
      })
      .join(' UNION ALL ');
  }

  async take(): Promise<Digest> {
    const { rows } = await this.client.query<{ name: string; sum: string }>({
      name: 'isolation_digest',
      text: this.sql,
      values: [this.tenantId],
    });
    return new Map(rows.map(({ name, sum }) => [name, sum]));
  }
}

/** Tables whose rows are not the same. */
export const changedTables = (before: Digest, after: Digest): string[] =>
  [...after].filter(([name, sum]) => before.get(name) !== sum).map(([name]) => name);
