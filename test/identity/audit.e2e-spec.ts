import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { ALL, change, roleIds } from './support';

let platform: TestPlatform;
let admin: TestClient;
let auditor: TestClient;

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  auditor = await platform.as('AUDITOR');
});
afterAll(() => platform?.close());

interface Entry {
  id: string;
  at: string;
  action: string;
  entity: string;
  entityId: string;
  operation: string;
  actor: { kind: string; name: string; id: string | null; roles: string[] };
  client: string | null;
  ip: string | null;
  requestId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}
const ENTRY = 'id at action entity entityId operation actor { kind name id roles } client ip requestId before after';
const QUERY = `query ($filter: AuditEntryFilter, $first: Int, $after: String) {
  auditEntries(filter: $filter, first: $first, after: $after) { nodes { ${ENTRY} } pageInfo { endCursor hasNextPage } totalCount }
}`;
interface Page {
  auditEntries: { nodes: Entry[]; pageInfo: { endCursor: string; hasNextPage: boolean }; totalCount: number };
}
const entries = async (filter: object, client = auditor): Promise<Entry[]> =>
  (await client.ok<Page>(QUERY, { filter, first: 100 })).auditEntries.nodes;

describe('the audit log', () => {
  it('says who did what, as which role, from what to what, with which client and request', async () => {
    const program = admin.with({ 'user-agent': 'Front-Office/2.1', 'x-request-id': 'req-12345678' });
    const { viewer } = await admin.ok<{ viewer: { actor: { id: string }; tenant: { id: string } } }>(
      '{ viewer { actor { id } tenant { id } } }',
    );
    await program.ok('mutation { updateTenant(input: { version: 1, name: "阿尔法物业" }) { tenant { id } } }');
    const [entry] = await entries({ operation: { eq: 'updateTenant' } });
    expect(entry).toEqual({
      id: expect.stringMatching(/^audit_/) as string,
      at: expect.any(String) as string,
      action: 'UPDATE',
      entity: 'tenant',
      entityId: viewer.tenant.id,
      operation: 'updateTenant',
      actor: { kind: 'STAFF', name: 'ADMIN', id: viewer.actor.id, roles: ['管理员'] },
      client: 'Front-Office/2.1',
      ip: '127.0.0.1',
      requestId: 'req-12345678',
      before: { name: 'alpha 物业' },
      after: { name: '阿尔法物业' },
    });
    expect(Math.abs(Date.parse(entry!.at) - Date.now())).toBeLessThan(60_000);
  });

  it('shows references as ids, and of secrets only that they changed', async () => {
    const roles = await roleIds(admin);
    const { staff } = await change<{ staff: { id: string } }>(
      admin,
      'inviteStaff',
      'InviteStaffInput',
      { name: '李娜', email: 'lina@alpha.example', roleIds: [roles.CASHIER], dataScope: ALL },
      'staff { id }',
    );
    const [made] = await entries({ entityId: { eq: staff.id } });
    expect(made).toMatchObject({ action: 'INSERT', entity: 'staff', before: null });
    expect(made!.after).toEqual({ name: '李娜', email: 'lina@alpha.example', status: 'INVITED', dataScope: 'ALL' });
    const [held] = await entries({ entity: { eq: 'staff_role' }, operation: { eq: 'inviteStaff' } });
    expect(held!.after).toEqual({ staffId: staff.id, roleId: roles.CASHIER });
    const [token] = await entries({ entity: { eq: 'staff_token' } });
    expect(token!.after).not.toHaveProperty('tokenHash');
    const { slug, admin: founder } = platform.tenants.a;
    await change(platform.client(), 'signIn', 'SignInInput', { slug, ...founder }, 'tokens { accessToken }');
    const [session] = await entries({ entity: { eq: 'staff_session' } });
    expect(session).toMatchObject({ action: 'INSERT', operation: 'signIn', actor: { kind: 'STAFF', name: '王芳' } });
    const own = { currentPassword: founder.password, newPassword: 'quite another one' };
    const { tokens } = await change<{ tokens: { accessToken: string } }>(
      platform.client(),
      'signIn',
      'SignInInput',
      { slug, ...founder },
      'tokens { accessToken }',
    );
    await change(platform.client(tokens.accessToken), 'changeOwnPassword', 'ChangeOwnPasswordInput', own, 'changed');
    const [changed] = await entries({ operation: { eq: 'changeOwnPassword' }, entity: { eq: 'staff' } });
    expect(changed).toMatchObject({ before: { passwordHash: '***' }, after: { passwordHash: '***' } });
  });

  it('is filtered by actor and time, and paged from the latest back', async () => {
    const { viewer } = await admin.ok<{ viewer: { actor: { id: string } } }>('{ viewer { actor { id } } }');
    const mine = await entries({ actorId: { eq: viewer.actor.id } });
    expect(mine.length).toBeGreaterThan(2);
    expect(new Set(mine.map(({ actor }) => actor.id))).toEqual(new Set([viewer.actor.id]));
    const [latest] = mine;
    expect((await entries({ at: { from: new Date(Date.now() + 60_000).toISOString() } })).length).toBe(0);
    expect(
      (
        await entries({ at: { before: new Date(Date.now() + 60_000).toISOString() }, actorId: { eq: viewer.actor.id } })
      )[0],
    ).toEqual(latest);
    const seen: Entry[] = [];
    let after: string | null = null;
    do {
      const { auditEntries }: Page = await auditor.ok<Page>(QUERY, { first: 3, after });
      seen.push(...auditEntries.nodes);
      after = auditEntries.pageInfo.hasNextPage ? auditEntries.pageInfo.endCursor : null;
      if (after === null) expect(auditEntries.totalCount).toBe(seen.length);
    } while (after !== null);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect([...seen].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).map(({ at }) => at)).toEqual(
      seen.map(({ at }) => at),
    );
    const { node } = await auditor.ok<{ node: { id: string } }>('query ($id: ID!) { node(id: $id) { id } }', {
      id: latest!.id,
    });
    expect(node.id).toBe(latest!.id);
  });

  it('refuses an id that is none', async () => {
    const { extensions } = await auditor.fails(QUERY, { filter: { entityId: { eq: 'nonsense' } } });
    expect(extensions.fields).toEqual([expect.objectContaining({ path: 'filter.entityId.eq', code: 'MALFORMED_ID' })]);
  });

  it('is read by those who may, of their own company, within their communities', async () => {
    expect((await (await platform.as('CASHIER')).fails(QUERY)).extensions.code).toBe('FORBIDDEN');
    const other = await platform.as('AUDITOR', { tenant: 'b' });
    const ours = new Set((await entries({})).map(({ id }) => id));
    const theirs = await entries({}, other);
    expect(theirs.length).toBeGreaterThan(5);
    expect(theirs.filter(({ id }) => ours.has(id))).toEqual([]);
    expect(
      (await other.ok<{ node: null }>('query ($id: ID!) { node(id: $id) { id } }', { id: [...ours][0] })).node,
    ).toBeNull();

    const uuids: Record<string, string> = {};
    for (const code of ['k1', 'k2']) {
      const { community } = await change<{ community: { id: string } }>(
        admin,
        'createCommunity',
        'CreateCommunityInput',
        { code, name: code },
        'community { id }',
      );
      uuids[code] = community.id;
    }
    const { decodeId } = await import('@atrium/sdk');
    const decoded = decodeId(uuids.k1, 'community');
    const limited = await platform.as('AUDITOR', { communities: [decoded.ok ? decoded.uuid : ''] });
    const all = await entries({ entity: { eq: 'community' } });
    expect(all.map(({ entityId }) => entityId).sort()).toEqual(Object.values(uuids).sort());
    const seen = await entries({}, limited);
    expect(seen.filter(({ entity }) => entity === 'community').map(({ entityId }) => entityId)).toEqual([uuids.k1]);
    expect(seen.filter(({ entity }) => entity === 'staff')).toEqual([]);
  });

  it('cannot be changed by anybody through the API or the application’s role', async () => {
    const { withClient } = await import('@atrium/platform');
    await withClient(platform.database.appUrl, async (client) => {
      await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [platform.tenants.a.id]);
      const { rowCount } = await client.query('SELECT FROM atrium.audit_log');
      expect(rowCount).toBeGreaterThan(5);
      for (const statement of ['DELETE FROM atrium.audit_log', `UPDATE atrium.audit_log SET operation = 'x'`]) {
        await expect(client.query(statement)).rejects.toThrow('permission denied');
      }
    });
  });
});
