import { createHash } from 'node:crypto';
import { createApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import { withClient } from '@atrium/platform';
import { decodeId, newId } from '@atrium/sdk';
import { createTestPlatform, type GraphqlAnswer, TestClient, type TestPlatform } from '@atrium/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

// With a blank at its end: not a character may be changed before it is hashed.
const LIST = 'query Units($first: Int!) { units(first: $first) { nodes { code } totalCount } } ';
const WHO = 'query Who { viewer { actor { kind name } tenant { slug } } }';
const SIGN_OUT = 'mutation SignOut { signOut { __typename } }';
const CREATE = `mutation Create($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { name } } }`;
const WATCH = `subscription Watch($id: ID) { customerChanged(id: $id) { customer { name } } }`;

const OPERATION = '{ persistedOperation { id hash name document kind cost apiClient { name } publicClient { name } } }';
const REGISTER = `mutation ($input: RegisterApiClientOperationInput!) { registered: registerApiClientOperation(input: $input) ${OPERATION} }`;
const REGISTER_FOR_APP = `mutation ($input: RegisterPublicClientOperationInput!) { registered: registerPublicClientOperation(input: $input) ${OPERATION} }`;
const REMOVE = `mutation ($input: PersistedOperationIdInput!) { removePersistedOperation(input: $input) { removedHash } }`;

interface Registered {
  registered: { persistedOperation: { id: string; hash: string; kind: string; cost: number } };
}
interface App {
  readonly id: string;
  readonly client: TestClient;
}

let platform: TestPlatform;
let second: NestFastifyApplication;
let admin: TestClient;
let neighbour: TestClient;
let free: App;
let bound: App;

beforeAll(async () => {
  platform = await createTestPlatform();
  const { config, clock, database } = platform;
  second = await createApiApp({ config, clock, contexts: coreContexts, databaseUrl: database.appUrl });
  admin = (await platform.as('ADMIN')).with({ 'accept-language': 'en' });
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  free = await newClient(admin, 'free', false);
  bound = await newClient(admin, 'bound', true);
});
afterAll(async () => {
  await second?.close();
  await platform.close();
});

async function newClient(by: TestClient, name: string, registeredOnly: boolean): Promise<App> {
  const { createApiClient } = await by.ok<{ createApiClient: { key: string; apiClient: { id: string } } }>(
    'mutation ($input: CreateApiClientInput!) { createApiClient(input: $input) { key apiClient { id } } }',
    {
      input: {
        name,
        registeredOnly,
        permissions: ['property:read', 'customer:read', 'customer:manage'],
        dataScope: { kind: 'ALL' },
      },
    },
  );
  return { id: createApiClient.apiClient.id, client: platform.client(createApiClient.key) };
}

const register = async (input: object, mutation = REGISTER) =>
  (await admin.ok<Registered>(mutation, { input })).registered.persistedOperation;
const registered = (app: App, name: string, document: string) => register({ apiClientId: app.id, name, document });

interface Sent {
  readonly query?: string;
  readonly hash?: string;
  readonly variables?: object;
  readonly version?: number;
}
const bodyOf = ({ query, hash, variables, version = 1 }: Sent): object => ({
  ...(query === undefined ? {} : { query }),
  ...(variables ? { variables } : {}),
  ...(hash === undefined ? {} : { extensions: { persistedQuery: { version, sha256Hash: hash } } }),
});

async function post(client: TestClient, sent: Sent | Sent[], api = platform.api) {
  const answer = await api.inject({
    method: 'POST',
    url: '/graphql',
    headers: {
      'content-type': 'application/json',
      ...(client.token ? { authorization: `Bearer ${client.token}` } : {}),
    },
    payload: JSON.stringify(Array.isArray(sent) ? sent.map(bodyOf) : bodyOf(sent)),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() as GraphqlAnswer };
}
const codeOf = ({ body }: { body: GraphqlAnswer }): string | undefined => body.errors?.[0]?.extensions.code;
const NOT_FOUND = 'PERSISTED_QUERY_NOT_FOUND';

describe('registering', () => {
  it('answers the SHA-256 of the document as it came, what it does and costs; the same when done again', async () => {
    const first = await registered(free, 'Units', LIST);
    // 20 rows for the open page size, the connection, and counting.
    expect(first).toMatchObject({
      hash: sha256(LIST),
      name: 'Units',
      document: LIST,
      kind: 'QUERY',
      cost: 31,
      apiClient: { name: 'free' },
      publicClient: null,
    });
    const again = await registered(free, 'Units, renamed', LIST);
    expect(again).toMatchObject({ id: first.id, name: 'Units, renamed' });
    expect(await registered(free, 'Create', CREATE)).toMatchObject({ kind: 'MUTATION' });
    expect(await registered(free, 'Watch', WATCH)).toMatchObject({ kind: 'SUBSCRIPTION' });

    const { persistedOperations } = await admin.ok<{ persistedOperations: { nodes: { name: string }[] } }>(
      'query ($id: ID!) { persistedOperations(filter: { apiClient: { eq: $id } }) { nodes { name } } }',
      { id: free.id },
    );
    expect(persistedOperations.nodes.map(({ name }) => name)).toEqual(['Create', 'Units, renamed', 'Watch']);
  });

  it.each([
    ['no document', '{', 'INVALID_DOCUMENT', /Syntax Error/],
    ['an unknown field', '{ nothing }', 'INVALID_DOCUMENT', /Cannot query field "nothing"/],
    ['two operations', 'query A { __typename } query B { __typename }', 'NOT_ONE_OPERATION', /not 2/],
    ['fragments alone', 'fragment F on Query { __typename }', 'INVALID_DOCUMENT', /never used/],
  ])('refuses %s', async (_, document, code, message) => {
    const { extensions } = await admin.fails(REGISTER, { input: { apiClientId: free.id, name: 'x', document } });
    expect(extensions).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'input.document', code }] });
    expect(extensions.fields![0]!.message).toMatch(message);
  });

  it('refuses what no call could ask for, and a client that is not one', async () => {
    const page = 'units(first: 200) { nodes { building { code } } }';
    const dear = `{ ${Array.from({ length: 30 }, (_, n) => `a${n}: ${page}`).join(' ')} }`;
    const input = { name: 'x', document: WHO };
    const refusal = async (change: object, by = admin) =>
      (await by.fails(REGISTER, { input: { ...input, ...change } })).extensions;
    expect(await refusal({ apiClientId: free.id, document: dear })).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      what: 'cost',
    });
    expect(await refusal({ apiClientId: free.id }, neighbour)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal({ apiClientId: free.id }, await platform.as('AUDITOR'))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('calling by hash', () => {
  let who: string;
  let change: string;
  beforeAll(async () => {
    who = (await registered(free, 'Who', WHO)).hash;
    change = (await registered(free, 'Create', CREATE)).hash;
  });

  it('runs the document, by POST and, where it only reads, by GET; nothing in between may keep the answer', async () => {
    const answers = [
      await post(free.client, { hash: who }),
      await get(who),
      await post(free.client, { hash: who, query: WHO }),
    ];
    for (const { status, body, headers } of answers) {
      expect(status).toBe(200);
      expect(body).toMatchObject({
        data: { viewer: { actor: { kind: 'API_CLIENT', name: 'free' }, tenant: { slug: 'alpha' } } },
      });
      expect(headers['cache-control']).toBe('private, no-store');
    }
    const input = { kind: 'PERSON', name: '李四' };
    const changed = await post(free.client, { hash: change, variables: { input } });
    expect(changed.body.data).toEqual({ createCustomer: { customer: { name: '李四' } } });
    const read = await post(free.client, { hash: sha256(LIST), variables: { first: 1 } });
    expect(read.body).toMatchObject({ data: { units: { totalCount: 0 } }, extensions: { cost: { requested: 12 } } });
  });

  it('changes nothing by GET, and answers no foreign page', async () => {
    const before = await customers();
    const variables = JSON.stringify({ input: { kind: 'PERSON', name: '王五' } });
    const refused = await get(change, { variables });
    expect(refused.status).toBe(405);
    expect(codeOf(refused)).toBe('VALIDATION_FAILED');
    // What a form or an image of another site could send.
    const simple = await get(who, {}, {});
    expect({ status: simple.status, code: codeOf(simple) }).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
    expect(await customers()).toBe(before);
  });

  it('is for the client it was registered for: not another one, a person, another company, or nobody', async () => {
    const elsewhere = await newClient(neighbour, 'elsewhere', false);
    for (const client of [bound.client, elsewhere.client, admin, platform.client()]) {
      const answer = await post(client, { hash: who });
      expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 200, code: NOT_FOUND });
      expect(answer.body.data).toBeUndefined();
    }
    expect(codeOf(await post(free.client, { hash: sha256('{ __typename }') }))).toBe(NOT_FOUND);
    expect(codeOf(await post(free.client, { hash: who }))).toBeUndefined();
  });

  it('registers nothing by itself, as some servers do', async () => {
    const query = '{ viewer { __typename } }';
    const answered = await post(free.client, { query, hash: sha256(query) });
    expect(answered.body.data).toEqual({ viewer: { __typename: 'Viewer' } });
    expect(codeOf(await post(free.client, { hash: sha256(query) }))).toBe(NOT_FOUND);
  });

  it.each([
    ['another text’s hash', { query: WHO, hash: sha256(LIST) }],
    ['another version', { hash: sha256(WHO), version: 2 }],
    ['no hash', { hash: 'none' }],
  ])('refuses %s', async (_, sent) => {
    expect(
      await post(free.client, sent).then(({ status, body }) => [status, body.errors?.[0]?.extensions.code]),
    ).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('answers each operation of a batch for itself', async () => {
    const { body } = await post(free.client, [{ hash: who }, { hash: sha256('x') }, { query: WHO }]);
    const all = body as unknown as GraphqlAnswer[];
    expect(all.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([undefined, NOT_FOUND, undefined]);
  });

  it('says what is wrong with a document that the schema has outgrown', async () => {
    const document = 'query Old { units { nodes { gone } } }';
    const old = await registered(free, 'Old', WHO.replace('Who', 'Old'));
    await withClient(platform.database.adminUrl, (client) =>
      client.query('UPDATE atrium.persisted_operation SET document = $2, hash = $3 WHERE id = $1', [
        platform.uuid(old.id),
        document,
        sha256(document),
      ]),
    );
    const { status, body } = await post(free.client, { hash: sha256(document) });
    expect({ status, code: codeOf({ body }) }).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
    expect(body.errors![0]!.message).toContain('gone');
  });

  it('begins and ends in every process at once', async () => {
    const query = 'query Passing { viewer { locale } }';
    const inBoth = async (): Promise<(string | undefined)[]> => [
      codeOf(await post(free.client, { hash: sha256(query) })),
      codeOf(await post(free.client, { hash: sha256(query) }, second)),
    ];
    expect(await inBoth()).toEqual([NOT_FOUND, NOT_FOUND]);
    const { id, hash } = await registered(free, 'Passing', query);
    expect(await inBoth()).toEqual([undefined, undefined]);
    // Nobody ends another company's.
    expect((await neighbour.fails(REMOVE, { input: { id } })).extensions.code).toBe('NOT_FOUND');
    expect(await inBoth()).toEqual([undefined, undefined]);
    expect(await admin.ok(REMOVE, { input: { id } })).toEqual({ removePersistedOperation: { removedHash: hash } });
    await eventually(async () => (await inBoth()).every((code) => code === NOT_FOUND));
  });

  async function get(hash: string, parameters: object = {}, headers: object = { 'apollo-require-preflight': 'true' }) {
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } });
    const answer = await platform.api.inject({
      url: `/graphql?${new URLSearchParams({ extensions, ...parameters }).toString()}`,
      headers: { authorization: `Bearer ${free.client.token}`, ...headers },
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() as GraphqlAnswer };
  }

  const customers = async (): Promise<number> =>
    (await admin.ok<{ customers: { totalCount: number } }>('{ customers { totalCount } }')).customers.totalCount;
});

describe('a client that may run its registered operations alone', () => {
  it('is refused any other document, whatever it is sent as', async () => {
    await registered(bound, 'Who', WHO);
    const other = '{ viewer { locale } }';
    expect(codeOf(await post(bound.client, { hash: sha256(WHO) }))).toBeUndefined();
    expect(codeOf(await post(bound.client, { query: WHO }))).toBeUndefined();
    for (const sent of [
      { query: other },
      { query: other, hash: sha256(other) },
      { hash: sha256(other) },
      { query: '{ __schema { types { name } } }' },
      { query: `${WHO} ` },
      // Free's.
      { query: LIST, variables: { first: 1 } },
    ]) {
      expect(codeOf(await post(bound.client, sent))).toBe(NOT_FOUND);
    }
    const { body } = await post(bound.client, [{ query: other }, { query: WHO }]);
    expect((body as unknown as GraphqlAnswer[]).map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
      NOT_FOUND,
      undefined,
    ]);
  });

  it('becomes one, and ceases to be, in every process', async () => {
    const app = await newClient(admin, 'changing', false);
    const codes = async (): Promise<(string | undefined)[]> => [
      codeOf(await post(app.client, { query: WHO })),
      codeOf(await post(app.client, { query: WHO }, second)),
    ];
    expect(await codes()).toEqual([undefined, undefined]);
    const set = (registeredOnly: boolean, version: number): Promise<unknown> =>
      admin.ok(
        'mutation ($input: UpdateApiClientInput!) { updateApiClient(input: $input) { apiClient { registeredOnly } } }',
        { input: { id: app.id, version, registeredOnly } },
      );
    expect(await set(true, 1)).toEqual({ updateApiClient: { apiClient: { registeredOnly: true } } });
    await eventually(async () => (await codes()).every((code) => code === NOT_FOUND));
    await set(false, 2);
    await eventually(async () => (await codes()).every((code) => code === undefined));
  });

  it('subscribes by the same rule', async () => {
    const { hash } = await registered(bound, 'Watch', WATCH);
    const socket = await platform.socket(bound.client);
    const byHash = await socket.subscribe('', {}, { persistedQuery: { version: 1, sha256Hash: hash } });
    expect(await byHash.next()).toMatchObject({ data: { customerChanged: { customer: null } } });
    const other = await socket.subscribe(`subscription { customerChanged { customer { id } } }`);
    expect((await other.end()).errors).toMatchObject([{ extensions: { code: NOT_FOUND } }]);
    const unknown = await socket.subscribe('', {}, { persistedQuery: { version: 1, sha256Hash: sha256('x') } });
    expect((await unknown.end()).errors).toMatchObject([{ extensions: { code: NOT_FOUND } }]);
    await socket.close();
  });
});

describe('an app that people sign in with', () => {
  it('is held to its operations in the sessions it was given, and in no other', async () => {
    const { registerPublicClient } = await admin.ok<{ registerPublicClient: { publicClient: { id: string } } }>(
      `mutation ($input: RegisterPublicClientInput!) { registerPublicClient(input: $input) { publicClient { id } } }`,
      {
        input: {
          name: 'Service desk',
          audience: 'STAFF',
          redirectUris: ['https://desk.example.com/cb'],
          allowedOrigins: [],
          registeredOnly: true,
        },
      },
    );
    const { id } = registerPublicClient.publicClient;
    const { hash } = await register({ publicClientId: id, name: 'Who', document: WHO }, REGISTER_FOR_APP);
    const [inApp, besides] = [await platform.as('ADMIN'), await platform.as('ADMIN')];
    await givenTo(id, inApp);

    expect(codeOf(await post(inApp, { hash }))).toBeUndefined();
    expect(codeOf(await post(inApp, { query: LIST, variables: { first: 1 } }))).toBe(NOT_FOUND);
    expect(codeOf(await post(inApp, { query: SIGN_OUT }))).toBe(NOT_FOUND);
    expect(codeOf(await post(besides, { hash }))).toBe(NOT_FOUND);
    expect(codeOf(await post(besides, { query: LIST, variables: { first: 1 } }))).toBeUndefined();

    await admin.ok(
      'mutation ($input: UpdatePublicClientInput!) { updatePublicClient(input: $input) { publicClient { id } } }',
      { input: { id, version: 1, registeredOnly: false } },
    );
    await eventually(async () => codeOf(await post(inApp, { query: WHO })) === undefined);
  });

  /** As the exchange of an authorization code does, see public-clients.e2e-spec.ts. */
  async function givenTo(clientId: string, { token }: TestClient): Promise<void> {
    const claims = JSON.parse(Buffer.from(token!.split('.')[1]!, 'base64url').toString()) as { sid: string };
    const client = decodeId(clientId, 'public_client');
    await withClient(platform.database.adminUrl, (db) =>
      db.query(
        'INSERT INTO atrium.public_client_session (tenant_id, id, client_id, session_id) VALUES ($1, $2, $3, $4)',
        [platform.tenants.a.id, newId(), client.ok ? client.uuid : null, claims.sid],
      ),
    );
  }
});

/** Other processes hear of a change a moment later. */
async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error('It has not come to that');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
