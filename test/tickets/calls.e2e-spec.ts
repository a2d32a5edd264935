import { createHmac } from 'node:crypto';
import { registerTelephonyExchange, type CallReport } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, enterRegister, type Register } from '../customers/support/register';
import { change, refusal, sqlOf } from '../identity/support';
import { history, me, take } from './support';

const SECRET = 'a secret of the exchange';
/** An exchange as somebody else would connect one: plain bodies, signed by HMAC. */
registerTelephonyExchange({
  name: 'spec-exchange',
  read({ headers, body }, secret) {
    const signed = createHmac('sha256', secret).update(body).digest('hex');
    if (headers['x-signature'] !== signed) return null;
    const { at, ...rest } = JSON.parse(body.toString()) as Omit<CallReport, 'at'> & { at: string };
    return { ...rest, at: new Date(at) };
  },
});

let platform: TestPlatform;
let admin: TestClient;
let agent: TestClient;
let inspector: TestClient;
let stranger: TestClient;
let places: Register;

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  agent = await platform.as('SERVICE_AGENT');
  inspector = await platform.as('QUALITY_INSPECTOR');
  stranger = await platform.as('ADMIN', { tenant: 'b' });
  places = await enterRegister(admin);
});

afterAll(() => platform.close());

const CALL = `id version direction state number queue customer { id } ticket { id } agentName startedAt answeredAt endedAt
  seconds recordingUrl note score scoreNote scoredBy exchange`;
interface Call {
  id: string;
  version: number;
  state: string;
  number: string;
  customer: { id: string } | null;
  ticket: { id: string } | null;
  agentName: string | null;
  startedAt: string;
  answeredAt: string | null;
  seconds: number;
  score: number | null;
  exchange: string | null;
}
const log = async (client: TestClient, input: Record<string, unknown>): Promise<Call> =>
  (
    await change<{ call: Call }>(
      client,
      'logCall',
      'LogCallInput',
      { direction: 'INBOUND', seconds: 90, ...input },
      `call { ${CALL} }`,
    )
  ).call;

describe('calls that people enter', () => {
  it('find the customer by the number, stand on ticket and timeline, and are scored by others', async () => {
    const customer = await enterCustomer(agent, '董洁', { contacts: [{ kind: 'PHONE', value: '13600001111' }] });
    const ticket = await take(agent, { communityId: places.heYuan, customerId: customer.id });
    const call = await log(agent, {
      number: '136 0000 1111',
      ticketId: ticket.id,
      note: '催促维修进度',
      recordingUrl: 'https://records.example/1.mp3',
    });
    expect(call).toMatchObject({
      state: 'ENDED',
      number: '13600001111',
      customer: { id: customer.id },
      ticket: { id: ticket.id },
      seconds: 90,
      exchange: null,
    });
    expect(call.answeredAt).not.toBeNull();
    expect((await history(agent, ticket.id)).at(-1)).toMatchObject({ kind: 'CALL', note: '催促维修进度' });
    const onTicket = await agent.ok<{ ticket: { calls: { nodes: { id: string }[] } } }>(
      'query ($id: ID!) { ticket(id: $id) { calls { nodes { id } } } }',
      { id: ticket.id },
    );
    expect(onTicket.ticket.calls.nodes).toEqual([{ id: call.id }]);
    const { customer: seen } = await agent.ok<{
      customer: { calls: { totalCount: number }; timeline: { nodes: { kind: string; title: string }[] } };
    }>(
      'query ($id: ID!) { customer(id: $id) { calls { totalCount } timeline(first: 20) { nodes { kind title summary } } } }',
      { id: customer.id },
    );
    expect(seen.calls.totalCount).toBe(1);
    expect(seen.timeline.nodes).toContainEqual({
      kind: 'PHONE_CALL',
      title: '客户来电，2 分钟',
      summary: '催促维修进度',
    });
    const score = { id: call.id, version: call.version, score: 4, note: '礼貌，记录完整' };
    expect(await refusal(agent, 'scoreCall', 'ScoreCallInput', score)).toMatchObject({ code: 'FORBIDDEN' });
    const scored = await change<{ call: Call }>(
      inspector,
      'scoreCall',
      'ScoreCallInput',
      score,
      'call { id version score scoredBy number }',
    );
    expect(scored.call).toMatchObject({ score: 4, number: '136****1111' });
    expect(await refusal(inspector, 'scoreCall', 'ScoreCallInput', score)).toMatchObject({ code: 'CONFLICT' });
    const own = await log(admin, { number: '13600001111' });
    expect(
      await refusal(admin, 'scoreCall', 'ScoreCallInput', { id: own.id, version: own.version, score: 5 }),
    ).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'call.own',
    });
  });

  it('are linked later, and refused where they cannot be', async () => {
    const other = await enterCustomer(agent, '某人', { contacts: [{ kind: 'PHONE', value: '13600002222' }] });
    const theirs = await take(agent, { communityId: places.heYuan, customerId: other.id });
    const call = await log(agent, { number: '02155556666', seconds: 0 });
    expect(call).toMatchObject({ customer: null, answeredAt: null });
    const linked = await change<{ call: Call }>(
      agent,
      'updateCall',
      'UpdateCallInput',
      { id: call.id, version: call.version, ticketId: theirs.id },
      `call { ${CALL} }`,
    );
    // The ticket says whose it is.
    expect(linked.call).toMatchObject({ ticket: { id: theirs.id }, customer: { id: other.id } });
    const refused = (input: Record<string, unknown>, client = agent) =>
      refusal(client, 'logCall', 'LogCallInput', { direction: 'INBOUND', seconds: 1, number: '13600002222', ...input });
    const somebody = await enterCustomer(agent, '另一人');
    expect(await refused({ customerId: somebody.id, ticketId: theirs.id })).toMatchObject({
      fields: [{ code: 'OTHER_CUSTOMER' }],
    });
    expect(await refused({ recordingUrl: 'javascript:alert(1)' })).toMatchObject({
      fields: [{ code: 'NOT_AN_ADDRESS' }],
    });
    expect(await refused({ startedAt: '2999-01-01T00:00:00Z' })).toMatchObject({ fields: [{ code: 'IN_THE_FUTURE' }] });
    expect(await refused({ ticketId: theirs.id }, stranger)).toMatchObject({ code: 'NOT_FOUND' });
    const technician = await platform.as('TECHNICIAN');
    expect(await refused({}, technician)).toMatchObject({ code: 'FORBIDDEN' });
    const { phoneCalls } = await stranger.ok<{ phoneCalls: { nodes: unknown[] } }>('{ phoneCalls { nodes { id } } }');
    expect(phoneCalls.nodes).toEqual([]);
  });
});

describe('an exchange', () => {
  let started: Date;
  const tell = (
    report: Record<string, unknown>,
    { secret = SECRET, slug = platform.tenants.a.slug, name = 'spec-exchange' } = {},
  ) => {
    const body = JSON.stringify({ direction: 'INBOUND', queue: '报修', agent: null, number: '13600003333', ...report });
    return platform.http({
      method: 'POST',
      url: `/hooks/telephony/${slug}/${name}`,
      headers: {
        'content-type': 'application/json',
        'x-signature': createHmac('sha256', secret).update(body).digest('hex'),
      },
      payload: body,
    });
  };
  const at = (seconds: number): string => new Date(started.getTime() + seconds * 1000).toISOString();
  const callsOf = async (): Promise<Call[]> =>
    (
      await agent.ok<{ phoneCalls: { nodes: Call[] } }>(`{ phoneCalls(first: 50) { nodes { ${CALL} } } }`)
    ).phoneCalls.nodes.filter(({ exchange }) => exchange !== null);

  beforeAll(async () => {
    started = new Date(platform.clock.now().getTime() - 60_000);
    const input = { exchange: 'spec-exchange', secret: SECRET };
    expect(await refusal(agent, 'setTelephonyExchange', 'SetTelephonyExchangeInput', input)).toMatchObject({
      code: 'FORBIDDEN',
    });
    const set = await change<{ exchange: object }>(
      admin,
      'setTelephonyExchange',
      'SetTelephonyExchangeInput',
      input,
      'exchange { exchange isEnabled reportPath }',
    );
    expect(set.exchange).toEqual({
      exchange: 'spec-exchange',
      isEnabled: true,
      reportPath: `/hooks/telephony/${platform.tenants.a.slug}/spec-exchange`,
    });
  });

  it('tells who is calling while it rings, with what is open for them', async () => {
    const customer = await enterCustomer(agent, '来电人', { contacts: [{ kind: 'PHONE', value: '13600003333' }] });
    const open = await take(agent, { communityId: places.heYuan, customerId: customer.id });
    const [{ email }] = (await sqlOf(platform)<{ email: string }>('SELECT email FROM atrium.staff WHERE id = $1', [
      platform.uuid(await me(agent)),
    ])) as [{ email: string }];
    type Screen = { incomingCall: { call: Call | null; openTickets: { id: string }[] } };
    const socket = await platform.socket(agent);
    const subscription = await socket.subscribe<Screen>(
      `subscription { incomingCall { call { ${CALL} } openTickets { id } } }`,
    );
    const next = async () => (await subscription.next()).data!.incomingCall;
    expect(await next()).toEqual({ call: null, openTickets: [] });
    expect((await tell({ callId: 'c-1', event: 'RINGING', agent: email, at: at(0) })).statusCode).toBe(200);
    const ringing = await next();
    expect(ringing).toMatchObject({
      call: { state: 'RINGING', customer: { id: customer.id } },
      openTickets: [{ id: open.id }],
    });
    const { callQueues } = await agent.ok<{ callQueues: Record<string, unknown>[] }>(
      '{ callQueues { name waiting longestWaitSeconds talking answered missed } }',
    );
    expect(callQueues).toContainEqual({
      name: '报修',
      waiting: 1,
      longestWaitSeconds: expect.any(Number) as number,
      talking: 0,
      answered: 0,
      missed: 0,
    });
    await tell({ callId: 'c-1', event: 'ANSWERED', agent: email, at: at(12) });
    expect((await next()).call).toMatchObject({ state: 'TALKING' });
    const end = {
      callId: 'c-1',
      event: 'ENDED',
      agent: email,
      at: at(50),
      seconds: 38,
      recordingUrl: 'https://r.example/c-1',
    };
    await tell(end);
    expect((await next()).call).toBeNull();
    await socket.close();
    const [call] = await callsOf();
    expect(call).toMatchObject({
      state: 'ENDED',
      seconds: 38,
      startedAt: at(0),
      answeredAt: at(12),
      recordingUrl: 'https://r.example/c-1',
      customer: { id: customer.id },
    });
  });

  it('may tell things twice and in any order, and counts what nobody answered', async () => {
    const end = { callId: 'c-2', event: 'ENDED', number: '13600009999', at: at(20), seconds: 0 };
    await tell(end);
    await tell({ callId: 'c-2', event: 'RINGING', number: '13600009999', at: at(5) });
    await tell(end);
    const [call] = (await callsOf()).filter(({ number }) => number === '13600009999');
    expect(call).toMatchObject({ state: 'ENDED', startedAt: at(5), answeredAt: null, customer: null });
    expect((await callsOf()).filter(({ number }) => number === '13600009999')).toHaveLength(1);
    const { callQueues } = await agent.ok<{
      callQueues: { name: string; missed: number; answered: number; waiting: number }[];
    }>('{ callQueues { name waiting answered missed } }');
    expect(callQueues.find(({ name }) => name === '报修')).toMatchObject({ waiting: 0, answered: 1, missed: 1 });
  });

  it('is believed by its signature with the company’s secret alone', async () => {
    const report = { callId: 'c-9', event: 'RINGING', number: '13600008888', at: at(0) };
    const before = (await callsOf()).length;
    const { b } = platform.tenants;
    for (const how of [
      { secret: 'another secret!!' },
      { slug: b.slug },
      { slug: 'nobody-here' },
      { name: 'no-such' },
    ]) {
      expect([how, (await tell(report, how)).statusCode]).toEqual([how, 401]);
    }
    await change(
      admin,
      'setTelephonyExchange',
      'SetTelephonyExchangeInput',
      { exchange: 'spec-exchange', isEnabled: false },
      'exchange { isEnabled }',
    );
    expect((await tell(report)).statusCode).toBe(401);
    expect(await callsOf()).toHaveLength(before);
    expect(
      await refusal(admin, 'setTelephonyExchange', 'SetTelephonyExchangeInput', { exchange: 'sandbox' }),
    ).toMatchObject({ fields: [{ path: 'input.secret', code: 'REQUIRED' }] });
  });
});
