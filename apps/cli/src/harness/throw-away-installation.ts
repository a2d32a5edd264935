import { coreContexts } from '@atrium/core';
import {
  type Config,
  type EmbeddedPostgres,
  loadConfig,
  migrationsOf,
  type PreparedDatabase,
  prepareInstallation,
  startEmbeddedPostgres,
  withClient,
} from '@atrium/platform';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedPlugins } from '../installed-plugins';
import { type Program, startProgram } from './program';
import type { ServiceOptions } from './service-process';

const DATABASE = 'atrium';
/** All companies come from one address here, and none is to wait for its plan. */
const MEASURED = {
  PORT: '0',
  LOG_LEVEL: 'warn',
  SIGN_UP_PLAN: 'UNLIMITED',
  SIGN_UPS_PER_NETWORK: '1000',
};
const SERVICE = require.resolve('./service-process');

/**
 * A whole installation that nobody keeps: a database server of its own, as durable as a real one, API and worker each
 * in a process of its own. For commands that measure or prove something and must not touch what the user has.
 */
export class ThrowAwayInstallation {
  private readonly services: Program[] = [];

  private constructor(
    readonly dataDir: string,
    /** Environment of the processes: an installation's configuration. */
    readonly env: Readonly<Record<string, string>>,
    readonly config: Config,
    private readonly server: EmbeddedPostgres,
    readonly database: PreparedDatabase,
  ) {}

  /** @param env configuration beside the defaults; the surrounding environment plays no part */
  static async create(env: Readonly<Record<string, string>> = {}): Promise<ThrowAwayInstallation> {
    const dataDir = mkdtempSync(join(tmpdir(), 'atrium-throw-away-'));
    // A server started by root runs as another account, which must be able to enter.
    chmodSync(dataDir, 0o755);
    const variables = { ...MEASURED, DATA_DIR: dataDir, ...env };
    const server = await startEmbeddedPostgres({ dataDir });
    try {
      const config = loadConfig(variables, dataDir);
      const plugins = installedPlugins(config);
      const database = await prepareInstallation(server.url, DATABASE, config, migrationsOf(coreContexts), plugins);
      return new ThrowAwayInstallation(dataDir, variables, config, server, database);
    } catch (error) {
      await removeServer(server, dataDir);
      throw error;
    }
  }

  /** Superuser URL of the server, to a database that is not the installation's. */
  get serverUrl(): string {
    return this.server.url;
  }

  /** @param env configuration in which this process differs; what is empty is as it comes */
  startApi(env: Readonly<Record<string, string>> = {}): Promise<Program> {
    return this.start('api', this.database.appUrl, env);
  }

  startWorker(env: Readonly<Record<string, string>> = {}): Promise<Program> {
    return this.start('worker', this.database.workerUrl, env);
  }

  private async start(
    role: 'api' | 'worker',
    databaseUrl: string,
    env: Readonly<Record<string, string>>,
  ): Promise<Program> {
    const options: ServiceOptions = { role, databaseUrl };
    const service = await startProgram(SERVICE, options, { ...this.env, ...env }, this.dataDir);
    this.services.push(service);
    return service;
  }

  /**
   * Kills a process of the database server as kill -9 does: the server ends all connections, and is there again when it has
   * recovered from its log.
   */
  async crashDatabase(): Promise<void> {
    const pid = await withClient(this.serverUrl, async (client) => {
      const { rows } = await client.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'`,
      );
      return rows[0]!.pid;
    });
    process.kill(pid, 'SIGKILL');
  }

  /** Ends everything and leaves nothing behind. */
  async remove(): Promise<void> {
    for (const service of this.services.reverse()) await service.stop();
    await removeServer(this.server, this.dataDir);
  }
}

async function removeServer(server: EmbeddedPostgres, dataDir: string): Promise<void> {
  await server.stop();
  for (const folder of [server.root, dataDir]) rmSync(folder, { recursive: true, force: true });
}
