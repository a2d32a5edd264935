import { currentTenant, db, notFound, sortKey, staleVersion } from '@atrium/sdk';

/** What a name sorts by in the company's language. */
export const nameKey = (name: string): string => sortKey(name, currentTenant().locale);

/** Locks a row. `NOT_FOUND` where the caller sees none, `CONFLICT` for a stale version. */
export async function lockVersion(table: string, what: string, id: string, version: number): Promise<void> {
  const [row] = await db().query<{ version: number }>(`SELECT version FROM atrium.${table} WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  if (!row) throw notFound(what);
  if (row.version !== version) throw staleVersion(version, row.version);
}

/** Changes the columns that are given, of a row that is locked. */
export async function update(table: string, id: string, columns: Readonly<Record<string, unknown>>): Promise<void> {
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  const sets = given.map(([name], index) => `${name} = $${index + 2}`);
  await db().execute(
    `UPDATE atrium.${table} SET ${[...sets, 'version = version + 1', 'updated_at = now()'].join(', ')} WHERE id = $1`,
    [id, ...given.map(([, value]) => value)],
  );
}
