import { createTenantTable, noteLifeOfRows } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A company's wish to be erased, and what the core's tables keep out of its archive. */
export class TenantErasure1700000140030 implements MigrationInterface {
  readonly name = 'TenantErasure1700000140030';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.tenant_erasure',
      columns: `
        requested_by uuid NOT NULL,
        requested_by_name text NOT NULL,
        immediately boolean NOT NULL,
        due_at timestamptz NOT NULL,
        cancelled_at timestamptz`,
      scope: 'none', // of the company as a whole
    });
    await runner.query(
      'CREATE UNIQUE INDEX tenant_erasure_open ON atrium.tenant_erasure (tenant_id) WHERE cancelled_at IS NULL',
    );
    const signIn = 'good for signing in for a while, and worth nothing elsewhere';
    for (const table of ['refresh_token', 'staff_token', 'sign_in_throttle']) {
      await noteLifeOfRows(runner, `atrium.${table}`, { notExported: signIn });
    }
    await noteLifeOfRows(runner, 'atrium.customer_search_entry', {
      notExported: 'derived from customers and their units',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.tenant_erasure');
  }
}
