import { db, Quotas } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { change, type Member, MEMBER, refusal, roleIds, sqlOf } from '../identity/support';
import { create, inTenant } from '../properties/support/properties';

type Usage = Record<string, { limit: number | null; used: number | null }>;

describe('what a plan allows', () => {
  let platform: TestPlatform;
  let admin: TestClient;
  let neighbour: TestClient;
  let building: string;
  let sql: ReturnType<typeof sqlOf>;

  beforeAll(async () => {
    platform = await createTestPlatform({ SIGN_UP_PLAN: 'TRIAL' });
    sql = sqlOf(platform);
    admin = await platform.as('ADMIN');
    neighbour = await platform.as('ADMIN', { tenant: 'b' });
    const community = (await create(admin, 'community', { name: '和园' })).id;
    building = (await create(admin, 'building', { communityId: community, code: '1栋' })).id;
  });
  afterAll(() => platform.close());

  const agree = (quotas: Record<string, number | null>): Promise<unknown> =>
    sql('UPDATE atrium.tenant SET quotas = $2 WHERE id = $1', [platform.tenants.a.id, JSON.stringify(quotas)]);
  const usage = async (client: TestClient): Promise<Usage> => {
    const { tenantUsage } = await client.ok<{ tenantUsage: { quota: string; limit: number; used: number }[] }>(
      '{ tenantUsage { quota limit used } }',
    );
    return Object.fromEntries(tenantUsage.map(({ quota, ...rest }) => [quota, rest]));
  };
  const rows = async (table: string): Promise<number> =>
    Number(
      (await sql<{ n: string }>(`SELECT count(*) AS n FROM ${table} WHERE tenant_id = $1`, [platform.tenants.a.id]))[0]!
        .n,
    );
  const UNIT = `mutation ($input: CreateUnitInput!) { createUnit(input: $input) { unit { id version } } }`;
  const unit = (code: string) => admin.query(UNIT, { input: { buildingId: building, code } });

  it('is what the plan says, what was agreed apart from it, and what there is', async () => {
    expect(await usage(neighbour)).toEqual({
      STAFF: { limit: 50, used: 2 },
      UNITS: { limit: 5000, used: 0 },
      STORAGE_BYTES: { limit: 1_073_741_824, used: 0 },
      CALLS_PER_MINUTE: { limit: 3000, used: null },
    });
    await agree({ units: 6, calls_per_minute: null });
    const mine = await usage(admin);
    expect(mine.UNITS).toEqual({ limit: 6, used: 0 });
    expect(mine.CALLS_PER_MINUTE).toEqual({ limit: null, used: null });
    const clerk = await platform.as('SERVICE_AGENT');
    expect((await clerk.fails('{ tenantUsage { used } }')).extensions.code).toBe('FORBIDDEN');
  });

  it('is not passed by many at once, and tells by how much it would be', async () => {
    await agree({ units: 6 });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => unit(`10${n}`)));
    const refused = answers.flatMap(({ errors }) => errors ?? []);
    expect(refused).toHaveLength(6);
    expect(refused.map(({ extensions }) => extensions)).toEqual(
      Array(6).fill(
        expect.objectContaining({ code: 'LIMIT_EXCEEDED', quota: 'units', limit: 6, used: 6, requested: 1 }),
      ),
    );
    expect(await rows('atrium.unit')).toBe(6);
    expect((await usage(admin)).UNITS).toEqual({ limit: 6, used: 6 });
  });

  it('is given back by what is removed, and never holds up the neighbour', async () => {
    const [first] = await sql<{ id: string; version: number }>(
      'SELECT id, version FROM atrium.unit WHERE tenant_id = $1 LIMIT 1',
      [platform.tenants.a.id],
    );
    await sql('DELETE FROM atrium.unit WHERE id = $1', [first!.id]);
    expect((await usage(admin)).UNITS!.used).toBe(5);
    await create(admin, 'unit', { buildingId: building, code: '201' });
    expect((await unit('202')).errors?.[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
    const community = (await create(neighbour, 'community', { name: '隔壁' })).id;
    const theirs = (await create(neighbour, 'building', { communityId: community, code: '1栋' })).id;
    await create(neighbour, 'unit', { buildingId: theirs, code: '101' });
    expect((await usage(neighbour)).UNITS!.used).toBe(1);
  });

  it('takes of an import what fits, and says of each other row why not', async () => {
    await agree({ units: 9 });
    const lines = Array.from({ length: 8 }, (_, n) => `和园,1栋,30${n}`);
    const file = await platform.upload(admin, {
      fileName: 'units.csv',
      content: Buffer.from(['小区,楼栋,房号', ...lines].join('\n')),
    });
    const { startImport } = await admin.ok<{ startImport: { job: { id: string } } }>(
      `mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }`,
      { input: { kind: 'BUILDINGS_AND_UNITS', fileId: file } },
    );
    await platform.runJobs();
    const job = await platform.finishedJob(
      admin,
      startImport.job.id,
      'state result { counts { name value } } errors(first: 20) { nodes { problems { code message } } }',
    );
    expect(job.state).toBe('SUCCEEDED_WITH_ERRORS');
    const { nodes } = job.errors as { nodes: { problems: { code: string; message: string }[] }[] };
    expect(nodes.map(({ problems }) => problems[0]!.code)).toEqual(Array(5).fill('LIMIT_EXCEEDED'));
    expect(nodes[0]!.problems[0]!.message).toContain('9');
    expect(await rows('atrium.unit')).toBe(9);
    expect((await usage(admin)).UNITS!.used).toBe(9);
  });

  it('counts who can sign in: being let in again needs a place too', async () => {
    const here = (await usage(admin)).STAFF!.used!;
    await agree({ staff: here + 1, units: 9 });
    const roles = await roleIds(admin);
    const invite = (email: string) => ({ name: '李雷', email, roleIds: [roles.AUDITOR], dataScope: { kind: 'ALL' } });
    const member = await change<Member>(
      admin,
      'inviteStaff',
      'InviteStaffInput',
      invite('a@x.example'),
      `staff { ${MEMBER} }`,
    ).then((payload) => (payload as unknown as { staff: Member }).staff);
    expect(await refusal(admin, 'inviteStaff', 'InviteStaffInput', invite('b@x.example'))).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      quota: 'staff',
      limit: here + 1,
      used: here + 1,
    });
    await admin.ok('mutation ($id: ID!) { disableStaff(input: { staffId: $id }) { staff { id } } }', { id: member.id });
    await change(admin, 'inviteStaff', 'InviteStaffInput', invite('b@x.example'), 'staff { id }');
    const back = await admin.fails('mutation ($id: ID!) { enableStaff(input: { staffId: $id }) { staff { id } } }', {
      id: member.id,
    });
    expect(back.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', quota: 'staff' });
    expect((await usage(admin)).STAFF).toEqual({ limit: here + 1, used: here + 1 });
  });

  it('counts files from the moment an upload is announced', async () => {
    const used = (await usage(admin)).STORAGE_BYTES!.used!;
    await agree({ storage_bytes: used + 1000 });
    const announce = (bytes: number) =>
      admin.query('mutation ($input: CreateUploadInput!) { createUpload(input: $input) { file { id } } }', {
        input: { fileName: 'a.csv', contentType: 'text/csv', bytes },
      });
    expect((await announce(600)).errors).toBe(undefined);
    expect((await announce(600)).errors?.[0]?.extensions).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      quota: 'storageBytes',
      used: used + 600,
      requested: 600,
    });
    await inTenant(platform, async () => {
      const quotas = platform.api.get(Quotas);
      await quotas.check('storageBytes', 400);
      await expect(quotas.check('storageBytes', 401)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
      await quotas.reserve('storageBytes', 400);
      expect((await quotas.usage()).find(({ quota }) => quota === 'storageBytes')!.used).toBe(used + 1000);
      await quotas.reserve('storageBytes', -400);
    });
    expect((await usage(admin)).STORAGE_BYTES!.used).toBe(used + 600);
  });

  it('is known outside of an operation, and the application changes neither plan nor standing', async () => {
    await agree({ calls_per_minute: 7 });
    expect(await platform.api.get(Quotas).limits(platform.tenants.b.id)).toEqual({
      staff: 50,
      units: 5000,
      callsPerMinute: 3000,
      storageBytes: 1_073_741_824,
    });
    // What was remembered goes with the announcement of the change; the test's time-out is the bound.
    const agreed = async (): Promise<number | null> =>
      (await platform.api.get(Quotas).limits(platform.tenants.a.id)).callsPerMinute;
    while ((await agreed()) !== 7) await new Promise((resolve) => setImmediate(resolve));
    for (const change of [`plan = 'UNLIMITED'`, `quotas = '{}'`, `status = 'ACTIVE'`]) {
      await expect(inTenant(platform, () => db().execute(`UPDATE atrium.tenant SET ${change}`))).rejects.toMatchObject({
        code: '42501',
      });
    }
    await expect(sql(`UPDATE atrium.tenant SET plan = 'GOLD' WHERE id = $1`, [platform.tenants.a.id])).rejects.toThrow(
      'there is no plan',
    );
  });
});
