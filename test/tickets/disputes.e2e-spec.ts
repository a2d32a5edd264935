import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, enterRegister, type Register } from '../customers/support/register';
import { change, refusal } from '../identity/support';
import { assign, history, me, move, read, refusedMove, take, type Ticket } from './support';

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

const soon = (days: number): string => new Date(platform.clock.now().getTime() + days * 86_400_000).toISOString();
async function begun(kind: string): Promise<Ticket> {
  let ticket = await move(agent, await take(agent, { communityId: places.heYuan, kind, title: '违建' }), 'TRIAGED');
  ticket = await assign(agent, ticket, { assigneeId: await me(technician) });
  return move(technician, ticket, 'IN_PROGRESS');
}

describe('violations', () => {
  const STEPS = `ticket { id version deferredUntil violationSteps { kind note servedBy deadline remedied authority reference actorName } }`;
  type Stepped = { ticket: Ticket & { violationSteps: Record<string, unknown>[] } };
  const step = async (mutation: string, type: string, { id, version }: Ticket, input: object, client = technician) =>
    (await change<Stepped>(client, mutation, type, { id, version, ...input }, STEPS)).ticket;
  const refused = (mutation: string, type: string, { id, version }: Ticket, input: object, client = technician) =>
    refusal(client, mutation, type, { id, version, ...input });

  it('go from notice to deadline, re-inspection and the authority, and are resolved when remedied or reported', async () => {
    let ticket: Ticket = await begun('VIOLATION');
    const notice = { note: '擅自搭建阳光房，限期拆除', servedBy: 'IN_PERSON', deadline: soon(7) };
    const look = { remedied: false, note: '仍未拆除' };
    const report = { authority: '城管执法队', reference: 'CG-2026-18', note: '附照片' };
    expect(await refused('recordReinspection', 'RecordReinspectionInput', ticket, look)).toMatchObject({
      code: 'CONFLICT',
    });
    ticket = await step('serveViolationNotice', 'ServeViolationNoticeInput', ticket, notice);
    // It comes back when the time is over.
    expect(ticket.deferredUntil).toBe(notice.deadline);
    expect(await refusedMove(technician, ticket, 'RESOLVED')).toMatchObject({ code: 'CONFLICT' });
    expect(await refused('reportViolation', 'ReportViolationInput', ticket, report, agent)).toMatchObject({
      code: 'CONFLICT',
    });
    ticket = await step('recordReinspection', 'RecordReinspectionInput', ticket, look);
    expect(await refusedMove(technician, ticket, 'RESOLVED')).toMatchObject({ code: 'CONFLICT' });
    expect(await refused('reportViolation', 'ReportViolationInput', ticket, report)).toMatchObject({
      code: 'FORBIDDEN',
    });
    const reported = await step('reportViolation', 'ReportViolationInput', ticket, report, agent);
    expect(reported.violationSteps).toMatchObject([
      { kind: 'NOTICE', servedBy: 'IN_PERSON', deadline: notice.deadline },
      { kind: 'REINSPECTION', remedied: false },
      { kind: 'REPORT', authority: '城管执法队', reference: 'CG-2026-18' },
    ]);
    expect((await history(agent, ticket.id)).filter(({ kind }) => kind === 'VIOLATION')).toHaveLength(3);
    expect(await move(technician, reported, 'RESOLVED')).toMatchObject({ state: 'RESOLVED' });
  });

  it('that were remedied are resolved without the authority; a deadline lies ahead; others touch nothing', async () => {
    let ticket: Ticket = await begun('VIOLATION');
    const notice = { note: '高空抛物', servedBy: 'POSTED', deadline: soon(1) };
    expect(
      await refused('serveViolationNotice', 'ServeViolationNoticeInput', ticket, { ...notice, deadline: soon(-1) }),
    ).toMatchObject({ fields: [{ path: 'input.deadline', code: 'IN_THE_PAST' }] });
    expect(await refused('serveViolationNotice', 'ServeViolationNoticeInput', ticket, notice, stranger)).toMatchObject({
      code: 'NOT_FOUND',
    });
    ticket = await step('serveViolationNotice', 'ServeViolationNoticeInput', ticket, notice);
    ticket = await step('recordReinspection', 'RecordReinspectionInput', ticket, { remedied: true, note: '已整改' });
    expect(ticket.deferredUntil).toBeNull();
    const done = await move(technician, ticket, 'RESOLVED');
    expect(await refused('serveViolationNotice', 'ServeViolationNoticeInput', done, notice)).toMatchObject({
      code: 'CONFLICT',
    });
    const repair = await begun('REPAIR');
    expect(await refused('serveViolationNotice', 'ServeViolationNoticeInput', repair, notice)).toMatchObject({
      fields: [{ code: 'OTHER_KIND' }],
    });
    expect((await read(agent, repair.id)).version).toBe(repair.version);
  });
});

describe('mediation', () => {
  it('names the parties, keeps the meetings, and what was agreed', async () => {
    const upstairs = await enterCustomer(agent, '楼上住户');
    const ticket = await begun('MEDIATION');
    const shown = `ticket { mediationParties { name position customer { id } } mediationSessions { heldAt place mediatorName summary agreement } }`;
    const add = (input: object, client = technician) =>
      change(client, 'addMediationParty', 'AddMediationPartyInput', { ticketId: ticket.id, ...input }, shown);
    const session = { ticketId: ticket.id, heldAt: soon(-1), place: '物业会议室', summary: '双方陈述' };
    const held = (input: object = {}, client = technician) =>
      change<{ ticket: Record<string, unknown> }>(
        client,
        'recordMediationSession',
        'RecordMediationSessionInput',
        { ...session, ...input },
        shown,
      );
    const refusedSession = (input: object, client = technician) =>
      refusal(client, 'recordMediationSession', 'RecordMediationSessionInput', { ...session, ...input });
    await add({ customerId: upstairs.id, position: '夜间并未施工' });
    expect(await refusedSession({})).toMatchObject({ code: 'CONFLICT' });
    await add({ name: '楼下住户', position: '夜间噪音' });
    const twice = { ticketId: ticket.id, customerId: upstairs.id };
    expect(await refusal(technician, 'addMediationParty', 'AddMediationPartyInput', twice)).toMatchObject({
      code: 'CONFLICT',
    });
    expect(
      await refusal(technician, 'addMediationParty', 'AddMediationPartyInput', { ticketId: ticket.id }),
    ).toMatchObject({
      fields: [{ path: 'input.name', code: 'REQUIRED' }],
    });
    await held();
    const { ticket: seen } = await held({ summary: '达成一致', agreement: '二十二点后不施工', heldAt: soon(0) });
    expect(seen).toMatchObject({
      mediationParties: [
        { name: '楼上住户', customer: { id: upstairs.id } },
        { name: '楼下住户', customer: null },
      ],
      mediationSessions: [
        { summary: '双方陈述', agreement: null },
        { summary: '达成一致', agreement: '二十二点后不施工' },
      ],
    });
    expect(await refusedSession({ heldAt: soon(1) })).toMatchObject({ fields: [{ code: 'IN_THE_FUTURE' }] });
    expect(await refusedSession({}, stranger)).toMatchObject({ code: 'NOT_FOUND' });
    expect((await history(agent, ticket.id)).filter(({ kind }) => kind === 'MEDIATION')).toHaveLength(4);
  });
});
