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
      // An actor with a scope must see the whole scope of others, to tell whether it exceeds its own.
      scope: 'none',
    });
    await runner.query('CREATE INDEX scope_community_community ON atrium.scope_community (tenant_id, community_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.scope_community');
  }
}
