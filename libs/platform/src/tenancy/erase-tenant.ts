import type { Writable } from 'node:stream';
import type { FileStore } from '@atrium/sdk';
import type { Client } from 'pg';
import { JOB_SCHEMA } from '../jobs/boss';
import type { PluginFailure } from '../plugin-host/tenant-hooks';
import { type ArchiveManifest, writeAccountingSeal } from './tenant-archive';
import { inOrderOfErasure, readTenantTables, type TenantTable } from './tenant-tables';

export interface ErasureRequest {
  /** UUID. */
  readonly tenantId: string;
  /** What the one who erases typed: it must be the tenant's. */
  readonly slug: string;
  readonly store: FileStore;
  /** Where the sealed books go: called once. */
  readonly openSeal: () => Promise<Writable>;
  readonly at: Date;
  /** Plugins that could not be told, for the log: what they keep elsewhere may be left. */
  readonly pluginsFailed: readonly PluginFailure[];
  /** Who does it, for the log outside of the tenant. */
  readonly actor: object;
}

export interface ErasureReport {
  /** Rows erased, by table. */
  readonly erased: Readonly<Record<string, number>>;
  /** Rows left, by table, counted after the last statement: each is 0. */
  readonly left: Readonly<Record<string, number>>;
  readonly jobs: number;
  /** Contents removed from the file store. */
  readonly files: number;
  readonly seal: ArchiveManifest;
}

/** The tenant cannot be erased as asked; the message says why. Nothing was changed. */
export class ErasureRefusedError extends Error {}

/** Rows came back while others went: something writes for this tenant still. Nothing was changed in the database. */
export class ErasureIncompleteError extends Error {
  constructor(readonly left: Readonly<Record<string, number>>) {
    const tables = Object.entries(left).map(([name, count]) => `${name}: ${count}`);
    super(`Rows are left after erasing, so all of it was undone: ${tables.join(', ')}`);
  }
}

/** Goes last: everything refers to it. */
const TENANT = 'atrium.tenant';

/** Passes over the tables: a trigger that writes while another table is emptied is met by the next. */
const PASSES = 3;

/**
 * Erases a tenant: its books are sealed first, then its files, its rows in every table of the catalog, its jobs and
 * itself go, and what is left is counted. All rows go in one transaction, or none; the log outside of the tenant keeps
 * the count. Must run as `atrium_migrator` on a connection of the command line: the roles that serve cannot.
 */
export async function eraseTenant(client: Client, request: ErasureRequest): Promise<ErasureReport> {
  const { tenantId, slug, store, at } = request;
  await client.query('BEGIN');
  try {
    await client.query(
      `SELECT set_config('app.tenant_id', $1, true), set_config('app.erasing', 'on', true),
         set_config('statement_timeout', '0', true)`,
      [tenantId],
    );
    await requireErasable(client, tenantId, slug);
    const tables = await readTenantTables(client);
    const seal = await writeAccountingSeal(client, tenantId, tables, await request.openSeal(), at);
    const files = await store.removeAll(tenantId);
    const erased = await emptyTables(client, tenantId, tables);
    const jobs = await eraseJobs(client, tenantId);
    requireEmpty(
      await countRows(
        client,
        tenantId,
        tables.filter(({ name }) => name !== TENANT),
      ),
    );
    erased[TENANT] = (await client.query(`DELETE FROM ${TENANT} WHERE id = $1`, [tenantId])).rowCount ?? 0;
    const left = await countRows(client, tenantId, tables);
    requireEmpty(left);
    const report: ErasureReport = { erased, left, jobs, files, seal };
    await client.query(
      `INSERT INTO app.tenant_log (of_tenant, slug, action, actor, detail) VALUES ($1, $2, 'ERASED', $3, $4)`,
      [
        tenantId,
        slug,
        JSON.stringify(request.actor),
        JSON.stringify({
          erased,
          left,
          jobs,
          files,
          pluginsFailed: request.pluginsFailed,
          seal: seal.tables.map(({ table, rows, sha256 }) => ({ table, rows, sha256 })),
        }),
      ],
    );
    await client.query(`SELECT pg_notify('atrium_access', $1)`, [tenantId]);
    await client.query('COMMIT');
    return report;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

function requireEmpty(left: Readonly<Record<string, number>>): void {
  const remaining = Object.entries(left).filter(([, count]) => count > 0);
  if (remaining.length > 0) throw new ErasureIncompleteError(Object.fromEntries(remaining));
}

/** Closed first: while anybody can sign in or a worker takes its jobs, rows come back. */
async function requireErasable(client: Client, tenantId: string, slug: string): Promise<void> {
  const { rows } = await client.query<{ slug: string; status: string }>(
    'SELECT slug, status FROM atrium.tenant WHERE id = $1 FOR UPDATE',
    [tenantId],
  );
  const tenant = rows[0];
  if (!tenant) throw new ErasureRefusedError('There is no such company.');
  if (tenant.slug !== slug) throw new ErasureRefusedError(`"${slug}" is not the short name of this company.`);
  if (tenant.status !== 'CLOSED') throw new ErasureRefusedError(`${slug} is ${tenant.status}: close it first.`);
}

async function emptyTables(
  client: Client,
  tenantId: string,
  tables: readonly TenantTable[],
): Promise<Record<string, number>> {
  const erased: Record<string, number> = Object.fromEntries(tables.map(({ name }) => [name, 0]));
  const groups = inOrderOfErasure(tables.filter(({ name }) => name !== TENANT));
  for (let pass = 0; pass < PASSES; pass++) {
    let some = false;
    for (const group of groups) {
      // One statement for tables that refer to each other: references are checked at its end.
      const parts = group.map(({ name }, n) => `d${n} AS (DELETE FROM ${name} WHERE tenant_id = $1 RETURNING 1)`);
      const counts = group.map((_, n) => `(SELECT count(*) FROM d${n})::int AS c${n}`);
      const { rows } = await client.query<Record<string, number>>(
        `WITH ${parts.join(', ')} SELECT ${counts.join(', ')}`,
        [tenantId],
      );
      group.forEach(({ name }, n) => {
        const count = rows[0]![`c${n}`]!;
        erased[name]! += count;
        some ||= count > 0;
      });
    }
    if (!some) break;
  }
  return erased;
}

/** Jobs name their tenant in their data and their group, dead letters too. */
async function eraseJobs(client: Client, tenantId: string): Promise<number> {
  const { rowCount } = await client.query(
    `DELETE FROM ${JOB_SCHEMA}.job WHERE group_id = $1 OR data ->> 'tenant' = $1 OR data -> 'data' ->> 'tenant' = $1`,
    [tenantId],
  );
  return rowCount ?? 0;
}

async function countRows(
  client: Client,
  tenantId: string,
  tables: readonly TenantTable[],
): Promise<Record<string, number>> {
  const left: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${name} WHERE tenant_id = $1`, [
      tenantId,
    ]);
    left[name] = Number(rows[0]!.n);
  }
  return left;
}
