import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import {
  enterCustomer,
  type Entered,
  enterRegister,
  type Register,
  startOccupancy,
} from '../customers/support/register';
import { change, roleIds } from '../identity/support';
import { assign, comment, me, move, read, take, update } from './support';

/** A Friday, 10:00 in Shanghai. */
const FRIDAY = new Date('2026-12-04T02:00:00Z');
const ADDRESS = 'chen@example.com';

let platform: TestPlatform;
let mailbox: Mailbox;
let admin: TestClient;
let agent: TestClient;
let technician: TestClient;
let technicianId: string;
let places: Register;
let owner: Entered;
let customer: TestClient;

interface Message {
  type: string;
  title: string;
  body: string;
  aboutId: string | null;
}

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url, CHANNEL_PUSH: 'none', CHANNEL_WECHAT: 'none' });
  platform.clock.freeze(FRIDAY);
  admin = await platform.as('ADMIN');
  agent = await platform.as('SERVICE_AGENT');
  technician = await platform.as('TECHNICIAN');
  technicianId = await me(technician);
  places = await enterRegister(admin);
  owner = await enterCustomer(admin, '陈静', { contacts: [{ kind: 'EMAIL', value: ADDRESS }] });
  await startOccupancy(admin, owner, places.unit1101, 'OWNER');
  customer = await platform.as('CUSTOMER', { customer: owner.id });
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

/** Kinds of messages about a ticket in somebody's app, oldest first, without the context's name. */
async function told(client: TestClient, ticketId: string): Promise<string[]> {
  return (await messages(client, ticketId)).map(({ type }) => type.replace('ticket.', ''));
}
async function messages(client: TestClient, ticketId: string): Promise<Message[]> {
  const { inbox } = await client.ok<{ inbox: { nodes: Message[] } }>(
    '{ inbox(first: 100) { nodes { type title body aboutId } } }',
  );
  return inbox.nodes.filter(({ aboutId }) => aboutId === ticketId).reverse();
}
const ofOwner = (input: Record<string, unknown> = {}) =>
  take(agent, { customerId: owner.id, unitId: places.unit1101, ...input });
const subjects = (): (string | undefined)[] => mailbox.mails.map(({ email }) => email.subject);

/** Lets time pass, and done what it brings about. */
async function pass(by: Parameters<TestPlatform['clock']['advance']>[0]): Promise<void> {
  platform.clock.advance(by);
  await platform.runSchedules();
  await platform.runJobs();
}

it('a customer hears of each step, by mail and in the app, and nobody else does', async () => {
  const neighbour = await platform.as('CUSTOMER');
  const elsewhere = await platform.as('ADMIN', { tenant: 'b' });
  let ticket = await ofOwner({ title: '卫生间漏水' });
  ticket = await move(agent, ticket, 'TRIAGED');
  ticket = await assign(agent, ticket, { assigneeId: technicianId });
  ticket = await move(technician, ticket, 'IN_PROGRESS');
  await comment(technician, ticket.id, '业主投诉过两次', 'INTERNAL');
  await comment(technician, ticket.id, '师傅下午两点上门', 'CUSTOMER');
  ticket = await read(agent, ticket.id);
  ticket = await update(agent, ticket, { promisedAt: '2026-12-04T06:00:00Z' });
  ticket = await move(technician, ticket, 'ON_HOLD', { note: '等配件', holdReason: 'MATERIAL' });
  ticket = await move(technician, ticket, 'IN_PROGRESS');
  ticket = await move(technician, ticket, 'RESOLVED');
  await platform.runJobs();

  const heard = ['received', 'begun', 'answered', 'promised', 'waits', 'begun', 'resolved'];
  expect((await told(customer, ticket.id)).toSorted()).toEqual(heard.toSorted());
  const all = await messages(customer, ticket.id);
  expect(all.find(({ type }) => type === 'ticket.answered')).toMatchObject({
    title: `您的工单 ${ticket.number} 有新回复`,
    body: expect.stringContaining('师傅下午两点上门') as string,
  });
  expect(JSON.stringify(all)).not.toContain('投诉过');
  expect(mailbox.mails.every(({ to }) => to.includes(ADDRESS))).toBe(true);
  expect(subjects()).toContain(`您的工单 ${ticket.number} 已办结`);
  expect(subjects()).toContain(`您的工单 ${ticket.number}：承诺于 2026年12月4日 14:00 前完成`);
  expect(await told(neighbour, ticket.id)).toEqual([]);
  expect(await told(elsewhere, ticket.id)).toEqual([]);

  // What somebody does themselves is no news to them.
  await change(
    customer,
    'reopenMyTicket',
    'ReopenMyTicketInput',
    { id: ticket.id, version: ticket.version, note: '还漏' },
    'ticket { id }',
  );
  await platform.runJobs();
  expect(await told(customer, ticket.id)).toHaveLength(heard.length);
  expect((await told(technician, ticket.id)).toSorted()).toEqual(['reopenedForStaff', 'yours']);
});

it('staff hear of what concerns them: given, written, put off and back; an emergency at once', async () => {
  const observer = await platform.as('QUALITY_INSPECTOR');
  let ticket = await move(agent, await ofOwner(), 'TRIAGED');
  ticket = await assign(agent, ticket, { assigneeId: technicianId });
  await change(observer, 'followTicket', 'FollowTicketInput', { ticketId: ticket.id, observe: true }, 'ticket { id }');
  const words = { ticketId: ticket.id, body: '我下午在家' };
  await change(customer, 'commentOnMyTicket', 'CommentOnMyTicketInput', words, 'comment { id }');
  await change(
    agent,
    'deferTicket',
    'DeferTicketInput',
    { id: ticket.id, version: ticket.version, until: '2026-12-04T02:30:00Z', note: '约时间' },
    'ticket { id }',
  );
  await pass({ minutes: 31 });
  expect((await told(technician, ticket.id)).toSorted()).toEqual(['back', 'noted', 'yours']);
  expect((await told(observer, ticket.id)).toSorted()).toEqual(['back', 'noted']);
  // The one who gave it is not told of the giving.
  expect(await told(agent, ticket.id)).toEqual([]);

  const limited = await platform.as('DISPATCHER', { communities: [platform.uuid(places.jinGui)] });
  const dispatcher = await platform.as('DISPATCHER', { communities: [platform.uuid(places.heYuan)] });
  const emergency = await take(agent, { communityId: places.heYuan, kind: 'EMERGENCY', title: '燃气泄漏' });
  const asked = await take(agent, { communityId: places.heYuan, managerAsked: true });
  await platform.runJobs();
  expect(await told(dispatcher, emergency.id)).toEqual(['emergency']);
  expect(await told(dispatcher, asked.id)).toEqual(['managerAsked']);
  expect(await told(limited, emergency.id)).toEqual([]);
});

it('warnings, breaches and escalations reach those who can act; a broken promise brings an apology', async () => {
  const roles = await roleIds(admin);
  await change(
    admin,
    'createSlaPolicy',
    'CreateSlaPolicyInput',
    {
      name: '投诉一小时',
      kind: 'COMPLAINT',
      resolutionMinutes: 60,
      ladder: [{ target: 'RESOLUTION', percent: 100, roleIds: [roles.QUALITY_INSPECTOR] }],
    },
    'slaPolicy { id }',
  );
  const inspector = await platform.as('QUALITY_INSPECTOR');
  const outOfSight = await platform.as('QUALITY_INSPECTOR', { communities: [platform.uuid(places.jinGui)] });
  let ticket = await ofOwner({ kind: 'COMPLAINT', promisedAt: '2026-12-04T03:30:00Z' });
  ticket = await move(agent, ticket, 'TRIAGED');
  ticket = await assign(agent, ticket, { assigneeId: technicianId });
  await pass({ minutes: 46 });
  expect((await told(technician, ticket.id)).toSorted()).toEqual(['warned', 'yours']);
  await pass({ minutes: 61 });
  expect((await told(technician, ticket.id)).toSorted()).toEqual(['breached', 'breached', 'warned', 'yours']);
  expect(await told(inspector, ticket.id)).toEqual(['escalated']);
  expect(await told(outOfSight, ticket.id)).toEqual([]);
  expect(await told(customer, ticket.id)).toContain('apology');
  expect(subjects()).toContain(`非常抱歉，您的工单 ${ticket.number} 未能按时完成`);
  // However often the planner looks.
  await pass({ minutes: 5 });
  expect((await told(customer, ticket.id)).filter((type) => type === 'apology')).toHaveLength(1);
});
