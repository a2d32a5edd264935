import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists of buildings read whole pages of the table: what only the search reads lies outside them, or fewer buildings
 * fit into a page and every list costs more.
 */
export class NarrowBuildings1700000250030 implements MigrationInterface {
  readonly name = 'NarrowBuildings1700000250030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.building ALTER COLUMN unit_words SET STORAGE EXTERNAL;
      ALTER TABLE atrium.building ALTER COLUMN search_tokens SET STORAGE EXTERNAL;
      ALTER TABLE atrium.building SET (toast_tuple_target = 256)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.building RESET (toast_tuple_target);
      ALTER TABLE atrium.building ALTER COLUMN search_tokens SET STORAGE EXTENDED;
      ALTER TABLE atrium.building ALTER COLUMN unit_words SET STORAGE EXTENDED`);
  }
}
