import type { Setting } from './setting';

/** Words of one table that are tried. */
const WORDS = 4;

/** Words that rows of tenant A are found by, as tsqueries: from columns of tokens and of lexemes. */
export async function readSearchWords({ admin, worlds }: Setting): Promise<string[]> {
  const { rows: columns } = await admin.query<{ table: string; column: string; isVector: boolean }>(`
    SELECT n.nspname || '.' || c.relname AS table, a.attname AS column, a.atttypid = 'tsvector'::regtype AS "isVector"
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT a.attisdropped AND (n.nspname = 'atrium' OR n.nspname LIKE 'plg\\_%')
      AND (a.atttypid = 'tsvector'::regtype OR (a.attname = 'search_tokens' AND a.atttypid = 'text[]'::regtype))`);
  const words = new Set<string>();
  for (const { table, column, isVector } of columns) {
    const array = isVector ? `tsvector_to_array(${column})` : column;
    const { rows } = await admin.query<{ word: string }>(
      `SELECT DISTINCT word FROM ${table} CROSS JOIN LATERAL unnest(${array}) word
       WHERE tenant_id = $1 ORDER BY word DESC LIMIT ${WORDS}`,
      [worlds.a1.tenant.id],
    );
    for (const { word } of rows) words.add(`'${word.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`);
  }
  return [...words];
}
