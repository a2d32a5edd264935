import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the core reads what plugins show to the rules of segments: see `segment-views.ts`. */
export class SegmentViews1700000400010 implements MigrationInterface {
  readonly name = 'SegmentViews1700000400010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA segment;
      GRANT USAGE ON SCHEMA segment TO atrium_app, atrium_worker;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA segment');
  }
}
