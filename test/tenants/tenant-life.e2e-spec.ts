import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTenantTables, withClient } from '@atrium/platform';
import { encodeId, newId } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform, unzip } from '@atrium/testing';
import {
  eraseCommand,
  exportTenant,
  listTenants,
  moveTenant,
  planOfTenant,
  setPlan,
  showTenant,
} from '../../apps/cli/src/commands/tenant';
import { enterCustomer, enterRegister, type Register, startOccupancy } from '../customers/support/register';
import { refusal, sqlOf } from '../identity/support';
import { operatorOf } from '../operators/support';
import { desk, lines, shelfContext } from './support';

let platform: TestPlatform;
let admin: TestClient;
let neighbour: TestClient;
let operator: TestClient;
let register: Register;
let sql: ReturnType<typeof sqlOf>;
let a: string;
let b: string;

const DAY_MS = 86_400_000;

beforeAll(async () => {
  platform = await createTestPlatform({ SIGN_UP_PLAN: 'TRIAL' }, [shelfContext]);
  sql = sqlOf(platform);
  [a, b] = [platform.tenants.a.id, platform.tenants.b.id];
  admin = await platform.as('ADMIN');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  register = await enterRegister(admin);
  await enterRegister(neighbour);
  operator = await operatorOf(platform);
});
afterAll(() => platform.close());

const tenantTables = () => withClient(platform.database.adminUrl, readTenantTables);
const counts = async (tenant: string): Promise<Record<string, number>> => {
  const each = (await tenantTables()).map(
    ({ name }) => `SELECT '${name}' AS name, count(*)::int AS n FROM ${name} WHERE tenant_id = $1`,
  );
  const rows = await sql<{ name: string; n: number }>(each.join(' UNION ALL '), [tenant]);
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
};
const RENAME = 'mutation ($input: UpdateBuildingInput!) { updateBuilding(input: $input) { building { version } } }';
const rename = async () => {
  const { building } = await admin.ok<{ building: { version: number } }>(
    'query ($id: ID!) { building(id: $id) { version } }',
    {
      id: register.building,
    },
  );
  return admin.query(RENAME, { input: { id: register.building, version: building.version, name: '三栋' } });
};
const operate = (mutation: string, input: Record<string, unknown>, type = 'TenantStandingInput') =>
  operator.ok<Record<string, { tenant: { status: string; plan: string } }>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { tenant { status plan } } }`,
    { input: { tenantId: encodeId('tenant', a), ...input } },
  );

describe('the standing of a company', () => {
  it('is moved by platform operators: suspended it reads and changes nothing, at once', async () => {
    expect((await rename()).errors).toBe(undefined);
    expect(await operate('suspendTenant', { reason: '欠费' })).toEqual({
      suspendTenant: { tenant: { status: 'SUSPENDED', plan: 'TRIAL' } },
    });
    expect((await rename()).errors?.[0]?.extensions.code).toBe('TENANT_SUSPENDED');
    expect(
      (await admin.ok<{ viewer: { tenant: { status: string } } }>('{ viewer { tenant { status } } }')).viewer.tenant
        .status,
    ).toBe('SUSPENDED');
    expect(
      (await neighbour.ok<{ viewer: { tenant: { status: string } } }>('{ viewer { tenant { status } } }')).viewer.tenant
        .status,
    ).toBe('TRIAL');
    const again = await operator.fails(
      'mutation ($input: TenantStandingInput!) { suspendTenant(input: $input) { tenant { status } } }',
      { input: { tenantId: encodeId('tenant', a), reason: 'x' } },
    );
    expect(again.extensions).toMatchObject({
      code: 'INVALID_TRANSITION',
      status: 'SUSPENDED',
      allowed: ['RESUME', 'CLOSE'],
    });
    expect((await operate('resumeTenant', { reason: '已缴' })).resumeTenant!.tenant.status).toBe('TRIAL');
    expect((await rename()).errors).toBe(undefined);
  });

  it('stands in the company’s own audit log and in the platform’s', async () => {
    const { auditEntries } = await admin.ok<{
      auditEntries: { nodes: { operation: string; actor: { kind: string; name: string } }[] };
    }>(
      '{ auditEntries(first: 50, filter: { operation: { eq: "suspendTenant" } }) { nodes { operation actor { kind name } } } }',
    );
    expect(auditEntries.nodes).toEqual([{ operation: 'suspendTenant', actor: { kind: 'OPERATOR', name: '林运营' } }]);
    const log = await sql(
      'SELECT slug, action, actor ->> $2 AS by, detail FROM app.tenant_log WHERE of_tenant = $1 ORDER BY at, id',
      [a, 'name'],
    );
    expect(log).toEqual([
      { slug: 'alpha', action: 'SUSPENDED', by: '林运营', detail: { from: 'TRIAL', reason: '欠费' } },
      { slug: 'alpha', action: 'TRIAL', by: '林运营', detail: { from: 'SUSPENDED', reason: '已缴' } },
    ]);
  });

  it('is moved by the command line, which reaches running processes too', async () => {
    const printed: string[] = [];
    const here = desk(platform, printed);
    await expect(moveTenant('SUSPEND', 'alpha', {}, here)).rejects.toThrow('--reason');
    await expect(moveTenant('SUSPEND', 'nobody', { reason: 'x' }, here)).rejects.toThrow('no company "nobody"');
    await moveTenant('CLOSE', 'alpha', { reason: '合同到期' }, here);
    // The notification travels on a connection of its own.
    let refused;
    do refused = (await admin.query('{ viewer { locale } }')).errors?.[0]?.extensions;
    while (!refused);
    expect(refused).toMatchObject({ code: 'UNAUTHENTICATED', messageKey: 'auth.tenantClosed' });
    await expect(moveTenant('SUSPEND', 'alpha', { reason: 'x' }, here)).rejects.toThrow('The company is {status}');
    await moveTenant('RESUME', 'alpha', { reason: '续签' }, here);
    await listTenants(here);
    expect(printed).toEqual([
      'alpha is CLOSED.',
      'alpha is TRIAL.',
      'alpha  alpha 物业  TRIAL  TRIAL',
      'beta  beta 物业  TRIAL  TRIAL',
    ]);
    do refused = (await admin.query('{ viewer { locale } }')).errors;
    while (refused);
  });

  it('and its plan are no business of its staff, nor of the application on its own', async () => {
    for (const mutation of ['suspendTenant', 'resumeTenant', 'closeTenant']) {
      expect(
        await refusal(admin, mutation, 'TenantStandingInput', { tenantId: encodeId('tenant', a), reason: 'x' }),
      ).toMatchObject({
        code: 'FORBIDDEN',
      });
    }
    await withClient(platform.database.appUrl, async (client) => {
      await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [a]);
      await expect(client.query(`SELECT app.move_tenant('TRIAL', 'CLOSED', 'x')`)).rejects.toMatchObject({
        code: '42501',
      });
      await expect(client.query(`SELECT app.set_tenant_plan('UNLIMITED', NULL)`)).rejects.toMatchObject({
        code: '42501',
      });
      await expect(client.query('DELETE FROM atrium.tenant')).rejects.toMatchObject({ code: '42501' });
      await expect(client.query('SELECT * FROM app.tenant_log')).rejects.toMatchObject({ code: '42501' });
      // Saying that one erases silences nobody.
      await client.query(`BEGIN; SELECT set_config('app.erasing', 'on', true)`);
      expect((await client.query('SELECT app.is_erasing() AS says')).rows).toEqual([{ says: false }]);
      await client.query('ROLLBACK');
    });
    const unknown = await operator.fails(
      'mutation ($input: SetTenantPlanInput!) { setTenantPlan(input: $input) { tenant { plan } } }',
      { input: { tenantId: encodeId('tenant', a), plan: 'GOLD' } },
    );
    expect(unknown.extensions).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'input.plan' }] });
    // Half a unit would fail every change of the company.
    const half = await operator.fails(
      'mutation ($input: SetTenantPlanInput!) { setTenantPlan(input: $input) { tenant { plan } } }',
      { input: { tenantId: encodeId('tenant', a), plan: 'STANDARD', agreed: { units: 4.5 } } },
    );
    expect(half.extensions).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'input.agreed.units' }] });
    for (const quotas of ['{"units": 4.5}', '{"staff": 7.0}', '{"storage_bytes": -1}', '{"units": [1]}']) {
      await expect(sql('UPDATE atrium.tenant SET quotas = $2 WHERE id = $1', [a, quotas])).rejects.toMatchObject({
        constraint: 'tenant_quotas_whole',
      });
    }
  });

  it('becomes ACTIVE with a plan, whose limits count at once', async () => {
    const input = { plan: 'STANDARD', agreed: { units: 4 } };
    expect((await operate('setTenantPlan', input, 'SetTenantPlanInput')).setTenantPlan!.tenant).toEqual({
      status: 'ACTIVE',
      plan: 'STANDARD',
    });
    const unit = { input: { buildingId: register.building, code: '9901' } };
    const full = await admin.fails(
      'mutation ($input: CreateUnitInput!) { createUnit(input: $input) { unit { id } } }',
      unit,
    );
    expect(full.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', quota: 'units', limit: 4, used: 4 });
    const printed: string[] = [];
    await setPlan('VILLAGE', { units: '5', staff: 'none' }, desk(platform, printed));
    await planOfTenant('alpha', 'VILLAGE', { callsPerMinute: '90' }, desk(platform, printed));
    await admin.ok('mutation ($input: CreateUnitInput!) { createUnit(input: $input) { unit { id } } }', unit);
    await expect(planOfTenant('alpha', 'VILLAGE', { units: 'many' }, desk(platform))).rejects.toThrow(
      'whole number or "none"',
    );
    await planOfTenant('alpha', 'UNLIMITED', {}, desk(platform));
    await showTenant('alpha', desk(platform, printed));
    expect(printed.join('\n')).toMatch(
      /alpha: plan VILLAGE, agreed apart from it \{"calls_per_minute":90\}[\s\S]*units: 5/,
    );
  });
});

describe('the archive of a company', () => {
  const file = Buffer.from('小区,楼栋\n和园,3栋\n');
  let fileId: string;

  beforeAll(async () => {
    const customer = await enterCustomer(admin, '张伟', {
      contacts: [{ kind: 'PHONE', value: '13800138000' }],
      identityDocument: { kind: 'PASSPORT', number: 'E12345678' },
    });
    await startOccupancy(admin, customer, register.unit1101, 'OWNER');
    fileId = platform.uuid(await platform.upload(admin, { fileName: 'a.csv', content: file }));
    const box = newId();
    const item = newId();
    await sql(`INSERT INTO plg_shelf.box (tenant_id, id, label, api_key) VALUES ($1, $2, '箱', 'key-1')`, [a, box]);
    await sql('INSERT INTO plg_shelf.item (tenant_id, id, box_id) VALUES ($1, $2, $3)', [a, item, box]);
    await sql('UPDATE plg_shelf.box SET first_item_id = $2 WHERE id = $1', [box, item]);
    await sql(
      `INSERT INTO plg_shelf.receipt (tenant_id, id, amount, payer) VALUES ($1, $2, 25024, '张伟'), ($3, $4, 1, '李雷')`,
      [a, newId(), b, newId()],
    );
  });

  const startExport = (client: TestClient, input: object = {}) =>
    client.ok<{ startTenantExport: { job: { id: string } } }>(
      'mutation ($input: StartTenantExportInput!) { startTenantExport(input: $input) { job { id } } }',
      { input },
    );

  it('holds each row of each table, plugins’ too, files, and no secret', async () => {
    const { startTenantExport } = await startExport(admin);
    await platform.runJobs();
    const before = await counts(a);
    const job = await platform.finishedJob(
      admin,
      startTenantExport.job.id,
      'state failure { message } resultFile { id }',
    );
    expect(job).toMatchObject({ state: 'SUCCEEDED', failure: null });
    const { storage_key: key } = (
      await sql<{ storage_key: string }>('SELECT storage_key FROM atrium.file WHERE id = $1', [
        platform.uuid((job.resultFile as { id: string }).id),
      ])
    )[0]!;
    const content = await readFile(join(platform.config.general.dataDir, 'files', key));
    const entries = await unzip(content);
    const manifest = JSON.parse(entries.get('manifest.json')!.toString()) as {
      format: string;
      tenant: object;
      tables: { table: string; path: string; rows: number; sha256: string }[];
      notExported: { table: string; reason: string }[];
      files: object;
    };
    expect(manifest).toMatchObject({ format: 'atrium-tenant-archive', version: 1, tenant: { slug: 'alpha' } });

    const named = [...manifest.tables, ...manifest.notExported].map(({ table }) => table).sort();
    expect(named).toEqual(Object.keys(before).sort());
    expect(manifest.notExported.find(({ table }) => table === 'plg_shelf.scrap')).toEqual({
      table: 'plg_shelf.scrap',
      reason: 'nobody wants it',
    });
    for (const { table, path, rows, sha256 } of manifest.tables) {
      const entry = entries.get(path)!;
      expect([table, lines(entry).length]).toEqual([table, rows]);
      expect(createHash('sha256').update(entry).digest('hex')).toBe(sha256);
      // The archive's own row and its audit entry came after the snapshot.
      if (!['atrium.audit_log', 'atrium.file'].includes(table)) expect([table, rows]).toEqual([table, before[table]]);
    }
    expect(lines(entries.get('tables/plg_shelf.item.jsonl'))).toHaveLength(1);
    expect(lines(entries.get('tables/plg_shelf.receipt.jsonl'))).toMatchObject([{ amount: 25024, payer: '张伟' }]);
    expect(lines(entries.get('tables/plg_shelf.box.jsonl'))[0]).not.toHaveProperty('api_key');
    expect(entries.get(`files/${fileId}`)).toEqual(file);
    expect(manifest.files).toEqual({ included: true, count: 1, bytes: file.length, missing: [] });

    const staff = lines(entries.get('tables/atrium.staff.jsonl'));
    expect(staff.length).toBe(before['atrium.staff']);
    expect(staff[0]).not.toHaveProperty('password_hash');
    const text = [...entries]
      .filter(([path]) => path.startsWith('tables/'))
      .map(([, entry]) => entry.toString())
      .join('\n');
    expect(text).toContain('张伟');
    const secrets = ['$argon2', '"v1.', '"v2.', 'E12345678', 'atr_', 'key-1', 'beta', '李雷'];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('is for the administrator, also while the company is suspended; a file of whoever asked', async () => {
    const agent = await platform.as('SERVICE_AGENT');
    expect(await refusal(agent, 'startTenantExport', 'StartTenantExportInput', {})).toMatchObject({
      code: 'FORBIDDEN',
    });
    await operate('suspendTenant', { reason: '欠费' });
    const { startTenantExport } = await startExport(admin, { includeFiles: false });
    await platform.runJobs();
    const job = await platform.finishedJob(
      admin,
      startTenantExport.job.id,
      'state resultFile { id } result { counts { name value } }',
    );
    expect(job.state).toBe('SUCCEEDED');
    expect((job.result as { counts: object[] }).counts).toContainEqual({ name: 'files', value: 0 });
    await operate('resumeTenant', { reason: '已缴' });
    const other = await platform.as('ADMIN');
    expect(
      (await other.fails('query ($id: ID!) { job(id: $id) { id } }', { id: startTenantExport.job.id })).extensions.code,
    ).toBe('NOT_FOUND');
  });

  it('is written by the command line too', async () => {
    const printed: string[] = [];
    const out = join(platform.config.general.dataDir, 'alpha.zip');
    await exportTenant('alpha', { out }, desk(platform, printed));
    const entries = await unzip(await readFile(out));
    expect(lines(entries.get('tables/atrium.customer.jsonl'))).toMatchObject([{ name: '张伟' }]);
    expect(printed[0]).toContain('1 files.');
    await expect(exportTenant('nobody', { out }, desk(platform))).rejects.toThrow('no company');
  });
});

describe('whoever is limited to some communities', () => {
  it('neither takes all of the company away nor decides for it, nor gives others what is out of sight', async () => {
    const limited = await platform.as('ADMIN', { communities: [platform.uuid(register.heYuan)] });
    const provider = {
      issuer: 'https://id.example',
      clientId: 'x',
      clientSecret: 'x',
      returnUrls: ['https://desk.example'],
    };
    const all: [mutation: string, type: string, input: Record<string, unknown>][] = [
      ['startTenantExport', 'StartTenantExportInput', {}],
      ['requestTenantErasure', 'RequestTenantErasureInput', { slug: 'alpha' }],
      ['cancelTenantErasure', 'CancelTenantErasureInput', { id: encodeId('tenant_erasure', newId()) }],
      ['grantSupport', 'GrantSupportInput', { hours: 1, reason: '查看另一小区' }],
      ['setIdentityProvider', 'SetIdentityProviderInput', { version: 0, enabled: false, ...provider }],
      ['removeIdentityProvider', 'RemoveIdentityProviderInput', { version: 1 }],
      ['updateSignInRules', 'UpdateSignInRulesInput', { version: 0, secondFactor: 'OPTIONAL' }],
      ['updateTenant', 'UpdateTenantInput', { version: 1, name: '只看一个小区的人改的' }],
      ['enablePlugin', 'EnablePluginInput', { plugin: 'shelf' }],
      ['disablePlugin', 'DisablePluginInput', { plugin: 'shelf' }],
      ['updatePluginSettings', 'UpdatePluginSettingsInput', { plugin: 'shelf', version: 1, settings: {} }],
      ['setRetentionTerm', 'SetRetentionTermInput', { kind: 'AUDIT', days: 10_000 }],
      ['revokePublicClient', 'PublicClientIdInput', { id: encodeId('public_client', newId()) }],
      ['acceptCommunity', 'AcceptCommunityInput', { code: 'x' }],
      ['withdrawCommunityOffer', 'WithdrawCommunityOfferInput', { id: encodeId('community_offer', newId()) }],
      ['closeFeeMonth', 'CloseFeeMonthInput', { month: '2025-01' }],
      ['decideFeeMonth', 'DecideFeeMonthInput', { month: '2025-01', approve: true }],
      ['setPaymentGateway', 'SetPaymentGatewayInput', { gateway: 'sandbox' }],
      ['createTicketCategory', 'CreateTicketCategoryInput', { name: '只看一个小区的人加的' }],
      ['updateSurveySettings', 'UpdateSurveySettingsInput', { version: 1 }],
      ['removePersistedOperation', 'PersistedOperationIdInput', { id: encodeId('persisted_operation', newId()) }],
    ];
    const before = await counts(a);
    for (const [mutation, type, input] of all) {
      const { errors } = await limited.query(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`,
        {
          input,
        },
      );
      expect([mutation, errors?.[0]?.extensions.messageKey]).toEqual([mutation, 'common.wholeCompany']);
    }
    expect(await counts(a)).toEqual(before);
  });
});

describe('the erasure of a company', () => {
  const REQUEST =
    'mutation ($input: RequestTenantErasureInput!) { requestTenantErasure(input: $input) { erasure { id dueAt immediately } } }';
  const request = (input: object) =>
    admin.ok<{ requestTenantErasure: { erasure: { id: string; dueAt: string } } }>(REQUEST, { input });

  it('takes the wish of an administrator, confirmed by the short name, and can be taken back', async () => {
    expect((await admin.fails(REQUEST, { input: { slug: 'alfa' } })).extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.slug', code: 'NOT_THE_SLUG' }],
    });
    const auditor = await platform.as('AUDITOR');
    expect((await auditor.fails(REQUEST, { input: { slug: 'alpha' } })).extensions.code).toBe('FORBIDDEN');
    const { erasure } = (await request({ slug: 'alpha' })).requestTenantErasure;
    expect(Date.parse(erasure.dueAt) - platform.clock.now().getTime()).toBeCloseTo(30 * DAY_MS, -5);
    expect((await admin.fails(REQUEST, { input: { slug: 'alpha' } })).extensions.code).toBe('CONFLICT');
    await expect(eraseCommand('alpha', { confirm: 'alpha' }, desk(platform))).rejects.toThrow('is due at');
    await expect(eraseCommand('alpha', { confirm: 'alpha', now: true }, desk(platform))).rejects.toThrow('not at once');
    const CANCEL =
      'mutation ($input: CancelTenantErasureInput!) { cancelTenantErasure(input: $input) { erasure { cancelledAt } } }';
    await admin.ok(CANCEL, { input: { id: erasure.id } });
    expect((await admin.fails(CANCEL, { input: { id: erasure.id } })).extensions.code).toBe('CONFLICT');
    expect((await neighbour.fails(CANCEL, { input: { id: erasure.id } })).extensions.code).toBe('NOT_FOUND');
    expect(await admin.ok('{ tenantErasure { id } }')).toEqual({ tenantErasure: null });
    const printed: string[] = [];
    await eraseCommand(undefined, { due: true }, desk(platform, printed));
    expect(printed).toEqual(['No erasure is due.']);
  });

  it('needs the short name on the command line again', async () => {
    await request({ slug: 'alpha', immediately: true });
    for (const [slug, confirm] of [
      ['alpha', undefined],
      ['alpha', 'beta'],
      [undefined, 'alpha'],
    ] as const) {
      await expect(eraseCommand(slug, { confirm, now: true }, desk(platform))).rejects.toThrow('--confirm');
    }
    await expect(eraseCommand('beta', { confirm: 'beta', now: true }, desk(platform))).rejects.toThrow('has not asked');
  });

  it('leaves nothing in any table, counted, nor jobs, nor files, save the sealed books; the neighbour keeps all', async () => {
    await admin.ok('mutation ($input: StartTenantExportInput!) { startTenantExport(input: $input) { job { id } } }', {
      input: {},
    });
    const before = await counts(a);
    const theirs = await counts(b);
    for (const table of [
      'atrium.unit',
      'atrium.audit_log',
      'atrium.staff_session',
      'atrium.bulk_job',
      'plg_shelf.box',
      'atrium.quota_use',
    ]) {
      expect([table, before[table]! > 0]).toEqual([table, true]);
    }
    const printed: string[] = [];
    await eraseCommand('alpha', { confirm: 'alpha', now: true }, desk(platform, printed));

    const after = await counts(a);
    expect(Object.entries(after).filter(([, rows]) => rows !== 0)).toEqual([]);
    expect(await counts(b)).toEqual(theirs);
    expect(await sql(`SELECT id FROM pgboss.job WHERE data::text LIKE '%' || $1 || '%'`, [a])).toEqual([]);
    await expect(readdir(join(platform.config.general.dataDir, 'files', a))).rejects.toThrow('ENOENT');
    expect(printed).toContain(`atrium.unit: ${before['atrium.unit']} erased, 0 left`);
    expect(printed.at(-1)).toMatch(/^alpha is erased: 0 rows left in \d+ tables\./);
    expect((await admin.query('{ viewer { locale } }')).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');

    const sealed = join(platform.config.general.dataDir, 'sealed');
    const [name] = await readdir(sealed);
    const entries = await unzip(await readFile(join(sealed, name!)));
    // Books, of the core and of plugins, and nothing else.
    const others = [...entries.keys()].filter(
      (name) => !/^tables\/atrium\.(fee_|billing_run|service_contract)/.test(name),
    );
    expect(others.sort()).toEqual(['manifest.json', 'tables/plg_shelf.receipt.jsonl']);
    expect([...entries.keys()]).toContain('tables/atrium.fee_posting.jsonl');
    const receipts = entries.get('tables/plg_shelf.receipt.jsonl')!;
    expect(lines(receipts)).toMatchObject([{ amount: 25024 }]);
    expect(receipts.toString()).not.toContain('张伟');

    const [log] = await sql<{ actor: { name: string }; detail: Record<string, unknown> }>(
      `SELECT actor, detail FROM app.tenant_log WHERE of_tenant = $1 AND action = 'ERASED'`,
      [a],
    );
    expect(log!.actor.name).toContain('command line');
    expect(Object.values(log!.detail.left as object).every((rows) => rows === 0)).toBe(true);
    const sha256 = createHash('sha256').update(receipts).digest('hex');
    expect(log!.detail.seal).toContainEqual({ table: 'plg_shelf.receipt', rows: 1, sha256 });
  });

  it('is undone whole when something writes meanwhile, and for what the platform closed waits for the days of grace', async () => {
    await moveTenant('CLOSE', 'beta', { reason: '失联' }, desk(platform));
    await sql(`UPDATE app.tenant_log SET at = $2 WHERE of_tenant = $1`, [b, platform.clock.now()]);
    await expect(eraseCommand('beta', { confirm: 'beta' }, desk(platform))).rejects.toThrow('it can be erased from');
    platform.clock.advance({ days: 30 });
    const before = await counts(b);
    await sql(`
      CREATE FUNCTION plg_shelf.again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO plg_shelf.scrap (tenant_id, id) VALUES (OLD.tenant_id, app.new_id()); RETURN OLD; END $$`);
    await sql('CREATE TRIGGER again AFTER DELETE ON plg_shelf.scrap FOR EACH ROW EXECUTE FUNCTION plg_shelf.again()');
    await sql('INSERT INTO plg_shelf.scrap (tenant_id, id) VALUES ($1, $2)', [b, newId()]);
    await expect(eraseCommand('beta', { confirm: 'beta' }, desk(platform))).rejects.toThrow('plg_shelf.scrap: 1');
    expect(await counts(b)).toEqual({ ...before, 'plg_shelf.scrap': 1 });
    await sql('DROP TRIGGER again ON plg_shelf.scrap');
    platform.clock.advance({ seconds: 1 });
    await eraseCommand('beta', { confirm: 'beta' }, desk(platform));
    expect(Object.values(await counts(b)).every((rows) => rows === 0)).toBe(true);
  });
});
