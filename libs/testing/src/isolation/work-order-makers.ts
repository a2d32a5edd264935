import { change, member } from './core-makers';
import { type Belonging, freshly, idOf, made, type Maker, type Samples, value } from './samples';
import type { Tools } from './tools';
import type { World } from './world';

interface Made {
  id: string;
  version: number;
}

/** Each world's next free hour: nobody has two appointments at once. */
const hours = new Map<string, number>();
function nextHour({ token }: World): { startsAt: string; endsAt: string } {
  const hour = (hours.get(token) ?? 0) + 1;
  hours.set(token, hour);
  const at = (n: number): string => new Date(Date.parse('2098-03-03T00:00:00Z') + n * 3_600_000).toISOString();
  return { startsAt: at(hour), endsAt: at(hour + 1) };
}

/** Somebody who works around the clock; answers the id. */
const onDuty: Maker = async (world, tools) => {
  const { client } = world.owner;
  const { id } = await member(world, tools);
  const team = { name: world.text('words'), kind: 'ENGINEERING', area: { kind: 'ALL' }, memberIds: [id] };
  type Answer = { team: Made };
  const { team: made } = await change<Answer>(client, 'createTeam', 'CreateTeamInput', team, 'team { id version }');
  const shift = {
    ...{ teamId: made.id, name: world.text('words'), weekdays: [1, 2, 3, 4, 5, 6, 7], staffIds: [id] },
    ...{ startsAt: '00:00', endsAt: '00:00', validFrom: '2026-01-01' },
  };
  await change(client, 'createShift', 'CreateShiftInput', shift, '__typename');
  return id;
};

/** A ticket on which there is something to do; answers its id. */
export async function openTicket(world: World, more: object = {}): Promise<string> {
  const input = {
    ...{ kind: 'REPAIR', channel: 'PHONE', title: world.text('words'), communityId: world.id('community') },
    ...more,
  };
  type Answer = { ticket: Made };
  const { client } = world.owner;
  return (await change<Answer>(client, 'createTicket', 'CreateTicketInput', input, 'ticket { id version }')).ticket.id;
}

async function orderOf(world: World, ticketId: string): Promise<string> {
  const input = { ticketId, title: world.text('words') };
  type Answer = { workOrder: Made };
  const { client } = world.owner;
  return (await change<Answer>(client, 'createWorkOrder', 'CreateWorkOrderInput', input, 'workOrder { id version }'))
    .workOrder.id;
}

const openOrder: Maker = async (world) => orderOf(world, await openTicket(world));
/** Of the ticket that an appointment for it names. */
const orderOfFirst: Maker = (world) => orderOf(world, world.id('ticket'));

async function book(world: World, tools: Tools, ticketId: string): Promise<Made> {
  const input = { ticketId, staffId: await onDuty(world, tools), ...nextHour(world) };
  type Answer = { appointment: Made };
  const { client } = world.owner;
  const { appointment } = await change<Answer>(
    client,
    'bookAppointment',
    'BookAppointmentInput',
    input,
    'appointment { id version }',
  );
  return appointment;
}
const booked: Maker = async (world, tools) => (await book(world, tools, await openTicket(world))).id;

/** A window that is offered for a ticket; answers its id. */
async function offer(world: World, tools: Tools, ticketId: string): Promise<string> {
  const { client } = world.owner;
  const windows = [{ staffId: await onDuty(world, tools), ...nextHour(world) }];
  type Answer = { ticket: { appointmentOffers: { nodes: readonly { id: string }[] } } };
  const shown = 'ticket { appointmentOffers { nodes { id } } }';
  const input = { ticketId, windows };
  const { ticket } = await change<Answer>(client, 'offerAppointments', 'OfferAppointmentsInput', input, shown);
  return ticket.appointmentOffers.nodes[0]!.id;
}
const offered: Maker = async (world, tools) => offer(world, tools, await openTicket(world));

/** Something of the company's that one customer is shown, e.g. who comes: it bears a mark of its own. */
async function apart<T>(company: World, make: () => Promise<T>): Promise<T> {
  company.nextStep();
  const made = await make();
  company.nextStep();
  return made;
}

/** A window that a customer can choose. */
const offerTo: Belonging = (home, { id, company }, tools) =>
  apart(company, async () =>
    offer(company, tools, await openTicket(company, { customerId: id, title: home.text('words') })),
  );

/** A visit that a customer can call off. */
const visitTo: Belonging = (home, { id, company }, tools) =>
  apart(company, async () => {
    const made = await book(company, tools, await openTicket(company, { customerId: id, title: home.text('words') }));
    home.versions.set(made.id, made.version);
    return made.id;
  });

export const workBelongings: Samples['belongings'] = { appointment_offer: [offerTo], appointment: [visitTo] };
export const workMakers: Samples['makers'] = { appointment_offer: offered };

const hour = (input: string): [string, Samples['values'][string]][] => [
  [`${input}.startsAt`, [value('2098-04-01T02:00:00Z')]],
  [`${input}.endsAt`, [value('2098-04-01T03:00:00Z')]],
];

/** What the fields of work orders and appointments demand. */
export const workOrderValues: Samples['values'] = {
  'CreateWorkOrderInput.ticketId': [made((world) => openTicket(world))],
  'UpdateWorkOrderInput.id': [freshly(openOrder)],
  'MoveWorkOrderInput.id': [freshly(openOrder)],
  'MoveWorkOrderInput.to': [value('IN_PROGRESS')],
  'AppointmentWindowsInput.from': [value('2098-04-01T00:00:00Z')],
  'AppointmentWindowsInput.to': [value('2098-04-02T00:00:00Z')],
  'OfferedWindowInput.staffId': [freshly(onDuty)],
  'BookAppointmentInput.ticketId': [idOf('ticket')],
  'BookAppointmentInput.workOrderId': [freshly(orderOfFirst)],
  'BookAppointmentInput.staffId': [freshly(onDuty)],
  'MoveAppointmentInput.id': [freshly(booked)],
  'MoveAppointmentInput.staffId': [freshly(onDuty)],
  'EndAppointmentInput.id': [freshly(booked)],
  'EndAppointmentInput.outcome': [value('CANCELLED')],
  ...Object.fromEntries(
    ['OfferedWindowInput', 'BookAppointmentInput', 'MoveAppointmentInput'].flatMap((input) => hour(input)),
  ),
};
