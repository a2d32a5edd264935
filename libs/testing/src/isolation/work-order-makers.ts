import { change, member } from './core-makers';
import { freshly, made, type Maker, type Samples, value } from './samples';
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
async function openTicket(world: World): Promise<string> {
  const input = { kind: 'REPAIR', channel: 'PHONE', title: world.text('words'), communityId: world.id('community') };
  type Answer = { ticket: Made };
  const { client } = world.owner;
  return (await change<Answer>(client, 'createTicket', 'CreateTicketInput', input, 'ticket { id version }')).ticket.id;
}

const openOrder: Maker = async (world) => {
  const input = { ticketId: await openTicket(world), title: world.text('words') };
  type Answer = { workOrder: Made };
  const { client } = world.owner;
  return (await change<Answer>(client, 'createWorkOrder', 'CreateWorkOrderInput', input, 'workOrder { id version }'))
    .workOrder.id;
};

const booked = async (world: World, tools: Tools): Promise<string> => {
  const input = { ticketId: await openTicket(world), staffId: await onDuty(world, tools), ...nextHour(world) };
  type Answer = { appointment: Made };
  const { client } = world.owner;
  const { appointment } = await change<Answer>(
    client,
    'bookAppointment',
    'BookAppointmentInput',
    input,
    'appointment { id version }',
  );
  return appointment.id;
};

const hour = (input: string): [string, Samples['values'][string]][] => [
  [`${input}.startsAt`, [value('2098-04-01T02:00:00Z')]],
  [`${input}.endsAt`, [value('2098-04-01T03:00:00Z')]],
];

/** What the fields of work orders and appointments demand. */
export const workOrderValues: Samples['values'] = {
  'CreateWorkOrderInput.ticketId': [made(openTicket)],
  'UpdateWorkOrderInput.id': [freshly(openOrder)],
  'MoveWorkOrderInput.id': [freshly(openOrder)],
  'MoveWorkOrderInput.to': [value('IN_PROGRESS')],
  'AppointmentWindowsInput.from': [value('2098-04-01T00:00:00Z')],
  'AppointmentWindowsInput.to': [value('2098-04-02T00:00:00Z')],
  'OfferedWindowInput.staffId': [freshly(onDuty)],
  'BookAppointmentInput.staffId': [freshly(onDuty)],
  'MoveAppointmentInput.id': [freshly(booked)],
  'MoveAppointmentInput.staffId': [freshly(onDuty)],
  'EndAppointmentInput.id': [freshly(booked)],
  'EndAppointmentInput.outcome': [value('CANCELLED')],
  ...Object.fromEntries(
    ['OfferedWindowInput', 'BookAppointmentInput', 'MoveAppointmentInput'].flatMap((input) => hour(input)),
  ),
};
