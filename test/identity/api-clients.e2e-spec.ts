import { ApiClientUses } from '@atrium/platform';
import { newId } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { ALL, change, refusal, sqlOf } from './support';

let platform: TestPlatform;
let admin: TestClient;
let sql: ReturnType<typeof sqlOf>;

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  sql = sqlOf(platform);
});
afterAll(() => platform?.close());

interface ApiClient {
  id: string;
  name: string;
  permissions: string[];
  allowedNetworks: string[];
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  lastUsedIp: string | null;
  keys: { hint: string; expiresAt: string | null }[];
  dataScope: { kind: string };
  createdBy: { name: string } | null;
  version: number;
}
interface Keyed {
  apiClient: ApiClient;
  key: string;
}
const CLIENT = `id name permissions allowedNetworks expiresAt revokedAt lastUsedAt lastUsedIp keys { hint expiresAt }
  dataScope { kind } createdBy { name } version`;
const LIST = '{ staff { totalCount } }';

let count = 0;
const make = (more: object = {}, client = admin): Promise<Keyed> =>
  change<Keyed>(
    client,
    'createApiClient',
    'CreateApiClientInput',
    { name: `client ${++count}`, permissions: ['staff:read'], dataScope: ALL, ...more },
    `apiClient { ${CLIENT} } key`,
  );
const update = (input: object): Promise<{ apiClient: ApiClient }> =>
  change(admin, 'updateApiClient', 'UpdateApiClientInput', input as Record<string, unknown>, `apiClient { ${CLIENT} }`);
const rotate = (id: string, more: object = {}): Promise<Keyed> =>
  change(admin, 'rotateApiClientKey', 'RotateApiClientKeyInput', { id, ...more }, `apiClient { ${CLIENT} } key`);
const read = async (id: string): Promise<ApiClient> =>
  (await admin.ok<{ apiClient: ApiClient }>(`query ($id: ID!) { apiClient(id: $id) { ${CLIENT} } }`, { id })).apiClient;
const whyNot = async (client: TestClient): Promise<string | undefined> => {
  const { code, messageKey } = (await client.fails(LIST)).extensions;
  return code === 'UNAUTHENTICATED' ? messageKey : code;
};

describe('an API client', () => {
  it('calls with its key, as itself, within its permissions', async () => {
    const { apiClient, key } = await make({ name: 'CRM', permissions: ['staff:read', 'audit:read'] });
    expect(apiClient).toMatchObject({
      name: 'CRM',
      permissions: ['audit:read', 'staff:read'],
      allowedNetworks: [],
      expiresAt: null,
      lastUsedAt: null,
      createdBy: { name: 'ADMIN' },
      keys: [{ hint: key.slice(-4), expiresAt: null }],
    });
    expect(key).toMatch(/^atr_k_[0-9a-z]{26}_[\w-]{43}$/);
    const client = platform.client(key);
    const { viewer } = await client.ok<{ viewer: { actor: object; permissions: string[]; tenant: { slug: string } } }>(
      '{ viewer { actor { kind id name roles communityIds staff { id } } permissions tenant { slug } } }',
    );
    expect(viewer).toEqual({
      actor: { kind: 'API_CLIENT', id: apiClient.id, name: 'CRM', roles: [], communityIds: null, staff: null },
      permissions: ['audit:read', 'staff:read'],
      tenant: { slug: 'alpha' },
    });
    await client.ok(LIST);
    expect((await client.fails('{ apiClients { totalCount } }')).extensions.code).toBe('FORBIDDEN');
    expect((await client.fails('mutation { signOut { signedOut } }')).extensions.code).toBe('NOT_FOUND');
    expect(await client.ok('{ sessions { totalCount nodes { id } } }')).toEqual({
      sessions: { totalCount: 0, nodes: [] },
    });
    const own = { currentPassword: 'x', newPassword: 'a long enough one' };
    expect(await refusal(client, 'changeOwnPassword', 'ChangeOwnPasswordInput', own)).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('has a key that is stored nowhere', async () => {
    const { key } = await make();
    const secret = key.slice(-43);
    const dump = await sql<{ row: string }>(
      `SELECT to_jsonb(k)::text AS row FROM atrium.api_client_key k UNION ALL SELECT to_jsonb(a)::text FROM atrium.audit_log a`,
    );
    expect(dump.length).toBeGreaterThan(2);
    expect(dump.filter(({ row }) => row.includes(secret))).toEqual([]);
    // The hash neither: it must not leave its table by way of the audit log.
    const [stored] = await sql<{ key_hash: string }>(
      'SELECT key_hash FROM atrium.api_client_key ORDER BY created_at DESC LIMIT 1',
    );
    expect(dump.filter(({ row }) => row.includes(stored!.key_hash))).toHaveLength(1);
  });

  it('of one company opens nothing in another', async () => {
    const { key } = await make();
    const other = await make({}, await platform.as('ADMIN', { tenant: 'b' }));
    const moved = key.slice(0, 6) + other.key.slice(6, 32) + key.slice(32);
    expect(await whyNot(platform.client(moved))).toBe('auth.apiKeyInvalid');
    await platform.client(key).ok(LIST);
    await platform.client(other.key).ok(LIST);
    const stranger = await platform.as('ADMIN', { tenant: 'b' });
    for (const [mutation, type, more] of [
      ['rotateApiClientKey', 'RotateApiClientKeyInput', {}],
      ['revokeApiClient', 'ApiClientIdInput', {}],
      ['updateApiClient', 'UpdateApiClientInput', { version: 1 }],
    ] as const) {
      const { id } = await read((await make()).apiClient.id);
      expect((await refusal(stranger, mutation, type, { id, ...more })).code).toBe('NOT_FOUND');
    }
  });

  it('keeps to its time', async () => {
    const expiresAt = new Date(platform.clock.now().getTime() + 3_600_000).toISOString();
    const { key } = await make({ expiresAt });
    const client = platform.client(key);
    await client.ok(LIST);
    platform.clock.advance({ hours: 1 });
    expect(await whyNot(client)).toBe('auth.apiKeyExpired');
    platform.clock.reset();
    await client.ok(LIST);
    const past = { name: 'past', permissions: [], dataScope: ALL, expiresAt: '2020-01-01T00:00:00Z' };
    expect((await refusal(admin, 'createApiClient', 'CreateApiClientInput', past)).fields).toEqual([
      expect.objectContaining({ path: 'input.expiresAt', code: 'IN_THE_PAST' }),
    ]);
  });

  it('has a new key beside the old one for a while', async () => {
    const { apiClient, key: first } = await make();
    const { key: second, apiClient: rotated } = await rotate(apiClient.id, { graceHours: 2 });
    expect(rotated.keys.map(({ hint, expiresAt }) => [hint, expiresAt !== null])).toEqual([
      [second.slice(-4), false],
      [first.slice(-4), true],
    ]);
    await platform.client(first).ok(LIST);
    await platform.client(second).ok(LIST);
    platform.clock.advance({ hours: 2 });
    expect(await whyNot(platform.client(first))).toBe('auth.apiKeyExpired');
    await platform.client(second).ok(LIST);
    // A second rotation lengthens no grace, and clears what has ended.
    const { key: third } = await rotate(apiClient.id, { graceHours: 0 });
    expect((await read(apiClient.id)).keys.map(({ hint }) => hint)).toEqual([third.slice(-4), second.slice(-4)]);
    expect(await whyNot(platform.client(second))).toBe('auth.apiKeyExpired');
    await platform.client(third).ok(LIST);
    platform.clock.reset();
  });

  it('is revoked at once and for good', async () => {
    const { apiClient, key } = await make();
    const client = platform.client(key);
    await client.ok(LIST);
    const revoked = await change<{ apiClient: ApiClient }>(
      admin,
      'revokeApiClient',
      'ApiClientIdInput',
      { id: apiClient.id },
      `apiClient { ${CLIENT} }`,
    );
    expect(revoked.apiClient.revokedAt).not.toBeNull();
    expect(await whyNot(client)).toBe('auth.apiKeyRevoked');
    expect((await refusal(admin, 'rotateApiClientKey', 'RotateApiClientKeyInput', { id: apiClient.id })).code).toBe(
      'INVALID_TRANSITION',
    );
  });

  it('calls from its networks alone, at once when they change', async () => {
    const { apiClient, key } = await make({ allowedNetworks: ['203.0.113.0/24', '2001:db8::/32'] });
    const client = platform.client(key);
    expect(await whyNot(client)).toBe('auth.addressNotAllowed');
    const loopback = await update({ id: apiClient.id, version: 1, allowedNetworks: ['127.0.0.0/8', '::1'] });
    expect(loopback.apiClient.allowedNetworks).toEqual(['127.0.0.0/8', '::1']);
    await client.ok(LIST);
    await update({ id: apiClient.id, version: 2, allowedNetworks: ['203.0.113.7'] });
    expect(await whyNot(client)).toBe('auth.addressNotAllowed');
    const wrong = { id: apiClient.id, version: 3, allowedNetworks: ['203.0.113.0/24', 'example.com'] };
    expect((await refusal(admin, 'updateApiClient', 'UpdateApiClientInput', wrong)).fields).toEqual([
      expect.objectContaining({ path: 'input.allowedNetworks.1', code: 'NOT_A_NETWORK' }),
    ]);
  });

  it('loses a permission at once', async () => {
    const { apiClient, key } = await make({ permissions: ['staff:read', 'audit:read'] });
    const client = platform.client(key);
    await client.ok(LIST);
    await update({ id: apiClient.id, version: 1, permissions: ['audit:read'] });
    expect(await whyNot(client)).toBe('FORBIDDEN');
  });

  it('is limited to its communities', async () => {
    const ids: string[] = [];
    for (const code of ['k1', 'k2']) {
      ids.push(
        (
          await change<{ community: { id: string } }>(
            admin,
            'createCommunity',
            'CreateCommunityInput',
            { code, name: code },
            'community { id }',
          )
        ).community.id,
      );
    }
    const dataScope = { kind: 'COMMUNITIES', communityIds: [ids[0]] };
    const { apiClient, key } = await make({ permissions: ['property:read'], dataScope });
    const seen = async (): Promise<string[]> => {
      const { communities } = await platform
        .client(key)
        .ok<{ communities: { nodes: { id: string }[] } }>('{ communities { nodes { id } } }');
      return communities.nodes.map(({ id }) => id);
    };
    expect(await seen()).toEqual([ids[0]]);
    await update({ id: apiClient.id, version: 1, dataScope: { kind: 'COMMUNITIES', communityIds: [ids[1]] } });
    expect(await seen()).toEqual([ids[1]]);
    // A scope whose last community is gone is an empty one, not the whole company.
    await change(admin, 'deleteCommunity', 'DeleteCommunityInput', { id: ids[1] }, 'deletedCommunityId');
    await update({ id: apiClient.id, version: 2, name: 'nothing left' });
    expect(await seen()).toEqual([]);
  });

  it.each([
    [['moon:land'], 'UNKNOWN_PERMISSION'],
    [['role:manage'], 'FOR_PEOPLE_ONLY'],
    [['api-client:manage'], 'FOR_PEOPLE_ONLY'],
  ])('cannot have %j', async (permissions, code) => {
    const input = { name: `x${newId()}`, permissions, dataScope: ALL };
    expect((await refusal(admin, 'createApiClient', 'CreateApiClientInput', input)).fields).toEqual([
      expect.objectContaining({ path: 'input.permissions.0', code }),
    ]);
  });

  it('shows when it last called, to the minute, without a write in the call', async () => {
    const { apiClient, key } = await make();
    const uses = platform.api.get(ApiClientUses);
    const client = platform.client(key);
    platform.clock.freeze(new Date());
    const at = (): string => platform.clock.now().toISOString();
    const first = at();
    await client.ok(LIST);
    await uses.settled();
    expect(await read(apiClient.id)).toMatchObject({ lastUsedAt: first, lastUsedIp: '127.0.0.1' });
    platform.clock.advance({ seconds: 59 });
    await client.ok(LIST);
    await uses.settled();
    expect((await read(apiClient.id)).lastUsedAt).toBe(first);
    platform.clock.advance({ seconds: 1 });
    await client.ok(LIST);
    await uses.settled();
    expect((await read(apiClient.id)).lastUsedAt).toBe(at());
    platform.clock.reset();
  });

  it('is seen by auditors and changed by administrators', async () => {
    const auditor = await platform.as('AUDITOR');
    const { apiClients } = await auditor.ok<{ apiClients: { nodes: { name: string }[]; totalCount: number } }>(
      '{ apiClients(first: 100, orderBy: { field: CREATED_AT }) { totalCount nodes { name } } }',
    );
    expect(apiClients.nodes[0]).toEqual({ name: 'CRM' });
    expect(apiClients.totalCount).toBe(apiClients.nodes.length);
    const input = { name: 'own', permissions: [], dataScope: ALL };
    expect((await refusal(auditor, 'createApiClient', 'CreateApiClientInput', input)).code).toBe('FORBIDDEN');
    expect((await (await platform.as('CASHIER')).fails('{ apiClients { totalCount } }')).extensions.code).toBe(
      'FORBIDDEN',
    );
  });
});
