import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import {
  enterCustomer,
  type Entered,
  enterRegister,
  type Register,
  startOccupancy,
} from '../customers/support/register';
import { change, refusal, sqlOf } from '../identity/support';
import { assign, history, me, move, read, refusedMove, take, type Ticket } from './support';

/** A Friday, 10:00 in Shanghai. */
const FRIDAY = new Date('2026-12-04T02:00:00Z');
const ADDRESS = 'chen@example.com';

let platform: TestPlatform;
let mailbox: Mailbox;
let admin: TestClient;
let agent: TestClient;
let inspector: TestClient;
let technician: TestClient;
let technicianId: string;
let places: Register;
let owner: Entered;
let customer: TestClient;

interface FollowUp {
  id: string;
  version: number;
  state: string;
  callReason: string | null;
  attempts: number;
  score: number | null;
  source: string | null;
}
const FOLLOW_UP = 'id version state callReason attempts score source callDueAt endedAt';

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url, CHANNEL_PUSH: 'none', CHANNEL_WECHAT: 'none' });
  platform.clock.freeze(FRIDAY);
  admin = await platform.as('ADMIN');
  places = await enterRegister(admin);
  owner = await enterCustomer(admin, '陈静', { contacts: [{ kind: 'EMAIL', value: ADDRESS }] });
  await startOccupancy(admin, owner, places.unit1101, 'OWNER');
  await signIn();
  // Nobody is spared in here.
  await change(
    admin,
    'updateSurveySettings',
    'UpdateSurveySettingsInput',
    { version: 0, fatigueInvitations: 100 },
    '__typename',
  );
  await platform.runSchedules();
  await platform.runJobs();
});
beforeEach(() => {
  mailbox.mails.length = 0;
});
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
});

/** Sessions of an earlier day are over. */
async function signIn(): Promise<void> {
  admin = await platform.as('ADMIN');
  agent = await platform.as('SERVICE_AGENT');
  inspector = await platform.as('QUALITY_INSPECTOR');
  technician = await platform.as('TECHNICIAN');
  technicianId = await me(technician);
  customer = await platform.as('CUSTOMER', { customer: owner.id });
}

/** Lets time pass, and done what it brings about. */
async function pass(by: Parameters<TestPlatform['clock']['advance']>[0]): Promise<void> {
  platform.clock.advance(by);
  await signIn();
  // The time of jobs is the database's: what is due by the test's clock becomes due.
  await sqlOf(platform)(
    `UPDATE pgboss.job SET start_after = now() WHERE name = 'surveys.inviteOne' AND state = 'created' AND start_after <= $1`,
    [platform.clock.now()],
  );
  await platform.runSchedules();
  await platform.runJobs();
}

async function resolved(input: Record<string, unknown> = {}): Promise<Ticket> {
  let ticket = await take(agent, { communityId: places.heYuan, ...input });
  ticket = await move(agent, ticket, 'TRIAGED');
  return resolve(ticket);
}
async function resolve(ticket: Ticket, told: Record<string, unknown> = {}): Promise<Ticket> {
  ticket = await assign(agent, ticket, { assigneeId: technicianId });
  ticket = await move(technician, ticket, 'IN_PROGRESS');
  ticket = await move(technician, ticket, 'RESOLVED', told);
  await platform.runJobs();
  return ticket;
}
const ofOwner = () => resolved({ customerId: owner.id, unitId: places.unit1101 });

async function followUps(ticketId: string): Promise<FollowUp[]> {
  const { ticket } = await admin.ok<{ ticket: { followUps: { nodes: FollowUp[] } } }>(
    `query ($id: ID!) { ticket(id: $id) { followUps { nodes { ${FOLLOW_UP} } } } }`,
    { id: ticketId },
  );
  return ticket.followUps.nodes;
}
const openOne = async (ticketId: string): Promise<FollowUp> =>
  (await followUps(ticketId)).find(({ state }) => state === 'CALL_BACK' || state === 'WAITING')!;

async function call(client: TestClient, { id, version }: FollowUp, input: Record<string, unknown>): Promise<Ticket> {
  return (
    await change<{ ticket: Ticket }>(
      client,
      'recordCallBack',
      'RecordCallBackInput',
      { id, version, ...input },
      'ticket { id version state severity reopenCount }',
    )
  ).ticket;
}

/** Answers the survey that was mailed last: its last page is sent, with what was said before. */
async function answer(answers: Record<string, unknown>): Promise<void> {
  const [here, said] = Object.entries(answers).at(-1)!;
  const url = /\/survey\/atr_v_[\w-]+/.exec(mailbox.last(ADDRESS).text ?? '')?.[0];
  expect(url).toBeDefined();
  const payload = new URLSearchParams({
    ...{ kept: JSON.stringify(answers), here, go: 'next' },
    [`q.${here}`]: String(said),
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await platform.http({ method: 'POST', url: url!, headers, payload })).statusCode).toBe(200);
  await platform.runJobs();
}
const surveys = (): number => mailbox.mails.filter(({ email }) => email.text?.includes('/survey/')).length;

it('the loop closes: asked, not content, called, reopened, done anew, content, closed', async () => {
  let ticket = await ofOwner();
  expect(await openOne(ticket.id)).toMatchObject({ state: 'WAITING' });
  expect(surveys()).toBe(0);
  await pass({ hours: 2 });
  expect(surveys()).toBe(1);
  await answer({ satisfaction: 1, why: '还在漏', speed: 3, manner: 4 });

  const due = await openOne(ticket.id);
  expect(due).toMatchObject({ state: 'CALL_BACK', callReason: 'DISSATISFIED', score: 1, source: 'SURVEY' });
  expect(await refusedMove(agent, await read(agent, ticket.id), 'CLOSED')).toMatchObject({
    code: 'CONFLICT',
    messageKey: 'ticket.callBackOpen',
  });
  const { inbox } = await agent.ok<{ inbox: { nodes: { type: string; aboutId: string }[] } }>(
    '{ inbox(first: 50) { nodes { type aboutId } } }',
  );
  expect(inbox.nodes).toContainEqual({ type: 'ticket.callBack', aboutId: ticket.id });
  // The answer shows what deals with it.
  const { surveyResponses } = await admin.ok<{ surveyResponses: { nodes: { followUpId: string; isLow: boolean }[] } }>(
    '{ surveyResponses(first: 1) { nodes { followUpId isLow } } }',
  );
  expect(surveyResponses.nodes).toEqual([{ followUpId: ticket.id, isLow: true }]);

  // Neither who had it nor a neighbour’s staff or another company makes the call.
  const doer = { id: due.id, version: due.version, outcome: 'SATISFIED' };
  expect(await refusal(technician, 'recordCallBack', 'RecordCallBackInput', doer)).toMatchObject({ code: 'FORBIDDEN' });
  const elsewhere = await platform.as('SERVICE_AGENT', { communities: [platform.uuid(places.jinGui)] });
  const stranger = await platform.as('ADMIN', { tenant: 'b' });
  for (const client of [elsewhere, stranger]) {
    expect(await refusal(client, 'recordCallBack', 'RecordCallBackInput', doer)).toMatchObject({ code: 'NOT_FOUND' });
  }
  expect(
    await refusal(agent, 'recordCallBack', 'RecordCallBackInput', { ...doer, outcome: 'DISSATISFIED' }),
  ).toMatchObject({ fields: [{ path: 'input.note', code: 'REQUIRED' }] });
  const reopened = await call(agent, due, { outcome: 'DISSATISFIED', note: '还在漏，很急', severity: 'MAJOR' });
  expect(reopened).toMatchObject({ state: 'REOPENED', severity: 'MAJOR', reopenCount: 1 });

  ticket = await resolve(await read(agent, ticket.id), {
    investigation: '阀门裂',
    cause: '老化',
    emergencyMeasure: '关总阀',
  });
  mailbox.mails.length = 0;
  await pass({ hours: 2 });
  await answer({ satisfaction: 5, speed: 5, manner: 5 });
  expect(await read(agent, ticket.id)).toMatchObject({ state: 'CLOSED' });
  expect((await followUps(ticket.id)).map(({ state }) => state).toSorted()).toEqual(['DISSATISFIED', 'SATISFIED']);
  const told = (await history(agent, ticket.id)).filter(({ kind }) => kind === 'FOLLOW_UP');
  expect(told.map(({ facts }) => Object.keys(facts)[0])).toEqual(['score', 'callBack', 'call', 'score']);
});

it('who does not answer is called, left in peace after some calls, and the ticket is closed after seven days', async () => {
  // Surveys to one person are limited by the day, too.
  await pass({ hours: 20 });
  const ticket = await ofOwner();
  await pass({ hours: 2 });
  expect(surveys()).toBe(1);
  await pass({ hours: 95 });
  const due = await openOne(ticket.id);
  expect(due).toMatchObject({ state: 'CALL_BACK', callReason: 'SILENT' });
  const { ticketFollowUps } = await agent.ok<{ ticketFollowUps: { nodes: { id: string }[] } }>(
    '{ ticketFollowUps(filter: { state: { eq: CALL_BACK } }) { nodes { id } } }',
  );
  expect(ticketFollowUps.nodes).toContainEqual({ id: due.id });
  for (let attempt = 0; attempt < 3; attempt++) {
    const { state } = await call(agent, await openOne(ticket.id), { outcome: 'NOT_REACHED' });
    expect(state).toBe('RESOLVED');
  }
  expect(await openOne(ticket.id)).toMatchObject({ state: 'WAITING', attempts: 3 });
  await pass({ hours: 70 });
  expect((await read(admin, ticket.id)).state).toBe('RESOLVED');
  await pass({ hours: 2 });
  expect((await read(admin, ticket.id)).state).toBe('CLOSED');
  expect((await followUps(ticket.id))[0]!.state).toBe('SILENT');
});

it('where nobody can be asked nobody is called; a ticket from before is not followed up', async () => {
  const ticket = await resolved({ title: '楼道灯坏' });
  await pass({ hours: 97 });
  expect(await openOne(ticket.id)).toMatchObject({ state: 'WAITING' });
  await pass({ hours: 72 });
  expect((await read(admin, ticket.id)).state).toBe('CLOSED');
});

it('customers rate what is theirs alone, once it is done; what they close themselves is heard', async () => {
  const RATE =
    'mutation ($input: RateMyTicketInput!) { rateMyTicket(input: $input) { ticket { state satisfaction } } }';
  const neighbour = await platform.as('CUSTOMER');
  const open = await take(agent, { customerId: owner.id, unitId: places.unit1101 });
  expect((await customer.fails(RATE, { input: { ticketId: open.id, score: 4 } })).extensions).toMatchObject({
    code: 'CONFLICT',
    messageKey: 'ticket.notDone',
  });
  const ticket = await ofOwner();
  const input = { ticketId: ticket.id, score: 2, comment: '地板没擦干' };
  expect((await neighbour.fails(RATE, { input })).extensions.code).toBe('NOT_FOUND');
  expect(await customer.ok(RATE, { input })).toEqual({
    rateMyTicket: { ticket: { state: 'RESOLVED', satisfaction: 2 } },
  });
  expect(await openOne(ticket.id)).toMatchObject({ state: 'CALL_BACK', callReason: 'DISSATISFIED', source: 'APP' });
  expect(await call(inspector, await openOne(ticket.id), { outcome: 'SATISFIED', score: 4 })).toMatchObject({
    state: 'CLOSED',
  });
  expect(await followUps(ticket.id)).toEqual([
    expect.objectContaining({ state: 'SATISFIED', score: 4, source: 'CALL' }),
  ]);

  const other = await ofOwner();
  await change(
    customer,
    'closeMyTicket',
    'EndMyTicketInput',
    { id: other.id, version: other.version },
    'ticket { state }',
  );
  expect(await followUps(other.id)).toEqual([expect.objectContaining({ state: 'SATISFIED', score: null })]);
  expect((await customer.fails(RATE, { input: { ticketId: other.id, score: 6 } })).extensions.code).toBe(
    'VALIDATION_FAILED',
  );
});

it('a low score of another survey opens a ticket that stands beside the answer', async () => {
  const { surveyTemplates } = await admin.ok<{ surveyTemplates: { nodes: { id: string; name: string }[] } }>(
    '{ surveyTemplates { nodes { id name } } }',
  );
  const templateId = surveyTemplates.nodes.find(({ name }) => name === '物业服务满意度')!.id;
  const started = { templateId, name: '入住', trigger: 'occupancy.movedIn' };
  await change(admin, 'startSurvey', 'StartSurveyInput', started, 'survey { id }');
  const startsOn = platform.clock.now().toISOString().slice(0, 10);
  await startOccupancy(admin, owner, places.unit1102, 'OWNER', { startsOn });
  await platform.runJobs();
  await answer({
    ...Object.fromEntries(
      ['repair', 'cleaning', 'security', 'greening', 'front_desk', 'billing'].map((code) => [code, 3]),
    ),
    ...{ satisfaction: 2, why: '吵', expected: 4, value: 3, image: 3, recommend: 1, comment: '无' },
  });
  const { tickets } = await admin.ok<{ tickets: { nodes: { id: string; title: string; kind: string }[] } }>(
    '{ tickets(filter: { channel: { eq: SURVEY } }) { nodes { id title kind } } }',
  );
  expect(tickets.nodes).toEqual([{ id: expect.any(String) as string, title: '低分评价：入住', kind: 'COMPLAINT' }]);
  const { surveyResponses } = await admin.ok<{ surveyResponses: { nodes: { followUpId: string }[] } }>(
    '{ surveyResponses(filter: { isLow: true }, first: 50) { nodes { followUpId } } }',
  );
  expect(surveyResponses.nodes.map(({ followUpId }) => followUpId)).toContain(tickets.nodes[0]!.id);
});

describe('quality control', () => {
  const DRAW = `mutation ($input: DrawQualityChecksInput!) { drawQualityChecks(input: $input) {
    drawnFrom checks { id version score ratedStaff { id } ticket { id } } } }`;
  type Drawn = {
    drawQualityChecks: { drawnFrom: number; checks: { id: string; version: number; ticket: { id: string } }[] };
  };
  const input = { from: '2026-12-01T00:00:00Z', to: '2027-02-01T00:00:00Z' };

  it('draws closed tickets at random, each once, and rates them apart from the customer', async () => {
    const far = await platform.as('QUALITY_INSPECTOR', { communities: [platform.uuid(places.jinGui)] });
    expect((await far.ok<Drawn>(DRAW, { input: { ...input, size: 9 } })).drawQualityChecks.drawnFrom).toBe(0);
    const first = (await inspector.ok<Drawn>(DRAW, { input: { ...input, size: 2 } })).drawQualityChecks;
    expect(first.checks).toHaveLength(2);
    const rest = (await inspector.ok<Drawn>(DRAW, { input: { ...input, size: 100 } })).drawQualityChecks;
    expect(rest.drawnFrom).toBe(first.drawnFrom - 2);
    const drawn = [...first.checks, ...rest.checks].map(({ ticket }) => ticket.id);
    expect(new Set(drawn).size).toBe(first.drawnFrom);
    const [check] = first.checks;
    const record = { id: check!.id, version: check!.version, score: 2 };
    expect(await refusal(inspector, 'recordQualityCheck', 'RecordQualityCheckInput', record)).toMatchObject({
      fields: [{ path: 'input.note', code: 'REQUIRED' }],
    });
    expect(await refusal(agent, 'recordQualityCheck', 'RecordQualityCheckInput', record)).toMatchObject({
      code: 'FORBIDDEN',
    });
    const noted = { ...record, note: '没有照片' };
    const done = await change<{ check: { score: number; checkerName: string } }>(
      inspector,
      'recordQualityCheck',
      'RecordQualityCheckInput',
      noted,
      'check { score note checkedAt checkerName }',
    );
    expect(done.check).toMatchObject({ score: 2 });
    expect(
      await refusal(inspector, 'recordQualityCheck', 'RecordQualityCheckInput', {
        ...noted,
        version: record.version + 1,
      }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'ticket.checked' });
  });
});
