import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Writable } from 'node:stream';
import { erasureProblem, type StandingAction } from '@atrium/core';
import {
  type ArchiveManifest,
  eraseTenant,
  type ErasureReport,
  openFileStore,
  type PluginPart,
  TenantHooks,
  writeTenantArchive,
} from '@atrium/platform';
import type { QuotaLimits } from '@atrium/sdk';
import { atDesk, type Desk, findTenant, inTenant, local, type Tenant, TenantUsageError } from './tenant-desk';

export interface TenantOptions {
  reason?: string;
  out?: string;
  files?: boolean;
  confirm?: string;
  now?: boolean;
  due?: boolean;
  sealTo?: string;
  staff?: string;
  units?: string;
  callsPerMinute?: string;
  storageBytes?: string;
}

export function listTenants(surroundings = local()): Promise<void> {
  return atDesk(surroundings, async ({ client, print }) => {
    const { rows } = await client.query<Tenant>('SELECT slug, name, status, plan FROM atrium.tenant ORDER BY slug');
    for (const { slug, name, status, plan } of rows) print(`${slug}  ${name}  ${status}  ${plan}`);
    if (rows.length === 0) print('There are no companies.');
  });
}

export function listPlans(surroundings = local()): Promise<void> {
  return atDesk(surroundings, async ({ client, print }) => {
    const { rows } = await client.query<Record<string, string | null>>('SELECT * FROM app.plan ORDER BY code');
    for (const { code, ...limits } of rows) {
      print(
        `${code}  ${Object.entries(limits)
          .map(([name, limit]) => `${name} ${limit ?? 'without limit'}`)
          .join(', ')}`,
      );
    }
  });
}

/** Makes a plan or changes it; companies that have it go by the new limits within two seconds. */
export function setPlan(code: string, options: TenantOptions, surroundings = local()): Promise<void> {
  return atDesk(surroundings, async ({ client, print }) => {
    const { staff = null, units = null, callsPerMinute = null, storageBytes = null } = limitsOf(options);
    await client.query(
      `INSERT INTO app.plan (code, staff, units, calls_per_minute, storage_bytes) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (code) DO UPDATE SET staff = excluded.staff, units = excluded.units,
         calls_per_minute = excluded.calls_per_minute, storage_bytes = excluded.storage_bytes`,
      [code, staff, units, callsPerMinute, storageBytes],
    );
    await client.query(`SELECT pg_notify('atrium_access', id::text) FROM atrium.tenant WHERE plan = $1`, [code]);
    print(`Plan ${code} is set; what is not given is without limit.`);
  });
}

export function showTenant(slug: string, surroundings = local()): Promise<void> {
  return atDesk(surroundings, async (desk) => {
    const tenant = await findTenant(desk, slug);
    const { client, print } = desk;
    print(
      `${tenant.slug}  ${tenant.name}  ${tenant.status}  plan ${tenant.plan}  agreed ${JSON.stringify(tenant.quotas)}`,
    );
    const { rows: uses } = await client.query<{ quota: string; used: string }>(
      'SELECT quota, used FROM atrium.quota_use WHERE tenant_id = $1 ORDER BY quota',
      [tenant.id],
    );
    for (const { quota, used } of uses) print(`  ${quota}: ${used}`);
    const { rows: log } = await client.query<{ at: Date; action: string; actor: { name: string }; detail: object }>(
      'SELECT at, action, actor, detail FROM app.tenant_log WHERE of_tenant = $1 ORDER BY at, id',
      [tenant.id],
    );
    for (const { at, action, actor, detail } of log) {
      print(`  ${at.toISOString()} ${action} by ${actor.name} ${JSON.stringify(detail)}`);
    }
  });
}

export function moveTenant(
  action: StandingAction,
  slug: string,
  { reason }: TenantOptions,
  surroundings = local(),
): Promise<void> {
  return atDesk(surroundings, async (desk) => {
    if (!reason?.trim()) throw new TenantUsageError('Say why with --reason: it is kept in the log.');
    const { id } = await findTenant(desk, slug);
    const status = await inTenant(desk, id, `tenant.${action.toLowerCase()}`, (standing) =>
      standing.act(id, action, reason),
    );
    desk.print(`${slug} is ${status}.`);
  });
}

export function planOfTenant(
  slug: string,
  plan: string,
  options: TenantOptions,
  surroundings = local(),
): Promise<void> {
  return atDesk(surroundings, async (desk) => {
    const { id } = await findTenant(desk, slug);
    const agreed = limitsOf(options);
    await inTenant(desk, id, 'tenant.plan', (standing) =>
      standing.setPlan(id, plan, Object.keys(agreed).length > 0 ? agreed : null),
    );
    const after = await findTenant(desk, slug);
    desk.print(`${slug}: plan ${after.plan}, agreed apart from it ${JSON.stringify(after.quotas)}.`);
  });
}

export function exportTenant(
  slug: string,
  { out, files = true }: TenantOptions,
  surroundings = local(),
): Promise<void> {
  return atDesk(surroundings, async (desk) => {
    const { adminUrl, config, now, print } = desk;
    const { id } = await findTenant(desk, slug);
    const target = path.resolve(out ?? `${slug}-${now().toISOString().slice(0, 10)}.zip`);
    let manifest: ArchiveManifest;
    const part = `${target}.part`;
    try {
      const source = {
        databaseUrl: adminUrl,
        role: 'atrium_migrator' as const,
        tenantId: id,
        store: await openFileStore(config),
        parts: async (write: (part: PluginPart) => Promise<void>) =>
          (await desk.services()).get(TenantHooks).export(id, write),
      };
      const sink = createWriteStream(part, { flags: 'w', mode: 0o600 });
      manifest = await writeTenantArchive(source, sink, { madeAt: now(), withFiles: files });
      await rename(part, target);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    print(`${target}: ${rows} rows of ${manifest.tables.length} tables, ${manifest.files.count} files.`);
    for (const { plugin, message } of manifest.plugins.failed) {
      print(`Plugin ${plugin} has not added its part, or not all of it: ${message}`);
    }
    if (manifest.files.missing.length > 0) print(`Contents missing: ${manifest.files.missing.join(', ')}`);
  });
}

/** Erases one company, or with `due` every one whose time has come; see docs/operations/tenants.md. */
export function eraseCommand(slug: string | undefined, options: TenantOptions, surroundings = local()): Promise<void> {
  return atDesk(surroundings, async (desk) => {
    if (options.due) {
      for (const tenant of await dueTenants(desk)) await erase(desk, tenant, options);
      return;
    }
    if (!slug || options.confirm !== slug) {
      throw new TenantUsageError('To erase a company give its short name, and again with --confirm.');
    }
    const tenant = await findTenant(desk, slug);
    const problem = await whyNot(desk, tenant, options.now ?? false);
    if (problem) throw new TenantUsageError(problem);
    await erase(desk, tenant, options);
  });
}

/** The plugins are told first; one that fails is named and keeps nobody from leaving. */
async function erase(desk: Desk, { id, slug, status }: Tenant, { sealTo }: TenantOptions): Promise<void> {
  const { client, config, print, now, actor } = desk;
  if (status !== 'CLOSED') {
    await inTenant(desk, id, 'tenant.close', (standing) => standing.act(id, 'CLOSE', 'to be erased'));
  }
  const folder = path.resolve(sealTo ?? path.join(config.general.dataDir, 'sealed'));
  const seal = path.join(folder, `${slug}-${now().toISOString().replace(/[:.]/g, '-')}.zip`);
  const openSeal = async (): Promise<Writable> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return createWriteStream(seal, { flags: 'wx', mode: 0o600 });
  };
  const store = await openFileStore(config);
  const pluginsFailed = await (await desk.services()).get(TenantHooks).beforeErasing(id);
  for (const { plugin, message } of pluginsFailed) {
    print(`Plugin ${plugin} could not be told, what it keeps elsewhere may be left: ${message}`);
  }
  const { kind, name } = actor;
  const report = await eraseTenant(client, {
    tenantId: id,
    slug,
    store,
    openSeal,
    at: now(),
    actor: { kind, name },
    pluginsFailed,
  });
  printErasure(slug, report, seal, print);
}

function printErasure(
  slug: string,
  { erased, left, jobs, files, seal }: ErasureReport,
  where: string,
  print: (line: string) => void,
): void {
  for (const [table, count] of Object.entries(erased)) print(`${table}: ${count} erased, ${left[table]} left`);
  print(`${jobs} jobs and ${files} file contents erased.`);
  for (const { table, rows, sha256 } of seal.tables) print(`Sealed: ${table}, ${rows} rows, SHA-256 ${sha256}`);
  const total = Object.values(left).reduce((sum, count) => sum + count, 0);
  print(
    `${slug} is erased: ${total} rows left in ${Object.keys(left).length} tables. The sealed books are in ${where}.`,
  );
}

async function whyNot(desk: Desk, { id, status }: Tenant, early: boolean): Promise<string | null> {
  const { client, config, now } = desk;
  const { rows: wishes } = await client.query<{ immediately: boolean; dueAt: Date }>(
    'SELECT immediately, due_at AS "dueAt" FROM atrium.tenant_erasure WHERE tenant_id = $1 AND cancelled_at IS NULL',
    [id],
  );
  const { rows: closings } = await client.query<{ at: Date }>(
    `SELECT at FROM app.tenant_log WHERE of_tenant = $1 AND action = 'CLOSED' ORDER BY at DESC, id DESC LIMIT 1`,
    [id],
  );
  return erasureProblem({
    status,
    wish: wishes[0] ?? null,
    closedAt: closings[0]?.at ?? null,
    graceDays: config.tenants.erasureGraceDays,
    early,
    now: now(),
  });
}

/** Only those that asked for it themselves: a company that the platform closed is erased by name. */
async function dueTenants(desk: Desk): Promise<Tenant[]> {
  const { rows } = await desk.client.query<Tenant>(
    `SELECT t.id, t.slug, t.name, t.status, t.plan, t.quotas FROM atrium.tenant t
     JOIN atrium.tenant_erasure e ON e.tenant_id = t.id AND e.cancelled_at IS NULL WHERE e.due_at <= $1 ORDER BY t.slug`,
    [desk.now()],
  );
  if (rows.length === 0) desk.print('No erasure is due.');
  return rows;
}

const LIMITS = ['staff', 'units', 'callsPerMinute', 'storageBytes'] as const;

/** `none` is without limit; what is not given is left out. */
function limitsOf(options: TenantOptions): Partial<QuotaLimits> {
  const given = LIMITS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]] as const]));
  return Object.fromEntries(
    given.map(([name, text]) => {
      if (text !== 'none' && !/^\d{1,15}$/.test(text)) {
        throw new TenantUsageError(`--${name} takes a whole number or "none", not "${text}".`);
      }
      return [name, text === 'none' ? null : Number(text)];
    }),
  );
}
