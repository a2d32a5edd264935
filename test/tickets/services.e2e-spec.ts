import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import {
  enterCustomer,
  type Entered,
  enterRegister,
  type Register,
  startOccupancy,
} from '../customers/support/register';
import { cny, createFeeItem, ledgerProblems } from '../fees/support/fees';
import { change, refusal, roleIds } from '../identity/support';
import { assign, history, me, move, read, refusedMove, take, type Ticket } from './support';

/** A Friday, 10:00 in Shanghai. */
const FRIDAY = new Date('2026-12-04T02:00:00Z');

let platform: TestPlatform;
let admin: TestClient;
let agent: TestClient;
let technician: TestClient;
let technicianId: string;
let finance: TestClient;
let places: Register;
let owner: Entered;
let customer: TestClient;
let neighbour: TestClient;
let stranger: TestClient;

beforeAll(async () => {
  platform = await createTestPlatform();
  platform.clock.freeze(FRIDAY);
  admin = await platform.as('ADMIN');
  agent = await platform.as('SERVICE_AGENT');
  technician = await platform.as('TECHNICIAN');
  technicianId = await me(technician);
  finance = await platform.as('FINANCE_MANAGER');
  stranger = await platform.as('ADMIN', { tenant: 'b' });
  places = await enterRegister(admin);
  owner = await enterCustomer(admin, '陈静');
  await startOccupancy(admin, owner, places.unit1101, 'OWNER');
  customer = await platform.as('CUSTOMER', { customer: owner.id });
  neighbour = await platform.as('CUSTOMER');
});
afterAll(() => platform?.close());

const ofOwner = (input: Record<string, unknown> = {}): Promise<Ticket> =>
  take(agent, { customerId: owner.id, unitId: places.unit1101, ...input });
const begun = async (input: Record<string, unknown> = {}): Promise<Ticket> => {
  const ticket = await move(agent, await ofOwner(input), 'TRIAGED');
  return move(technician, await assign(agent, ticket, { assigneeId: technicianId }), 'IN_PROGRESS');
};

describe('paid services', () => {
  interface Quotation {
    id: string;
    version: number;
    state: string;
    amount: { amount: string };
    finalAmount: { amount: string } | null;
    lines: { id: string; description: string; amount: { amount: string }; used: string | null }[];
    charges: { id: string; kind: string; amount: { amount: string }; tax: { amount: string }; dueOn: string }[];
  }
  const SHOWN = `id version state amount { amount } finalAmount { amount }
    lines { id description unit amount { amount } quantity used }`;
  const CHARGES = 'charges { id kind amount { amount } tax { amount } dueOn customer { id } unit { id } }';
  let labourItem: string;
  let materialItem: string;
  let labour: string;
  let valve: string;

  const entry = async (input: Record<string, unknown>): Promise<string> =>
    (
      await change<{ serviceItem: { id: string } }>(
        admin,
        'createServiceItem',
        'CreateServiceItemInput',
        input,
        'serviceItem { id version }',
      )
    ).serviceItem.id;
  const step = async (
    client: TestClient,
    mutation: string,
    type: string,
    input: Record<string, unknown>,
  ): Promise<Quotation> =>
    (await change<{ quotation: Quotation }>(client, mutation, type, input, `quotation { ${SHOWN} }`)).quotation;
  const quote = (ticket: Ticket, lines: object[]): Promise<Quotation> =>
    step(agent, 'createQuotation', 'CreateQuotationInput', {
      ...{ ticketId: ticket.id, lines },
      validUntil: '2026-12-10T00:00:00Z',
    });
  const id = ({ id: one, version }: Quotation) => ({ id: one, version });
  const seen = async (client: TestClient, ticketId: string, more = ''): Promise<Quotation[]> =>
    (
      await client.ok<{ ticket: { quotations: { nodes: Quotation[] } } }>(
        `query ($id: ID!) { ticket(id: $id) { quotations { nodes { ${SHOWN} ${more} } } } }`,
        { id: ticketId },
      )
    ).ticket.quotations.nodes;

  beforeAll(async () => {
    const due = { kind: 'DAYS_AFTER_BILLING', days: 7 };
    labourItem = await createFeeItem(admin, { formula: 'FIXED', taxRate: '0.06', due });
    materialItem = await createFeeItem(admin, { formula: 'FIXED', taxRate: '0.13', due });
    labour = await entry({ name: '水工', kind: 'LABOUR', unit: '小时', price: cny('80'), feeItemId: labourItem });
    valve = await entry({ name: '球阀', kind: 'MATERIAL', unit: '个', price: cny('35.5'), feeItemId: materialItem });
  });

  it('the price list is for everybody to see, and the whole company’s to change', async () => {
    const LIST = '{ serviceItems { nodes { name kind unit price { amount currency } isActive } } }';
    const list = await customer.ok<{ serviceItems: { nodes: object[] } }>(LIST);
    expect(list.serviceItems.nodes).toEqual([
      { name: '球阀', kind: 'MATERIAL', unit: '个', price: cny('35.50'), isActive: true },
      { name: '水工', kind: 'LABOUR', unit: '小时', price: cny('80.00'), isActive: true },
    ]);
    expect(await stranger.ok(LIST)).toEqual({ serviceItems: { nodes: [] } });
    const again = { name: '水工', kind: 'LABOUR', unit: '小时', price: cny('90'), feeItemId: labourItem };
    expect(await refusal(admin, 'createServiceItem', 'CreateServiceItemInput', again)).toMatchObject({
      code: 'CONFLICT',
      fields: [{ path: 'input.name' }],
    });
    expect(
      await refusal(admin, 'createServiceItem', 'CreateServiceItemInput', { ...again, name: 'x', price: cny('-1') }),
    ).toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('are offered, accepted, done, confirmed by the customer and charged; nothing before its time', async () => {
    const ticket = await begun({ kind: 'SERVICE', title: '换阀门' });
    let quotation = await quote(ticket, [
      { serviceItemId: labour, quantity: '1.333' },
      { serviceItemId: valve, quantity: '2' },
      {
        ...{ kind: 'MATERIAL', feeItemId: materialItem, description: '生料带', unit: '卷' },
        ...{ unitPrice: cny('3'), quantity: '1' },
      },
    ]);
    // 80.00 × 1.333 = 106.64; 35.50 × 2 = 71.00; 3.00
    expect(quotation.amount.amount).toBe('180.64');
    expect(await seen(customer, ticket.id)).toEqual([]);
    expect(await refusal(agent, 'completeService', 'CompleteServiceInput', id(quotation))).toMatchObject({
      code: 'INVALID_TRANSITION',
      allowed: ['OFFERED', 'WITHDRAWN'],
    });
    quotation = await step(agent, 'offerQuotation', 'QuotationIdInput', id(quotation));
    const yes = { ...id(quotation), accept: true };
    expect(await refusal(neighbour, 'decideQuotation', 'DecideQuotationInput', yes)).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await refusal(stranger, 'decideQuotation', 'DecideQuotationInput', yes)).toMatchObject({
      code: 'NOT_FOUND',
    });
    // Staff who say yes for a customer tell how they know.
    expect(await refusal(agent, 'decideQuotation', 'DecideQuotationInput', yes)).toMatchObject({
      fields: [{ path: 'input.note', code: 'REQUIRED' }],
    });
    quotation = await step(customer, 'decideQuotation', 'DecideQuotationInput', yes);
    expect(quotation.state).toBe('ACCEPTED');
    expect(await refusedMove(technician, await read(agent, ticket.id), 'RESOLVED')).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'ticket.serviceOpen',
    });
    const used = (quantity: string) => ({ ...id(quotation), used: [{ lineId: quotation.lines[1]!.id, quantity }] });
    expect(await refusal(technician, 'completeService', 'CompleteServiceInput', used('2.5'))).toMatchObject({
      fields: [{ path: 'input.used.0.quantity', code: 'MORE_THAN_OFFERED' }],
    });
    quotation = await step(technician, 'completeService', 'CompleteServiceInput', used('1'));
    expect(quotation).toMatchObject({ state: 'DONE', finalAmount: { amount: '145.14' } });
    // Who objects has it taken up again.
    quotation = await step(customer, 'confirmService', 'DecideQuotationInput', {
      ...id(quotation),
      ...{ accept: false, note: '少换一个' },
    });
    expect(quotation).toMatchObject({ state: 'ACCEPTED', finalAmount: null });
    quotation = await step(technician, 'completeService', 'CompleteServiceInput', used('2'));
    quotation = await step(customer, 'confirmService', 'DecideQuotationInput', { ...id(quotation), accept: true });
    expect(quotation).toMatchObject({ state: 'CONFIRMED', finalAmount: { amount: '180.64' } });
    await platform.runJobs();

    const [charged] = await seen(admin, ticket.id, CHARGES);
    expect(charged!.state).toBe('CHARGED');
    // 106.64 × 6 / 106 = 6.04; 74.00 × 13 / 113 = 8.51; due a week later.
    const common = { kind: 'SERVICE', dueOn: '2026-12-11', customer: { id: owner.id }, unit: { id: places.unit1101 } };
    expect(charged!.charges.toSorted((a, b) => (a.amount.amount < b.amount.amount ? -1 : 1))).toEqual([
      { id: expect.any(String) as string, amount: { amount: '106.64' }, tax: { amount: '6.04' }, ...common },
      { id: expect.any(String) as string, amount: { amount: '74.00' }, tax: { amount: '8.51' }, ...common },
    ]);
    const theirs = await customer.ok<{ charges: { nodes: object[] } }>(
      '{ charges { nodes { kind outstanding { amount } } } }',
    );
    expect(theirs.charges.nodes).toHaveLength(2);
    expect(await ledgerProblems(platform)).toEqual([]);
    await move(technician, await read(agent, ticket.id), 'RESOLVED');
    const told = (await history(agent, ticket.id)).filter(({ kind }) => kind === 'SERVICE');
    expect(told.map(({ facts }) => facts.to)).toEqual([
      ...['OFFERED', 'ACCEPTED', 'DONE', 'ACCEPTED', 'DONE', 'CONFIRMED'],
    ]);
  });

  it('of a ticket without a customer, past their time, or with wrong lines are refused by field', async () => {
    const nobody = await take(agent, { communityId: places.heYuan });
    const line = { serviceItemId: labour, quantity: '1' };
    const input = { ticketId: nobody.id, lines: [line], validUntil: '2026-12-10T00:00:00Z' };
    const refusedQuote = (changes: object) =>
      refusal(agent, 'createQuotation', 'CreateQuotationInput', { ...input, ...changes });
    expect(await refusedQuote({})).toMatchObject({ code: 'CONFLICT', messageKey: 'ticket.nobodyPays' });
    const ticketId = (await ofOwner()).id;
    expect(await refusedQuote({ ticketId, validUntil: '2026-12-01T00:00:00Z' })).toMatchObject({
      fields: [{ path: 'input.validUntil', code: 'IN_THE_PAST' }],
    });
    expect(await refusedQuote({ ticketId, lines: [{ ...line, quantity: '0' }] })).toMatchObject({
      fields: [{ path: 'input.lines.0.quantity', code: 'OUT_OF_RANGE' }],
    });
    expect(await refusedQuote({ ticketId, lines: [{ quantity: '1' }] })).toMatchObject({
      fields: [{ path: 'input.lines.0.feeItemId', code: 'REQUIRED' }],
    });
    let late = await quote(await read(agent, ticketId), [line]);
    late = await step(agent, 'offerQuotation', 'QuotationIdInput', id(late));
    platform.clock.freeze(new Date('2026-12-10T00:00:00Z'));
    const again = await platform.as('CUSTOMER', { customer: owner.id });
    expect(
      await refusal(again, 'decideQuotation', 'DecideQuotationInput', { ...id(late), accept: true }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'ticket.quotationOver' });
    platform.clock.freeze(FRIDAY);
  });
});

describe('amends', () => {
  const SHOWN = 'recovery { id version state kind form requesterName deciderName amount { amount } }';
  interface Recovery {
    id: string;
    version: number;
    state: string;
  }
  const make = async (client: TestClient, ticketId: string, input: Record<string, unknown>): Promise<Recovery> =>
    (
      await change<{ recovery: Recovery }>(
        client,
        'makeAmends',
        'MakeAmendsInput',
        { ticketId, kind: 'COMPENSATION', words: '给您添麻烦了', reason: '两次未修好', ...input },
        SHOWN,
      )
    ).recovery;
  const credit = (amount: string) => ({ compensation: { form: 'CREDIT', amount: cny(amount) } });

  beforeAll(async () => {
    const id = (await roleIds(admin)).SERVICE_AGENT!;
    const { role } = await admin.ok<{ role: { version: number } }>('query ($id: ID!) { role(id: $id) { version } }', {
      id,
    });
    const compensation = { perTicket: cny('50'), perMonth: cny('100') };
    await change(admin, 'updateRole', 'UpdateRoleInput', { id, version: role.version, compensation }, 'role { id }');
  });

  it('within one’s limits are made at once and posted; the customer reads what is said', async () => {
    const ticket = await ofOwner();
    await make(agent, ticket.id, { kind: 'APOLOGY', words: '非常抱歉' });
    expect(await make(agent, ticket.id, credit('30'))).toMatchObject({ state: 'MADE' });
    // 30 + 21 are more than 50 for one ticket.
    expect(await make(agent, ticket.id, credit('21'))).toMatchObject({ state: 'REQUESTED' });
    const { ticket: theirs } = await customer.ok<{
      ticket: { recoveries: { nodes: object[] }; comments: { nodes: { body: string }[] } };
    }>(
      `query ($id: ID!) { ticket(id: $id) { recoveries { nodes { kind form amount { amount } words } }
        comments { nodes { body } } } }`,
      { id: ticket.id },
    );
    expect(theirs.recoveries.nodes).toHaveLength(2);
    expect(theirs.comments.nodes.map(({ body }) => body)).toEqual(['非常抱歉', '给您添麻烦了']);
    const { prepaidBalances } = await finance.ok<{ prepaidBalances: { amount: { amount: string } }[] }>(
      'query ($id: ID!) { prepaidBalances(customerId: $id) { amount { amount } } }',
      { id: owner.id },
    );
    expect(prepaidBalances.map(({ amount }) => amount.amount)).toEqual(['30.00']);
    const { accountTotals } = await finance.ok<{ accountTotals: { kind: string; debit: { amount: string } }[] }>(
      '{ accountTotals(from: "2026-12", to: "2026-12") { kind debit { amount } } }',
    );
    expect(accountTotals).toContainEqual({ kind: 'COMPENSATION', debit: { amount: '30.00' } });
    expect(await ledgerProblems(platform)).toEqual([]);
    const { myCompensationAllowance } = await agent.ok<{ myCompensationAllowance: object }>(
      '{ myCompensationAllowance { perTicket { amount } left { amount } } }',
    );
    expect(myCompensationAllowance).toEqual({ perTicket: { amount: '50.00' }, left: { amount: '70.00' } });
  });

  it('of many at once none passes the month’s limit', async () => {
    const other = await platform.as('SERVICE_AGENT');
    const tickets: Ticket[] = [];
    for (let n = 0; n < 8; n++) tickets.push(await ofOwner());
    const made = await Promise.all(tickets.map(({ id }) => make(other, id, credit('30'))));
    expect(made.filter(({ state }) => state === 'MADE')).toHaveLength(3);
    expect(made.filter(({ state }) => state === 'REQUESTED')).toHaveLength(5);
    expect(await ledgerProblems(platform)).toEqual([]);
  });

  it('above it are decided on by somebody else', async () => {
    const ticket = await ofOwner();
    const asked = await make(agent, ticket.id, credit('500'));
    const decide = { id: asked.id, version: asked.version, approve: true };
    expect(await refusal(agent, 'decideAmends', 'DecideAmendsInput', decide)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(stranger, 'decideAmends', 'DecideAmendsInput', decide)).toMatchObject({ code: 'NOT_FOUND' });
    const own = await make(admin, ticket.id, credit('20'));
    expect(own.state).toBe('REQUESTED');
    expect(
      await refusal(admin, 'decideAmends', 'DecideAmendsInput', { id: own.id, version: own.version, approve: true }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'ticket.ownRequest' });
    expect(await refusal(finance, 'decideAmends', 'DecideAmendsInput', { ...decide, approve: false })).toMatchObject({
      fields: [{ path: 'input.note', code: 'REQUIRED' }],
    });
    const { recovery } = await change<{ recovery: Recovery }>(
      finance,
      'decideAmends',
      'DecideAmendsInput',
      decide,
      SHOWN,
    );
    expect(recovery.state).toBe('MADE');
    expect(
      await refusal(finance, 'decideAmends', 'DecideAmendsInput', { ...decide, version: recovery.version }),
    ).toMatchObject({ code: 'INVALID_TRANSITION' });
    const rejected = { id: own.id, version: own.version, approve: false, note: '已补偿' };
    await change(finance, 'decideAmends', 'DecideAmendsInput', rejected, SHOWN);
    expect(await ledgerProblems(platform)).toEqual([]);
    const told = (await history(agent, ticket.id)).filter(({ kind }) => kind === 'RECOVERY');
    expect(told.map(({ facts }) => facts.state)).toEqual(['REQUESTED', 'REQUESTED', 'MADE', 'REJECTED']);
  });

  it('take something off a charge of the customer, never more than is due; points need somebody who keeps them', async () => {
    const ticket = await ofOwner();
    const { charges } = await customer.ok<{ charges: { nodes: { id: string; principalDue: { amount: string } }[] } }>(
      '{ charges(first: 10) { nodes { id principalDue { amount } } } }',
    );
    const charge = charges.nodes.find(({ principalDue }) => principalDue.amount === '74.00')!;
    const waive = (amount: string) => ({
      compensation: { form: 'FEE_WAIVER', amount: cny(amount), chargeId: charge.id },
    });
    const input = { ticketId: ticket.id, kind: 'COMPENSATION', words: 'x', reason: 'x' };
    expect(await refusal(agent, 'makeAmends', 'MakeAmendsInput', { ...input, ...waive('74.01') })).toMatchObject({
      fields: [{ code: 'ABOVE_DUE' }],
    });
    expect(await make(agent, ticket.id, waive('24'))).toMatchObject({ state: 'MADE' });
    const after = await customer.ok<{ charge: object }>(
      'query ($id: ID!) { charge(id: $id) { principalDue { amount } } }',
      { id: charge.id },
    );
    expect(after.charge).toEqual({ principalDue: { amount: '50.00' } });
    expect(await ledgerProblems(platform)).toEqual([]);
    const points = { compensation: { form: 'POINTS', amount: cny('5'), points: 500 } };
    expect(await refusal(agent, 'makeAmends', 'MakeAmendsInput', { ...input, ...points })).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'ticket.noPoints',
    });
    expect(
      await refusal(agent, 'makeAmends', 'MakeAmendsInput', { ...input, kind: 'APOLOGY', ...credit('5') }),
    ).toMatchObject({ fields: [{ path: 'input.compensation' }] });
  });
});

describe('playbooks', () => {
  const VERSION = 'playbookVersion { id version state maturity promotionFigures { uses resolved onTimeRate } }';
  const steps = [
    { title: '到场查看', checks: [{ text: '拍照' }, { text: '测压' }] },
    { title: '回填', checks: [], isRequired: false },
  ];
  interface Version {
    id: string;
    version: number;
    maturity: string;
    promotionFigures: { resolved: number; onTimeRate: number } | null;
  }
  interface Run {
    id: string;
    version: number;
    state: string;
    isByRule: boolean;
    steps: { id: string; version: number; title: string; doneAt: string | null }[];
  }
  let playbook: { id: string; version: number; versions: Version[] };
  const RUN = 'id version state isByRule steps { id version title checks { text isDone } doneAt }';
  const runsOf = async (ticketId: string): Promise<Run[]> =>
    (
      await agent.ok<{ ticket: { playbooks: { nodes: Run[] } } }>(
        `query ($id: ID!) { ticket(id: $id) { playbooks { nodes { ${RUN} } } } }`,
        { id: ticketId },
      )
    ).ticket.playbooks.nodes;
  const step = async (mutation: string, type: string, { id, version }: Version, more = {}): Promise<Version> =>
    (await change<{ playbookVersion: Version }>(admin, mutation, type, { id, version, ...more }, VERSION))
      .playbookVersion;
  const record = async ({ id, version }: Run['steps'][number], checks: boolean[]): Promise<Run> =>
    (
      await change<{ ticketPlaybook: Run }>(
        technician,
        'recordPlaybookStep',
        'RecordPlaybookStepInput',
        { id, version, checks },
        `ticketPlaybook { ${RUN} }`,
      )
    ).ticketPlaybook;

  it('are written, published for good, begun by hand while SIMULATED', async () => {
    const input = { name: '爆管', kind: 'REPAIR', severity: 'GENERAL', steps };
    playbook = (
      await change<{ playbook: typeof playbook }>(
        admin,
        'createPlaybook',
        'CreatePlaybookInput',
        input,
        'playbook { id version versions { id version state maturity } }',
      )
    ).playbook;
    const [draft] = playbook.versions;
    const ticket = await ofOwner();
    const start = { ticketId: ticket.id, playbookId: playbook.id };
    expect(await refusal(agent, 'startPlaybook', 'StartPlaybookInput', start)).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'ticket.notPublished',
    });
    const published = await step('publishPlaybookVersion', 'PublishPlaybookVersionInput', draft!);
    expect(published).toMatchObject({ state: 'PUBLISHED', maturity: 'SIMULATED' });
    const one = { id: published.id, version: published.version };
    expect(await refusal(admin, 'publishPlaybookVersion', 'PublishPlaybookVersionInput', one)).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'ticket.isPublished',
    });
    for (const client of [stranger, await platform.as('ADMIN', { communities: [platform.uuid(places.heYuan)] })]) {
      expect(await refusal(client, 'publishPlaybookVersion', 'PublishPlaybookVersionInput', one)).toMatchObject({
        code: client === stranger ? 'NOT_FOUND' : 'FORBIDDEN',
      });
    }
    const triaged = await move(agent, await ofOwner(), 'TRIAGED');
    await platform.runJobs();
    expect(await runsOf(triaged.id)).toEqual([]);
    await change(agent, 'startPlaybook', 'StartPlaybookInput', start, '__typename');
    expect(await runsOf(ticket.id)).toMatchObject([{ state: 'RUNNING', isByRule: false }]);
    expect(await refusal(agent, 'startPlaybook', 'StartPlaybookInput', start)).toMatchObject({
      messageKey: 'ticket.hasPlaybook',
    });
  });

  it('as PILOT begin by rule, hold a ticket until what is required is done, and become STANDARD by their figures', async () => {
    const { playbook: found } = await admin.ok<{ playbook: typeof playbook }>(
      'query ($id: ID!) { playbook(id: $id) { id version versions { id version maturity } } }',
      { id: playbook.id },
    );
    const note = { note: '演练通过' };
    const promote = (version: Version) => step('promotePlaybookVersion', 'PromotePlaybookVersionInput', version, note);
    let version = await promote(found.versions[0]!);
    expect(version.maturity).toBe('PILOT');
    const elsewhere = await move(agent, await ofOwner({ kind: 'INQUIRY' }), 'TRIAGED');
    for (let n = 0; n < 5; n++) {
      const early = { id: version.id, version: version.version, ...note };
      expect(await refusal(admin, 'promotePlaybookVersion', 'PromotePlaybookVersionInput', early)).toMatchObject({
        code: 'CONFLICT',
        messageKey: 'ticket.usedTooLittle',
      });
      const ticket = await begun();
      await platform.runJobs();
      const [run] = await runsOf(ticket.id);
      expect(run).toMatchObject({ state: 'RUNNING', isByRule: true });
      if (n === 0) {
        expect(await refusedMove(technician, ticket, 'RESOLVED')).toMatchObject({ messageKey: 'ticket.playbookOpen' });
        const half = await record(run!.steps[0]!, [true, false]);
        expect(half.steps[0]!.doneAt).toBeNull();
        const wrong = { id: half.steps[0]!.id, version: half.steps[0]!.version, checks: [true] };
        expect(await refusal(technician, 'recordPlaybookStep', 'RecordPlaybookStepInput', wrong)).toMatchObject({
          fields: [{ path: 'input.checks', code: 'WRONG_LENGTH' }],
        });
        expect(await record(half.steps[0]!, [true, true])).toMatchObject({ state: 'DONE' });
      } else if (n === 1) {
        const given = { id: run!.id, version: run!.version, reason: '不是爆管' };
        await change(technician, 'abandonPlaybook', 'AbandonPlaybookInput', given, '__typename');
      } else await record(run!.steps[0]!, [true, true]);
      await move(technician, await read(agent, ticket.id), 'RESOLVED');
    }
    expect(await runsOf(elsewhere.id)).toEqual([]);
    version = await promote(version);
    expect(version).toMatchObject({ maturity: 'STANDARD', promotionFigures: { resolved: 5, onTimeRate: 1 } });
    const last = { id: version.id, version: version.version, ...note };
    expect(await refusal(admin, 'promotePlaybookVersion', 'PromotePlaybookVersionInput', last)).toMatchObject({
      code: 'INVALID_TRANSITION',
    });
    // The next version begins anew.
    const changed = { id: found.id, version: found.version, steps: steps.slice(0, 1) };
    const { playbook: next } = await change<{ playbook: { versions: object[] } }>(
      admin,
      'updatePlaybook',
      'UpdatePlaybookInput',
      changed,
      'playbook { versions { number state maturity } }',
    );
    expect(next.versions).toEqual([
      { number: 2, state: 'DRAFT', maturity: 'SIMULATED' },
      { number: 1, state: 'PUBLISHED', maturity: 'STANDARD' },
    ]);
  });
});

describe('figures', () => {
  const FIGURES = `opened resolved complaints responseMedian responseP90 resolutionMedian resolutionP90 onTimeRate reopenRate
    firstContactRate promiseRate rated satisfaction complaintsPerThousand`;
  const QUERY = `query ($input: TicketStatisticsInput!) { ticketStatistics(input: $input) {
    total { ${FIGURES} } groups { key label figures { ${FIGURES} } } } }`;
  interface Figures {
    opened: number;
    resolved: number;
    complaints: number;
    [name: string]: number | null;
  }
  interface Statistics {
    total: Figures;
    groups: { key: string | null; label: string | null; figures: Figures }[];
  }
  const figures = async (client: TestClient, input: Record<string, unknown>): Promise<Statistics> =>
    (await client.ok<{ ticketStatistics: Statistics }>(QUERY, { input })).ticketStatistics;

  it('are counted from the tickets themselves; parts add up to the whole; each sees what they see', async () => {
    platform.clock.freeze(new Date('2027-03-01T02:00:00Z'));
    const at = async (minute: number): Promise<void> => {
      platform.clock.freeze(new Date(Date.UTC(2027, 2, 1, 2, minute)));
      return Promise.resolve();
    };
    agent = await platform.as('SERVICE_AGENT');
    technician = await platform.as('TECHNICIAN');
    technicianId = await me(technician);
    customer = await platform.as('CUSTOMER', { customer: owner.id });
    // Resolved after 10, 20 and 30 minutes, begun after 2.
    for (const [n, minutes] of [10, 20, 30].entries()) {
      await at(0);
      let ticket = await move(agent, await ofOwner({ kind: 'COMPLAINT', severity: 'MINOR' }), 'TRIAGED');
      ticket = await assign(agent, ticket, { assigneeId: technicianId });
      await at(2);
      ticket = await move(technician, ticket, 'IN_PROGRESS');
      await at(minutes);
      ticket = await move(technician, ticket, 'RESOLVED');
      const rating = { ticketId: ticket.id, score: [5, 4, 3][n] };
      await change(customer, 'rateMyTicket', 'RateMyTicketInput', rating, '__typename');
    }
    await at(40);
    await take(agent, { communityId: places.jinGui, channel: 'WEB' });
    const cancelled = await ofOwner();
    await move(agent, cancelled, 'CANCELLED', { note: '误报' });
    const input = { from: '2027-03-01T00:00:00Z', to: '2027-03-02T00:00:00Z', by: 'COMMUNITY' };
    const { total, groups } = await figures(agent, input);
    expect(total).toMatchObject({
      ...{ opened: 4, resolved: 3, complaints: 3, rated: 3, satisfaction: 4 },
      ...{ responseMedian: 120, responseP90: 120, resolutionMedian: 1200, resolutionP90: 1800 },
      ...{ onTimeRate: 1, reopenRate: 0, firstContactRate: 1, promiseRate: null },
    });
    expect(groups.map(({ key, label, figures: { opened } }) => [key, label, opened])).toEqual([
      [places.heYuan, '和园', 3],
      [places.jinGui, '金桂花园', 1],
    ]);
    for (const by of ['TEAM', 'ASSIGNEE', 'CATEGORY', 'CHANNEL', 'KIND', 'SEVERITY', 'MONTH', 'COMMUNITY']) {
      const told = await figures(agent, { ...input, by });
      const sum = (of: (one: Figures) => number): number => told.groups.reduce((all, one) => all + of(one.figures), 0);
      expect([by, sum(({ opened }) => opened), sum(({ resolved }) => resolved)]).toEqual([by, 4, 3]);
      expect(told.total).toEqual(total);
    }
    const limited = await platform.as('SERVICE_AGENT', { communities: [platform.uuid(places.jinGui)] });
    expect((await figures(limited, input)).total).toMatchObject({ opened: 1, complaints: 0, onTimeRate: null });
    const elsewhere = await platform.as('ADMIN', { tenant: 'b' });
    expect((await figures(elsewhere, input)).total).toMatchObject({ opened: 0, resolutionMedian: null });
    const theirs = { ...input, communityIds: [places.heYuan] };
    expect((await elsewhere.fails(QUERY, { input: theirs })).extensions.code).toBe('NOT_FOUND');
    expect((await figures(agent, theirs)).total.opened).toBe(3);
    expect((await agent.fails(QUERY, { input: { ...input, to: input.from } })).extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });
});
