import type { TestClient } from '../test-client';
import { change, member } from './core-makers';
import { newCharge } from './fee-makers';
import { freshly, idOf, made, type Maker, OMITTED, type Samples, value } from './samples';
import type { Tools } from './tools';
import { openTicket } from './work-order-makers';
import type { World } from './world';

interface Made {
  id: string;
  version: number;
}

const LATER = '2099-01-01T00:00:00Z';
const tenantOf = (world: World, { platform }: Tools): 'a' | 'b' => (world.tenant === platform.tenants.a ? 'a' : 'b');

/** Calls a mutation; answers `field` of its payload. */
async function call<T = Made>(
  client: TestClient,
  mutation: string,
  type: string,
  input: object,
  field: string,
  shown = 'id version',
): Promise<T> {
  return (await change<Record<string, T>>(client, mutation, type, input, `${field} { ${shown} }`))[field]!;
}

/** Notes the version, which an update names; answers the id. */
function seen(world: World, { id, version }: Made): string {
  world.versions.set(id, version);
  return id;
}

/** A ticket of the world's first customer; answers its id. */
const ofCustomer: Maker = (world) => openTicket(world, { customerId: world.id('customer') });

/** One that somebody else has done, and who that is. */
async function resolved(world: World, tools: Tools): Promise<Made> {
  const { client } = world.owner;
  const id = await ofCustomer(world, tools);
  const assigneeId = (await member(world, tools)).id;
  let ticket: Made = { id, version: 1 };
  const move = async (to: string): Promise<void> => {
    ticket = await call(client, 'moveTicket', 'MoveTicketInput', { ...ticket, to }, 'ticket');
  };
  await move('TRIAGED');
  const given = { ...ticket, strategy: 'MANUAL', assigneeId };
  ticket = await call(client, 'assignTicket', 'AssignTicketInput', given, 'ticket');
  await move('IN_PROGRESS');
  await move('RESOLVED');
  return ticket;
}

async function rated(world: World, tools: Tools, score: number): Promise<string> {
  const { id } = await resolved(world, tools);
  const customer = await tools.platform.as('CUSTOMER', {
    tenant: tenantOf(world, tools),
    customer: world.id('customer'),
  });
  const input = { ticketId: id, score, comment: world.text('words') };
  await change(customer, 'rateMyTicket', 'RateMyTicketInput', input, '__typename');
  return id;
}

/** A follow-up of which somebody is to call; answers its id. */
const callBack: Maker = async (world, tools) => {
  const id = await rated(world, tools, 1);
  type Answer = { ticket: { followUps: { nodes: readonly Made[] } } };
  const { ticket } = await world.owner.client.ok<Answer>(
    'query ($id: ID!) { ticket(id: $id) { followUps { nodes { id version } } } }',
    { id },
  );
  return seen(world, ticket.followUps.nodes[0]!);
};

/** A closed ticket that was drawn to be checked; answers the check's id. */
const drawn: Maker = async (world, tools) => {
  await rated(world, tools, 5);
  const input = { from: '2020-01-01T00:00:00Z', to: LATER, communityId: world.id('community'), size: 500 };
  const { client } = world.owner;
  const checks = await call<Made[]>(client, 'drawQualityChecks', 'DrawQualityChecksInput', input, 'checks');
  return checks[0]!.id;
};

/** Times of following up that are the company's own. */
async function ownTimes(world: World): Promise<void> {
  const input = { version: await settingsVersion(world), closeAfterDays: 7 };
  await change(world.owner.client, 'updateTicketSettings', 'UpdateTicketSettingsInput', input, '__typename');
}

const settingsVersion = async ({ owner }: World): Promise<number> =>
  (await owner.client.ok<{ ticketSettings: { version: number } }>('{ ticketSettings { version } }')).ticketSettings
    .version;

type Quoted = Made & { lines: readonly { id: string }[] };
const QUOTED = 'id version lines { id }';

async function quote(world: World, ticketId: string): Promise<Quoted> {
  const line = {
    ...{ kind: 'LABOUR', feeItemId: world.id('fee_item'), description: world.text('words'), unit: world.text('short') },
    ...{ unitPrice: { amount: '10.00', currency: 'CNY' }, quantity: '2' },
  };
  const input = { ticketId, lines: [line], validUntil: LATER, note: world.text('words') };
  return call(world.owner.client, 'createQuotation', 'CreateQuotationInput', input, 'quotation', QUOTED);
}
/** Each world's last line of a quotation that is to be done. */
const lines = new WeakMap<World, string>();

async function quoteUntil(
  world: World,
  tools: Tools,
  state: 'DRAFT' | 'OFFERED' | 'ACCEPTED' | 'DONE',
): Promise<Quoted> {
  const { client } = world.owner;
  let one = await quote(world, await ofCustomer(world, tools));
  const id = () => ({ id: one.id, version: one.version });
  const go = async (mutation: string, type: string, input: object): Promise<void> => {
    one = await call(client, mutation, type, { ...id(), ...input }, 'quotation', QUOTED);
  };
  if (state === 'DRAFT') return one;
  await go('offerQuotation', 'QuotationIdInput', {});
  if (state === 'OFFERED') return one;
  await go('decideQuotation', 'DecideQuotationInput', { accept: true, note: world.text('words') });
  lines.set(world, one.lines[0]!.id);
  if (state === 'ACCEPTED') return one;
  await go('completeService', 'CompleteServiceInput', {});
  return one;
}
const quotationIn =
  (state: 'DRAFT' | 'OFFERED' | 'ACCEPTED' | 'DONE'): Maker =>
  async (world, tools) =>
    seen(world, await quoteUntil(world, tools, state));
const lineOfLast: Maker = async (world, tools) => {
  if (!lines.has(world)) await quoteUntil(world, tools, 'ACCEPTED');
  return lines.get(world)!;
};

/** A paid service that was confirmed and charged. */
async function chargedService(world: World, tools: Tools): Promise<void> {
  const { id, version } = await quoteUntil(world, tools, 'DONE');
  const input = { id, version, accept: true, note: world.text('words') };
  await change(world.owner.client, 'confirmService', 'DecideQuotationInput', input, '__typename');
  await tools.platform.runJobs();
}

/** Somebody whose role may give a little by themselves. */
async function agentWithLimit(world: World, tools: Tools): Promise<TestClient> {
  const { client } = world.owner;
  type Roles = { roles: { nodes: readonly (Made & { readyMade: string | null })[] } };
  const { roles } = await client.ok<Roles>('{ roles(first: 200) { nodes { id version readyMade } } }');
  const { id, version } = roles.nodes.find(({ readyMade }) => readyMade === 'SERVICE_AGENT')!;
  const money = (amount: string) => ({ amount, currency: 'CNY' });
  const compensation = { perTicket: money('50'), perMonth: money('100000') };
  await change(client, 'updateRole', 'UpdateRoleInput', { id, version, compensation }, '__typename');
  return tools.platform.as('SERVICE_AGENT', { tenant: tenantOf(world, tools) });
}

async function amends(world: World, tools: Tools, client: TestClient, amount: string): Promise<Made> {
  const input = {
    ...{ ticketId: await ofCustomer(world, tools), kind: 'COMPENSATION' },
    ...{ words: world.text('words'), reason: world.text('words') },
    compensation: { form: 'CREDIT', amount: { amount, currency: 'CNY' } },
  };
  return call(client, 'makeAmends', 'MakeAmendsInput', input, 'recovery');
}

/** Amends that somebody else asks for; answers the id. */
const askedAmends: Maker = async (world, tools) => {
  const agent = await tools.platform.as('SERVICE_AGENT', { tenant: tenantOf(world, tools) });
  return (await amends(world, tools, agent, '99999')).id;
};

/** Amends made by one's own authority, and some that were decided on. */
async function amendsOfEveryKind(world: World, tools: Tools): Promise<void> {
  const agent = await agentWithLimit(world, tools);
  await amends(world, tools, agent, '5');
  const { id, version } = await amends(world, tools, agent, '99999');
  const input = { id, version, approve: true, note: world.text('words') };
  await change(world.owner.client, 'decideAmends', 'DecideAmendsInput', input, '__typename');
}

type Written = Made & { versions: readonly Made[] };
async function playbook(world: World): Promise<Written> {
  // What is the whole company's has a mark of its own.
  world.nextStep();
  const steps = [{ title: world.text('words'), details: world.text('words'), checks: [{ text: world.text('words') }] }];
  const input = { name: world.text('words'), steps };
  const { client } = world.owner;
  const shown = 'id version versions { id version }';
  const written = await call<Written>(client, 'createPlaybook', 'CreatePlaybookInput', input, 'playbook', shown);
  world.nextStep();
  return written;
}
const draftVersion: Maker = async (world) => (await playbook(world)).versions[0]!.id;
async function published(world: World): Promise<Written> {
  const written = await playbook(world);
  const { id, version } = written.versions[0]!;
  const { client } = world.owner;
  await change(client, 'publishPlaybookVersion', 'PublishPlaybookVersionInput', { id, version }, '__typename');
  return written;
}
const publishedVersion: Maker = async (world) => (await published(world)).versions[0]!.id;
const publishedPlaybook: Maker = async (world) => (await published(world)).id;

type Run = Made & { steps: readonly Made[] };
async function run(world: World): Promise<Run> {
  const input = { playbookId: (await published(world)).id, ticketId: await openTicket(world) };
  const { client } = world.owner;
  const shown = 'id version steps { id version }';
  return call(client, 'startPlaybook', 'StartPlaybookInput', input, 'ticketPlaybook', shown);
}
const runningPlaybook: Maker = async (world) => (await run(world)).id;
const openStep: Maker = async (world) => (await run(world)).steps[0]!.id;

/** A playbook that was worked through, and one that was given up. */
async function playbooksToTheirEnd(world: World): Promise<void> {
  const { client } = world.owner;
  const done = await run(world);
  const step = { ...done.steps[0]!, checks: [true], note: world.text('words') };
  await change(client, 'recordPlaybookStep', 'RecordPlaybookStepInput', step, '__typename');
  const { id, version } = await run(world);
  const given = { id, version, reason: world.text('words') };
  await change(client, 'abandonPlaybook', 'AbandonPlaybookInput', given, '__typename');
}

/** What the fields of following up, paid services, amends, playbooks and figures demand. */
export const careValues: Samples['values'] = {
  'Mutation.recordCallBack.input.id': [freshly(callBack)],
  'RecordCallBackInput.outcome': [value('SATISFIED')],
  'Mutation.rateMyTicket.input.ticketId': [idOf('ticket', 1)],
  'UpdateTicketSettingsInput.version': [made(settingsVersion)],
  'DrawQualityChecksInput.from': [value('2020-01-01T00:00:00Z')],
  'DrawQualityChecksInput.to': [value(LATER)],
  'Mutation.recordQualityCheck.input.id': [freshly(drawn)],
  'UpdateServiceItemInput.isActive': [value(true)],
  'CreateQuotationInput.ticketId': [freshly(ofCustomer)],
  'CreateQuotationInput.validUntil': [value(LATER)],
  'QuotationLineInput.quantity': [value('2')],
  'Mutation.offerQuotation.input.id': [freshly(quotationIn('DRAFT'))],
  'Mutation.withdrawQuotation.input.id': [freshly(quotationIn('DRAFT'))],
  'Mutation.decideQuotation.input.id': [freshly(quotationIn('OFFERED'))],
  'Mutation.completeService.input.id': [freshly(quotationIn('ACCEPTED'))],
  'Mutation.confirmService.input.id': [freshly(quotationIn('DONE'))],
  'DecideQuotationInput.accept': [value(true)],
  'UsedLineInput.lineId': [freshly(lineOfLast)],
  'UsedLineInput.quantity': [value('1')],
  'MakeAmendsInput.ticketId': [freshly(ofCustomer)],
  'MakeAmendsInput.kind': [value('COMPENSATION')],
  'CompensationInput.form': [value('FEE_WAIVER')],
  'CompensationInput.amount': [value({ amount: '1.00', currency: 'CNY' })],
  'CompensationInput.points': [OMITTED],
  'CompensationInput.chargeId': [freshly(newCharge)],
  'Mutation.decideAmends.input.id': [freshly(askedAmends)],
  'Mutation.publishPlaybookVersion.input.id': [freshly(draftVersion)],
  'Mutation.promotePlaybookVersion.input.id': [freshly(publishedVersion)],
  'StartPlaybookInput.ticketId': [freshly((world) => openTicket(world))],
  'StartPlaybookInput.playbookId': [freshly(publishedPlaybook)],
  'Mutation.recordPlaybookStep.input.id': [freshly(openStep)],
  'RecordPlaybookStepInput.checks': [value([true])],
  'Mutation.abandonPlaybook.input.id': [freshly(runningPlaybook)],
  'TicketStatisticsInput.from': [value('2024-01-01T00:00:00Z')],
  'TicketStatisticsInput.to': [value('2028-01-01T00:00:00Z')],
  'TicketStatisticsInput.by': [value('COMMUNITY')],
  'TicketStatisticsInput.communityIds': [{ is: 'list', items: [idOf('community')] }],
  'TicketStatisticsInput.kind': [OMITTED],
};

export const careMakers: Samples['makers'] = {
  ticket_follow_up: callBack,
  ticket_quality_check: drawn,
  quotation: quotationIn('OFFERED'),
  quotation_line: lineOfLast,
  ticket_recovery: askedAmends,
  playbook_version: draftVersion,
  ticket_playbook: runningPlaybook,
  ticket_playbook_step: openStep,
};

export const careExtras: Samples['extras'] = {
  'times of following up': ownTimes,
  'a paid service that was charged': chargedService,
  'amends that were made and decided on': amendsOfEveryKind,
  'playbooks that were worked through and given up': playbooksToTheirEnd,
};
