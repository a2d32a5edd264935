import * as os from 'node:os';
import { coreContexts, TenantStanding } from '@atrium/core';
import { type Config, type LoadedPlugin, loadConfig } from '@atrium/platform';
import { migrationsOf, prepareInstallation, resolveDatabase, withClient } from '@atrium/platform';
import { type Actor, newId, runInContext, systemActor, type TenantRef, type TenantStatus } from '@atrium/sdk';
import { createWorkerApp } from '@atrium/worker';
import type { INestApplicationContext } from '@nestjs/common';
import type { Client } from 'pg';
import { installedPlugins } from '../installed-plugins';
import { ClientSession } from './client-session';
import { EMBEDDED_DATABASE } from './up';

/** What was asked for lacks something or cannot be; the message says what. */
export class TenantUsageError extends Error {}

export interface TenantSurroundings {
  readonly config: Config;
  readonly print: (line: string) => void;
  readonly now?: () => Date;
  /** Default: those that the configuration names. */
  readonly plugins?: readonly LoadedPlugin[];
  /** A worker that runs already. Default: one of its own, when it is needed. */
  readonly services?: () => Promise<INestApplicationContext>;
}

export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly status: TenantStatus;
  readonly plan: string;
  readonly quotas: object;
}

/** The command line on the installation's database, as the role that migrates. */
export interface Desk {
  readonly client: Client;
  readonly adminUrl: string;
  readonly config: Config;
  readonly print: (line: string) => void;
  readonly now: () => Date;
  /** Who types, for the logs. */
  readonly actor: Actor;
  /** The platform as a worker has it, plugins included; it takes no jobs. Started when first asked for. */
  services(): Promise<INestApplicationContext>;
}

/** Opens the installation's database and runs `task` there. The services may be running meanwhile. */
export async function atDesk<T>(surroundings: TenantSurroundings, task: (desk: Desk) => Promise<T>): Promise<T> {
  const { config, print, now = () => new Date() } = surroundings;
  const { dataDir } = config.general;
  const plugins = surroundings.plugins ?? installedPlugins(config);
  const server = await resolveDatabase({ databaseUrl: config.database.url, dataDir, log: () => undefined });
  let opened: Promise<INestApplicationContext> | null = null;
  try {
    const embedded = server.source === 'url' ? null : EMBEDDED_DATABASE;
    const migrations = migrationsOf(coreContexts);
    const { adminUrl, workerUrl } = await prepareInstallation(server.url, embedded, config, migrations, plugins);
    const own = (): Promise<INestApplicationContext> =>
      (opened ??= createWorkerApp({
        config,
        contexts: coreContexts,
        plugins,
        databaseUrl: workerUrl,
        clock: { now },
        runsJobs: false,
      }));
    return await withClient(adminUrl, async (client) => {
      await client.query('SET ROLE atrium_migrator');
      const actor = systemActor(`command line (${os.userInfo().username})`);
      return task({ client, adminUrl, config, print, now, actor, services: surroundings.services ?? own });
    });
  } finally {
    await (await (opened as Promise<INestApplicationContext> | null)?.catch(() => null))?.close();
    await server.stop();
  }
}

export const local = (): TenantSurroundings => ({ config: loadConfig(), print: console.log });

export async function findTenant({ client }: Desk, slug: string): Promise<Tenant> {
  const { rows } = await client.query<Tenant>(
    'SELECT id, slug, name, status, plan, quotas FROM atrium.tenant WHERE slug = $1',
    [slug],
  );
  if (!rows[0]) throw new TenantUsageError(`There is no company "${slug}".`);
  return rows[0];
}

/** Work in a transaction of the company, whose audit log names the command line. */
export async function inTenant<T>(
  desk: Desk,
  tenantId: string,
  operation: string,
  task: (standing: TenantStanding) => Promise<T>,
): Promise<T> {
  const { client, actor, now } = desk;
  const standing = (await desk.services()).get(TenantStanding, { strict: false });
  await client.query('BEGIN');
  try {
    await client.query(
      `SELECT set_config('app.tenant_id', $1, true), set_config('app.audit', $2, true), set_config('app.operation', $3, true)`,
      [tenantId, Buffer.from(JSON.stringify({ kind: actor.kind, name: actor.name })).toString('base64'), operation],
    );
    const { rows } = await client.query<TenantRef>(
      `SELECT id, slug, name, locale, time_zone AS "timeZone", currency, status FROM atrium.tenant WHERE id = $1`,
      [tenantId],
    );
    const tenant = rows[0]!;
    const result = await runInContext(
      {
        requestId: newId(),
        tenant,
        actor,
        locale: tenant.locale,
        client: { ip: null, name: null },
        clock: { now },
        db: new ClientSession(client),
        afterCommit: () => undefined,
      },
      () => task(standing),
    );
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
