import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { writeCustomerSearch } from './write-customer-search';

/** Hits of one kind that are put in order; the others of a query that so many answer to are left out. */
const HITS = 3000;

/** What customers are searched by, and the functions that write and read it. */
export class CustomerSearch1700000030010 implements MigrationInterface {
  readonly name = 'CustomerSearch1700000030010';

  async up(runner: QueryRunner): Promise<void> {
    await this.entries(runner);
    await this.writing(runner);
    await this.reading(runner);
  }

  /** A table of its own: its changes are no changes of the customer, and the search role sees nothing else. */
  private async entries(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.customer_search_entry',
      hasParent: true,
      columns: `
        name_key text COLLATE "C" NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        kind text NOT NULL,
        community_ids uuid[] NOT NULL,
        own tsvector NOT NULL,
        tokens tsvector NOT NULL,
        FOREIGN KEY (tenant_id, id) REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: {
        using: `EXISTS (SELECT FROM atrium.customer c
          WHERE c.tenant_id = customer_search_entry.tenant_id AND c.id = customer_search_entry.id)`,
      },
      unaudited: 'derived from customers, contacts, occupancies and units',
      rights: 'read',
      searchable: true,
    });
    await runner.query(`
      CREATE INDEX customer_search ON atrium.customer_search_entry USING gin (tokens)
        WITH (fastupdate = on, gin_pending_list_limit = 1024);
      CREATE INDEX customer_search_sort ON atrium.customer_search_entry (tenant_id, sort_key, id);
      CREATE INDEX customer_search_name ON atrium.customer_search_entry (tenant_id, name_key, sort_key, id);
    `);
  }

  private async writing(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A community as a word to search by, so that a limited reader's search is one look into the index.
      CREATE FUNCTION app.community_word(id uuid) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT right(current_setting('app.tenant_id'), 6) || '.c:' || replace(id::text, '-', '')
      $$;
      -- Words of a unit as words of whoever has to do with it: names of places are no names of people.
      CREATE FUNCTION app.place_words(community uuid, words text[]) RETURNS tsvector LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT array_to_tsvector(
          string_to_array(replace(array_to_string(words, ' '), '.n:', '.a:'), ' ') || app.community_word(community))
      $$;
      CREATE AGGREGATE app.tsvector_union(tsvector) (sfunc = tsvector_concat, stype = tsvector, initcond = '');

      ${writeCustomerSearch('u.search_tokens')}

      -- A unit, building or community got another name: whoever has to do with the unit is found by it at once.
      CREATE FUNCTION app.unit_words_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      DECLARE
        found uuid[] := ARRAY(
          SELECT DISTINCT occupied.customer_id FROM new_units n
          JOIN old_units o ON o.tenant_id = n.tenant_id AND o.id = n.id AND o.search_tokens <> n.search_tokens
          JOIN atrium.occupancy occupied ON occupied.tenant_id = n.tenant_id AND occupied.unit_id = n.id);
      BEGIN
        IF cardinality(found) > 0 THEN
          PERFORM app.write_customer_search(found, array_fill(NULL::text, ARRAY[cardinality(found)]));
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER customer_search AFTER UPDATE ON atrium.unit
        REFERENCING OLD TABLE AS old_units NEW TABLE AS new_units
        FOR EACH STATEMENT EXECUTE FUNCTION app.unit_words_changed();
      REVOKE ALL ON FUNCTION app.write_customer_search, app.unit_words_changed FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.write_customer_search TO atrium_app, atrium_worker;
    `);
  }

  private async reading(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT CREATE ON SCHEMA app TO atrium_search;
      -- One tier of a search after the other until the page is full: the exact name, then what meets each query and none
      -- of the ones before it; within a tier by name. Of a tier at most ${HITS} hits are looked at, so that a query
      -- everybody answers to costs no more than another. Belongs to atrium_search, which row-level security lets
      -- through: tenant and scope stand here, taken from the transaction and never from a parameter. Only the index on
      -- words may serve a tier: how many answer to the beginning of a word, the planner cannot know.
      CREATE FUNCTION app.search_customers(exact text, tiers tsquery[], only_kind text, only_community uuid,
        after_tier int, after_key text, after_id uuid, take int)
      RETURNS TABLE (id uuid, tier int, sort_key text)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
      SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
      DECLARE
        tenant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
        scope uuid[] := nullif(current_setting('app.scope', true), '')::uuid[];
        within tsquery;
        wanted tsquery;
        before tsquery := '';
        remaining int := take;
        found int;
      BEGIN
        -- A customer finds nobody.
        IF coalesce(current_setting('app.customer', true), '') <> '' THEN RETURN; END IF;
        SELECT coalesce(string_agg('''' || app.community_word(x) || '''', '|'), '')::tsquery INTO within
        FROM unnest(CASE WHEN only_community IS NULL THEN scope ELSE ARRAY[only_community] END) x;
        FOR at IN 0 .. cardinality(tiers) LOOP
          IF at < after_tier THEN
            before := coalesce(tiers[at], before);
            CONTINUE;
          END IF;
          IF at = 0 THEN
            RETURN QUERY SELECT e.id, at, e.sort_key FROM atrium.customer_search_entry e
            WHERE e.tenant_id = tenant AND e.name_key = exact AND e.tokens <> ''
              AND (scope IS NULL OR e.community_ids && scope)
              AND (only_kind IS NULL OR e.kind = only_kind)
              AND (only_community IS NULL OR only_community = ANY (e.community_ids))
              AND (after_tier IS DISTINCT FROM at OR (e.sort_key, e.id) > (after_key, after_id))
            ORDER BY e.sort_key, e.id LIMIT remaining;
          ELSE
            CONTINUE WHEN tiers[at] IS NULL;
            wanted := within && tiers[at];
            RETURN QUERY SELECT h.id, at, h.sort_key FROM (
              SELECT e.id, e.sort_key FROM atrium.customer_search_entry e
              WHERE e.tokens @@ wanted AND e.tenant_id IS NOT DISTINCT FROM tenant AND e.name_key <> exact
                AND (numnode(before) = 0 OR NOT e.tokens @@ before)
                AND (scope IS NULL OR e.community_ids && scope)
                AND (only_kind IS NULL OR e.kind = only_kind)
                AND (only_community IS NULL OR only_community = ANY (e.community_ids))
              LIMIT ${HITS}) h
            WHERE after_tier IS DISTINCT FROM at OR (h.sort_key, h.id) > (after_key, after_id)
            ORDER BY h.sort_key, h.id LIMIT remaining;
            before := tiers[at];
          END IF;
          GET DIAGNOSTICS found = ROW_COUNT;
          remaining := remaining - found;
          EXIT WHEN remaining <= 0;
        END LOOP;
      END $$;
      REVOKE ALL ON FUNCTION app.search_customers FROM PUBLIC;
      ALTER FUNCTION app.search_customers OWNER TO atrium_search;
      GRANT EXECUTE ON FUNCTION app.search_customers TO atrium_app, atrium_worker;
      REVOKE CREATE ON SCHEMA app FROM atrium_search;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER customer_search ON atrium.unit;
      DROP FUNCTION app.search_customers, app.unit_words_changed, app.write_customer_search;
      DROP TABLE atrium.customer_search_entry;
      DROP AGGREGATE app.tsvector_union(tsvector);
      DROP FUNCTION app.place_words, app.community_word;
    `);
  }
}
