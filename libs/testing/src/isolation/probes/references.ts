import { DatabaseError } from 'pg';
import type { Probe, Setting } from '../setting';

const KIND = 'reference between tenants over SQL';

interface ForeignKey {
  readonly name: string;
  readonly child: string;
  readonly parent: string;
  /** Columns besides the tenant's, of the child and of the parent. */
  readonly columns: readonly string[];
  readonly targets: readonly string[];
  /** Of the child's, those that are computed. */
  readonly generated: readonly string[];
}

/** A row of B that points to a row of A cannot be stored, not even by who passes row-level security. */
export const referencesStayInTheTenant: Probe = async (setting) => {
  const keys = await readForeignKeys(setting);
  for (const key of keys.filter(({ child }) => setting.within(child))) await probe(setting, key);
};

async function readForeignKeys({ admin }: Setting): Promise<ForeignKey[]> {
  const { rows } = await admin.query<ForeignKey>(`
    SELECT c.conname AS name, c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent,
      array_agg(a.attname::text ORDER BY k.n) AS columns, array_agg(b.attname::text ORDER BY k.n) AS targets,
      coalesce(array_agg(a.attname::text) FILTER (WHERE a.attgenerated <> ''), '{}') AS generated
    FROM pg_constraint c
    CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY k(mine, theirs, n)
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.mine AND a.attname <> 'tenant_id'
    JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.theirs
    JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
    WHERE c.contype = 'f' AND NOT r.relispartition AND (n.nspname = 'atrium' OR n.nspname LIKE 'plg\\_%')
    GROUP BY c.oid, c.conname, c.conrelid, c.confrelid ORDER BY 2, 1`);
  return rows;
}

async function probe(
  setting: Setting,
  { name, child, parent, columns, targets, generated }: ForeignKey,
): Promise<void> {
  const { admin, report, worlds, samples } = setting;
  const what = `${child} ${name}`;
  const pick = async (table: string, tenantId: string, wanted: readonly string[]) => {
    const given = wanted.map((column) => `${column} IS NOT NULL`).join(' AND ');
    const { rows } = await admin.query<Record<string, unknown>>(
      `SELECT id, ${wanted.map((column, index) => `${column} AS c${index}`).join(', ')} FROM ${table}
       WHERE tenant_id = $1 AND ${given} LIMIT 1`,
      [tenantId],
    );
    return rows[0];
  };
  const own = await pick(child, worlds.b.tenant.id, columns);
  const theirs = await pick(parent, worlds.a1.tenant.id, targets);
  report.count(KIND);
  if (!own || !theirs) {
    if (Object.hasOwn(samples.emptyTables, child) || Object.hasOwn(samples.emptyTables, `${child}.${name}`)) return;
    report.gap(KIND, what, own ? `A has no row in ${parent}` : 'B has no row with this reference');
    return;
  }
  const store = async (from: Readonly<Record<string, unknown>>): Promise<string | null> => {
    // What is generated follows by itself.
    const written = columns.flatMap((column, index) => (generated.includes(column) ? [] : [[column, index] as const]));
    const set = written.map(([column], index) => `${column} = $${index + 3}`).join(', ');
    await admin.query('BEGIN');
    try {
      // Not deferred: the answer is wanted now.
      await admin.query('SET CONSTRAINTS ALL IMMEDIATE');
      // Books refuse every change but for an erasure's: here the reference alone is to have its say.
      await admin.query(`SELECT set_config('app.erasing', 'on', true)`);
      const values = written.map(([, index]) => from[`c${index}`]);
      await admin.query(`UPDATE ${child} SET ${set} WHERE tenant_id = $1 AND id = $2`, [
        worlds.b.tenant.id,
        own['id'],
        ...values,
      ]);
      return null;
    } catch (error) {
      if (error instanceof DatabaseError) return error.code ?? 'unknown';
      throw error;
    } finally {
      await admin.query('ROLLBACK');
    }
  };
  const control = await store(own);
  if (control !== null) report.gap(KIND, what, `B's own reference is refused, too (SQLSTATE ${control})`);
  const refused = await store(theirs);
  // Class 23: an integrity constraint.
  if (refused === null) report.leak(KIND, what, `a row of B was made to point to ${parent} of A`);
  else if (!refused.startsWith('23')) report.gap(KIND, what, `refused for another reason: SQLSTATE ${refused}`);
}
