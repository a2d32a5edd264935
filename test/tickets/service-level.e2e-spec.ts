import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { startOccupancy, enterCustomer, enterRegister, type Register } from '../customers/support/register';
import { createSegment } from '../audiences/support/segments';
import { change, refusal } from '../identity/support';
import { assign, clockOf, comment, history, me, move, read, take, type Ticket, TICKET, update } from './support';

let platform: TestPlatform;
let admin: TestClient;
let agent: TestClient;
let places: Register;
const technicians: { client: TestClient; id: string }[] = [];

/** A Friday, 10:00 in Shanghai. */
const FRIDAY = new Date('2026-12-04T02:00:00Z');

beforeAll(async () => {
  platform = await createTestPlatform();
  platform.clock.freeze(FRIDAY);
  admin = await platform.as('ADMIN');
  agent = await platform.as('SERVICE_AGENT');
  places = await enterRegister(admin);
  for (let n = 0; n < 3; n++) {
    const client = await platform.as('TECHNICIAN');
    technicians.push({ client, id: await me(client) });
  }
});

beforeEach(() => platform.clock.freeze(FRIDAY));
afterAll(() => platform.close());

/** Lets time pass, and done what it brings about. */
async function pass(by: Parameters<TestPlatform['clock']['advance']>[0]): Promise<void> {
  platform.clock.advance(by);
  await platform.runSchedules();
  await platform.runJobs();
}

const triaged = async (input: Record<string, unknown> = {}): Promise<Ticket> =>
  move(agent, await take(agent, { communityId: places.heYuan, ...input }), 'TRIAGED');

const told = async (id: string): Promise<[string, unknown][]> =>
  (await history(agent, id))
    .filter(({ kind }) => ['SLA_WARNED', 'SLA_BREACHED', 'ESCALATED', 'PROMISE_BROKEN', 'RETURNED'].includes(kind))
    .map(({ kind, facts }) => [kind, facts.target]);

interface Calendar {
  id: string;
  version: number;
}
const officeHours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startsAt: '09:00', endsAt: '17:00' }));

async function calendar(input: Record<string, unknown> = {}): Promise<Calendar> {
  const given = { name: `日历 ${Math.random()}`, hours: officeHours, ...input };
  return (
    await change<{ slaCalendar: Calendar }>(
      admin,
      'createSlaCalendar',
      'CreateSlaCalendarInput',
      given,
      'slaCalendar { id version }',
    )
  ).slaCalendar;
}

async function policy(input: Record<string, unknown>): Promise<Calendar> {
  const given = { name: `策略 ${Math.random()}`, ...input };
  return (
    await change<{ slaPolicy: Calendar }>(
      admin,
      'createSlaPolicy',
      'CreateSlaPolicyInput',
      given,
      'slaPolicy { id version }',
    )
  ).slaPolicy;
}

describe('what is promised', () => {
  it('a new company has hours, promises and categories in its language', async () => {
    const found = await admin.ok<{ slaPolicies: { nodes: object[] }; slaCalendars: { nodes: object[] } }>(
      `{ slaPolicies { nodes { name resolutionMinutes calendar { name } } }
         slaCalendars { nodes { name timeZone hours { weekday startsAt endsAt } exceptions { date } } } }`,
    );
    expect(found.slaPolicies.nodes).toContainEqual({ name: '应急', resolutionMinutes: 240, calendar: null });
    expect(found.slaCalendars.nodes).toMatchObject([{ name: '服务时间', timeZone: 'Asia/Shanghai' }]);
  });

  it('goes by kind, severity and profile, in working time; an emergency never waits for office hours', async () => {
    const { id: calendarId } = await calendar({
      exceptions: [
        { date: '2026-12-07', hours: [] },
        { date: '2026-12-06', hours: [{ startsAt: '09:00', endsAt: '12:00' }] },
      ],
    });
    await policy({ kind: 'INQUIRY', calendarId, firstResponseMinutes: 60, resolutionMinutes: 600 });
    await policy({ kind: 'INQUIRY', severity: 'MINOR', calendarId, resolutionMinutes: 1200 });
    await policy({
      kind: 'INQUIRY',
      severity: 'MINOR',
      serviceProfile: 'COMMERCIAL',
      calendarId,
      resolutionMinutes: 30,
    });
    // Seven hours are left on Friday, three on Sunday that is worked in Monday's place.
    const usual = await take(agent, { communityId: places.heYuan, kind: 'INQUIRY' });
    expect(clockOf(usual, 'FIRST_RESPONSE').dueAt).toBe('2026-12-04T03:00:00.000Z');
    expect(clockOf(usual, 'RESOLUTION').dueAt).toBe('2026-12-06T04:00:00.000Z');
    expect(usual.dueAt).toBe('2026-12-04T03:00:00.000Z');
    const minor = await take(agent, { communityId: places.heYuan, kind: 'INQUIRY', severity: 'MINOR' });
    expect(minor.clocks.map(({ target, minutes }) => [target, minutes])).toEqual([['RESOLUTION', 1200]]);
    expect(minor.dueAt).toBe('2026-12-09T03:00:00.000Z');

    const emergency = await take(agent, { communityId: places.heYuan, kind: 'EMERGENCY' });
    expect(emergency).toMatchObject({ severity: 'CRITICAL', dueAt: '2026-12-04T02:05:00.000Z' });
    expect(
      await refusal(admin, 'createSlaPolicy', 'CreateSlaPolicyInput', {
        name: 'x',
        kind: 'INQUIRY',
        resolutionMinutes: 5,
      }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'ticket.policyTaken' });
    expect(await refusal(admin, 'createSlaCalendar', 'CreateSlaCalendarInput', { name: 'x', hours: [] })).toMatchObject(
      { code: 'VALIDATION_FAILED' },
    );
    expect(await refusal(admin, 'deleteSlaCalendar', 'DeleteSlaCalendarInput', { id: calendarId })).toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('stands still while the customer is waited for, and only then', async () => {
    const { id: calendarId } = await calendar();
    await policy({ kind: 'SUGGESTION', calendarId, resolutionMinutes: 120 });
    let ticket = await assign(agent, await triaged({ kind: 'SUGGESTION' }), { assigneeId: technicians[0]!.id });
    ticket = await move(agent, ticket, 'IN_PROGRESS');
    platform.clock.advance({ hours: 1 });
    ticket = await move(agent, ticket, 'ON_HOLD', { note: '约时间', holdReason: 'CUSTOMER' });
    expect(ticket.dueAt).toBeNull();
    expect(clockOf(ticket, 'RESOLUTION')).toMatchObject({ isRunning: false, dueAt: null });
    platform.clock.advance({ days: 3 });
    const later = await platform.as('SERVICE_AGENT');
    ticket = await move(later, ticket, 'IN_PROGRESS');
    expect(ticket.dueAt).toBe('2026-12-07T04:00:00.000Z');
    ticket = await move(later, ticket, 'ON_HOLD', { note: '等配件', holdReason: 'MATERIAL' });
    expect(ticket.dueAt).toBe('2026-12-07T04:00:00.000Z');
    platform.clock.advance({ minutes: 30 });
    ticket = await move(later, await move(later, ticket, 'IN_PROGRESS'), 'RESOLVED');
    expect(clockOf(ticket, 'RESOLUTION')).toMatchObject({ isRunning: false, breachedAt: null });
    expect(clockOf(ticket, 'RESOLUTION').metAt).not.toBeNull();
    expect(ticket.dueAt).toBeNull();
    // Half an hour of two is left when it turns out that it was not done.
    ticket = await move(later, ticket, 'REOPENED', { note: '不行' });
    expect(ticket.dueAt).toBe('2026-12-07T04:00:00.000Z');
  });

  it('what the customer reads is a response, and begins the time to the next one anew', async () => {
    await policy({ kind: 'PRAISE', firstResponseMinutes: 60, progressUpdateMinutes: 120 });
    const ticket = await take(agent, { communityId: places.heYuan, kind: 'PRAISE' });
    platform.clock.advance({ minutes: 30 });
    await comment(agent, ticket.id, '内部', 'INTERNAL');
    expect((await read(agent, ticket.id)).dueAt).toBe('2026-12-04T03:00:00.000Z');
    await comment(agent, ticket.id, '收到，谢谢', 'CUSTOMER');
    const answered = await read(agent, ticket.id);
    expect(clockOf(answered, 'FIRST_RESPONSE').metAt).toBe('2026-12-04T02:30:00.000Z');
    expect(answered.dueAt).toBe('2026-12-04T04:30:00.000Z');
  });

  it('changes in mid-flight with the severity and with the policy: what was used up stays used up', async () => {
    const { id: calendarId } = await calendar();
    const mediation = await policy({ kind: 'MEDIATION', calendarId, resolutionMinutes: 480 });
    await policy({ kind: 'MEDIATION', severity: 'CRITICAL', resolutionMinutes: 240 });
    let ticket = await take(agent, { communityId: places.heYuan, kind: 'MEDIATION' });
    expect(ticket.dueAt).toBe('2026-12-07T02:00:00.000Z');
    platform.clock.advance({ hours: 1 });
    ticket = await update(agent, ticket, { severity: 'CRITICAL' });
    expect(ticket.dueAt).toBe('2026-12-04T06:00:00.000Z');
    ticket = await update(agent, ticket, { severity: 'GENERAL' });
    expect(ticket.dueAt).toBe('2026-12-07T02:00:00.000Z');
    await change(
      admin,
      'updateSlaPolicy',
      'UpdateSlaPolicyInput',
      { ...mediation, resolutionMinutes: 120 },
      'slaPolicy { id }',
    );
    await platform.runJobs();
    expect((await read(agent, ticket.id)).dueAt).toBe('2026-12-04T04:00:00.000Z');
  });
});

describe('what time brings about', () => {
  it('warns at three quarters, tells of the breach and climbs the ladder, each once', async () => {
    const { roles } = await admin.ok<{ roles: { nodes: { id: string; readyMade: string }[] } }>(
      '{ roles(first: 50) { nodes { id readyMade } } }',
    );
    const manager = roles.nodes.find(({ readyMade }) => readyMade === 'ADMIN')!.id;
    await policy({
      kind: 'VIOLATION',
      resolutionMinutes: 60,
      ladder: [
        { target: 'RESOLUTION', percent: 100, roleIds: [manager] },
        { target: 'RESOLUTION', percent: 150, roleIds: [manager] },
      ],
    });
    const ticket = await take(agent, { communityId: places.heYuan, kind: 'VIOLATION' });
    await pass({ minutes: 44 });
    expect(await told(ticket.id)).toEqual([]);
    await pass({ minutes: 1, seconds: 1 });
    expect(await told(ticket.id)).toEqual([['SLA_WARNED', 'RESOLUTION']]);
    await pass({ seconds: 70 });
    await pass({ minutes: 15 });
    const breached = ['SLA_WARNED', 'SLA_BREACHED', 'ESCALATED'].map((kind) => [kind, 'RESOLUTION']);
    expect(await told(ticket.id)).toEqual(breached);
    expect(clockOf(await read(agent, ticket.id), 'RESOLUTION')).toMatchObject({
      breachedAt: '2026-12-04T03:00:00.000Z',
      raised: 100,
    });
    // However often the planner looks, and whatever became of its jobs.
    await pass({ minutes: 2 });
    await pass({ hours: 1 });
    expect(await told(ticket.id)).toEqual([...breached, ['ESCALATED', 'RESOLUTION']]);
    const policies = await admin.ok<{ slaPolicies: { nodes: { ladder: object[] }[] } }>(
      '{ slaPolicies(filter: { kind: { eq: VIOLATION } }) { nodes { ladder { target percent roleIds } } } }',
    );
    expect(policies.slaPolicies.nodes[0]!.ladder[1]).toEqual({
      target: 'RESOLUTION',
      percent: 150,
      roleIds: [manager],
    });
  });

  it('tells of a broken promise, and brings back what was put off', async () => {
    // Time does not go back: the planner has been on.
    platform.clock.freeze(new Date(FRIDAY.getTime() + 3 * 3_600_000));
    let ticket = await take(agent, { communityId: places.heYuan, promisedAt: '2026-12-04T06:00:00Z' });
    const input = { id: ticket.id, version: ticket.version, until: '2026-12-04T05:30:00Z', note: '业主不在家' };
    expect(
      await refusal(agent, 'deferTicket', 'DeferTicketInput', { ...input, until: '2026-12-04T04:59:59Z' }),
    ).toMatchObject({ fields: [{ code: 'IN_THE_PAST' }] });
    ticket = (await change<{ ticket: Ticket }>(agent, 'deferTicket', 'DeferTicketInput', input, `ticket { ${TICKET} }`))
      .ticket;
    expect(ticket.deferredUntil).toBe('2026-12-04T05:30:00.000Z');
    await pass({ minutes: 31 });
    expect(await read(agent, ticket.id)).toMatchObject({ deferredUntil: null, promiseBrokenAt: null });
    await pass({ minutes: 31 });
    expect((await read(agent, ticket.id)).promiseBrokenAt).not.toBeNull();
    await pass({ minutes: 2 });
    expect((await told(ticket.id)).filter(([, target]) => target === undefined).map(([kind]) => kind)).toEqual([
      'RETURNED',
      'PROMISE_BROKEN',
    ]);
  });
});

describe('giving tickets to people', () => {
  let teamId: string;

  beforeAll(async () => {
    const input = {
      name: '工程队',
      kind: 'ENGINEERING',
      area: { kind: 'ALL' },
      memberIds: technicians.map(({ id }) => id),
      leaderId: technicians[0]!.id,
    };
    teamId = (await change<{ team: { id: string } }>(admin, 'createTeam', 'CreateTeamInput', input, 'team { id }')).team
      .id;
  });

  const assigneeOf = async ({ id }: Ticket): Promise<string | undefined> =>
    (
      await admin.ok<{ ticket: { assignee: { id: string } | null } }>(
        'query ($id: ID!) { ticket(id: $id) { assignee { id } } }',
        { id },
      )
    ).ticket.assignee?.id;

  it('in turn, by load, or by skill, area and shift', async () => {
    const people = new Set<string | undefined>();
    for (let n = 0; n < 3; n++) {
      const given = await assign(agent, await triaged(), { strategy: 'ROUND_ROBIN', teamId });
      expect(given).toMatchObject({ state: 'ASSIGNED', team: { id: teamId } });
      people.add(await assigneeOf(given));
    }
    expect(people).toEqual(new Set(technicians.map(({ id }) => id)));
    await assign(agent, await triaged(), { assigneeId: technicians[0]!.id });
    await assign(agent, await triaged(), { assigneeId: technicians[1]!.id });
    const least = await assign(agent, await triaged(), { strategy: 'LEAST_LOADED', teamId });
    expect(await assigneeOf(least)).toBe(technicians[2]!.id);

    const suited = await triaged();
    expect(
      await refusal(agent, 'assignTicket', 'AssignTicketInput', {
        id: suited.id,
        version: suited.version,
        strategy: 'BEST_SUITED',
      }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'ticket.nobody' });
    await change(
      admin,
      'createShift',
      'CreateShiftInput',
      {
        teamId,
        name: '白班',
        weekdays: [5],
        startsAt: '08:00',
        endsAt: '20:00',
        validFrom: '2026-01-01',
        staffIds: [technicians[1]!.id],
      },
      'shift { id }',
    );
    expect(await assigneeOf(await assign(agent, suited, { strategy: 'BEST_SUITED' }))).toBe(technicians[1]!.id);
  });

  it('of many who grab one at once exactly one gets it', async () => {
    const ticket = await triaged();
    const document = 'mutation ($input: TakeTicketInput!) { takeTicket(input: $input) { ticket { assigneeName } } }';
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => technicians[n % 3]!.client.query(document, { input: { id: ticket.id } })),
    );
    const refused = answers.filter(({ errors }) => errors);
    expect(refused).toHaveLength(99);
    expect(new Set(refused.map(({ errors }) => errors![0]!.extensions.messageKey))).toEqual(new Set(['ticket.taken']));
    expect((await history(agent, ticket.id)).filter(({ kind }) => kind === 'ASSIGNED')).toHaveLength(1);
  });

  it('the service centre goes before the teams', async () => {
    const [leader, other] = technicians as [(typeof technicians)[0], (typeof technicians)[0], ...unknown[]];
    const forTeam = await assign(agent, await triaged(), { teamId });
    expect(
      await refusal(other.client, 'assignTicket', 'AssignTicketInput', {
        id: forTeam.id,
        version: forTeam.version,
        teamId,
        assigneeId: other.id,
      }),
    ).toMatchObject({ code: 'FORBIDDEN' });
    const led = await assign(leader.client, forTeam, { teamId, assigneeId: other.id });
    const dispatched = await assign(agent, led, { teamId, assigneeId: technicians[2]!.id });
    expect(
      await refusal(leader.client, 'assignTicket', 'AssignTicketInput', {
        id: dispatched.id,
        version: dispatched.version,
        teamId,
        assigneeId: other.id,
      }),
    ).toMatchObject({ code: 'FORBIDDEN', messageKey: 'ticket.dispatched' });
  });
});

describe('customers', () => {
  it('report, follow, write, and say whether it is done, of what is theirs alone', async () => {
    const owner = await enterCustomer(agent, '陈静', { contacts: [{ kind: 'PHONE', value: '13700001111' }] });
    await startOccupancy(agent, owner, places.unit1101, 'OWNER');
    const mine = await platform.as('CUSTOMER', { customer: owner.id });
    const neighbour = await platform.as('CUSTOMER');
    const own = 'id number version state title place isUnread comments { nodes { body authorName isFromCustomer } }';
    const { ticket } = await change<{ ticket: Ticket }>(
      mine,
      'reportTicket',
      'ReportTicketInput',
      { kind: 'REPAIR', title: '灯坏了', unitId: places.unit1101 },
      `ticket { ${own} }`,
    );
    expect(ticket).toMatchObject({ state: 'NEW', place: '和园 3栋-2-1101' });
    const seen = await read(agent, ticket.id);
    expect(seen).toMatchObject({ customer: { id: owner.id }, reporter: { name: '陈静', phone: '13700001111' } });
    expect(seen.clocks.length).toBeGreaterThan(0);
    expect(
      await refusal(mine, 'reportTicket', 'ReportTicketInput', {
        kind: 'REPAIR',
        title: '灯',
        unitId: places.unit1102,
      }),
    ).toMatchObject({ code: 'NOT_FOUND' });

    await comment(agent, ticket.id, '内部：老问题', 'INTERNAL');
    await comment(agent, ticket.id, '下午上门', 'CUSTOMER');
    await change(
      mine,
      'commentOnMyTicket',
      'CommentOnMyTicketInput',
      { ticketId: ticket.id, body: '好的' },
      'comment { id }',
    );
    const list = await mine.ok<{ myTickets: { nodes: Record<string, unknown>[] } }>(
      `{ myTickets { nodes { ${own} } } }`,
    );
    expect(list.myTickets.nodes).toMatchObject([
      {
        id: ticket.id,
        comments: { nodes: [{ body: '下午上门' }, { body: '好的', isFromCustomer: true, authorName: null }] },
      },
    ]);
    expect((await mine.fails(`{ myTickets { nodes { investigation } } }`)).extensions).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await mine.fails('{ tickets { nodes { id } } }')).extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect(await neighbour.ok('{ myTickets { nodes { id } } }')).toEqual({ myTickets: { nodes: [] } });
    for (const [mutation, type] of [
      ['closeMyTicket', 'EndMyTicketInput'],
      ['cancelMyTicket', 'EndMyTicketInput'],
    ] as const) {
      expect(await refusal(neighbour, mutation, type, { id: ticket.id, version: 1 })).toMatchObject({
        code: 'NOT_FOUND',
      });
    }

    let worked = await move(agent, await read(agent, ticket.id), 'TRIAGED');
    worked = await assign(agent, worked, { assigneeId: technicians[0]!.id });
    expect(
      await refusal(mine, 'cancelMyTicket', 'EndMyTicketInput', { id: ticket.id, version: worked.version }),
    ).toMatchObject({ code: 'INVALID_TRANSITION' });
    worked = await move(agent, await move(agent, worked, 'IN_PROGRESS'), 'RESOLVED');
    const again = await change<{ ticket: Ticket }>(
      mine,
      'reopenMyTicket',
      'ReopenMyTicketInput',
      { id: ticket.id, version: worked.version, note: '还是不亮' },
      `ticket { ${own} history { nodes { kind toState } } }`,
    );
    expect(again.ticket).toMatchObject({ state: 'REOPENED' });
    worked = await assign(agent, await read(agent, ticket.id), { assigneeId: technicians[0]!.id });
    worked = await move(agent, await move(agent, worked, 'IN_PROGRESS'), 'RESOLVED');
    expect(
      (
        await change<{ ticket: Ticket }>(
          mine,
          'closeMyTicket',
          'EndMyTicketInput',
          { id: ticket.id, version: worked.version },
          `ticket { ${own} }`,
        )
      ).ticket.state,
    ).toBe('CLOSED');
    const timeline = await mine.ok<{ me: { timeline: { nodes: { kind: string }[] } } }>(
      '{ me { timeline(first: 10) { nodes { kind title } } } }',
    );
    expect(timeline.me.timeline.nodes.map(({ kind }) => kind)).toContain('TICKET_OPENED');
  });
});

it('for the members of a segment goes before what is promised to all, whoever takes it down; danger is the same for everybody', async () => {
  const [vip, usual] = [await enterCustomer(admin, '两处业主'), await enterCustomer(admin, '一处业主')];
  await startOccupancy(admin, vip, places.unit1201, 'OWNER');
  await startOccupancy(admin, vip, places.unit101, 'OWNER');
  await startOccupancy(admin, usual, places.unit1102, 'OWNER');
  const { id: segmentId } = await createSegment(admin, '金桂业主', {
    community: { field: 'occupancy.community', in: [places.jinGui] },
  });
  await policy({ kind: 'PRAISE', resolutionMinutes: 600 });
  await policy({ kind: 'PRAISE', severity: 'MINOR', resolutionMinutes: 900 });
  await policy({ name: '金桂承诺', segmentId, resolutionMinutes: 30 });
  const minutes = (ticket: Ticket): number => clockOf(ticket, 'RESOLUTION').minutes;
  // Sees one of the two communities, and so nothing of what the segment asks.
  const limited = await platform.as('SERVICE_AGENT', { communities: [platform.uuid(places.heYuan)] });
  const given = { communityId: places.heYuan, kind: 'PRAISE' };
  const theirs = await take(limited, { ...given, customerId: vip.id });
  expect(minutes(theirs)).toBe(30);
  expect(minutes(await take(limited, { ...given, customerId: usual.id }))).toBe(600);
  expect(minutes(await take(limited, { ...given, isAnonymous: true }))).toBe(600);
  expect(minutes(await update(limited, theirs, { severity: 'MINOR' }))).toBe(30);
  expect(minutes(await take(limited, { ...given, kind: 'EMERGENCY', customerId: vip.id }))).toBe(240);
  const client = await platform.as('CUSTOMER', { customer: vip.id });
  const { ticket } = await change<{ ticket: { id: string } }>(
    client,
    'reportTicket',
    'ReportTicketInput',
    { kind: 'PRAISE', title: '谢谢', unitId: places.unit1201 },
    'ticket { id }',
  );
  expect(minutes(await read(agent, ticket.id))).toBe(30);
  const { slaPolicies } = await admin.ok<{ slaPolicies: { nodes: { name: string; segmentId: string | null }[] } }>(
    '{ slaPolicies(first: 50) { nodes { name segmentId } } }',
  );
  expect(slaPolicies.nodes).toContainEqual({ name: '金桂承诺', segmentId });
  const gone = await admin.fails('mutation ($id: ID!) { deleteSegment(input: { id: $id }) { deletedId } }', {
    id: segmentId,
  });
  expect(gone).toMatchObject({ message: expect.stringContaining('金桂承诺'), extensions: { code: 'CONFLICT' } });
  const neighbour = await platform.as('ADMIN', { tenant: 'b' });
  expect(
    await refusal(neighbour, 'createSlaPolicy', 'CreateSlaPolicyInput', { name: 'x', segmentId, resolutionMinutes: 5 }),
  ).toMatchObject({ code: 'NOT_FOUND' });
});
