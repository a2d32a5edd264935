import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, enterRegister, type Register } from '../customers/support/register';
import { change, refusal, roleIds, sqlOf } from '../identity/support';
import { clockOf, history, read, take, type Ticket } from './support';

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

const INCIDENT = `id number title state threshold ticketCount escalatedAt closedAt outcome version
  community { id } answers { body authorName reached }`;
interface Incident {
  id: string;
  number: string;
  state: string;
  ticketCount: number;
  escalatedAt: string | null;
  version: number;
  answers: { body: string; reached: number }[];
}

async function open(input: Record<string, unknown>, client = agent): Promise<Incident> {
  const given = { title: '全楼停水', communityId: places.heYuan, ...input };
  return (
    await change<{ incident: Incident }>(client, 'openIncident', 'OpenIncidentInput', given, `incident { ${INCIDENT} }`)
  ).incident;
}
const on = async (mutation: string, type: string, input: Record<string, unknown>, client = agent): Promise<Incident> =>
  (await change<{ incident: Incident }>(client, mutation, type, input, `incident { ${INCIDENT} }`)).incident;
const complaints = async (count: number, input: Record<string, unknown> = {}): Promise<Ticket[]> => {
  const made: Ticket[] = [];
  for (let n = 0; n < count; n++) {
    made.push(await take(agent, { kind: 'COMPLAINT', communityId: places.heYuan, title: `停水 ${n}`, ...input }));
  }
  return made;
};
const commentsOf = async (client: TestClient, id: string): Promise<string[]> =>
  (
    await client.ok<{ ticket: { comments: { nodes: { body: string }[] } } }>(
      'query ($id: ID!) { ticket(id: $id) { comments { nodes { body visibility authorName } } } }',
      { id },
    )
  ).ticket.comments.nodes.map(({ body }) => body);
const told = async (key: string): Promise<number> => {
  await platform.runJobs();
  const [row] = await sqlOf(platform)<{ count: number }>(
    'SELECT count(*)::int AS count FROM atrium.notification WHERE type = $1',
    [key],
  );
  return row!.count;
};

describe('group complaints', () => {
  it('one answer reaches the customers of all, those who come later too, and meets what they were promised', async () => {
    const owner = await enterCustomer(agent, '许静', { contacts: [{ kind: 'EMAIL', value: 'xu@example.com' }] });
    const mine = await platform.as('CUSTOMER', { customer: owner.id });
    const [first, second, late] = await complaints(3, { customerId: owner.id });
    const incident = await open({ ticketIds: [first!.id, second!.id] });
    expect(incident).toMatchObject({ number: expect.stringMatching(/^I\d{4}-0001$/) as string, ticketCount: 2 });
    expect(clockOf(await read(agent, first!.id), 'FIRST_RESPONSE').metAt).toBeNull();
    const answered = await on('answerIncident', 'AnswerIncidentInput', {
      id: incident.id,
      body: '水泵在修，晚八点恢复',
    });
    expect(answered.answers).toMatchObject([{ body: '水泵在修，晚八点恢复', reached: 2 }]);
    for (const { id } of [first!, second!]) {
      const seen = await read(agent, id);
      expect(clockOf(seen, 'FIRST_RESPONSE').metAt).not.toBeNull();
      expect(seen.firstResponseAt).not.toBeNull();
      expect(seen.dueAt).not.toBeNull();
      expect(await commentsOf(mine, id)).toEqual(['水泵在修，晚八点恢复']);
    }
    expect(await commentsOf(mine, late!.id)).toEqual([]);
    const joined = await on('addToIncident', 'AddToIncidentInput', {
      id: incident.id,
      ticketIds: [late!.id, first!.id],
    });
    expect(joined.ticketCount).toBe(3);
    expect(await commentsOf(mine, late!.id)).toEqual(['水泵在修，晚八点恢复']);
    // Nobody reads it twice.
    expect(await commentsOf(mine, first!.id)).toHaveLength(1);
    expect(await told('ticket.answered')).toBe(3);
    const { ticket } = await agent.ok<{ ticket: { incident: { id: string } } }>(
      'query ($id: ID!) { ticket(id: $id) { incident { id } } }',
      { id: late!.id },
    );
    expect(ticket.incident.id).toBe(incident.id);
    await change(agent, 'takeFromIncident', 'TakeFromIncidentInput', { ticketId: late!.id }, 'ticket { id }');
    expect((await history(agent, late!.id)).map(({ kind }) => kind)).toEqual(['CREATED', 'INCIDENT', 'INCIDENT']);
    expect(await refusal(agent, 'takeFromIncident', 'TakeFromIncidentInput', { ticketId: late!.id })).toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('become a crisis at the threshold, once, also when many come at the same time', async () => {
    const roles = await roleIds(admin);
    const tickets = await complaints(6);
    const incident = await open({ threshold: 4, roleIds: [roles.QUALITY_INSPECTOR] });
    await platform.as('QUALITY_INSPECTOR');
    const before = await told('incident.escalated');
    await Promise.all(
      tickets.map(({ id }) => on('addToIncident', 'AddToIncidentInput', { id: incident.id, ticketIds: [id] })),
    );
    const { incident: now } = await agent.ok<{ incident: Incident }>(
      `query ($id: ID!) { incident(id: $id) { ${INCIDENT} } }`,
      { id: incident.id },
    );
    expect(now).toMatchObject({ ticketCount: 6, escalatedAt: expect.any(String) as string });
    const after = await told('incident.escalated');
    expect(after).toBeGreaterThan(before);
    const lower = await on('updateIncident', 'UpdateIncidentInput', { id: now.id, version: now.version, threshold: 2 });
    expect(lower.escalatedAt).toBe(now.escalatedAt);
    expect(await told('incident.escalated')).toBe(after);
    const listed = await agent.ok<{ incidents: { nodes: { id: string }[] } }>(
      '{ incidents(filter: { isEscalated: true }) { nodes { id } } }',
    );
    expect(listed.incidents.nodes).toEqual([{ id: incident.id }]);
  });

  it('are closed with an outcome, and then take nothing more', async () => {
    const [one] = await complaints(1);
    const { id, version } = await open({});
    const closed = await on('closeIncident', 'CloseIncidentInput', { id, version, outcome: '水泵已更换' });
    expect(closed).toMatchObject({ state: 'CLOSED', outcome: '水泵已更换' });
    for (const [mutation, type, input] of [
      ['addToIncident', 'AddToIncidentInput', { id, ticketIds: [one!.id] }],
      ['answerIncident', 'AnswerIncidentInput', { id, body: '晚了' }],
      ['closeIncident', 'CloseIncidentInput', { id, version: closed.version, outcome: '再关' }],
    ] as const) {
      expect([mutation, (await refusal(agent, mutation, type, { ...input })).code]).toEqual([mutation, 'CONFLICT']);
    }
  });

  it('are seen and worked on by who may', async () => {
    const [near] = await complaints(1);
    const [far] = await complaints(1, { communityId: places.jinGui });
    const incident = await open({});
    const add = (client: TestClient, ticketIds: string[]) =>
      refusal(client, 'addToIncident', 'AddToIncidentInput', { id: incident.id, ticketIds });
    expect(await add(agent, [far!.id])).toMatchObject({ fields: [{ code: 'ELSEWHERE' }] });
    expect(await add(technician, [near!.id])).toMatchObject({ code: 'FORBIDDEN' });
    expect(await add(stranger, [near!.id])).toMatchObject({ code: 'NOT_FOUND' });
    const elsewhere = await platform.as('SERVICE_AGENT', { communities: [platform.uuid(places.jinGui)] });
    expect(await add(elsewhere, [far!.id])).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(elsewhere, 'openIncident', 'OpenIncidentInput', { title: '全公司' })).toMatchObject({
      fields: [{ path: 'input.communityId', code: 'REQUIRED' }],
    });
    const wide = await open({ communityId: null, ticketIds: [near!.id, far!.id] });
    expect(wide.ticketCount).toBe(2);
  });
});

describe('what those above have to know', () => {
  it('is told to the roles named or to who dispatches, with a reason, and raises what is promised', async () => {
    const roles = await roleIds(admin);
    await platform.as('QUALITY_INSPECTOR');
    const [ticket] = await complaints(1);
    const input = { id: ticket!.id, version: 1, reason: 'MEDIA_EXPOSURE', note: '本地媒体已联系业主' };
    const more = { severity: 'CRITICAL', roleIds: [roles.QUALITY_INSPECTOR] };
    const raised = await change<{ ticket: Ticket }>(
      technician,
      'escalateTicket',
      'EscalateTicketInput',
      { ...input, ...more },
      'ticket { id severity version clocks { target minutes } }',
    );
    expect(raised.ticket.severity).toBe('CRITICAL');
    expect(raised.ticket.clocks).toContainEqual({ target: 'FIRST_RESPONSE', minutes: 15 });
    expect((await history(agent, ticket!.id)).at(-1)).toMatchObject({
      kind: 'RAISED',
      note: '本地媒体已联系业主',
      facts: { reason: 'MEDIA_EXPOSURE' },
    });
    // To both inspectors, and to nobody else.
    expect(await told('ticket.raised')).toBe(2);
    expect(await refusal(technician, 'escalateTicket', 'EscalateTicketInput', input)).toMatchObject({
      code: 'CONFLICT',
    });
    expect(await refusal(stranger, 'escalateTicket', 'EscalateTicketInput', input)).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('of the 12345 hotline goes to who dispatches at once', async () => {
    const before = await told('ticket.hotline');
    await take(admin, { communityId: places.heYuan, channel: 'HOTLINE_12345', authorityDueAt: '2099-01-01T00:00:00Z' });
    expect(await told('ticket.hotline')).toBeGreaterThan(before);
  });
});
