import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, enterRegister, type Register, startOccupancy } from '../customers/support/register';
import { change, refusal, sqlOf } from '../identity/support';
import { comment, history, me, move, read, take, type Ticket, update } from './support';

let platform: TestPlatform;
let admin: TestClient;
let agent: TestClient;
let technician: TestClient;
let stranger: TestClient;
let places: Register;

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  agent = await platform.as('SERVICE_AGENT');
  technician = await platform.as('TECHNICIAN');
  stranger = await platform.as('ADMIN', { tenant: 'b' });
  places = await enterRegister(admin);
});

afterAll(() => platform.close());

describe('files', () => {
  interface Attached {
    id: string;
    name: string;
    contentType: string;
    visibility: string;
    isFromCustomer: boolean;
    authorName: string | null;
    url: string;
  }
  const FILES = 'files { id name contentType bytes visibility isFromCustomer authorName url }';
  const upload = (client: TestClient, content = '照片', contentType = 'text/plain'): Promise<string> =>
    platform.upload(client, { fileName: '现场.txt', contentType, content: Buffer.from(content) });
  const filesOf = async (client: TestClient, id: string): Promise<Attached[]> =>
    (await client.ok<{ ticket: { files: Attached[] } }>(`query ($id: ID!) { ticket(id: $id) { ${FILES} } }`, { id }))
      .ticket.files;
  const attach = (client: TestClient, ticketId: string, fileIds: string[], visibility: string) =>
    change<{ ticket: { files: Attached[] } }>(
      client,
      'attachTicketFiles',
      'AttachTicketFilesInput',
      { ticketId, fileIds, visibility },
      `ticket { ${FILES} }`,
    );

  it('are seen by who sees the ticket, by its customer those that are meant for them, by nobody else', async () => {
    const owner = await enterCustomer(agent, '周明', { contacts: [{ kind: 'PHONE', value: '13700002222' }] });
    await startOccupancy(agent, owner, places.unit1101, 'OWNER');
    const mine = await platform.as('CUSTOMER', { customer: owner.id });
    const neighbour = await platform.as('CUSTOMER');
    const { id } = await take(agent, { unitId: places.unit1101, customerId: owner.id });
    await attach(agent, id, [await upload(agent, '内部')], 'INTERNAL');
    await attach(agent, id, [await upload(agent, '报价')], 'CUSTOMER');
    const own = await change<{ ticket: { files: Attached[] } }>(
      mine,
      'attachMyTicketFiles',
      'AttachMyTicketFilesInput',
      { ticketId: id, fileIds: [await upload(mine, '漏水照片')] },
      `ticket { ${FILES} }`,
    );
    expect(own.ticket.files).toMatchObject([
      { visibility: 'CUSTOMER', isFromCustomer: false },
      { visibility: 'CUSTOMER', isFromCustomer: true, authorName: null },
    ]);
    expect(await platform.download(own.ticket.files[1]!.url)).toBe('漏水照片');
    const all = await filesOf(technician, id);
    expect(all.map(({ visibility }) => visibility)).toEqual(['INTERNAL', 'CUSTOMER', 'CUSTOMER']);
    expect(await platform.download(all[0]!.url)).toBe('内部');
    expect((await read(agent, id)).isUnread).toBe(true);
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect((await mine.ok<{ node: unknown }>(node, { id: all[0]!.id })).node).toBeNull();
    expect((await mine.ok<{ node: unknown }>(node, { id: all[1]!.id })).node).not.toBeNull();
    for (const other of [neighbour, stranger]) {
      expect((await other.ok<{ node: unknown }>(node, { id: all[1]!.id })).node).toBeNull();
    }
    const input = { ticketId: id, fileIds: [await upload(neighbour)] };
    expect(await refusal(neighbour, 'attachMyTicketFiles', 'AttachMyTicketFilesInput', input)).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await filesOf(agent, id)).toHaveLength(3);
  });

  it('are refused where they are of the wrong kind, somebody else’s, twice there or too many; nothing is left', async () => {
    const { id } = await take(agent, { communityId: places.heYuan });
    const refused = async (fileIds: string[]) =>
      refusal(agent, 'attachTicketFiles', 'AttachTicketFilesInput', { ticketId: id, fileIds, visibility: 'INTERNAL' });
    const good = await upload(agent);
    expect(await refused([good, await upload(agent, '{}', 'application/json')])).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.fileIds.1' }],
    });
    expect(await refused([await upload(technician)])).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused([good, good])).toMatchObject({ fields: [{ code: 'DUPLICATE' }] });
    expect(await refused([])).toMatchObject({ fields: [{ code: 'REQUIRED' }] });
    expect(await refused(Array.from({ length: 51 }, () => good).map((file) => file))).toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    expect(await filesOf(agent, id)).toEqual([]);
    await attach(agent, id, [good], 'INTERNAL');
    expect(await refused([good])).toMatchObject({ fields: [{ code: 'DUPLICATE' }] });
  });

  it('taken off are gone from the store, and the history tells of it', async () => {
    const { id } = await take(agent, { communityId: places.heYuan });
    const [file] = (await attach(agent, id, [await upload(agent)], 'INTERNAL')).ticket.files;
    expect(await refusal(technician, 'removeTicketFile', 'RemoveTicketFileInput', { id: file!.id })).toMatchObject({
      code: 'FORBIDDEN',
    });
    await change(agent, 'removeTicketFile', 'RemoveTicketFileInput', { id: file!.id }, 'ticket { id }');
    expect(await filesOf(agent, id)).toEqual([]);
    expect((await history(agent, id)).map(({ kind }) => kind)).toEqual(['CREATED', 'FILES_ADDED', 'FILE_REMOVED']);
    await expect(platform.download(file!.url)).rejects.toThrow();
  });
});

describe('many at once', () => {
  const bulk = (client: TestClient, tickets: readonly Ticket[], what: Record<string, unknown>) =>
    change<{
      changed: { id: string; state: string }[];
      refused: { ticketId: string; code: string; message: string }[];
    }>(
      client,
      'changeTickets',
      'ChangeTicketsInput',
      { tickets: tickets.map(({ id, version }) => ({ id, version })), change: what },
      'changed { id state } refused { ticketId code message }',
    );

  it('are changed or refused each by itself, with the rule in words', async () => {
    const fresh = [
      await take(agent, { communityId: places.heYuan }),
      await take(agent, { communityId: places.heYuan }),
    ];
    const stale = { ...(await take(agent, { communityId: places.heYuan })), version: 7 };
    const triaged = await move(agent, await take(agent, { communityId: places.heYuan }), 'TRIAGED');
    const { changed, refused } = await bulk(agent.with({ 'accept-language': 'en' }), [...fresh, stale, triaged], {
      move: { to: 'TRIAGED' },
    });
    expect(changed.map(({ id }) => id).sort()).toEqual(fresh.map(({ id }) => id).sort());
    expect(changed.every(({ state }) => state === 'TRIAGED')).toBe(true);
    expect(refused).toHaveLength(2);
    expect(refused).toContainEqual({
      ticketId: stale.id,
      code: 'CONFLICT',
      message: expect.stringContaining('you have version 7') as string,
    });
    expect(refused).toContainEqual({
      ticketId: triaged.id,
      code: 'INVALID_TRANSITION',
      message: expect.stringContaining('ASSIGNED') as string,
    });
    expect(await read(agent, stale.id)).toMatchObject({ state: 'NEW', version: 1 });
    // What was refused left nothing behind: no history, no version, no event.
    expect((await history(agent, triaged.id)).map(({ kind }) => kind)).toEqual(['CREATED', 'MOVED']);
  });

  it('are given, classed and put off by who may, one thing at a time', async () => {
    const two = [
      await move(agent, await take(agent, { communityId: places.heYuan }), 'TRIAGED'),
      await move(agent, await take(agent, { communityId: places.heYuan }), 'TRIAGED'),
    ];
    const assigneeId = await me(technician);
    expect((await bulk(agent, two, { assign: { assigneeId } })).changed).toMatchObject([
      { state: 'ASSIGNED' },
      { state: 'ASSIGNED' },
    ]);
    const seen = await Promise.all(two.map(({ id }) => read(agent, id)));
    await bulk(agent, seen, { set: { severity: 'MAJOR' } });
    const graver = await Promise.all(two.map(({ id }) => read(agent, id)));
    expect(graver.map(({ severity }) => severity)).toEqual(['MAJOR', 'MAJOR']);
    const until = new Date(platform.clock.now().getTime() + 86_400_000).toISOString();
    expect((await bulk(agent, graver, { defer: { until, note: '等材料' } })).changed).toHaveLength(2);
    const input = (change: object) => ({ tickets: [{ id: two[0]!.id, version: 1 }], change });
    const denied = (client: TestClient, more: object) =>
      refusal(client, 'changeTickets', 'ChangeTicketsInput', input(more));
    expect(await denied(technician, { set: { severity: 'MINOR' } })).toMatchObject({ code: 'FORBIDDEN' });
    for (const change of [{}, { set: {}, move: { to: 'TRIAGED' } }]) {
      const document = 'mutation ($input: ChangeTicketsInput!) { changeTickets(input: $input) { __typename } }';
      expect((await agent.fails(document, { input: input(change) })).message).toMatch(/TicketsChangeInput/);
    }
    const [{ refused }] = [await bulk(stranger, two, { move: { to: 'CANCELLED', note: '?' } })];
    expect(refused.map(({ code }) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    const same = {
      tickets: [two[0]!, two[0]!].map(({ id, version }) => ({ id, version })),
      change: { move: { to: 'TRIAGED' } },
    };
    expect(await refusal(agent, 'changeTickets', 'ChangeTicketsInput', same)).toMatchObject({
      fields: [{ code: 'DUPLICATE' }],
    });
  });
});

describe('searching', () => {
  const search = async (client: TestClient, query: string, more: Record<string, unknown> = {}): Promise<string[]> =>
    (
      await client.ok<{ searchTickets: { nodes: { id: string }[] } }>(
        'query ($query: String!, $filter: TicketSearchFilter) { searchTickets(query: $query, filter: $filter) { nodes { id } } }',
        { query, ...more },
      )
    ).searchTickets.nodes.map(({ id }) => id);

  it('finds what people wrote, in Chinese and English, with number, place, name and phone; newest first', async () => {
    const leak = await take(agent, {
      unitId: places.unit1201,
      title: '主卧天花板渗水',
      description: '昨晚开始滴水，墙皮已经鼓包',
      callerName: '欧阳锋',
      callerPhone: '13655557777',
    });
    const pipes = await take(agent, {
      communityId: places.jinGui,
      kind: 'COMPLAINT',
      title: 'Pipes are leaking again',
    });
    const later = await take(agent, { communityId: places.heYuan, title: '天花板又渗水了' });
    await comment(agent, pipes.id, '已联系水暖师傅老孙', 'INTERNAL');
    expect(await search(agent, '天花板渗水')).toEqual([later.id, leak.id]);
    for (const typed of [
      '鼓包',
      '天花板 1201',
      '3-2-1201 渗水',
      '渗水 欧阳锋',
      'ouyangfeng',
      '13655557777',
      '7777 滴水',
    ]) {
      expect([typed, await search(agent, typed)]).toEqual([typed, [leak.id]]);
    }
    for (const typed of ['leak', 'leaks', 'leaked pipe', '水暖师傅', pipes.number]) {
      expect([typed, await search(agent, typed)]).toEqual([typed, [pipes.id]]);
    }
    for (const typed of ['板花天', 'tuesday', '，。', '鼓包 leak'])
      expect([typed, await search(agent, typed)]).toEqual([typed, []]);
    expect(await search(agent, 'leak', { filter: { kind: 'REPAIR' } })).toEqual([]);
    expect(await search(agent, '渗水', { filter: { communityId: places.jinGui } })).toEqual([]);
    // What is written anew is found, what it said before is not.
    await update(agent, await read(agent, leak.id), { title: '主卧屋顶漏雨', description: '换了一种说法' });
    expect(await search(agent, '漏雨')).toEqual([leak.id]);
    expect(await search(agent, '鼓包')).toEqual([]);
  });

  it('shows a page after the other, and nobody what is out of their sight', async () => {
    const made: string[] = [];
    for (let n = 0; n < 3; n++)
      made.unshift((await take(agent, { communityId: places.jinGui, title: '门禁刷不开' })).id);
    const page = `query ($after: String) { searchTickets(query: "门禁", first: 2, after: $after) {
      edges { cursor node { id title } } pageInfo { hasNextPage endCursor } } }`;
    type Page = {
      searchTickets: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const first = (await agent.ok<Page>(page)).searchTickets;
    expect(first.edges.map(({ node }) => node.id)).toEqual(made.slice(0, 2));
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = (await agent.ok<Page>(page, { after: first.pageInfo.endCursor })).searchTickets;
    expect(second.edges.map(({ node }) => node.id)).toEqual(made.slice(2));
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect((await agent.fails(page, { after: 'x' })).extensions).toMatchObject({
      fields: [{ code: 'INVALID_CURSOR' }],
    });
    expect(await search(stranger, '门禁')).toEqual([]);
    const limited = await platform.as('SERVICE_AGENT', { communities: [platform.uuid(places.heYuan)] });
    expect(await search(limited, '门禁')).toEqual([]);
    expect((await search(limited, '渗水')).length).toBeGreaterThan(0);
    const customer = await platform.as('CUSTOMER');
    expect((await customer.fails('{ searchTickets(query: "门禁") { nodes { id } } }')).extensions.code).toBe(
      'FORBIDDEN',
    );
  });

  it('finds nothing of a person who was erased', async () => {
    const person = await enterCustomer(agent, '郝难找', { contacts: [{ kind: 'PHONE', value: '13655550000' }] });
    const { id } = await take(agent, { communityId: places.heYuan, customerId: person.id, title: '鱼缸爆裂' });
    expect(await search(agent, '鱼缸')).toEqual([id]);
    const { request } = await change<{ request: { id: string; version: number } }>(
      admin,
      'openPrivacyRequest',
      'OpenPrivacyRequestInput',
      { customerId: person.id, kind: 'ERASURE', details: '请删除' },
      'request { id version }',
    );
    await change(admin, 'completePrivacyRequest', 'AnswerPrivacyRequestInput', request, 'request { state }');
    expect(await search(agent, '鱼缸')).toEqual([]);
    expect((await read(agent, id)).title).toBe('***');
  });

  it('knows every ticket', async () => {
    const [left] = await sqlOf(platform)<{ count: number }>(
      `SELECT count(*)::int AS count FROM atrium.ticket k WHERE k.title <> '***' AND NOT EXISTS (
         SELECT FROM atrium.ticket_search_entry e WHERE (e.tenant_id, e.id) = (k.tenant_id, k.id))`,
    );
    expect(left).toEqual({ count: 0 });
  });
});

describe('categories that a text speaks of', () => {
  const suggest = async (client: TestClient, text: string): Promise<{ name: string; score: number }[]> =>
    (
      await client.ok<{ suggestTicketCategories: { score: number; category: { name: string } }[] }>(
        'query ($text: String!) { suggestTicketCategories(text: $text) { score matched category { name } } }',
        { text },
      )
    ).suggestTicketCategories.map(({ category, score }) => ({ name: category.name, score }));

  it('are suggested to staff and customers, from those of the company that are in use', async () => {
    expect((await suggest(agent, '厕所一直在滴水，水管好像裂了'))[0]).toMatchObject({ name: '卫生间水管漏水' });
    expect((await suggest(await platform.as('CUSTOMER'), '电梯困人了'))[0]).toMatchObject({ name: '楼内电梯故障' });
    expect(await suggest(agent, '你好')).toEqual([]);
    const input = { name: '泳池', place: '会所', subject: '泳池', problem: '水质', keywords: ['绿藻'] };
    const { ticketCategory } = await change<{ ticketCategory: { id: string; version: number } }>(
      admin,
      'createTicketCategory',
      'CreateTicketCategoryInput',
      input,
      'ticketCategory { id version }',
    );
    expect(await suggest(agent, '泳池里有绿藻')).toMatchObject([{ name: '泳池' }]);
    expect(await suggest(stranger, '泳池里有绿藻')).toEqual([]);
    await change(
      admin,
      'updateTicketCategory',
      'UpdateTicketCategoryInput',
      { ...ticketCategory, isActive: false },
      'ticketCategory { id }',
    );
    expect(await suggest(agent, '泳池里有绿藻')).toEqual([]);
  });
});
