import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Answers of mutations kept for calls repeated with the same key. */
export class IdempotencyKey1700000005000 implements MigrationInterface {
  readonly name = 'IdempotencyKey1700000005000';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.idempotency_key',
      columns: `
        actor_key text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
        operation text COLLATE "C" NOT NULL,
        input_hash bytea NOT NULL,
        payload jsonb NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT idempotency_key_actor_key UNIQUE (tenant_id, actor_key, key)`,
      // Only its own actor reads it back, and what it refers to is read within the scope.
      scope: 'none',
      customer: { using: `left(actor_key, 46) = 'CUSTOMER:' || current_setting('app.actor_id', true) || ':'` },
      customerWrites: 'all',
      unaudited: 'bookkeeping of calls; the changes themselves are audited',
    });
    await runner.query('CREATE INDEX idempotency_key_expiry ON atrium.idempotency_key (tenant_id, expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.idempotency_key');
  }
}
