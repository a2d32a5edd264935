import type { QueryRunner } from 'typeorm';
import { identifier } from '../read/sql';

/**
 * For migrations of the core: from now on a file that a row of the table referred to goes when the last row that refers to
 * it goes, whatever statement does it. Its content goes with the next sweep. The start fails for a table that refers to
 * files by `ON DELETE CASCADE` and does not say this: nobody would remove what people take away.
 *
 * @param column the one that refers to `atrium.file`
 */
export async function releaseFiles(
  runner: QueryRunner,
  { table, column = 'file_id' }: { table: string; column?: string },
): Promise<void> {
  await runner.query(`
    CREATE TRIGGER release_files AFTER DELETE ON ${identifier(table)} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION app.release_files('${identifier(column)}')`);
}
