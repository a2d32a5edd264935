import type { QueryRunner } from 'typeorm';
import { identifier } from '../read/sql';

/**
 * For migrations: from now on a file that a row of the table referred to goes when nothing refers to it any more,
 * whatever statement takes the last reference away. Its content goes with the next sweep. The start fails for a table
 * that does not say this and refers to files by `ON DELETE CASCADE`, or at all where it is a plugin's: nobody would
 * remove what people take away.
 *
 * @param column the one that refers to `atrium.file`
 */
export async function releaseFiles(
  runner: QueryRunner,
  { table, column = 'file_id' }: { table: string; column?: string },
): Promise<void> {
  for (const [name, event] of [
    ['release_files', 'DELETE'],
    ['release_files_replaced', 'UPDATE'],
  ] as const) {
    await runner.query(`
      CREATE TRIGGER ${name} AFTER ${event} ON ${identifier(table)} REFERENCING OLD TABLE AS old_rows
      FOR EACH STATEMENT EXECUTE FUNCTION app.release_files('${identifier(column)}')`);
  }
}
