import { change } from './core-makers';
import type { Template } from './template';
import { FRESH, freshly, type Maker, made, OMITTED, type Sample, value } from './samples';
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

async function move(world: World, { id, version }: Made, to: string): Promise<Made> {
  const { client } = world.owner;
  type Answer = { ticket: Made };
  const input = { id, version, to };
  return (await change<Answer>(client, 'moveTicket', 'MoveTicketInput', input, 'ticket { id version }')).ticket;
}

/** One that waits to be given to somebody; answers its id. */
const waitingTicket: Maker = async (world) => (await move(world, await take(world), 'TRIAGED')).id;

/** A sub-state of the state that the proof moves tickets to; answers its id. */
const cancelledSubState: Maker = async (world) => {
  type Answer = { ticketSubState: { id: string } };
  const input = { state: 'CANCELLED', name: world.text('words') };
  const made = await change<Answer>(
    world.owner.client,
    'createTicketSubState',
    'CreateTicketSubStateInput',
    input,
    'ticketSubState { id }',
  );
  return made.ticketSubState.id;
};

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
