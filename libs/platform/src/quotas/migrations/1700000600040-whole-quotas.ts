import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is agreed with a company is a whole number or null: whatever else stood there would fail each of its changes. */
export class WholeQuotas1700000600040 implements MigrationInterface {
  readonly name = 'WholeQuotas1700000600040';

  async up(runner: QueryRunner): Promise<void> {
    const whole = ['staff', 'units', 'calls_per_minute', 'storage_bytes'].map(
      (key) => `coalesce(quotas ->> '${key}', '0') ~ '^[0-9]{1,18}$'`,
    );
    await runner.query(`ALTER TABLE atrium.tenant ADD CONSTRAINT tenant_quotas_whole CHECK (${whole.join(' AND ')})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE atrium.tenant DROP CONSTRAINT tenant_quotas_whole');
  }
}
