import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents that programs call by their hash, each registered for one program. */
export class PersistedOperations1700000290020 implements MigrationInterface {
  readonly name = 'PersistedOperations1700000290020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE atrium.public_client ADD COLUMN registered_only boolean NOT NULL DEFAULT false');
    await createTenantTable(runner, {
      table: 'atrium.persisted_operation',
      columns: `
        api_client_id uuid,
        public_client_id uuid,
        hash text COLLATE "C" NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
        name text NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        document text NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('QUERY', 'MUTATION', 'SUBSCRIPTION')),
        cost integer NOT NULL,
        CONSTRAINT persisted_operation_one_client CHECK (num_nonnulls(api_client_id, public_client_id) = 1),
        CONSTRAINT persisted_operation_once UNIQUE NULLS NOT DISTINCT (tenant_id, hash, api_client_id, public_client_id),
        CONSTRAINT persisted_operation_api_client_fkey FOREIGN KEY (tenant_id, api_client_id)
          REFERENCES atrium.api_client (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT persisted_operation_public_client_fkey FOREIGN KEY (tenant_id, public_client_id)
          REFERENCES atrium.public_client (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // as their clients
    });
    await runner.query(`
      CREATE INDEX persisted_operation_sort ON atrium.persisted_operation (tenant_id, sort_key, id);
      CREATE INDEX persisted_operation_api_client ON atrium.persisted_operation (tenant_id, api_client_id);
      CREATE INDEX persisted_operation_public_client ON atrium.persisted_operation (tenant_id, public_client_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE atrium.persisted_operation;
      ALTER TABLE atrium.public_client DROP COLUMN registered_only;
    `);
  }
}
