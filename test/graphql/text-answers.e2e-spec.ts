import { db } from '@atrium/sdk';
import { OperationRunner } from '@atrium/platform';
import { createTestPlatform, type GraphqlAnswer, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, enterRegister, type Register, uuidOf } from '../customers/support/register';
import { inTenant } from '../properties/support/properties';

/** More often than a document is executed field by field before its text is tried. */
const TIMES = 12;

describe('answers made by the database', () => {
  let platform: TestPlatform;
  let register: Register;
  let admin: TestClient;
  let stranger: TestClient;
  /** Sees the first community alone. */
  let local: TestClient;

  beforeAll(async () => {
    platform = await createTestPlatform();
    admin = await platform.as('ADMIN');
    register = await enterRegister(admin);
    stranger = await platform.as('ADMIN', { tenant: 'b' });
    local = await platform.as('AUDITOR', { communities: [uuidOf(register.heYuan)] });
    // Whatever stands in a text, it is not taken for anything else.
    await inTenant(platform, () =>
      db().execute(
        `UPDATE atrium.building SET name = E'"\\t\\x01"\\\\"},{\\n𠮷\\t0', address = E'\\t"unit_x"' WHERE id = $1`,
        [uuidOf(register.building)],
      ),
    );
    await enterCustomer(admin, '陈晓明');
  });
  afterAll(() => platform.close());

  /** Asks over and over; answers the first answer, and how many of them were text. All must be the same. */
  async function askOften(
    client: TestClient,
    document: string,
    variables: Record<string, unknown> = {},
  ): Promise<{ answer: GraphqlAnswer; texts: number }> {
    const { answered } = platform.api.get(OperationRunner).texts;
    const before = answered.text;
    const answers: GraphqlAnswer[] = [];
    for (let times = 0; times < TIMES; times++) answers.push(await client.query(document, variables));
    const [first] = answers;
    // As text: the order of the fields counts too.
    const told = ({ data, errors }: GraphqlAnswer) =>
      JSON.stringify([
        data,
        errors?.map((error) => ({ ...error, extensions: { ...error.extensions, requestId: '' } })),
      ]);
    for (const answer of answers) expect(told(answer)).toBe(told(first!));
    return { answer: first!, texts: answered.text - before };
  }

  const PAGE = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

  it.each([
    [
      'a page with what hangs above and below',
      '{ units { nodes { id code grossArea handedOverOn community { id name } building { id units(first: 1) { nodes { id } } } section { code } } } }',
    ],
    [
      'no section, no location',
      '{ buildings { nodes { name address location { latitude } community { location { latitude } } } } }',
    ],
    [
      'every part of a connection',
      `{ units(first: 2) { totalCount ${PAGE} edges { cursor node { code __typename } } __typename } }`,
    ],
    ['from the end', `{ units(last: 2) { ${PAGE} nodes { code } } }`],
    ['edges without cursors', '{ units(first: 3) { edges { node { id } } } }'],
    ['only what is about the page', `{ units(first: 1) { ${PAGE} } }`],
    ['only the count', '{ units { totalCount } }'],
    ['an empty page', '{ units(first: 0) { nodes { id } } }'],
    [
      'aliases',
      '{ x: units(first: 1) { list: nodes { a: code b: code i: id } } y: units(last: 1) { nodes { code } } __typename }',
    ],
    [
      'fragments',
      'query { units { ...Page } } fragment Page on UnitConnection { nodes { ...One ... on Unit { usage } ... on Node { id } } } fragment One on Unit { code building { code } building { name } }',
    ],
    [
      'an order and a filter',
      '{ units(filter: { code: { eq: "2-1101" } }, orderBy: { field: CREATED, direction: DESC }) { nodes { code createdAt version } } }',
    ],
  ])('are the same for %s', async (_, document) => {
    for (const client of [admin, local, stranger]) {
      const { answer, texts } = await askOften(client, document);
      expect(answer.errors).toBeUndefined();
      // The first client's answers have proved the document for the others.
      expect(texts).toBe(client === admin ? 4 : TIMES);
    }
  });

  it('are the same for one object, and for one that is not there', async () => {
    const document = 'query ($id: ID!) { unit(id: $id) { id code community { name } } }';
    const { answer, texts } = await askOften(admin, document, { id: register.unit101 });
    expect(answer.data).toMatchObject({ unit: { id: register.unit101, community: { name: '金桂花园' } } });
    expect(texts).toBe(4);
    for (const client of [local, stranger]) {
      const hidden = await askOften(client, document, { id: register.unit101 });
      expect(hidden.answer.errors).toMatchObject([{ path: ['unit'], extensions: { code: 'NOT_FOUND' } }]);
      expect(hidden.texts).toBe(TIMES);
    }
  });

  it('follow the variables of the moment', async () => {
    const document =
      'query ($first: Int, $floor: Boolean!, $after: String) { units(first: $first, after: $after) { nodes { code floor @include(if: $floor) } pageInfo { endCursor } } }';
    const variables = { first: 1, floor: false };
    await askOften(admin, document, variables);
    const { answer, texts } = await askOften(admin, document, { first: 2, floor: true });
    expect(texts).toBe(TIMES);
    expect(answer.data).toMatchObject({ units: { nodes: [{ floor: null }, { floor: null }] } });
    const { endCursor } = (answer.data as { units: { pageInfo: { endCursor: string } } }).units.pageInfo;
    const next = await askOften(admin, document, { ...variables, after: endCursor });
    expect(next.answer.data).not.toEqual(answer.data);
    expect((await admin.fails(document, { first: 1_000, floor: true })).extensions.code).toBe('LIMIT_EXCEEDED');
    expect((await admin.fails(document, { first: 'x', floor: true })).extensions.code).toBe('VALIDATION_FAILED');
    expect((await admin.fails(document, { ...variables, after: 'x' })).extensions.code).toBe('VALIDATION_FAILED');
  });

  it('ask for the same permissions', async () => {
    const document = '{ units { nodes { code } } }';
    await askOften(admin, document);
    expect((await platform.client().fails(document)).extensions.code).toBe('UNAUTHENTICATED');
    const guarded = '{ units { nodes { code occupancies { nodes { customer { name } } } } } }';
    const seen = await askOften(admin, guarded);
    expect(seen.texts).toBe(4);
    const { createApiClient } = await admin.ok<{ createApiClient: { key: string } }>(
      'mutation ($input: CreateApiClientInput!) { createApiClient(input: $input) { key } }',
      { input: { name: 'map', permissions: ['property:read'], dataScope: { kind: 'ALL' } } },
    );
    const map = platform.client(createApiClient.key);
    expect((await map.ok<{ units: { nodes: unknown[] } }>(document)).units.nodes).toHaveLength(4);
    const refused = await map.fails(guarded);
    expect(refused.extensions.code).toBe('FORBIDDEN');
  });

  it('are left to graphql-js where a resolver has its part', async () => {
    for (const document of [
      '{ viewer { permissions tenant { slug } } }',
      '{ __schema { queryType { name } } units { nodes { id } } }',
    ]) {
      const { answer, texts } = await askOften(admin, document);
      expect(answer.errors).toBeUndefined();
      expect(texts).toBe(0);
    }
  });

  it('take one statement, and none besides in a transaction of its own', async () => {
    const document = '{ buildings { nodes { id code units(first: 2) { nodes { id } } } } }';
    await askOften(admin, document);
    await platform.expectQueries(1, () => admin.ok(document));
  });

  it('come in batches too', async () => {
    const document = '{ communities { nodes { name } } }';
    await askOften(admin, document);
    const answer = await fetchBatch(platform, admin, [{ query: document }, { query: '{ __typename }' }]);
    expect(answer).toMatchObject([
      { data: { communities: { nodes: [{ name: '和园' }, { name: '金桂花园' }] } } },
      { data: { __typename: 'Query' } },
    ]);
  });
});

async function fetchBatch(platform: TestPlatform, client: TestClient, operations: object[]): Promise<unknown> {
  const { body } = await platform.api.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${client.token}` },
    payload: operations,
  });
  return JSON.parse(body);
}
