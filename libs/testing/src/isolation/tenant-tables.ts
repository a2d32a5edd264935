import type { Client } from 'pg';

/** A table whose rows belong to tenants. */
export interface TenantTable {
  /** `schema.table`. */
  readonly name: string;
  readonly hasCommunity: boolean;
  /** Limited to communities by a policy. */
  readonly isScoped: boolean;
}

/** Every table with a `tenant_id`, the tenants themselves included. */
export async function readTenantTables(client: Client): Promise<TenantTable[]> {
  const { rows } = await client.query<TenantTable>(`
    SELECT n.nspname || '.' || c.relname AS name,
      EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'community_id') AS "hasCommunity",
      EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'scope') AS "isScoped"
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id' AND NOT t.attisdropped
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND (n.nspname = 'atrium' OR n.nspname LIKE 'plg\\_%')
    ORDER BY 1`);
  return rows;
}
