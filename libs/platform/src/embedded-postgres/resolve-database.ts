import { mkdir, realpath } from 'node:fs/promises';
import {
  embeddedPackage,
  findEmbeddedBinaries,
  findSystemBinaries,
  OLDEST_SUPPORTED_MAJOR,
  type PostgresBinaries,
} from './binaries';
import { EmbeddedPostgresError, UnusableBinariesError } from './errors';
import { existingMajor } from './placement';
import { startEmbeddedPostgres, type EmbeddedPostgresOptions } from './start-embedded-postgres';

export interface ResolveDatabaseOptions extends Omit<EmbeddedPostgresOptions, 'binaries' | 'supervision'> {
  /** URL of a server of the operator's own (`DATABASE_URL`); nothing is started then. */
  databaseUrl?: string;
}

/** Where the database is. */
export interface ResolvedDatabase {
  /** `url`: the operator's server. Else a server of ours, run from the npm package or from the system's programs. */
  source: 'url' | PostgresBinaries['source'];
  /** URL of the owner or superuser, for migrations and the making of roles. */
  url: string;
  /** Version of the programs; undefined for the operator's server. */
  version?: string;
  /** Folder of the database files and the server's log; undefined for the operator's server. */
  root?: string;
  startedHere: boolean;
  /** Gives up our share in a server of ours; does nothing for the operator's. */
  stop(): Promise<void>;
}

/**
 * Finds a database: the operator's own, else the embedded PostgreSQL, else one run from the newest server programs of
 * the operating system (PostgreSQL 15 or later).
 * @throws EmbeddedPostgresError that lists what was tried
 */
export async function resolveDatabase(options: ResolveDatabaseOptions): Promise<ResolvedDatabase> {
  const { databaseUrl, ...start } = options;
  if (databaseUrl) return { source: 'url', url: databaseUrl, startedHere: false, stop: async () => {} };
  return startFirstUsable(installedBinaries(), start);
}

/** The embedded programs, then, only when those will not do, the system's from the newest on. */
async function* installedBinaries(): AsyncGenerator<PostgresBinaries> {
  const embedded = await findEmbeddedBinaries();
  if (embedded) yield embedded;
  yield* await findSystemBinaries();
}

/**
 * Starts a server from the first programs that run on this machine and can read the database that is there.
 * @throws EmbeddedPostgresError that says of each why not
 */
export async function startFirstUsable(
  candidates: AsyncIterable<PostgresBinaries> | Iterable<PostgresBinaries>,
  start: EmbeddedPostgresOptions,
): Promise<ResolvedDatabase> {
  await mkdir(start.dataDir, { recursive: true });
  const existing = await existingMajor(await realpath(start.dataDir));
  const refusals: string[] = [];
  for await (const binaries of candidates) {
    const title = `${binaries.source} PostgreSQL ${binaries.version} in ${binaries.binDir}`;
    if (binaries.major < OLDEST_SUPPORTED_MAJOR) {
      refusals.push(`${title}: older than ${OLDEST_SUPPORTED_MAJOR}`);
      continue;
    }
    if (existing !== undefined && binaries.major !== existing) {
      refusals.push(`${title}: cannot read the database of ${start.dataDir}, which PostgreSQL ${existing} made`);
      continue;
    }
    try {
      const { url, root, startedHere, stop } = await startEmbeddedPostgres({ ...start, binaries });
      return { source: binaries.source, url, version: binaries.version, root, startedHere, stop };
    } catch (error) {
      if (!(error instanceof UnusableBinariesError)) throw error;
      refusals.push(`${title}: ${error.message}`);
    }
  }
  const tried =
    refusals.length > 0 ? refusals.join('\n- ') : `neither ${embeddedPackage()} nor a system server is installed`;
  throw new EmbeddedPostgresError(
    `There is no database. DATABASE_URL is not set, and no PostgreSQL could be started here:\n- ${tried}\n` +
      `Set DATABASE_URL to a server of PostgreSQL ${OLDEST_SUPPORTED_MAJOR} or later, or install one on this machine.`,
  );
}
