import { change, member } from './core-makers';
import {
  type Belonging,
  FRESH,
  freshly,
  idOf,
  type Maker,
  made,
  OMITTED,
  type Sample,
  type Samples,
  value,
} from './samples';
import { residents, teamOf } from './survey-makers';
import type { Template } from './template';
import type { Tools } from './tools';
import type { World } from './world';

const LATER = '2099-01-01T00:00:00Z';
const BEFORE = '2026-01-01T00:00:00Z';

const KINDS = ['COMPLAINT', 'REPAIR', 'SERVICE', 'INQUIRY', 'SUGGESTION', 'PRAISE', 'VIOLATION', 'MEDIATION'] as const;
const SEVERITIES = ['CRITICAL', 'MAJOR', 'GENERAL', 'MINOR'] as const;

interface Made {
  id: string;
  version: number;
}

async function take(world: World, input: object = {}): Promise<Made> {
  const given = {
    ...{ kind: 'REPAIR', channel: 'PHONE', title: world.text('words'), communityId: world.id('community') },
    ...input,
  };
  const { client } = world.owner;
  type Answer = { ticket: Made };
  return (await change<Answer>(client, 'createTicket', 'CreateTicketInput', given, 'ticket { id version }')).ticket;
}

async function move(world: World, { id, version }: Made, to: string, more: object = {}): Promise<Made> {
  const { client } = world.owner;
  type Answer = { ticket: Made };
  const input = { id, version, to, ...more };
  return (await change<Answer>(client, 'moveTicket', 'MoveTicketInput', input, 'ticket { id version }')).ticket;
}

/** One that waits to be given to somebody; answers its id. */
export const waitingTicket: Maker = async (world) => (await move(world, await take(world), 'TRIAGED')).id;

/** A sub-state; answers its id. */
async function subState(world: World, state: string): Promise<string> {
  type Answer = { ticketSubState: { id: string } };
  const input = { state, name: world.text('words') };
  const made = await change<Answer>(
    world.owner.client,
    'createTicketSubState',
    'CreateTicketSubStateInput',
    input,
    'ticketSubState { id }',
  );
  // The company has its sub-states; the tickets in them are a community's.
  world.nextStep();
  return made.ticketSubState.id;
}

/** One of the state that the proof moves tickets to. */
const cancelledSubState: Maker = (world) => subState(world, 'CANCELLED');

/** A ticket in a sub-state, one that somebody of a team got in turn, and one that went into another. */
export async function ticketsOfEveryShape(world: World, tools: Tools): Promise<void> {
  const { client } = world.owner;
  const subStateId = await subState(world, 'TRIAGED');
  await move(world, await take(world), 'TRIAGED', { subStateId });
  const teamId = await teamOf(world, [(await member(world, tools)).id]);
  world.nextStep();
  const waiting = await move(world, await take(world), 'TRIAGED');
  const turn = { ...waiting, strategy: 'ROUND_ROBIN', teamId };
  await change(client, 'assignTicket', 'AssignTicketInput', turn, '__typename');
  const merged = { ...(await take(world)), intoId: (await take(world)).id };
  await change(client, 'mergeTickets', 'MergeTicketsInput', merged, '__typename');
}

/** A customer's ticket that nobody has looked at, with words of the customer's own. */
const newTicketOf: Belonging = async (home, { id, company }) => {
  const made = await take(company, { customerId: id, title: home.text('words') });
  const comment = { ticketId: made.id, body: home.text('words') };
  await change(home.owner.client, 'commentOnMyTicket', 'CommentOnMyTicketInput', comment, '__typename');
  home.versions.set(made.id, made.version);
  return made.id;
};

/** One that is done. */
const resolvedTicketOf: Belonging = async (home, { id, company }) => {
  let made = await take(company, { customerId: id, title: home.text('words') });
  made = await move(company, made, 'TRIAGED');
  type Answer = { ticket: Made };
  const assigneeId = company.id('staff');
  const given = { ...made, strategy: 'MANUAL', assigneeId };
  const selection = 'ticket { id version }';
  made = (await change<Answer>(company.owner.client, 'assignTicket', 'AssignTicketInput', given, selection)).ticket;
  for (const to of ['IN_PROGRESS', 'RESOLVED']) made = await move(company, made, to);
  home.versions.set(made.id, made.version);
  return made.id;
};

/** A category to choose from, which the whole company shares. */
const categoryToChoose: Belonging = (_home, { company }) => Promise.resolve(company.id('ticket_category'));

/** In the order of {@link NEW} and {@link RESOLVED}. */
export const ticketBelongings: Samples['belongings'] = {
  ticket: [newTicketOf, resolvedTicketOf],
  ticket_category: [categoryToChoose],
};
const NEW = idOf('ticket', 0);
const RESOLVED = idOf('ticket', 1);

/** Two tickets that have to do with each other; answers the link's id. */
const ticketLink: Maker = async (world) => {
  const [one, other] = [await take(world), await take(world)];
  type Answer = { ticket: { links: readonly { id: string }[] } };
  const input = { ticketId: one.id, otherId: other.id, kind: 'RELATED' };
  const { client } = world.owner;
  const { ticket } = await change<Answer>(client, 'linkTickets', 'LinkTicketsInput', input, 'ticket { links { id } }');
  return ticket.links[0]!.id;
};

const PROFILES = ['PREMIUM_OFFICE', 'STANDARD_OFFICE', 'LANDSCAPE', 'RESIDENTIAL', 'COMMERCIAL'] as const;
/** Policies asked for so far, by company. */
const policies = new Map<string, number>();

/** Which of the kinds, severities and profiles a company's next policy is for: none that it has one for. */
const nextKind = made(({ tenant }) => {
  const count = (policies.get(tenant.id) ?? -1) + 1;
  policies.set(tenant.id, count);
  return KINDS[count % KINDS.length];
});
const ofPolicy = (choices: readonly string[], step: number): Template =>
  made(({ tenant }) => choices[Math.floor((policies.get(tenant.id) ?? 0) / step) % choices.length]);

const TIMES = ['startsAt', 'endsAt'].map((name): [string, Sample[]] => [
  name,
  [value(name === 'endsAt' ? '20:00' : '08:00')],
]);
const timesOf = (input: string): [string, Sample[]][] => TIMES.map(([name, samples]) => [`${input}.${name}`, samples]);

/** What the fields of tickets demand. */
export const ticketValues: Readonly<Record<string, readonly Sample[]>> = {
  'CreateTicketInput.isAnonymous': [OMITTED],
  'CreateTicketInput.enterCaller': [OMITTED],
  'CreateTicketInput.combination': [OMITTED],
  'CreateTicketInput.callerPhone': [value('13800138000')],
  'CreateTicketInput.promisedAt': [value(LATER)],
  'UpdateTicketInput.promisedAt': [value(LATER)],
  'UpdateTicketInput.relievedAt': [value(BEFORE)],
  'UpdateTicketInput.curedAt': [value(BEFORE)],
  'Mutation.moveTicket.input.id': [FRESH],
  'MoveTicketInput.to': [value('CANCELLED')],
  'MoveTicketInput.subStateId': [freshly(cancelledSubState)],
  'MoveTicketInput.holdReason': [OMITTED],
  'Mutation.assignTicket.input.id': [freshly(waitingTicket)],
  'AssignTicketInput.strategy': [value('MANUAL')],
  'Mutation.takeTicket.input.id': [freshly(waitingTicket)],
  'Mutation.cancelMyTicket.input.id': [NEW],
  'Mutation.commentOnMyTicket.input.ticketId': [NEW],
  'Mutation.closeMyTicket.input.id': [RESOLVED],
  'Mutation.reopenMyTicket.input.id': [RESOLVED],
  'DeferTicketInput.until': [value(LATER)],
  'Mutation.mergeTickets.input.id': [FRESH],
  'Mutation.linkTickets.input.otherId': [FRESH],
  'Mutation.unlinkTickets.input.id': [freshly(ticketLink)],
  'UpdateTicketCategoryInput.isActive': [value(true)],
  'UpdateTicketSubStateInput.isActive': [value(true)],
  'Mutation.deleteTicketCategory.input.id': [FRESH],
  'Mutation.deleteTicketSubState.input.id': [FRESH],
  'Mutation.deleteSlaCalendar.input.id': [FRESH],
  'Mutation.deleteSlaPolicy.input.id': [FRESH],
  'Mutation.deleteTicketFilter.input.id': [FRESH],
  'CreateSlaPolicyInput.segmentId': [freshly(residents)],
  'CreateSlaPolicyInput.kind': [nextKind],
  'CreateSlaPolicyInput.severity': [ofPolicy(SEVERITIES, KINDS.length)],
  'CreateSlaPolicyInput.serviceProfile': [ofPolicy(PROFILES, KINDS.length * SEVERITIES.length)],
  'CreateSlaCalendarInput.timeZone': [value('Asia/Shanghai')],
  'UpdateSlaCalendarInput.timeZone': [value('Asia/Shanghai')],
  'SlaExceptionInput.date': [value('2026-10-01')],
  ...Object.fromEntries([...timesOf('SlaHoursInput'), ...timesOf('SlaDayHoursInput')]),
  'SaveTicketFilterInput.filter': [value({ isOpen: true })],
};

export const ticketMakers: Readonly<Record<string, Maker>> = { ticket_link: ticketLink };
