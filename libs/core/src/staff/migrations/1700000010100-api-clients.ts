import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Programs that call the API with a key of their own. */
export class ApiClients1700000010100 implements MigrationInterface {
  readonly name = 'ApiClients1700000010100';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.api_client',
      columns: `
        name text NOT NULL,
        name_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
        sort_key text COLLATE "C" NOT NULL,
        permissions text[] NOT NULL,
        data_scope text COLLATE "C" NOT NULL DEFAULT 'ALL' CHECK (data_scope IN ('ALL', 'COMMUNITIES')),
        allowed_networks text[] NOT NULL DEFAULT '{}',
        expires_at timestamptz,
        revoked_at timestamptz,
        created_by_id uuid,
        CONSTRAINT api_client_name_key UNIQUE (tenant_id, name_lower),
        CONSTRAINT api_client_creator_fkey FOREIGN KEY (tenant_id, created_by_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (created_by_id)`,
      versioned: true,
      scope: 'none', // clients are the company's
    });
    // Several keys for the time of a rotation; the newest is the one without an end of its own.
    await createTenantTable(runner, {
      table: 'atrium.api_client_key',
      columns: `
        api_client_id uuid NOT NULL,
        key_hash text COLLATE "C" NOT NULL,
        hint text NOT NULL,
        expires_at timestamptz,
        CONSTRAINT api_client_key_hash_key UNIQUE (tenant_id, key_hash),
        CONSTRAINT api_client_key_client_fkey FOREIGN KEY (tenant_id, api_client_id)
          REFERENCES atrium.api_client (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // as its client
      redact: ['key_hash'],
    });
    await createTenantTable(runner, {
      table: 'atrium.api_client_use',
      // One row a client, under the client's id.
      columns: `
        last_used_at timestamptz NOT NULL,
        last_used_ip text,
        CONSTRAINT api_client_use_client_fkey FOREIGN KEY (tenant_id, id)
          REFERENCES atrium.api_client (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // as its client
      unaudited: 'a time that changes once a minute while a client is in use',
    });
    await runner.query(`
      CREATE INDEX api_client_sort ON atrium.api_client (tenant_id, sort_key, id);
      CREATE INDEX api_client_created ON atrium.api_client (tenant_id, created_at, id);
      CREATE INDEX api_client_key_client ON atrium.api_client_key (tenant_id, api_client_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.api_client_use, atrium.api_client_key, atrium.api_client');
  }
}
