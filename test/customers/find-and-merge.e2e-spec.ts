import { db, registerTimelineFeed } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { inTenant } from '../properties/support/properties';
import { enterCustomer, type Entered, enterRegister, type Register, startOccupancy, uuidOf } from './support/register';

const SEARCH = `query ($query: String!, $filter: CustomerSearchFilter, $first: Int, $after: String) {
  searchCustomers(query: $query, filter: $filter, first: $first, after: $after) {
    edges { cursor match node { name } } pageInfo { hasNextPage hasPreviousPage endCursor }
  } }`;
const MERGE = `mutation ($input: MergeCustomersInput!) { mergeCustomers(input: $input) { merge { id } survivor { id version } } }`;
const UNDO = `mutation ($input: UndoMergeInput!) { undoMerge(input: $input) { merge { undoneAt } survivor { name } duplicate { name mergedInto { id } } } }`;

interface Found {
  searchCustomers: {
    edges: { cursor: string; match: string; node: { name: string } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  };
}
interface Entry {
  at: string;
  kind: string;
  title: string;
  summary: string | null;
  source: string;
  link: string | null;
}

/** A source that a plugin could bring, and that breaks when told. */
const feed = { broken: false };
registerTimelineFeed({
  kind: 'SPEC_SEEN',
  source: 'spec',
  title: ({ where }) => `Seen at ${String(where)}`,
  read: (customers, before, limit) => {
    if (feed.broken) return Promise.reject(new Error('out of order'));
    const id = '01900000-0000-7000-8000-000000000001';
    const all = ['2026-01-02T08:00:00Z', '2026-01-01T08:00:00Z'].map((at) => ({
      id,
      at,
      facts: { where: 'the gate' },
      link: null,
    }));
    const wanted = all.filter(({ at }) => !before || at.slice(0, 19) < before.at.slice(0, 19)).slice(0, limit);
    return Promise.resolve(new Map(customers.map((one) => [one, wanted])));
  },
});

describe('customers, found and merged', () => {
  let platform: TestPlatform;
  let agent: TestClient;
  let stranger: TestClient;
  let register: Register;
  let zhang: Entered;

  beforeAll(async () => {
    platform = await createTestPlatform();
    agent = await platform.as('SERVICE_AGENT');
    stranger = await platform.as('ADMIN', { tenant: 'b' });
    register = await enterRegister(await platform.as('ADMIN'));
    zhang = await enterCustomer(agent, '张小伟', { contacts: [{ kind: 'PHONE', value: '13800138000' }] });
    await startOccupancy(agent, zhang, register.unit1101, 'OWNER', { startsOn: '2020-05-01' });
    const wang = await enterCustomer(agent, '王和园', { contacts: [{ kind: 'PHONE', value: '13911110000' }] });
    await startOccupancy(agent, wang, register.unit101, 'LESSEE', { startsOn: '2024-01-01' });
    const garden = await enterCustomer(agent, 'Garden Trading Ltd', { kind: 'ORGANISATION' });
    await startOccupancy(agent, garden, register.unit1102, 'OWNER');
    await enterCustomer(stranger, '张小伟', { contacts: [{ kind: 'PHONE', value: '13800138000' }] });
  });
  afterAll(() => platform.close());

  const search = async (query: string, more: Record<string, unknown> = {}, client = agent) =>
    (await client.ok<Found>(SEARCH, { query, ...more })).searchCustomers;
  const names = async (query: string, more: Record<string, unknown> = {}, client = agent) =>
    (await search(query, more, client)).edges.map(({ node }) => node.name);

  describe('search', () => {
    it.each([
      ['张小伟', ['张小伟']],
      ['小伟', ['张小伟']],
      ['zhangxiaowei', ['张小伟']],
      ['zxw', ['张小伟']],
      ['garden', ['Garden Trading Ltd']],
      ['13800138000', ['张小伟']],
      ['1380013', ['张小伟']],
      ['8000', ['张小伟']],
      ['3-2-1101', ['张小伟']],
      ['3栋1102', ['Garden Trading Ltd']],
      ['和园 张', ['张小伟']],
      ['中山路88号', ['Garden Trading Ltd', '张小伟']],
      ['金桂花园', ['王和园']],
      ['C00000002', ['王和园']],
      ['张 1101', ['张小伟']],
      ['张 1102', []],
      ['13800138001', []],
      ['。！', []],
    ])('%s finds %j', async (query, expected) => expect(await names(query)).toEqual(expected));

    it('puts names before places, and says how it found them', async () => {
      const { edges } = await search('和园');
      expect(edges.map(({ node, match }) => [node.name, match])).toEqual([
        ['王和园', 'NAME'],
        ['Garden Trading Ltd', 'ANYWHERE'],
        ['张小伟', 'ANYWHERE'],
      ]);
      expect((await search('张小伟')).edges[0]!.match).toBe('EXACT_NAME');
      expect((await search('1101')).edges[0]!.match).toBe('PHONE_OR_UNIT');
    });

    it('goes on page by page without a gap, over all kinds of matches', async () => {
      const whole = await names('和园');
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: Found['searchCustomers'] = await search('和园', { first: 1, after });
        expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
        seen.push(...page.edges.map(({ node }) => node.name));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);
      expect(seen).toEqual(whole);
      const { extensions } = await agent.fails(SEARCH, {
        query: '张',
        after: (await search('和园', { first: 1 })).pageInfo.endCursor,
      });
      expect(extensions.fields).toMatchObject([{ path: 'after', code: 'INVALID_CURSOR' }]);
    });

    it('keeps to the filter, the tenant and the data scope', async () => {
      expect(await names('和园', { filter: { kind: 'ORGANISATION' } })).toEqual(['Garden Trading Ltd']);
      expect(await names('和园', { filter: { communityId: register.jinGui } })).toEqual(['王和园']);
      expect(await names('和园', {}, stranger)).toEqual([]);
      expect(await names('张小伟', {}, stranger)).toEqual(['张小伟']);
      const local = await platform.as('SERVICE_AGENT', { communities: [uuidOf(register.jinGui)] });
      expect(await names('和园', {}, local)).toEqual(['王和园']);
      expect(await names('张小伟', {}, local)).toEqual([]);
      expect(await names('张小伟', { filter: { communityId: register.heYuan } }, local)).toEqual([]);
      const nobody = await platform.as('SERVICE_AGENT', { communities: [] });
      expect(await names('和园', {}, nobody)).toEqual([]);
    });

    it('takes two statements, whatever is asked of the customers found', async () => {
      const document = `{ searchCustomers(query: "和园", first: 3) { nodes { name contacts { value } occupancies(first: 2) { nodes { unit { code } } } } } }`;
      await agent.ok(document);
      await platform.expectQueries(2, () => agent.ok(document));
    });

    it('follows names, contacts, units and places as they change', async () => {
      const li = await enterCustomer(agent, '李娜');
      const update = `mutation ($input: UpdateCustomerInput!) { updateCustomer(input: $input) { customer { id } } }`;
      await agent.ok(update, { input: { id: li.id, version: 1, name: '欧阳娜娜' } });
      expect(await names('李娜')).toEqual([]);
      expect(await names('ouyang')).toEqual(['欧阳娜娜']);
      const add = `mutation ($input: AddCustomerContactInput!) { addCustomerContact(input: $input) { contact { id } } }`;
      const { addCustomerContact } = await agent.ok<{ addCustomerContact: { contact: { id: string } } }>(add, {
        input: { customerId: li.id, contact: { kind: 'PHONE', value: '13122223333' } },
      });
      expect(await names('3333')).toEqual(['欧阳娜娜']);
      await agent.ok(
        `mutation ($input: RemoveCustomerContactInput!) { removeCustomerContact(input: $input) { removedContactId } }`,
        { input: { id: addCustomerContact.contact.id } },
      );
      expect(await names('3333')).toEqual([]);
      const { id } = await startOccupancy(agent, li, register.unit1201, 'FAMILY');
      expect(await names('3-2-1201')).toEqual(['欧阳娜娜']);
      const admin = await platform.as('ADMIN');
      const { building } = await admin.ok<{ building: { version: number } }>(
        `query ($id: ID!) { building(id: $id) { version } }`,
        { id: register.building },
      );
      const rename = `mutation ($input: UpdateBuildingInput!) { updateBuilding(input: $input) { building { version } } }`;
      await admin.ok(rename, { input: { id: register.building, version: building.version, code: '8栋' } });
      expect(await names('3-2-1201')).toEqual([]);
      expect(await names('8-2-1201')).toEqual(['欧阳娜娜']);
      await admin.ok(rename, { input: { id: register.building, version: building.version + 1, code: '3栋' } });
      await agent.ok(
        `mutation ($input: RemoveOccupancyInput!) { removeOccupancy(input: $input) { removedOccupancyId } }`,
        { input: { id } },
      );
      expect(await names('1201')).toEqual([]);
    });
  });

  describe('duplicates', () => {
    let twin: Entered;
    let mergeId: string;

    beforeAll(async () => {
      twin = await enterCustomer(agent, '张 小伟', {
        contacts: [
          { kind: 'PHONE', value: '138-0013-8000' },
          { kind: 'EMAIL', value: 'zxw@example.com' },
        ],
      });
      await startOccupancy(agent, twin, register.unit1201, 'OWNER', { startsOn: '2022-01-01' });
    });

    it('are found by what they share, with the reasons', async () => {
      const { customer } = await agent.ok<{ customer: unknown }>(
        `query ($id: ID!) { customer(id: $id) { possibleDuplicates { score reasons customer { id name } } } }`,
        { id: zhang.id },
      );
      const found = { score: 65, reasons: ['SAME_PHONE', 'SAME_NAME'] };
      expect(customer).toEqual({ possibleDuplicates: [{ ...found, customer: { id: twin.id, name: '张 小伟' } }] });
      const { customerDuplicates } = await agent.ok<{ customerDuplicates: unknown }>(
        `{ customerDuplicates { score reasons customer { id } duplicate { id } } }`,
      );
      expect(customerDuplicates).toEqual([{ ...found, customer: { id: zhang.id }, duplicate: { id: twin.id } }]);
      expect(await stranger.ok(`{ customerDuplicates { score } }`)).toEqual({ customerDuplicates: [] });
    });

    it('are looked for a whole list at once', async () => {
      const document = `{ customers(first: 20) { nodes { name possibleDuplicates { score customer { name } } } } }`;
      await agent.ok(document);
      await platform.expectQueries(3, () => agent.ok(document));
    });

    it('are ruled out by another identity number', async () => {
      const set = `mutation ($input: SetIdentityDocumentInput!) { setIdentityDocument(input: $input) { customer { id } } }`;
      const document = (number: string) => ({ kind: 'RESIDENT_ID', number });
      await agent.ok(set, { input: { customerId: zhang.id, document: document('11010519491231002X') } });
      await agent.ok(set, { input: { customerId: twin.id, document: document('440524188001010014') } });
      const duplicates = `{ customerDuplicates { score reasons } }`;
      expect(await agent.ok(duplicates)).toEqual({ customerDuplicates: [] });
      await agent.ok(set, { input: { customerId: twin.id, document: document('110105 1949 1231 002x') } });
      expect(await agent.ok(duplicates)).toEqual({
        customerDuplicates: [{ score: 98, reasons: ['SAME_IDENTITY_NUMBER', 'SAME_PHONE', 'SAME_NAME'] }],
      });
    });

    it.each([
      ['with itself', () => [zhang, zhang], 'VALIDATION_FAILED'],
      ['with one of another tenant', async () => [zhang, await enterCustomer(stranger, '外人')], 'NOT_FOUND'],
      [
        'with an organisation',
        async () => [zhang, await enterCustomer(agent, '一家公司', { kind: 'ORGANISATION' })],
        'VALIDATION_FAILED',
      ],
    ] as [string, () => Entered[] | Promise<Entered[]>, string][])('refuse to be merged %s', async (_, pair, code) => {
      const [survivor, duplicate] = await pair();
      const failure = await agent.fails(MERGE, { input: { survivorId: survivor!.id, duplicateId: duplicate!.id } });
      expect(failure.extensions.code).toBe(code);
    });

    const READ = `query ($id: ID!) { customer(id: $id) {
      name mergedInto { id } aliases { id name } contacts { value } occupancies { nodes { unit { code } customer { id } } }
    } }`;

    it('become an alias: the survivor shows both, and nothing is moved', async () => {
      const rows = () =>
        inTenant(platform, () => db().query('SELECT id, customer_id, kind FROM atrium.occupancy ORDER BY id'));
      const before = await rows();
      expect(
        (await stranger.fails(MERGE, { input: { survivorId: zhang.id, duplicateId: twin.id } })).extensions.code,
      ).toBe('NOT_FOUND');
      const { mergeCustomers } = await agent.ok<{ mergeCustomers: { merge: { id: string } } }>(MERGE, {
        input: { survivorId: zhang.id, duplicateId: twin.id, reason: '同一人' },
      });
      mergeId = mergeCustomers.merge.id;
      expect(await rows()).toEqual(before);
      expect(await agent.ok(READ, { id: zhang.id })).toEqual({
        customer: {
          name: '张小伟',
          mergedInto: null,
          aliases: [{ id: twin.id, name: '张 小伟' }],
          contacts: [{ value: '13800138000' }, { value: '13800138000' }, { value: 'zxw@example.com' }],
          occupancies: {
            nodes: [
              { unit: { code: '2-1101' }, customer: { id: zhang.id } },
              { unit: { code: '2-1201' }, customer: { id: zhang.id } },
            ],
          },
        },
      });
      expect(await agent.ok(READ, { id: twin.id })).toMatchObject({
        customer: { name: '张 小伟', mergedInto: { id: zhang.id }, aliases: [] },
      });
      expect(await agent.ok(`query ($id: ID!) { unit(id: $id) { owners { id } } }`, { id: register.unit1201 })).toEqual(
        {
          unit: { owners: [{ id: zhang.id }] },
        },
      );
      expect(await agent.ok(`{ customers(filter: { phone: "13800138000" }) { nodes { id } totalCount } }`)).toEqual({
        customers: { nodes: [{ id: zhang.id }], totalCount: 1 },
      });
      expect(await names('张小伟')).toEqual(['张小伟']);
      expect(await names('1201')).toEqual(['张小伟']);
      expect(await agent.ok(`{ customerDuplicates { score } }`)).toEqual({ customerDuplicates: [] });
    });

    it('are changed no more, and neither chained nor merged in a ring', async () => {
      const update = `mutation ($input: UpdateCustomerInput!) { updateCustomer(input: $input) { customer { id } } }`;
      const changed = await agent.fails(update, { input: { id: twin.id, version: 2, name: 'x' } });
      expect(changed.extensions).toMatchObject({ code: 'CONFLICT', survivor: zhang.id });
      const li = await enterCustomer(agent, '李四');
      for (const [survivor, duplicate, rule] of [
        [twin, li, 'SURVIVOR_MERGED'],
        [li, twin, 'DUPLICATE_MERGED'],
        [li, zhang, 'DUPLICATE_SURVIVES'],
        [twin, zhang, 'SURVIVOR_MERGED'],
      ] as const) {
        const { extensions } = await agent.fails(MERGE, {
          input: { survivorId: survivor.id, duplicateId: duplicate.id },
        });
        expect(extensions).toMatchObject({ code: 'CONFLICT', rule });
      }
      // Below the service the database refuses a chain too.
      const chain = inTenant(platform, () =>
        db().execute('UPDATE atrium.customer SET merged_into_id = $2 WHERE id = $1', [uuidOf(li.id), uuidOf(twin.id)]),
      );
      await expect(chain).rejects.toMatchObject({ code: '23503', constraint: 'customer_merged_into_fkey' });
    });

    it('come back whole when the merge is undone', async () => {
      expect((await stranger.fails(UNDO, { input: { id: mergeId } })).extensions.code).toBe('NOT_FOUND');
      expect(await agent.ok(UNDO, { input: { id: mergeId } })).toEqual({
        undoMerge: {
          merge: { undoneAt: expect.any(String) as string },
          survivor: { name: '张小伟' },
          duplicate: { name: '张 小伟', mergedInto: null },
        },
      });
      expect(await agent.ok(READ, { id: zhang.id })).toMatchObject({
        customer: {
          aliases: [],
          contacts: [{ value: '13800138000' }],
          occupancies: { nodes: [{ unit: { code: '2-1101' } }] },
        },
      });
      expect(await names('1201')).toEqual(['张 小伟']);
      expect(await names('小伟')).toEqual(['张 小伟', '张小伟']);
      expect((await agent.fails(UNDO, { input: { id: mergeId } })).extensions.code).toBe('CONFLICT');
    });

    it('are merged one way, when two want it both ways at once', async () => {
      const answers = await Promise.all([
        agent.query(MERGE, { input: { survivorId: zhang.id, duplicateId: twin.id } }),
        agent.query(MERGE, { input: { survivorId: twin.id, duplicateId: zhang.id } }),
      ]);
      expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
      expect(answers.find(({ errors }) => errors)!.errors![0]!.extensions.code).toBe('CONFLICT');
      const won = answers.find(({ errors }) => !errors)!.data as { mergeCustomers: { merge: { id: string } } };
      await agent.ok(UNDO, { input: { id: won.mergeCustomers.merge.id } });
    });

    it('bring their communities along: who saw the duplicate sees the survivor', async () => {
      const far = await enterCustomer(agent, '远方', { communityId: register.jinGui });
      const local = await platform.as('SERVICE_AGENT', { communities: [uuidOf(register.jinGui)] });
      expect((await local.fails(READ, { id: zhang.id })).extensions.code).toBe('NOT_FOUND');
      const { mergeCustomers } = await agent.ok<{ mergeCustomers: { merge: { id: string } } }>(MERGE, {
        input: { survivorId: zhang.id, duplicateId: far.id },
      });
      expect(await local.ok(READ, { id: zhang.id })).toMatchObject({
        customer: { name: '张小伟', aliases: [{ name: '远方' }], occupancies: { nodes: [] } },
      });
      expect(await names('远方', {}, local)).toEqual(['张小伟']);
      await agent.ok(UNDO, { input: { id: mergeCustomers.merge.id } });
      expect((await local.fails(READ, { id: zhang.id })).extensions.code).toBe('NOT_FOUND');
    });
  });

  describe('timeline', () => {
    const TIMELINE = `query ($id: ID!, $first: Int, $after: String, $kinds: [String!]) { customer(id: $id) {
      timeline(first: $first, after: $after, kinds: $kinds) {
        nodes { at kind title summary source link } pageInfo { hasNextPage hasPreviousPage endCursor } missingSources
      } } }`;
    const read = async (variables: Record<string, unknown> = {}, client = agent) =>
      (
        await client.ok<{
          customer: {
            timeline: {
              nodes: Entry[];
              pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
              missingSources: string[];
            };
          };
        }>(TIMELINE, { id: person.id, ...variables })
      ).customer.timeline;
    let person: Entered;

    beforeAll(async () => {
      person = await enterCustomer(agent, '时间');
      await startOccupancy(agent, person, register.unit1102, 'LESSEE', {
        startsOn: '2023-01-01',
        endsOn: '2024-01-01',
      });
      const note = `mutation ($input: AddCustomerNoteInput!) { addCustomerNote(input: $input) { note { id } } }`;
      await agent.ok(note, {
        input: { customerId: person.id, kind: 'CALL', body: '询问物业费', occurredAt: '2025-03-01T02:00:00Z' },
      });
      await agent.ok(note, {
        input: { customerId: person.id, kind: 'VISIT', body: '上门', occurredAt: '2025-03-01T02:00:00Z' },
      });
      await agent.ok(`mutation ($input: DecideConsentInput!) { grantConsent(input: $input) { consent { id } } }`, {
        input: {
          customerId: person.id,
          channel: 'WECHAT',
          purpose: 'MARKETING',
          source: 'ONLINE',
          decidedAt: '2025-06-01T00:00:00Z',
        },
      });
    });

    it('tells what happened from every source, newest first, in the reader’s language', async () => {
      const { nodes, missingSources } = await read({}, agent.with({ 'accept-language': 'en' }));
      expect(missingSources).toEqual([]);
      expect(nodes.map(({ at, kind, title, summary, source }) => [at, kind, title, summary, source])).toEqual([
        ['2026-01-02T08:00:00.000Z', 'SPEC_SEEN', 'Seen at the gate', null, 'spec'],
        ['2026-01-01T08:00:00.000Z', 'SPEC_SEEN', 'Seen at the gate', null, 'spec'],
        ['2025-06-01T00:00:00.000Z', 'CONSENT_DECIDED', 'Agreed to marketing by WeChat', null, 'customers'],
        ['2025-03-01T02:00:00.000Z', 'NOTE', 'Visit · SERVICE_AGENT', '上门', 'customers'],
        ['2025-03-01T02:00:00.000Z', 'NOTE', 'Call · SERVICE_AGENT', '询问物业费', 'customers'],
        // Midnight in Shanghai.
        ['2023-12-31T16:00:00.000Z', 'OCCUPANCY_ENDED', 'Ceased to be lessee of 和园 3栋-2-1102', null, 'customers'],
        ['2022-12-31T16:00:00.000Z', 'OCCUPANCY_STARTED', 'Became lessee of 和园 3栋-2-1102', null, 'customers'],
      ]);
      const [, , , visit] = nodes;
      expect(
        await agent.ok(`query ($id: ID!) { node(id: $id) { ... on CustomerNote { body authorName } } }`, {
          id: visit!.link,
        }),
      ).toEqual({
        node: { body: '上门', authorName: 'SERVICE_AGENT' },
      });
      const chinese = await read({ kinds: ['OCCUPANCY_STARTED'] }, agent.with({ 'accept-language': 'zh-CN' }));
      expect(chinese.nodes.map(({ title }) => title)).toEqual(['成为 和园 3栋-2-1102 的租户']);
    });

    it.each([1, 2, 3])('goes on page by page, %d at a time, without a gap', async (first) => {
      const whole = (await read()).nodes;
      const seen: Entry[] = [];
      let after: string | null = null;
      do {
        const page = await read({ first, after });
        expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
        expect(page.nodes.length).toBeLessThanOrEqual(first);
        seen.push(...page.nodes);
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);
      expect(seen).toEqual(whole);
    });

    it('shows what a broken source leaves, and says that it is missing', async () => {
      feed.broken = true;
      try {
        const { nodes, missingSources } = await read();
        expect(missingSources).toEqual(['spec']);
        expect(nodes.map(({ kind }) => kind)).toEqual([
          'CONSENT_DECIDED',
          'NOTE',
          'NOTE',
          'OCCUPANCY_ENDED',
          'OCCUPANCY_STARTED',
        ]);
      } finally {
        feed.broken = false;
      }
    });

    it('covers aliases, tells of merges, and is read for a list by one statement', async () => {
      const alias = await enterCustomer(agent, '别名');
      await agent.ok(`mutation ($input: AddCustomerNoteInput!) { addCustomerNote(input: $input) { note { id } } }`, {
        input: { customerId: alias.id, body: '旧备注', occurredAt: '2020-01-01T00:00:00Z' },
      });
      const { mergeCustomers } = await agent.ok<{ mergeCustomers: { merge: { id: string } } }>(MERGE, {
        input: { survivorId: person.id, duplicateId: alias.id, reason: '重名' },
      });
      const { nodes } = await read({ kinds: ['NOTE', 'CUSTOMER_MERGED'] }, agent.with({ 'accept-language': 'en' }));
      expect(nodes.map(({ title, summary }) => [title, summary])).toEqual([
        [`别名 (${alias.code}) was merged into this customer`, '重名'],
        ['Visit · SERVICE_AGENT', '上门'],
        ['Call · SERVICE_AGENT', '询问物业费'],
        ['Note · SERVICE_AGENT', '旧备注'],
      ]);
      const document = `{ customers(first: 20) { nodes { name timeline(first: 3) { nodes { title } } } } }`;
      await agent.ok(document);
      await platform.expectQueries(2, () => agent.ok(document));
      await agent.ok(UNDO, { input: { id: mergeCustomers.merge.id } });
      expect((await read({ kinds: ['NOTE', 'MERGE_UNDONE'] })).nodes.map(({ kind }) => kind)).toEqual([
        'MERGE_UNDONE',
        'NOTE',
        'NOTE',
      ]);
    });

    it('refuses kinds and cursors it does not know', async () => {
      const kinds = await agent.fails(TIMELINE, { id: person.id, kinds: ['NONSENSE'] });
      expect(kinds.extensions.fields).toMatchObject([{ path: 'kinds', code: 'UNKNOWN_KIND' }]);
      const cursor = await agent.fails(TIMELINE, { id: person.id, after: 'nonsense' });
      expect(cursor.extensions.fields).toMatchObject([{ path: 'after', code: 'INVALID_CURSOR' }]);
      expect((await stranger.fails(TIMELINE, { id: person.id })).extensions.code).toBe('NOT_FOUND');
    });
  });
});
