import { OperatorUnknownError } from '@atrium/core';
import { loadConfig } from '@atrium/platform';
import { encodeId } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { operatorCommand, type OperatorAction, type OperatorOptions } from '../../apps/cli/src/commands/operator';
import { codeAt } from '../../libs/core/src/totp/totp.policy';
import { change, refusal, sqlOf } from '../identity/support';

let platform: TestPlatform;
const PASSWORD = 'an operator’s own password';
const LIN = { email: 'Lin@platform.example', name: '林运营' };

/** The command line on the platform's database; answers what it printed. */
async function cli(action: OperatorAction, options: OperatorOptions, input = PASSWORD): Promise<string[]> {
  const { adminUrl, appUrl, workerUrl } = platform.database;
  const config = loadConfig(
    { ATRIUM_MODE: 'test', DATABASE_URL: adminUrl, APP_DATABASE_URL: appUrl, WORKER_DATABASE_URL: workerUrl },
    platform.config.general.dataDir,
  );
  const printed: string[] = [];
  await operatorCommand(action, options, {
    config,
    print: (line) => void printed.push(line),
    readInput: () => Promise.resolve(`${input}\n`),
  });
  return printed;
}

const signIn = (input: Record<string, unknown>): Promise<{ token: string; expiresAt: string; name: string }> =>
  change(platform.client(), 'operatorSignIn', 'OperatorSignInInput', input, 'token expiresAt name') as never;

async function operator(credentials: object = {}): Promise<TestClient> {
  const input = { email: LIN.email, password: PASSWORD, ...credentials };
  const document = 'mutation ($input: OperatorSignInInput!) { operatorSignIn(input: $input) { token } }';
  const { operatorSignIn } = await platform.client().ok<{ operatorSignIn: { token: string } }>(document, { input });
  return platform.client(operatorSignIn.token);
}

const signInRefusal = (input: Record<string, unknown>): Promise<Record<string, unknown>> =>
  refusal(platform.client(), 'operatorSignIn', 'OperatorSignInInput', {
    email: LIN.email,
    password: PASSWORD,
    ...input,
  });

beforeAll(async () => {
  platform = await createTestPlatform();
  await cli('add', { ...LIN, passwordStdin: true });
});

afterAll(() => platform.close());

it('knows operators that the command line made, and nobody else', async () => {
  const session = await signIn({ email: 'LIN@platform.example', password: PASSWORD });
  expect(session.name).toBe(LIN.name);
  const { platformViewer } = await platform
    .client(session.token)
    .ok('{ platformViewer { name email totpEnabled permissions } }');
  expect(platformViewer).toEqual({
    ...LIN,
    totpEnabled: false,
    permissions: ['platform:manage', 'platform:read', 'platform:support'],
  });
  for (const wrong of [{ password: 'something else entirely' }, { email: 'nobody@platform.example' }]) {
    expect(await signInRefusal(wrong)).toMatchObject({
      code: 'UNAUTHENTICATED',
      messageKey: 'operator.invalidCredentials',
    });
  }
  await expect(cli('add', { ...LIN, passwordStdin: true })).rejects.toThrow('already');
  await expect(cli('disable', { email: 'nobody@platform.example' })).rejects.toThrow(OperatorUnknownError);
  expect((await cli('list', {}))[0]).toMatch(/^Lin@platform\.example {2}林运营 {2}active {2}TOTP off {2}last sign-in /);
});

describe('without a grant', () => {
  it('sees tenants and how the platform fares, and none of their rows', async () => {
    const client = await operator();
    const sql = sqlOf(platform);
    await sql(`UPDATE atrium.tenant SET quotas = '{"staff": 7}' WHERE id = $1`, [platform.tenants.a.id]);
    const members = `SELECT count(*)::int AS n FROM atrium.staff WHERE tenant_id = $1 AND status <> 'DISABLED'`;
    const [{ n: staff }] = (await sql(members, [platform.tenants.a.id])) as [{ n: number }];
    const { platformTenants, platformHealth } = await client.ok<Record<string, Record<string, unknown>>>(
      `{ platformTenants(first: 10) { totalCount nodes { id slug status plan quotas { quota limit used } supportUntil } }
         platformHealth { databaseVersion tenants suspendedTenants jobs { waiting running dead oldestWaitingSeconds } } }`,
    );
    expect(platformTenants).toMatchObject({
      totalCount: 2,
      nodes: [
        {
          ...{ id: encodeId('tenant', platform.tenants.a.id), slug: 'alpha', status: 'TRIAL', supportUntil: null },
          quotas: [
            { quota: 'STAFF', limit: 7, used: staff },
            { quota: 'UNITS', limit: null, used: 0 },
            { quota: 'STORAGE_BYTES', limit: null, used: 0 },
            { quota: 'CALLS_PER_MINUTE', limit: null, used: null },
          ],
        },
        { slug: 'beta', quotas: [{ quota: 'STAFF', limit: null }, {}, {}, {}] },
      ],
    });
    expect(platformHealth).toMatchObject({ tenants: 2, suspendedTenants: 0, jobs: { dead: 0 } });
    const page = await client.ok<{ platformTenants: { nodes: { slug: string }[] } }>(
      '{ platformTenants(first: 1, filter: { slug: { eq: "beta" } }) { nodes { slug } } }',
    );
    expect(page.platformTenants.nodes).toEqual([{ slug: 'beta' }]);

    for (const query of ['{ staff { totalCount } }', '{ viewer { locale } }', '{ auditEntries { totalCount } }']) {
      expect((await client.fails(query)).extensions).toMatchObject({
        code: 'FORBIDDEN',
        messageKey: 'access.platformOnly',
      });
    }
    expect(
      (await client.fails(`{ node(id: "${encodeId('tenant', platform.tenants.a.id)}") { id } }`)).extensions.code,
    ).toBe('FORBIDDEN');
    const tenantId = encodeId('tenant', platform.tenants.a.id);
    expect(await refusal(client, 'openSupportSession', 'OpenSupportSessionInput', { tenantId })).toMatchObject({
      code: 'FORBIDDEN',
      messageKey: 'operator.noGrant',
    });
    const unknown = encodeId('tenant', '01976a3e-0000-7000-8000-000000000000');
    expect(await refusal(client, 'openSupportSession', 'OpenSupportSessionInput', { tenantId: unknown })).toMatchObject(
      {
        code: 'NOT_FOUND',
      },
    );
  });

  it('staff and API clients of a tenant hold no permission of the platform, and can be given none', async () => {
    const admin = await platform.as('ADMIN');
    for (const query of [
      '{ platformTenants { totalCount } }',
      '{ platformHealth { tenants } }',
      '{ platformViewer { name } }',
    ]) {
      expect((await admin.fails(query)).extensions.code).toBe('FORBIDDEN');
      expect((await platform.client().fails(query)).extensions.code).toBe('UNAUTHENTICATED');
    }
    const { permissions } = await admin.ok<{ permissions: { name: string }[] }>('{ permissions { name } }');
    expect(permissions.filter(({ name }) => name.startsWith('platform:'))).toEqual([]);
    const role = { name: '偷渡', permissions: ['platform:read'] };
    expect(await refusal(admin, 'createRole', 'CreateRoleInput', role)).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.permissions.0', code: 'UNKNOWN_PERMISSION' }],
    });
  });

  it('the database answers nothing of tenants to the application unless a session of an operator is named', async () => {
    const sql = sqlOf(platform);
    const [session] = await sql<{ id: string }>(
      'SELECT id FROM platform.operator_session WHERE ended_at IS NULL ORDER BY created_at DESC LIMIT 1',
    );
    const tenantsAs = (operatorSession: string): Promise<{ n: string }[]> =>
      sql(
        `WITH as_app AS (SELECT set_config('role', 'atrium_app', true), set_config('app.operator_session', $1, true))
         SELECT count(t.id) AS n FROM as_app LEFT JOIN LATERAL (SELECT id FROM app.platform_tenants()) t ON true`,
        [operatorSession],
      );
    expect(await tenantsAs('')).toEqual([{ n: '0' }]);
    expect(await tenantsAs('01976a3e-0000-7000-8000-000000000000')).toEqual([{ n: '0' }]);
    expect(await tenantsAs(session!.id)).toEqual([{ n: '2' }]);
    const quotasAs = async (operatorSession: string): Promise<unknown> =>
      (
        await sql<{ quotas: unknown }>(
          `WITH as_app AS (SELECT set_config('role', 'atrium_app', true), set_config('app.operator_session', $1, true))
           SELECT quotas FROM as_app LEFT JOIN LATERAL app.platform_quotas($2) AS quotas ON true`,
          [operatorSession, platform.tenants.a.id],
        )
      )[0]!.quotas;
    expect(await quotasAs('')).toBe(null);
    expect(await quotasAs(session!.id)).toHaveLength(4);
    const [rights] = await sql<{ rights: string | null }>(
      `SELECT string_agg(relname, ',') AS rights FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'platform' AND c.relkind = 'r' AND (
         has_table_privilege('atrium_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE') OR
         has_table_privilege('atrium_worker', c.oid, 'SELECT, INSERT, UPDATE, DELETE'))`,
    );
    expect(rights).toEqual({ rights: null });
  });
});

describe('with a grant', () => {
  const AUDIT = `query ($operation: String!) { auditEntries(first: 50, filter: { operation: { eq: $operation } }) {
    nodes { entity action actor { kind name } after } } }`;
  interface Entry {
    entity: string;
    actor: { kind: string; name: string };
    after: Record<string, unknown>;
  }
  const grant = (admin: TestClient, hours = 2): Promise<{ grant: { id: string; expiresAt: string } }> =>
    change(admin, 'grantSupport', 'GrantSupportInput', { hours, reason: '工单 4711' }, 'grant { id expiresAt }');
  const open = (client: TestClient, tenantId: string): Promise<{ token: string; expiresAt: string }> =>
    change(client, 'openSupportSession', 'OpenSupportSessionInput', { tenantId }, 'token expiresAt');

  afterEach(() => platform.clock.reset());

  it('reads that tenant alone, changes nothing, and the tenant sees each thing it read', async () => {
    const admin = await platform.as('ADMIN');
    const { grant: given } = await grant(admin);
    const tenantId = encodeId('tenant', platform.tenants.a.id);
    const client = await operator();
    const { platformTenant } = await client.ok<{ platformTenant: { supportUntil: string } }>(
      'query ($id: ID!) { platformTenant(id: $id) { supportUntil } }',
      { id: tenantId },
    );
    expect(platformTenant.supportUntil).toBe(given.expiresAt);
    const session = await open(client, tenantId);
    expect(session.expiresAt).toBe(given.expiresAt);
    const inside = platform.client(session.token);

    const seen = await inside.ok<Record<string, { nodes: { email: string }[] } & Record<string, unknown>>>(
      '{ staff(first: 50) { nodes { email } } viewer { actor { kind name } tenant { slug } } }',
    );
    expect(seen['staff']!.nodes.map(({ email }) => email)).toContain(platform.tenants.a.admin.email);
    expect(seen['staff']!.nodes.map(({ email }) => email)).not.toContain(platform.tenants.b.admin.email);
    expect(seen['viewer']).toEqual({ actor: { kind: 'OPERATOR', name: LIN.name }, tenant: { slug: 'alpha' } });

    const before = await sqlOf(platform)('SELECT count(*) FROM atrium.role');
    for (const [mutation, type, input] of [
      ['createRole', 'CreateRoleInput', { name: '暗门', permissions: [] }],
      ['grantSupport', 'GrantSupportInput', { hours: 72, reason: 'more' }],
      ['signIn', 'SignInInput', { slug: 'alpha', ...platform.tenants.a.admin }],
    ] as const) {
      expect(await refusal(inside, mutation, type, input)).toMatchObject({
        code: 'FORBIDDEN',
        messageKey: 'access.supportReads',
      });
    }
    expect(await sqlOf(platform)('SELECT count(*) FROM atrium.role')).toEqual(before);
    // What only some staff may see stays theirs; what is the platform's needs the other session.
    expect((await inside.fails('{ platformTenants { totalCount } }')).extensions.code).toBe('FORBIDDEN');

    const { auditEntries } = await admin.ok<{ auditEntries: { nodes: Entry[] } }>(AUDIT, {
      operation: 'supportAccess',
    });
    const mine = { kind: 'OPERATOR', name: LIN.name };
    expect(auditEntries.nodes.map(({ entity, actor, after }) => [entity, actor, after['field']])).toEqual(
      expect.arrayContaining([
        ['support_use', mine, 'staff'],
        ['support_use', mine, 'viewer'],
      ]),
    );
    const opened = await admin.ok<{ auditEntries: { nodes: Entry[] } }>(AUDIT, { operation: 'openSupportSession' });
    expect(opened.auditEntries.nodes).toMatchObject([{ entity: 'support_session', actor: mine }]);
    expect(JSON.stringify(opened)).not.toContain('token_hash');
    const { supportGrants } = await (
      await platform.as('AUDITOR')
    ).ok<{ supportGrants: { nodes: unknown[] } }>(
      '{ supportGrants { nodes { id reason usedBy revokedAt grantedBy { name } } } }',
    );
    expect(supportGrants.nodes).toMatchObject([
      { id: given.id, reason: '工单 4711', usedBy: [LIN.name], revokedAt: null, grantedBy: { name: 'ADMIN' } },
    ]);
    // The other tenant sees nothing of it and cannot end it.
    const other = await platform.as('ADMIN', { tenant: 'b' });
    expect(await refusal(other, 'revokeSupport', 'RevokeSupportInput', { id: given.id })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await other.ok('{ supportGrants { totalCount } }')).toEqual({ supportGrants: { totalCount: 0 } });

    await change(admin, 'revokeSupport', 'RevokeSupportInput', { id: given.id }, 'grant { revokedAt }');
    expect((await inside.fails('{ staff { totalCount } }')).extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
      messageKey: 'auth.supportEnded',
    });
    expect(await refusal(admin, 'revokeSupport', 'RevokeSupportInput', { id: given.id })).toMatchObject({
      code: 'INVALID_TRANSITION',
      messageKey: 'operator.grantEnded',
    });
  });

  it('ends by itself, and no grant lasts longer than three days', async () => {
    const admin = await platform.as('ADMIN', { tenant: 'b' });
    const tenantId = encodeId('tenant', platform.tenants.b.id);
    await grant(admin, 1);
    const inside = platform.client((await open(await operator(), tenantId)).token);
    await inside.ok('{ staff { totalCount } }');
    platform.clock.advance({ minutes: 61 });
    expect((await inside.fails('{ staff { totalCount } }')).extensions.messageKey).toBe('auth.supportEnded');
    for (const hours of [0, 73]) {
      expect(await refusal(admin, 'grantSupport', 'GrantSupportInput', { hours, reason: 'x' })).toMatchObject({
        code: 'VALIDATION_FAILED',
      });
    }
    for (const role of ['AUDITOR', 'FINANCE_MANAGER'] as const) {
      const client = await platform.as(role);
      expect(await refusal(client, 'grantSupport', 'GrantSupportInput', { hours: 1, reason: 'x' })).toMatchObject({
        code: 'FORBIDDEN',
      });
    }
  });

  it('ends with the operator’s own session', async () => {
    const admin = await platform.as('ADMIN');
    await grant(admin, 1);
    const client = await operator();
    const { token } = await open(client, encodeId('tenant', platform.tenants.a.id));
    await client.ok('mutation { operatorSignOut { signedOut } }');
    expect((await platform.client(token).fails('{ staff { totalCount } }')).extensions.messageKey).toBe(
      'auth.supportEnded',
    );
    expect((await client.fails('{ platformViewer { name } }')).extensions.messageKey).toBe('auth.sessionEnded');
  });
});

describe('signing in', () => {
  afterEach(() => platform.clock.reset());

  it('locks an account after five failures, known or not, and opens it again', async () => {
    await cli('add', { email: 'lock@platform.example', name: '锁', passwordStdin: true });
    for (const email of ['lock@platform.example', 'unknown@platform.example']) {
      for (let attempt = 1; attempt <= 5; attempt++) {
        expect(await signInRefusal({ email, password: 'wrong wrong wrong' })).toMatchObject({
          code: 'UNAUTHENTICATED',
        });
      }
      expect(await signInRefusal({ email })).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 30 });
    }
    platform.clock.advance({ seconds: 31 });
    expect((await signIn({ email: 'lock@platform.example', password: PASSWORD })).name).toBe('锁');
  });

  it('asks for a code once an authenticator app is set up; a code counts once', async () => {
    const email = 'totp@platform.example';
    await cli('add', { email, name: '双因素', passwordStdin: true });
    platform.clock.freeze(new Date(Date.now() + 86_400_000));
    const client = await operator({ email });
    expect(await refusal(client, 'confirmOperatorTotp', 'ConfirmOperatorTotpInput', { code: '123456' })).toMatchObject({
      code: 'CONFLICT',
    });
    const { enrolOperatorTotp } = await client.ok<{ enrolOperatorTotp: { secret: string; uri: string } }>(
      'mutation { enrolOperatorTotp { secret uri } }',
    );
    const { secret, uri } = enrolOperatorTotp;
    expect(uri).toContain(`secret=${secret}`);
    const [stored] = await sqlOf(platform)<{ totp_secret: string }>(
      'SELECT totp_secret FROM platform.operator WHERE email = $1',
      [email],
    );
    expect(stored!.totp_secret).not.toContain(secret);
    await operator({ email });
    expect(await refusal(client, 'confirmOperatorTotp', 'ConfirmOperatorTotpInput', { code: '000000' })).toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    const now = (): string => codeAt(secret, platform.clock.now());
    await change(client, 'confirmOperatorTotp', 'ConfirmOperatorTotpInput', { code: now() }, 'enabled');
    expect((await client.fails('mutation { enrolOperatorTotp { secret } }')).extensions.code).toBe('CONFLICT');

    expect(await signInRefusal({ email })).toMatchObject({ messageKey: 'operator.codeRequired' });
    expect(await signInRefusal({ email, code: now() })).toMatchObject({ messageKey: 'operator.codeWrong' });
    platform.clock.advance({ seconds: 30 });
    expect((await signIn({ email, password: PASSWORD, code: now() })).name).toBe('双因素');
    expect(await signInRefusal({ email, code: now() })).toMatchObject({ messageKey: 'operator.codeWrong' });

    await cli('remove-totp', { email });
    expect((await client.fails('{ platformViewer { name } }')).extensions.code).toBe('UNAUTHENTICATED');
    await operator({ email });
  });

  it('is over for who was disabled or got a new password', async () => {
    const email = 'leaves@platform.example';
    const [, shown] = await cli('add', { email, name: '离任' });
    const password = shown!.replace(/^.*: /, '');
    const client = await operator({ email, password });
    await cli('disable', { email });
    expect((await client.fails('{ platformViewer { name } }')).extensions.code).toBe('UNAUTHENTICATED');
    expect(await signInRefusal({ email, password })).toMatchObject({ messageKey: 'operator.invalidCredentials' });
    await cli('enable', { email });
    await cli('password', { email, passwordStdin: true }, 'a new and longer one');
    expect(await signInRefusal({ email, password })).toMatchObject({ messageKey: 'operator.invalidCredentials' });
    await operator({ email, password: 'a new and longer one' });
    await expect(cli('password', { email, passwordStdin: true }, 'short')).rejects.toThrow();
  });

  it('ends after a working day', async () => {
    const client = await operator();
    platform.clock.advance({ hours: 8, minutes: 1 });
    expect((await client.fails('{ platformViewer { name } }')).extensions.code).toBe('UNAUTHENTICATED');
  });
});
