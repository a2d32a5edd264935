import { installJobSchema } from '../jobs/install-job-schema';
import type { LoadedPlugin } from '../plugin-host/arrange-plugins';
import { installPlugins } from '../plugin-host/install-plugins';
import { checkCatalog } from './catalog-check';
import { MIGRATION_LOCK } from './migration-lock';
import { type MigrationClass, openMigrationSource } from './data-source';
import { withClient } from './roles';

export interface MigrationResult {
  /** Names of the migrations this call ran, in order. */
  readonly applied: readonly string[];
}

/**
 * Brings the database and the schemas of the plugins up to date and then checks its catalog: a table of tenants without all its guards stops here.
 * Two processes may call it at once; the second waits and finds nothing to do.
 *
 * @param options.check false leaves the check out, on the way from an older state to that of this release
 */
export async function migrate(
  url: string,
  migrations: readonly MigrationClass[],
  plugins: readonly LoadedPlugin[] = [],
  { check = true }: { check?: boolean } = {},
): Promise<MigrationResult> {
  return withClient(url, async (lock) => {
    await lock.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    const source = await openMigrationSource(url, migrations);
    try {
      const applied = await source.runMigrations();
      await installJobSchema(url);
      const ofPlugins = await installPlugins(url, plugins);
      if (check) await checkCatalog(url);
      return { applied: [...applied.map(({ name }) => name), ...ofPlugins] };
    } finally {
      await source.destroy();
    }
  });
}
