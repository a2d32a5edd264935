import { identifier } from '@atrium/sdk';
import type { QueryRunner } from 'typeorm';

/**
 * A search index on `search_tokens` and the function that reads it. Text-search operators are not leakproof, so below
 * row-level security they get no index: the function belongs to `atrium_search`, which the tenant's policy does not
 * bind, and carries tenant and data scope itself and finds nothing for a
 * customer. All come from the transaction, never from a parameter.
 *
 * `best` hits come before the others, which are looked for only where the best are too few; each in the order of
 * `sort_key`. Of each kind at most 500 are sorted, so that a query half the register answers to stays cheap. Nothing but
 * the search index may serve: the planner can't know how many answer to the beginning of a word.
 */
export async function createSearch(
  runner: QueryRunner,
  spec: { table: string; index: string; function: string },
): Promise<void> {
  const [table, index, name] = [identifier(spec.table), identifier(spec.index), identifier(spec.function)];
  const hits = (query: string): string => `
    SELECT t.id, t.sort_key FROM ${table} t
    WHERE array_to_tsvector(t.search_tokens) @@ ${query}
      AND coalesce(current_setting('app.customer', true), '') = ''
      AND t.tenant_id IS NOT DISTINCT FROM nullif(current_setting('app.tenant_id', true), '')::uuid
      AND (nullif(current_setting('app.scope', true), '') IS NULL
           OR t.community_id = ANY (nullif(current_setting('app.scope', true), '')::uuid[]))`;
  await runner.query(`
    CREATE INDEX ${index} ON ${table} USING gin (array_to_tsvector(search_tokens));
    -- Statistics of the tokens would cost more than those of all else, and serve nobody.
    ALTER TABLE ${table} ALTER COLUMN search_tokens SET STATISTICS 0;
    ALTER INDEX atrium.${index} ALTER COLUMN 1 SET STATISTICS 0;
    GRANT CREATE ON SCHEMA app TO atrium_search;
    CREATE FUNCTION ${name}(wanted tsquery, best tsquery, take int) RETURNS TABLE (id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
      WITH best_hit AS MATERIALIZED (${hits('best')} LIMIT 500),
      other_hit AS MATERIALIZED (${hits('wanted')} AND (SELECT count(*) FROM best_hit) < take LIMIT 500)
      SELECT hit.id FROM (SELECT *, 0 AS rank FROM best_hit UNION ALL SELECT *, 1 FROM other_hit) hit
      GROUP BY hit.id, hit.sort_key ORDER BY min(hit.rank), hit.sort_key, hit.id LIMIT take
    $$;
    REVOKE ALL ON FUNCTION ${name} FROM PUBLIC;
    ALTER FUNCTION ${name} OWNER TO atrium_search;
    GRANT EXECUTE ON FUNCTION ${name} TO atrium_app, atrium_worker;
    REVOKE CREATE ON SCHEMA app FROM atrium_search;
  `);
}
