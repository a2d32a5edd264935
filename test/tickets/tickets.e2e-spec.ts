import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { chosen } from '../audiences/support/segments';
import { enterCustomer, enterRegister, type Register } from '../customers/support/register';
import { change, refusal } from '../identity/support';
import { assign, comment, history, me, move, read, refusedMove, take, type Ticket, update } from './support';

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

const triaged = async (input: Record<string, unknown> = {}): Promise<Ticket> =>
  move(agent, await take(agent, { communityId: places.heYuan, ...input }), 'TRIAGED');

const categories = async (client: TestClient, filter: object): Promise<{ id: string; name: string }[]> =>
  (
    await client.ok<{ ticketCategories: { nodes: { id: string; name: string }[] } }>(
      'query ($filter: TicketCategoryFilter) { ticketCategories(first: 100, filter: $filter) { nodes { id name } } }',
      { filter },
    )
  ).ticketCategories.nodes;

describe('taking down', () => {
  it('keeps a snapshot of who, where and by which telephone', async () => {
    const customer = await enterCustomer(agent, '王芳', {
      contacts: [{ kind: 'PHONE', value: '13800138000' }],
    });
    const ticket = await take(agent, { unitId: places.unit1101, customerId: customer.id });
    expect(ticket).toMatchObject({
      state: 'NEW',
      severity: 'GENERAL',
      place: '和园 3栋-2-1101',
      reporter: { name: '王芳', phone: '13800138000' },
      customer: { id: customer.id },
      unit: { id: places.unit1101 },
      building: { id: places.building },
      community: { id: places.heYuan },
      allowedMoves: ['TRIAGED', 'CANCELLED', 'MERGED'],
      version: 1,
    });
    await change(
      agent,
      'updateCustomer',
      'UpdateCustomerInput',
      { id: customer.id, version: customer.version, name: '王芳芳' },
      'customer { id }',
    );
    expect(await read(agent, ticket.id)).toMatchObject({
      reporter: { name: '王芳' },
      customer: { name: '王芳芳' },
    });
    // Whoever may not see telephones sees it masked.
    expect((await read(technician, ticket.id)).reporter.phone).toBe('138****8000');
    expect(await history(agent, ticket.id)).toMatchObject([{ kind: 'CREATED', facts: { channel: 'PHONE' } }]);
    expect(
      await refusal(stranger, 'moveTicket', 'MoveTicketInput', { id: ticket.id, version: 1, to: 'TRIAGED' }),
    ).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('matches the caller by telephone, and makes a customer of an unknown one where that is wanted', async () => {
    const known = await enterCustomer(agent, '李雷', { contacts: [{ kind: 'PHONE', value: '021-6888 1234' }] });
    expect((await take(agent, { communityId: places.heYuan, callerPhone: '02168881234' })).customer?.id).toBe(known.id);
    const unknown = { communityId: places.heYuan, callerName: '赵六', callerPhone: '13911112222' };
    expect(await take(agent, unknown)).toMatchObject({
      customer: null,
      reporter: { name: '赵六', phone: '13911112222' },
    });
    const entered = await take(agent, { ...unknown, enterCaller: true });
    expect(entered.customer).toMatchObject({ name: '赵六' });
    expect((await take(agent, { communityId: places.heYuan, callerPhone: '139 1111 2222' })).customer?.id).toBe(
      entered.customer!.id,
    );
    expect(
      await refusal(technician, 'createTicket', 'CreateTicketInput', {
        kind: 'REPAIR',
        channel: 'PHONE',
        title: '水',
        ...unknown,
        callerPhone: '13955556666',
        enterCaller: true,
      }),
    ).toMatchObject({ code: 'FORBIDDEN', permission: 'customer:manage' });
  });

  it('lets a caller stay anonymous', async () => {
    const ticket = await take(agent, { communityId: places.heYuan, kind: 'COMPLAINT', isAnonymous: true });
    expect(ticket).toMatchObject({ isAnonymous: true, customer: null, reporter: { name: null, phone: null } });
    expect(
      await refusal(agent, 'createTicket', 'CreateTicketInput', {
        kind: 'COMPLAINT',
        channel: 'PHONE',
        title: '吵',
        communityId: places.heYuan,
        isAnonymous: true,
        callerName: '某',
      }),
    ).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'input.isAnonymous' }] });
  });

  it('takes the category by what it combines, and its severity and kind of what it says', async () => {
    const combination = { place: '卫生间', subject: '水管', problem: '漏水' };
    const [leaf] = await categories(admin, { subject: { eq: '水管' } });
    expect((await take(agent, { communityId: places.heYuan, combination })).category).toEqual(leaf);
    expect(
      await refusal(agent, 'createTicket', 'CreateTicketInput', {
        kind: 'REPAIR',
        channel: 'PHONE',
        title: '灯',
        communityId: places.heYuan,
        combination: { ...combination, problem: '停电' },
      }),
    ).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ code: 'NO_SUCH_COMBINATION' }] });
    expect(
      await refusal(admin, 'createTicketCategory', 'CreateTicketCategoryInput', { name: '又一个', ...combination }),
    ).toMatchObject({ code: 'CONFLICT' });
    const { ticketCategory: made } = await change<{ ticketCategory: { id: string; version: number } }>(
      admin,
      'createTicketCategory',
      'CreateTicketCategoryInput',
      { name: '燃气', place: '厨房', subject: '燃气', problem: '异味', defaultSeverity: 'CRITICAL' },
      'ticketCategory { id version }',
    );
    expect(await take(agent, { communityId: places.heYuan, categoryId: made.id })).toMatchObject({
      severity: 'CRITICAL',
    });
    await change(
      admin,
      'updateTicketCategory',
      'UpdateTicketCategoryInput',
      { ...made, isActive: false },
      'ticketCategory { id }',
    );
    expect(
      await refusal(agent, 'createTicket', 'CreateTicketInput', {
        kind: 'REPAIR',
        channel: 'PHONE',
        title: '气',
        communityId: places.heYuan,
        categoryId: made.id,
      }),
    ).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ code: 'NOT_ACTIVE' }] });
    expect(await refusal(admin, 'deleteTicketCategory', 'DeleteTicketCategoryInput', { id: made.id })).toMatchObject({
      code: 'CONFLICT',
    });
  });

  it.each([
    ['a title that is too long', { title: '水'.repeat(201) }],
    ['control characters', { title: '水\u0007管' }],
    ['a telephone that is none', { callerPhone: 'ring me' }],
    ['a promise in the past', { promisedAt: '2020-01-01T00:00:00Z' }],
  ])('refuses %s', async (_name, input) => {
    expect(
      await refusal(agent, 'createTicket', 'CreateTicketInput', {
        kind: 'REPAIR',
        channel: 'PHONE',
        title: '水管',
        communityId: places.heYuan,
        ...input,
      }),
    ).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: `input.${Object.keys(input)[0]}` }] });
  });

  it('refuses what does not lie together, and an enum value there is not', async () => {
    const input = {
      kind: 'REPAIR',
      channel: 'PHONE',
      title: '水管',
      communityId: places.jinGui,
      unitId: places.unit1101,
    };
    expect(await refusal(agent, 'createTicket', 'CreateTicketInput', input)).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ code: 'ELSEWHERE' }],
    });
    expect(
      await refusal(agent, 'createTicket', 'CreateTicketInput', { kind: 'REPAIRS', channel: 'PHONE', title: '水' }),
    ).toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('numbers tickets without gaps, however many are taken down at once, and gives the same key one ticket', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, () => take(agent, { communityId: places.heYuan })));
    const numbers = many.map(({ number }) => Number(number.slice(5))).sort((a, b) => a - b);
    expect(numbers.at(-1)! - numbers[0]!).toBe(11);
    expect(new Set(numbers).size).toBe(12);
    const key = { communityId: places.heYuan, idempotencyKey: 'once' };
    expect((await take(agent, key)).id).toBe((await take(agent, key)).id);
    expect((await take(stranger, {})).number).toMatch(/-000001$/);
  });
});

describe('moves', () => {
  it('go from new to closed, each told of with who and why', async () => {
    let ticket = await triaged();
    ticket = await assign(agent, ticket, { assigneeId: await me(technician) });
    expect(ticket.state).toBe('ASSIGNED');
    ticket = await move(technician, ticket, 'IN_PROGRESS');
    expect(ticket.firstResponseAt).not.toBeNull();
    expect(await refusedMove(technician, ticket, 'ON_HOLD', { note: '等' })).toMatchObject({
      fields: [{ path: 'input.holdReason' }],
    });
    ticket = await move(technician, ticket, 'ON_HOLD', { note: '等配件', holdReason: 'MATERIAL' });
    ticket = await move(technician, ticket, 'IN_PROGRESS');
    ticket = await move(technician, ticket, 'RESOLVED', { note: '已修好' });
    expect(ticket.resolvedAt).not.toBeNull();
    expect(await refusedMove(technician, ticket, 'CLOSED')).toMatchObject({ code: 'FORBIDDEN' });
    ticket = await move(agent, ticket, 'CLOSED');
    ticket = await move(agent, ticket, 'REOPENED', { note: '又漏了', severity: 'MAJOR' });
    expect(ticket).toMatchObject({
      resolvedAt: null,
      closedAt: null,
      reopenCount: 1,
      assigneeName: null,
      severity: 'MAJOR',
    });
    expect((await history(agent, ticket.id)).filter(({ kind }) => kind === 'MOVED')).toMatchObject([
      { fromState: 'NEW', toState: 'TRIAGED' },
      { fromState: 'TRIAGED', toState: 'ASSIGNED' },
      { fromState: 'ASSIGNED', toState: 'IN_PROGRESS' },
      { fromState: 'IN_PROGRESS', toState: 'ON_HOLD', note: '等配件', facts: { holdReason: 'MATERIAL' } },
      { fromState: 'ON_HOLD', toState: 'IN_PROGRESS' },
      { fromState: 'IN_PROGRESS', toState: 'RESOLVED', note: '已修好' },
      { fromState: 'RESOLVED', toState: 'CLOSED' },
      { fromState: 'CLOSED', toState: 'REOPENED', note: '又漏了' },
    ]);
  });

  it('that are not allowed are refused with those that are', async () => {
    const ticket = await take(agent, { communityId: places.heYuan });
    expect(await refusedMove(agent, ticket, 'RESOLVED')).toMatchObject({
      code: 'INVALID_TRANSITION',
      from: 'NEW',
      allowed: ['TRIAGED', 'CANCELLED', 'MERGED'],
    });
    expect((await read(agent, ticket.id)).state).toBe('NEW');
  });

  it('of two at once one wins, and the other is told the version of now', async () => {
    const ticket = await take(agent, { communityId: places.heYuan });
    const input = { id: ticket.id, version: ticket.version, to: 'TRIAGED' };
    const document = `mutation ($input: MoveTicketInput!) { moveTicket(input: $input) { ticket { state } } }`;
    const answers = await Promise.all([agent, admin].map((client) => client.query(document, { input })));
    const errors = answers.flatMap(({ errors: all }) => all ?? []);
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', currentVersion: 2 } }]);
  });

  it('hand back with a reason, and forget whose it was', async () => {
    const given = await assign(agent, await triaged(), { assigneeId: await me(technician) });
    expect(await refusedMove(technician, given, 'TRIAGED')).toMatchObject({ fields: [{ path: 'input.note' }] });
    expect(await move(technician, given, 'TRIAGED', { note: '不会修' })).toMatchObject({
      state: 'TRIAGED',
      assigneeName: null,
    });
  });

  it('to RESOLVED of what is grave need investigation, cause and emergency measure', async () => {
    let ticket = await assign(agent, await triaged({ severity: 'MAJOR' }), { assigneeId: await me(technician) });
    ticket = await move(technician, ticket, 'IN_PROGRESS');
    expect(await refusedMove(technician, ticket, 'RESOLVED', { investigation: '查了', cause: '老化' })).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.emergencyMeasure' }],
    });
    const told = { investigation: '查了', cause: '老化', emergencyMeasure: '关阀' };
    expect((await move(technician, ticket, 'RESOLVED', told)).state).toBe('RESOLVED');
  });

  it('keep a company’s own sub-states under the state they belong to', async () => {
    const { ticketSubState: visit } = await change<{ ticketSubState: { id: string } }>(
      admin,
      'createTicketSubState',
      'CreateTicketSubStateInput',
      { state: 'IN_PROGRESS', name: '上门中' },
      'ticketSubState { id }',
    );
    const given = await assign(agent, await triaged(), { assigneeId: await me(technician) });
    expect(await refusedMove(agent, given, 'TRIAGED', { note: '错', subStateId: visit.id })).toMatchObject({
      fields: [{ code: 'WRONG_STATE' }],
    });
    await move(technician, given, 'IN_PROGRESS', { subStateId: visit.id });
    const { ticket } = await agent.ok<{ ticket: object }>(
      'query ($id: ID!) { ticket(id: $id) { subState { name state } } }',
      { id: given.id },
    );
    expect(ticket).toEqual({ subState: { name: '上门中', state: 'IN_PROGRESS' } });
  });
});

describe('what people write', () => {
  it('is for staff or for the customer, with marks of what is unread', async () => {
    const ticket = await take(agent, { communityId: places.heYuan });
    await comment(technician, ticket.id, '内部：需两人', 'INTERNAL');
    expect((await read(technician, ticket.id)).isUnread).toBe(false);
    expect((await read(agent, ticket.id)).isUnread).toBe(true);
    await change(agent, 'markTicketRead', 'MarkTicketReadInput', { ticketId: ticket.id }, 'ticket { id }');
    expect(await read(agent, ticket.id)).toMatchObject({ isUnread: false, firstResponseAt: null });
    await comment(agent, ticket.id, '师傅已在路上', 'CUSTOMER');
    expect((await read(agent, ticket.id)).firstResponseAt).not.toBeNull();
    expect(
      await refusal(stranger, 'addTicketComment', 'AddTicketCommentInput', {
        ticketId: ticket.id,
        body: '?',
        visibility: 'INTERNAL',
      }),
    ).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('what belongs together', () => {
  it('is observed, kept as a favourite, linked and found again', async () => {
    const [one, two] = [
      await take(agent, { communityId: places.heYuan }),
      await take(agent, { communityId: places.heYuan }),
    ];
    await change(
      agent,
      'followTicket',
      'FollowTicketInput',
      { ticketId: one.id, observe: true, favourite: true },
      'ticket { id }',
    );
    await change(agent, 'followTicket', 'FollowTicketInput', { ticketId: one.id, observe: false }, 'ticket { id }');
    const listed = await agent.ok<{ tickets: { nodes: object[] } }>(
      '{ tickets(filter: { isFavourite: true }) { nodes { id isObserved isFavourite } } }',
    );
    expect(listed.tickets.nodes).toEqual([{ id: one.id, isObserved: false, isFavourite: true }]);
    expect((await read(admin, one.id)).isFavourite).toBe(false);
    const { ticket } = await change<{ ticket: { links: { id: string; kind: string; other: { id: string } }[] } }>(
      agent,
      'linkTickets',
      'LinkTicketsInput',
      { ticketId: one.id, otherId: two.id, kind: 'CAUSED_BY' },
      'ticket { links { id kind other { id } } }',
    );
    expect(ticket.links).toMatchObject([{ kind: 'CAUSED_BY', other: { id: two.id } }]);
    await change(agent, 'unlinkTickets', 'UnlinkTicketsInput', { id: ticket.links[0]!.id }, 'ticket { id }');
    const filter = { kind: { eq: 'REPAIR' }, isOpen: true };
    await change(
      agent,
      'saveTicketFilter',
      'SaveTicketFilterInput',
      { name: '我的', filter },
      'savedTicketFilter { id }',
    );
    expect(await agent.ok('{ savedTicketFilters { name filter } }')).toEqual({
      savedTicketFilters: [{ name: '我的', filter }],
    });
    expect(await admin.ok('{ savedTicketFilters { name } }')).toEqual({ savedTicketFilters: [] });
    const here = { and: [{ community: { in: [places.heYuan, places.jinGui] } }, { isOpen: true }] };
    const save = { name: '园区', filter: here };
    await change(agent, 'saveTicketFilter', 'SaveTicketFilterInput', save, 'savedTicketFilter { id }');
    expect(await refusal(stranger, 'saveTicketFilter', 'SaveTicketFilterInput', save)).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await stranger.ok('{ savedTicketFilters { name } }')).toEqual({ savedTicketFilters: [] });
  });

  it('is merged: one ticket goes into another, which tells of it and takes no more when it is over', async () => {
    const [one, two, three] = [
      await take(agent, { communityId: places.heYuan }),
      await take(agent, { communityId: places.heYuan }),
      await take(agent, { communityId: places.heYuan }),
    ];
    expect(await refusedMove(agent, one, 'MERGED')).toMatchObject({ fields: [{ code: 'BY_MERGE' }] });
    const merged = await change<{ merged: Ticket; into: Ticket }>(
      agent,
      'mergeTickets',
      'MergeTicketsInput',
      { id: one.id, version: one.version, intoId: two.id },
      'merged { state mergedInto { id } allowedMoves dueAt } into { state version }',
    );
    expect(merged).toMatchObject({
      merged: { state: 'MERGED', mergedInto: { id: two.id }, allowedMoves: [], dueAt: null },
      into: { state: 'NEW' },
    });
    expect(await history(agent, two.id)).toContainEqual(
      expect.objectContaining({ kind: 'MERGED_IN', facts: expect.objectContaining({ number: one.number }) as object }),
    );
    await move(agent, await read(agent, two.id), 'CANCELLED', { note: '重复' });
    expect(
      await refusal(agent, 'mergeTickets', 'MergeTicketsInput', {
        id: three.id,
        version: three.version,
        intoId: two.id,
      }),
    ).toMatchObject({ code: 'CONFLICT' });
    expect(
      await refusal(agent, 'updateTicket', 'UpdateTicketInput', { id: one.id, version: 2, title: '改' }),
    ).toMatchObject({ code: 'CONFLICT' });
  });
});

it('a list by urgency is one statement, and shows what lies in one’s communities', async () => {
  const limited = await platform.as('SERVICE_AGENT', { communities: [platform.uuid(places.jinGui)] });
  const inside = await take(agent, { communityId: places.jinGui, kind: 'EMERGENCY', title: '电梯困人' });
  const outside = await take(agent, { communityId: places.heYuan });
  const list = `{ tickets(first: 50, filter: { isOpen: true }) { totalCount
    nodes { id dueAt customer { name } unit { code } building { code } comments(first: 3) { nodes { body } } } } }`;
  const seen = await limited.ok<{ tickets: { nodes: { id: string }[] } }>(list);
  expect(seen.tickets.nodes.map(({ id }) => id)).toEqual([inside.id]);
  expect(
    await refusal(limited, 'moveTicket', 'MoveTicketInput', { id: outside.id, version: 1, to: 'TRIAGED' }),
  ).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(
    await refusal(limited, 'createTicket', 'CreateTicketInput', {
      kind: 'REPAIR',
      channel: 'PHONE',
      title: '水',
      communityId: places.heYuan,
    }),
  ).toMatchObject({ code: 'NOT_FOUND' });
  await agent.ok(list);
  const { tickets } = await platform.expectQueries(1, () =>
    agent.ok<{ tickets: { nodes: { id: string; dueAt: string | null }[] } }>(list.replace('totalCount', '')),
  );
  expect(tickets.nodes[0]!.id).toBe(inside.id);
  const due = tickets.nodes.map(({ dueAt }) => dueAt ?? '9999');
  expect(due).toEqual([...due].sort());
  expect(JSON.stringify(await stranger.ok(list))).not.toContain(inside.id);
});

it('changes what it says with a version, and promises a time', async () => {
  const ticket = await take(agent, { communityId: places.heYuan });
  const promisedAt = new Date(platform.clock.now().getTime() + 3_600_000).toISOString();
  const changed = await update(agent, ticket, { title: '水管爆裂', promisedAt });
  expect(changed).toMatchObject({ title: '水管爆裂', promisedAt, version: 2 });
  expect(
    await refusal(agent, 'updateTicket', 'UpdateTicketInput', { id: ticket.id, version: 1, title: '旧' }),
  ).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
  expect(await history(agent, ticket.id)).toMatchObject([
    { kind: 'CREATED' },
    { kind: 'CHANGED', facts: { changed: ['title', 'promised_at'] } },
    { kind: 'PROMISED', facts: { promisedAt } },
  ]);
});

it('segments choose customers by their tickets, and programs outside can be told of what happens to them', async () => {
  const customer = await enterCustomer(agent, '周杰');
  await enterCustomer(agent, '吴敏');
  await take(agent, { communityId: places.heYuan, customerId: customer.id, kind: 'PRAISE' });
  const praised = { choice: { field: 'ticket.kind', in: ['PRAISE'] } };
  const lately = { date: { field: 'ticket.openedOn', withinLastDays: 3 } };
  const open = { choice: { field: 'ticket.state', notIn: ['CLOSED'] } };
  expect(await chosen(admin, { some: { of: 'ticket', where: { all: [praised, lately, open] } } })).toEqual(['周杰']);
  const { webhookEventTypes } = await admin.ok<{ webhookEventTypes: { name: string }[] }>(
    '{ webhookEventTypes { name } }',
  );
  expect(webhookEventTypes.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ticket.created', 'ticket.moved', 'ticket.slaBreached']),
  );
});
