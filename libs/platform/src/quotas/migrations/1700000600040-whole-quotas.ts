import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is agreed with a company is a whole number or null: whatever else stood there would fail each of its changes. */
export class WholeQuotas1700000600040 implements MigrationInterface {
  readonly name = 'WholeQuotas1700000600040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.tenant ADD CONSTRAINT tenant_quotas_whole CHECK (NOT jsonb_path_exists(quotas,
        'strict $.* ? (@.type() != "null" && (@.type() != "number" || @ < 0 || @.floor() != @))'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE atrium.tenant DROP CONSTRAINT tenant_quotas_whole');
  }
}
