import { countQuota } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of the core counts against a tenant's plan. */
export class CountedQuotas1700000140010 implements MigrationInterface {
  readonly name = 'CountedQuotas1700000140010';

  async up(runner: QueryRunner): Promise<void> {
    // Whoever cannot sign in any more takes no place; being let in again does.
    await countQuota(runner, { table: 'atrium.staff', quota: 'staff', where: `r.status <> 'DISABLED'` });
    await countQuota(runner, { table: 'atrium.unit', quota: 'units' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER quota_insert ON atrium.staff; DROP TRIGGER quota_update ON atrium.staff; DROP TRIGGER quota_delete ON atrium.staff;
      DROP TRIGGER quota_insert ON atrium.unit; DROP TRIGGER quota_delete ON atrium.unit`);
  }
}
