import { db, newId, notFound } from '@atrium/sdk';

export async function requireStaff(ids: readonly string[], lock = 'FOR KEY SHARE'): Promise<void> {
  const wanted = [...new Set(ids)];
  const known = await db().query(`SELECT FROM atrium.staff WHERE id = ANY ($1::uuid[]) ${lock}`, [wanted]);
  if (known.length !== wanted.length) throw notFound('Staff');
}

/** Makes the pairs of `owner` just those with `others`; pairs that stay are not touched. */
export async function replace(
  table: string,
  owner: Readonly<Record<string, string>>,
  column: string,
  others: readonly string[],
): Promise<void> {
  const where = Object.keys(owner).map((name, index) => `${name} = $${index + 2}`);
  await db().execute(`DELETE FROM atrium.${table} WHERE ${column} <> ALL ($1::uuid[]) AND ${where.join(' AND ')}`, [
    others,
    ...Object.values(owner),
  ]);
  await insertPairs(table, owner, column, others);
}

export async function insertPairs(
  table: string,
  owner: Readonly<Record<string, string>>,
  column: string,
  others: readonly string[],
): Promise<void> {
  if (others.length === 0) return;
  const names = Object.keys(owner);
  await db().execute(
    `INSERT INTO atrium.${table} (id, ${column}, ${names.join(', ')})
     SELECT given.id, given.other, ${names.map((_, index) => `$${index + 3}::uuid`).join(', ')}
     FROM unnest($1::uuid[], $2::uuid[]) AS given (id, other) ON CONFLICT DO NOTHING`,
    [others.map(() => newId()), others, ...Object.values(owner)],
  );
}
