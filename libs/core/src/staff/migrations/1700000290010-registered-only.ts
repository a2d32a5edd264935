import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API clients that may run their persisted operations alone. */
export class RegisteredOnly1700000290010 implements MigrationInterface {
  readonly name = 'RegisteredOnly1700000290010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE atrium.api_client ADD COLUMN registered_only boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE atrium.api_client DROP COLUMN registered_only');
  }
}
