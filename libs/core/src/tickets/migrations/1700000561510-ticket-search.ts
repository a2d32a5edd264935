import { createTenantTable, seek } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GOES_WITH_TICKET, withTicket } from './of-ticket';

/** Words of comments that count, beside the ticket's own: a ticket that is talked about for months is found by its beginning. */
const NOTES = 1500;

/** What tickets are searched by, and the functions that write and read it. */
export class TicketSearch1700000561510 implements MigrationInterface {
  readonly name = 'TicketSearch1700000561510';

  async up(runner: QueryRunner): Promise<void> {
    // What people call a ticket that was brought in from elsewhere.
    await runner.query('ALTER TABLE atrium.ticket ADD former_number text');
    await createTenantTable(runner, {
      table: 'atrium.ticket_search_entry',
      hasParent: true,
      // customer_id: whose ticket it is, so that its words go with the person.
      columns: `
        community_id uuid,
        customer_id uuid,
        opened_at timestamptz NOT NULL,
        own tsvector NOT NULL,
        notes tsvector NOT NULL DEFAULT '',
        tokens tsvector NOT NULL GENERATED ALWAYS AS (own || notes) STORED,
        FOREIGN KEY (tenant_id, id) REFERENCES atrium.ticket (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT ticket_search_entry_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: { using: withTicket('ticket_search_entry', 'id') },
      unaudited: 'derived from tickets and comments',
      notExported: 'it is derived from tickets and comments',
      retention: GOES_WITH_TICKET,
      rights: 'read',
      searchable: true,
    });
    await runner.query(`
      CREATE INDEX ticket_search ON atrium.ticket_search_entry USING gin (tokens)
        WITH (fastupdate = on, gin_pending_list_limit = 1024);
      CREATE INDEX ticket_search_time ON atrium.ticket_search_entry (tenant_id, opened_at);
      CREATE INDEX ticket_search_customer ON atrium.ticket_search_entry (tenant_id, customer_id)
        WHERE customer_id IS NOT NULL;
    `);
    await this.writing(runner);
    await this.reading(runner);
  }

  private async writing(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION app.quarter_of(at timestamptz) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT (extract(year FROM at AT TIME ZONE 'UTC') * 4 + extract(quarter FROM at AT TIME ZONE 'UTC'))::int
      $$;
      -- A quarter of a year, and a kind of ticket, as words to search by.
      CREATE FUNCTION app.quarter_word(quarter int) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT right(current_setting('app.tenant_id'), 6) || '.t:' || quarter
      $$;
      CREATE FUNCTION app.kind_word(kind text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT right(current_setting('app.tenant_id'), 6) || '.k:' || lower(kind)
      $$;

      -- Writes what tickets are found by: their own words, parted by spaces, or (adds) words of a comment beside those
      -- there are. Runs as the owner with scope and customer lifted, because whoever writes a ticket need not see all of
      -- it; row-level security still keeps to the tenant, and what else stands in an entry comes from the ticket.
      CREATE FUNCTION app.write_ticket_search(ids uuid[], words text[], adds boolean) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        scope text := coalesce(current_setting('app.scope', true), '');
        customer text := coalesce(current_setting('app.customer', true), '');
      BEGIN
        PERFORM set_config('app.scope', '', true), set_config('app.customer', '', true);
        IF adds THEN
          UPDATE atrium.ticket_search_entry e
          SET notes = e.notes || array_to_tsvector(string_to_array(g.words, ' '))
          FROM unnest(ids, words) AS g(id, words) WHERE e.id = g.id AND length(e.notes) < ${NOTES};
        ELSE
          INSERT INTO atrium.ticket_search_entry AS e (id, community_id, customer_id, opened_at, own)
          SELECT k.id, k.community_id, k.customer_id, k.opened_at,
            array_to_tsvector(string_to_array(g.words, ' ') || app.kind_word(k.kind)
              || app.quarter_word(app.quarter_of(k.opened_at))
              || CASE WHEN k.community_id IS NULL THEN '{}' ELSE ARRAY[app.community_word(k.community_id)] END)
          FROM unnest(ids, words) AS g(id, words) CROSS JOIN LATERAL
            ${seek({
              from: 'atrium.ticket',
              select: 'id, kind, community_id, customer_id, opened_at',
              key: { id: 'g.id' },
            })} k
          ON CONFLICT (tenant_id, id) DO UPDATE SET community_id = excluded.community_id,
            customer_id = excluded.customer_id, opened_at = excluded.opened_at, own = excluded.own;
        END IF;
        PERFORM set_config('app.scope', scope, true), set_config('app.customer', customer, true);
      END $$;
      REVOKE ALL ON FUNCTION app.write_ticket_search FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.write_ticket_search TO atrium_app, atrium_worker;
    `);
  }

  private async reading(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT CREATE ON SCHEMA app TO atrium_search;
      -- Tickets that meet a query, newest first, quarter by quarter until the page is full: a word that every ticket has
      -- costs no more than one that few have. Belongs to atrium_search, which row-level security lets through: tenant and
      -- scope stand here, taken from the transaction and never from a parameter. The tenant is compared in a way that no
      -- other index serves: how many answer to the beginning of a word, the planner cannot know.
      CREATE FUNCTION app.search_tickets(wanted tsquery, only_community uuid, only_kind text, after_at timestamptz,
        after_id uuid, take int)
      RETURNS TABLE (id uuid, opened_at timestamptz)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off AS $$
      DECLARE
        tenant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
        scope uuid[] := nullif(current_setting('app.scope', true), '')::uuid[];
        within tsquery;
        quarter int;
        oldest int;
        remaining int := take;
        found int;
      BEGIN
        -- A customer finds nobody's.
        IF tenant IS NULL OR coalesce(current_setting('app.customer', true), '') <> '' THEN RETURN; END IF;
        SELECT coalesce(string_agg('''' || app.community_word(x) || '''', '|'), '')::tsquery INTO within
        FROM unnest(CASE WHEN only_community IS NULL THEN scope ELSE ARRAY[only_community] END) x;
        IF only_kind IS NOT NULL THEN within := within && ('''' || app.kind_word(only_kind) || '''')::tsquery; END IF;
        quarter := app.quarter_of(coalesce(after_at, (SELECT max(e.opened_at) FROM atrium.ticket_search_entry e
          WHERE e.tenant_id = tenant)));
        oldest := app.quarter_of((SELECT min(e.opened_at) FROM atrium.ticket_search_entry e WHERE e.tenant_id = tenant));
        WHILE quarter >= oldest AND remaining > 0 LOOP
          RETURN QUERY SELECT e.id, e.opened_at FROM atrium.ticket_search_entry e
          WHERE e.tokens @@ (within && ('''' || app.quarter_word(quarter) || '''')::tsquery && wanted)
            AND e.tenant_id IS NOT DISTINCT FROM tenant
            AND (scope IS NULL OR e.community_id = ANY (scope))
            AND (only_community IS NULL OR e.community_id = only_community)
            AND (after_at IS NULL OR (e.opened_at, e.id) < (after_at, after_id))
          ORDER BY e.opened_at DESC, e.id DESC LIMIT remaining;
          GET DIAGNOSTICS found = ROW_COUNT;
          remaining := remaining - found;
          quarter := quarter - 1;
        END LOOP;
      END $$;
      REVOKE ALL ON FUNCTION app.search_tickets FROM PUBLIC;
      ALTER FUNCTION app.search_tickets OWNER TO atrium_search;
      GRANT EXECUTE ON FUNCTION app.search_tickets TO atrium_app, atrium_worker;
      REVOKE CREATE ON SCHEMA app FROM atrium_search;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION app.search_tickets, app.write_ticket_search, app.kind_word, app.quarter_word;
      DROP TABLE atrium.ticket_search_entry;
      DROP FUNCTION app.quarter_of;
      ALTER TABLE atrium.ticket DROP former_number;
    `);
  }
}
