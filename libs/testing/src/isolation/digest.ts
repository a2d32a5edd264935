import type { Client } from 'pg';
import type { TenantTable } from './tenant-tables';

/** Rows of a tenant, summed up: a sum for each table. */
export type Digest = ReadonlyMap<string, string>;

/** Sums up all rows of one tenant, as somebody who sees them all. */
export class TenantDigest {
  private readonly sql: string;
  private last: { readonly snapshot: string; readonly digest: Digest } | null = null;

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
        // Whoever writes a row leaves the number of the transaction on it: cheaper to sum up than what is in it.
        const row =
          technical.length > 0
            ? `hashtextextended((to_jsonb(t) - ARRAY[${technical.join(', ')}])::text, 0)`
            : 'uuid_hash_extended(t.id, t.xmin::text::bigint)';
        return `SELECT '${name}' AS name, count(*) || ':' || coalesce(bit_xor(${row}), 0) AS sum
          FROM ${name} t WHERE tenant_id = $1`;
      })
      .join(' UNION ALL ');
  }

  /** Outside of a transaction: what is committed. */
  async take(): Promise<Digest> {
    // Where the same transactions are visible as the last time, the rows are the same, too.
    const { rows } = await this.client.query<{ snapshot: string }>('SELECT pg_current_snapshot()::text AS snapshot');
    const { snapshot } = rows[0]!;
    if (this.last?.snapshot !== snapshot) this.last = { snapshot, digest: await this.sum() };
    return this.last.digest;
  }

  /** Inside of a transaction: with what it wrote itself. */
  takeInside(): Promise<Digest> {
    return this.sum();
  }

  private async sum(): Promise<Digest> {
    const { rows } = await this.client.query<{ name: string; sum: string }>({
      name: 'isolation_digest',
      text: this.sql,
      values: [this.tenantId],
    });
    return new Map(rows.map(({ name, sum }) => [name, sum]));
  }
}

/** Has the running transaction written, or tried to? Whoever writes is given a number. */
export async function hasWritten(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ wrote: boolean }>(
    'SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS wrote',
  );
  return rows[0]!.wrote;
}

/** Tables whose rows are not the same. */
export const changedTables = (before: Digest, after: Digest): string[] =>
  [...after].filter(([name, sum]) => before.get(name) !== sum).map(([name]) => name);
