import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Communities that staff and API clients are limited to. It comes after the properties, whose communities it names. */
export class ScopeCommunity1700000025000 implements MigrationInterface {
  readonly name = 'ScopeCommunity1700000025000';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.scope_community',
      columns: `
        staff_id uuid,
        api_client_id uuid,
        community_id uuid NOT NULL,
        CHECK (num_nonnulls(staff_id, api_client_id) = 1),
        CONSTRAINT scope_community_staff_key UNIQUE (tenant_id, staff_id, community_id),
        CONSTRAINT scope_community_api_client_key UNIQUE (tenant_id, api_client_id, community_id),
        CONSTRAINT scope_community_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT scope_community_api_client_fkey FOREIGN KEY (tenant_id, api_client_id)
          REFERENCES atrium.api_client (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT scope_community_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE CASCADE`,
      scope: 'community_id',
      searchable: true,
    });
    await runner.query('CREATE INDEX scope_community_community ON atrium.scope_community (tenant_id, community_id)');
    // Nobody takes power over who reaches further than themselves, so whoever is limited must learn that somebody does:
    // that alone, and not where. Tenant and scope are the transaction's, never parameters; a customer
    // learns nothing.
    await runner.query(`
      GRANT CREATE ON SCHEMA app TO atrium_search;
      CREATE FUNCTION app.has_hidden_communities(staff uuid, api_client uuid) RETURNS boolean
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT EXISTS (
          SELECT FROM atrium.scope_community s
          WHERE s.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
            AND coalesce(current_setting('app.customer', true), '') = ''
            AND (s.staff_id = staff OR s.api_client_id = api_client)
            AND s.community_id <> ALL (nullif(current_setting('app.scope', true), '')::uuid[]))
      $$;
      REVOKE ALL ON FUNCTION app.has_hidden_communities FROM PUBLIC;
      ALTER FUNCTION app.has_hidden_communities OWNER TO atrium_search;
      GRANT EXECUTE ON FUNCTION app.has_hidden_communities TO atrium_app, atrium_worker;
      REVOKE CREATE ON SCHEMA app FROM atrium_search;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION app.has_hidden_communities');
    await runner.query('DROP TABLE atrium.scope_community');
  }
}
