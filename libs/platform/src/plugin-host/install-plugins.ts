import { type InstallContext, Log, type PluginDefinition, pluginNames } from '@atrium/sdk';
import { escapeIdentifier, type Client } from 'pg';
import type { QueryRunner } from 'typeorm';
import { CatalogError, catalogProblems } from '../database/catalog-check';
import { openMigrationSource } from '../database/data-source';
import { MIGRATION_LOCK } from '../database/migration-lock';
import { withClient } from '../database/roles';
import type { LoadedPlugin } from './arrange-plugins';
import { PluginBootError } from './plugin-errors';
import { installationLock } from './plugin-gate';
import { pluginLog } from './plugin-log';
import { SegmentViews } from './segment-views';

const log = new Log('Plugins');

/**
 * Gives each plugin its schema and roles and runs its migrations, in the order given. What a plugin does is one
 * transaction: should a step of it fail, or the catalog check refuse what it made, nothing of it stays.
 *
 * @throws PluginBootError where a plugin fails whose `onBootFailure` is not `disable`
 * @returns names of the migrations that were run, each behind its plugin's id
 */
export async function installPlugins(adminUrl: string, plugins: readonly LoadedPlugin[]): Promise<string[]> {
  const applied: string[] = [];
  for (const plugin of plugins) {
    const { id, onBootFailure } = plugin.definition;
    try {
      await prepareSchema(adminUrl, plugin);
      applied.push(...(await bringUpToDate(adminUrl, plugin)));
    } catch (error) {
      const failure = new PluginBootError(id, 'migrations', error);
      if (onBootFailure !== 'disable') throw failure;
      log.error('A plugin was not installed; it is disabled for everybody until a start succeeds', {
        plugin: id,
        kind: failure.step,
        error: failure,
      });
    }
  }
  return applied;
}

/**
 * `plg_<id>_owner` owns the schema and migrates; `plg_<id>` works with the rows, and the roles that log in act as it. On
 * the core, the first may refer to what the plugin reads, the second reads the views it asks for. Nothing else.
 */
async function prepareSchema(adminUrl: string, { definition }: LoadedPlugin): Promise<void> {
  const { schema, owner } = pluginNames(definition.id);
  const reads = definition.data?.reads ?? [];
  await withClient(adminUrl, async (client) => {
    await client.query('BEGIN');
    for (const role of [schema, owner]) await createRole(client, role);
    const { rows } = await client.query<{ me: string }>('SELECT current_user AS me');
    await client.query(`
      GRANT ${owner} TO atrium_migrator, ${escapeIdentifier(rows[0]!.me)};
      GRANT ${schema} TO atrium_app, atrium_worker, ${escapeIdentifier(rows[0]!.me)};
      CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${owner};
      SET LOCAL ROLE ${owner};
      GRANT USAGE ON SCHEMA ${schema} TO ${schema}, atrium_migrator;
      SET LOCAL ROLE atrium_owner;
      GRANT USAGE ON SCHEMA app, atrium TO ${owner};
      GRANT EXECUTE ON FUNCTION app.audit(), app.new_id() TO ${owner};
      GRANT REFERENCES ON atrium.tenant, atrium.file TO ${owner};
      GRANT USAGE ON SCHEMA core TO ${schema}, ${owner};
      ${reads.map((view) => `GRANT REFERENCES ON atrium.${view} TO ${owner};`).join('\n')}
      SET LOCAL ROLE atrium_views;
      REVOKE ALL ON ALL TABLES IN SCHEMA core FROM ${schema}, ${owner};
      ${reads.map((view) => `GRANT SELECT ON core.${view} TO ${schema}, ${owner};`).join('\n')}
    `);
    await client.query('COMMIT');
  });
}

async function createRole(client: Client, role: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount) return;
  const create = `CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`;
  await client.query('SAVEPOINT role');
  try {
    await client.query(create);
  } catch (error) {
    const { code } = error as { code?: string };
    await client.query('ROLLBACK TO SAVEPOINT role');
    // Roles belong to the server: another database of it may make the same one just now.
    if (code === '42710' || code === '23505') return;
    if (code === '42501') throw new Error(`an administrator has to run: ${create}`, { cause: error });
    throw error;
  }
}

async function bringUpToDate(adminUrl: string, { definition }: LoadedPlugin): Promise<string[]> {
  const { id, version, data, onInstall } = definition;
  const { owner, schema } = pluginNames(id);
  const source = await openMigrationSource(adminUrl, [], owner);
  const runner = source.createQueryRunner();
  try {
    const { done, known } = await history(runner, owner, id);
    const pending = (data?.migrations ?? []).filter(({ name }) => !done.has(name));
    await runner.startTransaction();
    try {
      const views = new SegmentViews(runner, definition);
      const areViewsCurrent = pending.length === 0 && (await views.areCurrent());
      // What is read by a view cannot be migrated under it.
      if (!areViewsCurrent) await views.drop();
      for (const Migration of pending) await new Migration().up(runner);
      if (!areViewsCurrent) await views.create();
      if (!known && onInstall) await onInstall(installContext(id, runner));
      await refuseUnguarded(runner, schema);
      await refuseUnknownRetention(runner, definition);
      await runner.query('SET LOCAL ROLE atrium_owner');
      for (const { name } of pending) {
        await runner.query('INSERT INTO app.plugin_migration (plugin, name) VALUES ($1, $2)', [id, name]);
      }
      await runner.query(
        `INSERT INTO app.plugin AS known (id, version) VALUES ($1, $2)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, upgraded_at = now()
         WHERE known.version <> excluded.version`,
        [id, version],
      );
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction();
      throw error;
    }
    return pending.map(({ name }) => `${id}/${name}`);
  } finally {
    await runner.release();
    await source.destroy();
  }
}

async function history(
  runner: QueryRunner,
  owner: string,
  id: string,
): Promise<{ done: ReadonlySet<string>; known: boolean }> {
  await runner.query('SET ROLE atrium_owner');
  const rows = (await runner.query('SELECT name FROM app.plugin_migration WHERE plugin = $1', [id])) as {
    name: string;
  }[];
  const known = (await runner.query('SELECT FROM app.plugin WHERE id = $1', [id])) as object[];
  await runner.query(`SET ROLE ${owner}`);
  return { done: new Set(rows.map(({ name }) => name)), known: known.length > 0 };
}

/** Before the commit, so that a table without its guards is never there. */
async function refuseUnguarded(runner: QueryRunner, schema: string): Promise<void> {
  const problems = await catalogProblems(
    (text, values) => runner.query(text, values) as Promise<Record<string, string>[]>,
  );
  const own = problems.filter((problem) => new RegExp(`\\b${schema}\\b`).test(problem));
  if (own.length > 0) throw new CatalogError(own);
}

/** Rows of a kind that nobody declares would never go. */
async function refuseUnknownRetention(runner: QueryRunner, { id, retention = [] }: PluginDefinition): Promise<void> {
  const named = (await runner.query(
    `SELECT c.oid::regclass::text AS name, w.kind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'created_at'
     CROSS JOIN LATERAL (SELECT substring(col_description(c.oid, a.attnum) FROM '^retention: (.*)$')::jsonb ->> 'kind' AS kind) w
     WHERE n.nspname = $1 AND w.kind IS NOT NULL`,
    [pluginNames(id).schema],
  )) as { name: string; kind: string }[];
  const unknown = named.find(({ kind }) => !retention.some((rule) => rule.kind === kind));
  if (unknown)
    throw new Error(`${unknown.name} names the retention ${unknown.kind}, which the plugin does not declare`);
}

function installContext(id: string, runner: QueryRunner): InstallContext {
  return {
    log: pluginLog(id),
    query: <Row>(statement: string, values: readonly unknown[] = []) =>
      runner.query(statement, [...values]) as Promise<Row[]>,
  };
}

export interface UninstallOptions {
  /** `erase` drops the plugin's schema with every company's rows; `keep` leaves it for a later installation. */
  readonly data: 'keep' | 'erase';
}

/**
 * Takes a plugin out of the installation; its code need not be there, and then `onUninstall` is not called. Waits for
 * companies that enable or disable it just now, and for its handlers; who comes meanwhile waits, and finds it gone.
 * False where there is none of this id.
 */
export async function uninstallPlugin(
  adminUrl: string,
  id: string,
  plugin: LoadedPlugin | null,
  options: UninstallOptions,
): Promise<boolean> {
  const { owner, schema } = pluginNames(id);
  const look = 'SELECT FROM pg_namespace WHERE nspname = $1';
  const found = await withClient(adminUrl, (client) => client.query(look, [schema]));
  if (!found.rowCount) return false;
  const source = await openMigrationSource(adminUrl, [], owner);
  const runner = source.createQueryRunner();
  try {
    await runner.startTransaction();
    try {
      await runner.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [installationLock(id)]);
      // Nor is it taken away under a start that installs it just now.
      await runner.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      // Somebody else may have had the lock for the same.
      if (((await runner.query(look, [schema])) as object[]).length === 0) {
        await runner.rollbackTransaction();
        return false;
      }
      if (plugin?.definition.onUninstall) await plugin.definition.onUninstall(installContext(id, runner));
      if (options.data === 'erase') {
        await releaseFilesOf(runner, schema);
        await runner.query(`DROP SCHEMA ${schema} CASCADE`);
      }
      await runner.query('SET LOCAL ROLE atrium_owner');
      if (options.data === 'erase') await runner.query('DELETE FROM app.plugin_migration WHERE plugin = $1', [id]);
      await runner.query('DELETE FROM app.plugin WHERE id = $1', [id]);
      await runner.query('SET LOCAL ROLE atrium_migrator');
      await runner.query(
        options.data === 'erase'
          ? 'DELETE FROM atrium.tenant_plugin WHERE plugin = $1'
          : 'UPDATE atrium.tenant_plugin SET enabled = false, version = version + 1 WHERE plugin = $1 AND enabled',
        [id],
      );
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction();
      throw error;
    }
    return true;
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/** Files go with the rows that refer to them; a table that is dropped tells nobody. */
async function releaseFilesOf(runner: QueryRunner, schema: string): Promise<void> {
  const tables = (await runner.query(
    `SELECT DISTINCT c.oid::regclass::text AS name FROM pg_class c JOIN pg_constraint f ON f.conrelid = c.oid
     WHERE c.relnamespace = $1::regnamespace AND f.contype = 'f' AND f.confrelid = 'atrium.file'::regclass`,
    [schema],
  )) as { name: string }[];
  for (const { name } of tables) {
    const tenants = (await runner.query(`SELECT DISTINCT tenant_id AS id FROM ${name}`)) as { id: string }[];
    for (const { id } of tenants) {
      await runner.query(`SELECT set_config('app.tenant_id', $1, true)`, [id]);
      await runner.query(`DELETE FROM ${name} WHERE tenant_id = $1`, [id]);
    }
  }
}
