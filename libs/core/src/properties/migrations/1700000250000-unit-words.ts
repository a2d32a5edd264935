import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createSearch } from './search-function';

/** Units of one way to answer to a query that are put in order; the others of one that so many answer to are left out. */
const HITS = 500;

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const SCOPE = `nullif(current_setting('app.scope', true), '')::uuid[]`;
/** A customer finds nothing. */
const STAFF = `coalesce(current_setting('app.customer', true), '') = ''`;

/**
 * Words that find every unit of a building stand in the building, once, and no longer in each of its units: they were
 * nine tenths of what an import wrote into the search index. A query is answered word by word, by the building or by the
 * unit itself.
 */
export class UnitWords1700000250000 implements MigrationInterface {
  readonly name = 'UnitWords1700000250000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.building ADD COLUMN unit_words tsvector NOT NULL DEFAULT '';
      ALTER TABLE atrium.building ALTER COLUMN unit_words SET STATISTICS 0`);
    await this.moveWords(runner);
    await runner.query('CREATE INDEX building_unit_words ON atrium.building USING gin (unit_words)');
    await this.search(runner);
  }

  /** What a unit has in common with its building goes there; of a building without units, all that finds it. */
  private moveWords(runner: QueryRunner): Promise<void> {
    return inAllTenants(
      runner,
      `UPDATE atrium.building b SET unit_words = array_to_tsvector(ARRAY(
        SELECT word FROM unnest(b.search_tokens) word
        WHERE coalesce(word = ANY (u.search_tokens), true)))
      FROM atrium.building x LEFT JOIN LATERAL (
        SELECT u.search_tokens FROM atrium.unit u WHERE u.tenant_id = x.tenant_id AND u.building_id = x.id LIMIT 1
      ) u ON true
      WHERE x.tenant_id = b.tenant_id AND x.id = b.id;
      UPDATE atrium.unit u SET search_tokens = ARRAY(
        SELECT word FROM unnest(u.search_tokens) word WHERE word <> ALL (tsvector_to_array(b.unit_words)))
      FROM atrium.building b WHERE b.tenant_id = u.tenant_id AND b.id = u.building_id`,
    );
  }

  private async search(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION app.search_units;
      GRANT CREATE ON SCHEMA app TO atrium_search;

      -- The first units of buildings that are given in their order.
      CREATE FUNCTION app.first_units(buildings uuid[], take int) RETURNS TABLE (id uuid, sort_key text)
      LANGUAGE sql STABLE SET search_path = pg_catalog
      SET enable_indexscan = on SET enable_seqscan = off SET enable_bitmapscan = off AS $$
        SELECT u.id, u.sort_key FROM unnest(buildings) AS b(id) CROSS JOIN LATERAL (
          SELECT u.id, u.sort_key FROM atrium.unit u
          WHERE u.tenant_id = ${TENANT} AND ${STAFF} AND u.building_id = b.id ORDER BY u.sort_key, u.id LIMIT take) u
        LIMIT take
      $$;

      -- Units that meet every term, each by words of its own or of its building. Nothing but the indexes of words may
      -- serve: how many answer to the beginning of a word, the planner cannot know.
      CREATE FUNCTION app.unit_hits(terms tsquery[], take int) RETURNS TABLE (id uuid, sort_key text)
      LANGUAGE plpgsql STABLE SET search_path = pg_catalog
      SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
      DECLARE
        tenant uuid := ${TENANT};
        scope uuid[] := ${SCOPE};
        every int := (1 << cardinality(terms)) - 1;
        any_term tsquery := terms[1];
        rest tsquery;
        place record;
      BEGIN
        FOR n IN 2 .. cardinality(terms) LOOP any_term := any_term || terms[n]; END LOOP;
        FOR place IN
          -- Buildings by the terms that they meet, as a set of bits; then all others, which meet none.
          SELECT met.bits, array_agg(met.id ORDER BY met.sort_key) AS ids FROM (
            SELECT b.id, b.sort_key, (SELECT bit_or(1 << (n - 1)::int) FROM unnest(terms) WITH ORDINALITY AS t(term, n)
                                      WHERE b.unit_words @@ t.term) AS bits
            FROM atrium.building b
            WHERE b.unit_words @@ any_term AND ${STAFF} AND b.tenant_id IS NOT DISTINCT FROM tenant
              AND (scope IS NULL OR b.community_id = ANY (scope))
          ) met GROUP BY met.bits
          UNION ALL SELECT 0, NULL
        LOOP
          IF place.bits = every THEN
            RETURN QUERY SELECT * FROM app.first_units(place.ids, take);
            CONTINUE;
          END IF;
          rest := NULL;
          FOR n IN 1 .. cardinality(terms) LOOP
            CONTINUE WHEN place.bits & (1 << (n - 1)) <> 0;
            rest := CASE WHEN rest IS NULL THEN terms[n] ELSE rest && terms[n] END;
          END LOOP;
          RETURN QUERY
          WITH hit AS MATERIALIZED (
            SELECT u.id, u.sort_key, u.building_id FROM atrium.unit u
            WHERE array_to_tsvector(u.search_tokens) @@ rest AND ${STAFF} AND u.tenant_id IS NOT DISTINCT FROM tenant
              AND (scope IS NULL OR u.community_id = ANY (scope)))
          SELECT hit.id, hit.sort_key FROM hit LEFT JOIN unnest(place.ids) AS b(id) ON b.id = hit.building_id
          WHERE place.ids IS NULL OR b.id IS NOT NULL LIMIT ${HITS};
        END LOOP;
      END $$;

      -- \`best\` hits come before the others, which are looked for only where the best are too few; each in the order of
      -- \`sort_key\`. Belongs to atrium_search, which row-level security lets through: tenant, scope and customer stand
      -- in what it calls, which nobody else may call. They are taken from the transaction and never from a parameter.
      CREATE FUNCTION app.search_units(wanted tsquery[], best tsquery[], take int) RETURNS TABLE (id uuid)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        found_best uuid[];
      BEGIN
        IF NOT (${STAFF}) THEN RETURN; END IF;
        found_best := ARRAY(
          SELECT hit.id FROM app.unit_hits(best, take) hit
          GROUP BY hit.id, hit.sort_key ORDER BY hit.sort_key, hit.id LIMIT take);
        RETURN QUERY SELECT unnest(found_best);
        IF cardinality(found_best) < take AND wanted <> best THEN
          RETURN QUERY SELECT hit.id FROM app.unit_hits(wanted, take) hit WHERE hit.id <> ALL (found_best)
          GROUP BY hit.id, hit.sort_key ORDER BY hit.sort_key, hit.id LIMIT take - cardinality(found_best);
        END IF;
      END $$;
      REVOKE ALL ON FUNCTION app.first_units, app.unit_hits, app.search_units FROM PUBLIC;
      ALTER FUNCTION app.first_units OWNER TO atrium_search;
      ALTER FUNCTION app.unit_hits OWNER TO atrium_search;
      ALTER FUNCTION app.search_units OWNER TO atrium_search;
      GRANT EXECUTE ON FUNCTION app.search_units TO atrium_app, atrium_worker;
      REVOKE CREATE ON SCHEMA app FROM atrium_search;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION app.search_units, app.unit_hits, app.first_units; DROP INDEX atrium.unit_search');
    await inAllTenants(
      runner,
      `UPDATE atrium.unit u SET search_tokens = tsvector_to_array(b.unit_words) || u.search_tokens
       FROM atrium.building b WHERE b.tenant_id = u.tenant_id AND b.id = u.building_id`,
    );
    await createSearch(runner, { table: 'atrium.unit', index: 'unit_search', function: 'app.search_units' });
    await runner.query('ALTER TABLE atrium.building DROP COLUMN unit_words');
  }
}

/** Changes rows of all tenants that are nobody's change: neither policies nor triggers have a part in it. */
async function inAllTenants(runner: QueryRunner, change: string): Promise<void> {
  const tables = ['atrium.building', 'atrium.unit'];
  for (const table of tables) {
    await runner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER`);
  }
  await runner.query(change);
  for (const table of tables) {
    await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY, ENABLE TRIGGER USER`);
  }
}
