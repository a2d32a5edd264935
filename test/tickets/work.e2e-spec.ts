import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import {
  enterCustomer,
  type Entered,
  enterRegister,
  type Register,
  startOccupancy,
} from '../customers/support/register';
import { change, refusal } from '../identity/support';
import { assign, history, me, move, refusedMove, take, type Ticket } from './support';

let platform: TestPlatform;
let admin: TestClient;
let agent: TestClient;
let places: Register;
let teamId: string;
const technicians: { client: TestClient; id: string }[] = [];

/** A Friday, 10:00 in Shanghai. The team works from 08:00 to 12:00 and from 14:00 to 18:00 on weekdays. */
const FRIDAY = new Date('2026-12-04T02:00:00Z');
const at = (time: string, day = '2026-12-04'): string => `${day}T${time}:00.000Z`;

interface Order {
  id: string;
  version: number;
  number: number;
  state: string;
  allowedMoves: string[];
}
interface Visit {
  id: string;
  version: number;
  state: string;
  staffName: string;
  startsAt: string;
  movedCount: number;
}
const ORDER = 'workOrder { id version number state allowedMoves }';
const VISIT = 'appointment { id version state staffName startsAt endsAt movedCount }';

beforeAll(async () => {
  platform = await createTestPlatform();
  platform.clock.freeze(FRIDAY);
  admin = await platform.as('ADMIN');
  agent = await platform.as('SERVICE_AGENT');
  places = await enterRegister(admin);
  for (let n = 0; n < 2; n++) {
    const client = await platform.as('TECHNICIAN');
    technicians.push({ client, id: await me(client) });
  }
  const memberIds = technicians.map(({ id }) => id);
  const team = { name: '工程队', kind: 'ENGINEERING', area: { kind: 'ALL' }, memberIds };
  teamId = (await change<{ team: { id: string } }>(admin, 'createTeam', 'CreateTeamInput', team, 'team { id }')).team
    .id;
  for (const [startsAt, endsAt] of [
    ['08:00', '12:00'],
    ['14:00', '18:00'],
  ]) {
    const shift = { teamId, name: startsAt, weekdays: [1, 2, 3, 4, 5], startsAt, endsAt, validFrom: '2026-01-01' };
    await change(admin, 'createShift', 'CreateShiftInput', { ...shift, staffIds: memberIds }, 'shift { id }');
  }
});
beforeEach(() => platform.clock.freeze(FRIDAY));
afterAll(() => platform?.close());

const begun = async (input: Record<string, unknown> = {}): Promise<Ticket> => {
  const ticket = await move(agent, await take(agent, { communityId: places.heYuan, ...input }), 'TRIAGED');
  return move(agent, await assign(agent, ticket, { assigneeId: technicians[0]!.id }), 'IN_PROGRESS');
};
const order = async (ticketId: string, input: Record<string, unknown> = {}): Promise<Order> => {
  const given = { ticketId, title: '换水管', teamId, ...input };
  return (await change<{ workOrder: Order }>(agent, 'createWorkOrder', 'CreateWorkOrderInput', given, ORDER)).workOrder;
};
const moveOrder = async ({ id, version }: Order, to: string, result?: string): Promise<Order> =>
  (
    await change<{ workOrder: Order }>(
      technicians[0]!.client,
      'moveWorkOrder',
      'MoveWorkOrderInput',
      { id, version, to, result },
      ORDER,
    )
  ).workOrder;
const book = async (ticketId: string, startsAt: string, endsAt: string, person = 0): Promise<Visit> =>
  (
    await change<{ appointment: Visit }>(
      agent,
      'bookAppointment',
      'BookAppointmentInput',
      { ticketId, staffId: technicians[person]!.id, startsAt, endsAt },
      VISIT,
    )
  ).appointment;
const owned = async (): Promise<{ customer: Entered; client: TestClient; ticket: Ticket }> => {
  const customer = await enterCustomer(admin, '陈静');
  await startOccupancy(admin, customer, places.unit1101, 'CO_OWNER');
  const client = await platform.as('CUSTOMER', { customer: customer.id });
  return { customer, client, ticket: await take(agent, { customerId: customer.id, unitId: places.unit1101 }) };
};

describe('work orders', () => {
  it('several teams have their own part, state and time; the ticket is resolved when all are done', async () => {
    const ticket = await begun();
    const [one, two] = [await order(ticket.id), await order(ticket.id, { title: '补墙面', dueAt: at('08:00') })];
    expect([one.number, two.number, one.allowedMoves]).toEqual([1, 2, ['IN_PROGRESS', 'CANCELLED']]);
    expect(await refusedMove(agent, ticket, 'RESOLVED')).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'ticket.workOpen',
    });
    expect(
      await refusal(technicians[0]!.client, 'moveWorkOrder', 'MoveWorkOrderInput', { ...pick(one), to: 'DONE' }),
    ).toMatchObject({ code: 'INVALID_TRANSITION', allowed: ['IN_PROGRESS', 'CANCELLED'] });
    const done = await moveOrder(await moveOrder(one, 'IN_PROGRESS'), 'DONE', '已换');
    expect(done).toMatchObject({ state: 'DONE', allowedMoves: ['IN_PROGRESS'] });
    expect(
      await refusal(technicians[0]!.client, 'moveWorkOrder', 'MoveWorkOrderInput', { ...pick(two), to: 'CANCELLED' }),
    ).toMatchObject({ fields: [{ path: 'input.result', code: 'REQUIRED' }] });
    await moveOrder(two, 'CANCELLED', '不需要');
    const { ticket: led } = await change<{ ticket: Ticket & { coordinatorName: string } }>(
      agent,
      'coordinateTicket',
      'CoordinateTicketInput',
      { ...pick(ticket), coordinatorId: technicians[1]!.id },
      'ticket { id version coordinatorName workOrders { nodes { number state } } }',
    );
    expect(led).toMatchObject({
      workOrders: {
        nodes: expect.arrayContaining([
          { number: 1, state: 'DONE' },
          { number: 2, state: 'CANCELLED' },
        ]) as unknown,
      },
    });
    expect(led.coordinatorName).not.toBeNull();
    expect((await move(agent, led, 'RESOLVED')).state).toBe('RESOLVED');
    expect((await history(agent, ticket.id)).filter(({ kind }) => kind === 'WORK_ORDER')).toHaveLength(5);
  });

  it('another company and staff of another community see and change nothing of them', async () => {
    const ticket = await begun();
    const made = await order(ticket.id);
    const visit = await book(ticket.id, at('06:00', '2026-12-07'), at('07:00', '2026-12-07'));
    const strangers = [
      await platform.as('ADMIN', { tenant: 'b' }),
      await platform.as('DISPATCHER', { communities: [platform.uuid(places.jinGui)] }),
    ];
    for (const stranger of strangers) {
      expect(await stranger.ok('{ workOrders { nodes { id } } appointments { nodes { id } } }')).toEqual({
        workOrders: { nodes: [] },
        appointments: { nodes: [] },
      });
      for (const [mutation, type, input] of [
        ['createWorkOrder', 'CreateWorkOrderInput', { ticketId: ticket.id, title: 'x' }],
        ['moveWorkOrder', 'MoveWorkOrderInput', { ...pick(made), to: 'IN_PROGRESS' }],
        ['endAppointment', 'EndAppointmentInput', { ...pick(visit), outcome: 'CANCELLED' }],
      ] as const) {
        expect(await refusal(stranger, mutation, type, input)).toMatchObject({ code: 'NOT_FOUND' });
      }
    }
  });
});

describe('appointments', () => {
  it('windows are the free working time of who can do it', async () => {
    const ticket = await begun();
    await book(ticket.id, at('02:00', '2026-12-08'), at('03:00', '2026-12-08'));
    const input = {
      ...{ ticketId: ticket.id, minutes: 120 },
      ...{ from: at('00:00', '2026-12-08'), to: at('10:00', '2026-12-08') },
    };
    const { appointmentWindows } = await agent.ok<{
      appointmentWindows: { startsAt: string; staff: { id: string } }[];
    }>(
      'query ($input: AppointmentWindowsInput!) { appointmentWindows(input: $input) { startsAt endsAt staff { id } } }',
      { input },
    );
    const of = (person: number): string[] =>
      appointmentWindows
        .filter(({ staff }) => staff.id === technicians[person]!.id)
        .map(({ startsAt }) => startsAt.slice(11, 16));
    expect(of(0)).toEqual(['00:00', '06:00', '08:00']);
    expect(of(1)).toEqual(['00:00', '02:00', '06:00', '08:00']);
  });

  it('of 100 who book one time with one person at once exactly one gets it, whatever they see', async () => {
    const tickets = [await begun(), await begun({ communityId: places.jinGui })];
    const limited = await platform.as('DISPATCHER', { communities: [platform.uuid(places.jinGui)] });
    const document =
      'mutation ($input: BookAppointmentInput!) { bookAppointment(input: $input) { appointment { id } } }';
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        (n % 2 === 0 ? agent : limited).query(document, {
          input: {
            ticketId: tickets[n % 2]!.id,
            staffId: technicians[0]!.id,
            // They overlap without being the same.
            startsAt: at(n % 3 === 0 ? '06:00' : '06:30', '2026-12-09'),
            endsAt: at('07:30', '2026-12-09'),
          },
        }),
      ),
    );
    const refused = answers.filter(({ errors }) => errors);
    expect(refused).toHaveLength(99);
    expect(new Set(refused.map(({ errors }) => errors![0]!.extensions.code))).toEqual(new Set(['CONFLICT']));
    // Somebody else is free then, and the next hour begins as this one ends.
    await book(tickets[0]!.id, at('06:00', '2026-12-09'), at('07:30', '2026-12-09'), 1);
    await book(tickets[0]!.id, at('07:30', '2026-12-09'), at('08:30', '2026-12-09'));
  });

  it('customers choose among what they are offered, once, and call off what is theirs alone', async () => {
    const [mine, other] = [await owned(), await owned()];
    const windows = [
      { staffId: technicians[0]!.id, startsAt: at('06:00', '2026-12-10'), endsAt: at('07:00', '2026-12-10') },
      { staffId: technicians[1]!.id, startsAt: at('06:00', '2026-12-10'), endsAt: at('07:00', '2026-12-10') },
    ];
    const offers = async ({ ticket, client }: typeof mine): Promise<{ id: string }[]> => {
      await change(
        agent,
        'offerAppointments',
        'OfferAppointmentsInput',
        { ticketId: ticket.id, windows },
        '__typename',
      );
      const seen = await client.ok<{ ticket: { appointmentOffers: { nodes: { id: string }[] } } }>(
        'query ($id: ID!) { ticket(id: $id) { appointmentOffers { nodes { id staffName startsAt endsAt } } } }',
        { id: ticket.id },
      );
      return seen.ticket.appointmentOffers.nodes;
    };
    const [own, theirs] = [await offers(mine), await offers(other)];
    expect(own).toHaveLength(2);
    const choose =
      'mutation ($input: BookMyAppointmentInput!) { bookMyAppointment(input: $input) { appointment { id version staffName } } }';
    expect((await mine.client.fails(choose, { input: { offerId: theirs[0]!.id } })).extensions.code).toBe('NOT_FOUND');
    const { bookMyAppointment } = await mine.client.ok<{ bookMyAppointment: { appointment: Visit } }>(choose, {
      input: { offerId: own[0]!.id },
    });
    expect((await mine.client.fails(choose, { input: { offerId: own[1]!.id } })).extensions.code).toBe('NOT_FOUND');
    // The same person at the same time was offered to the neighbour, who now has the other choice.
    const taken = theirs[own.findIndex(({ id }) => id === own[0]!.id)]!;
    expect((await other.client.fails(choose, { input: { offerId: taken.id } })).extensions).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'ticket.visitTaken',
    });
    await other.client.ok(choose, { input: { offerId: theirs.find(({ id }) => id !== taken.id)!.id } });
    const { appointment } = bookMyAppointment;
    expect(
      await refusal(other.client, 'cancelMyAppointment', 'CancelMyAppointmentInput', pick(appointment)),
    ).toMatchObject({ code: 'NOT_FOUND' });
    const called = await change<{ appointment: Visit }>(
      mine.client,
      'cancelMyAppointment',
      'CancelMyAppointmentInput',
      pick(appointment),
      'appointment { state }',
    );
    expect(called.appointment.state).toBe('CANCELLED');
  });

  it('are moved, kept or missed; what lies in the past, outside the calendar or ahead is refused by field', async () => {
    const ticket = await begun();
    const day = '2026-12-11';
    const refusedBook = (startsAt: string, endsAt: string) =>
      refusal(agent, 'bookAppointment', 'BookAppointmentInput', {
        ...{ ticketId: ticket.id, staffId: technicians[0]!.id },
        ...{ startsAt, endsAt },
      });
    expect(await refusedBook(at('01:00'), at('03:00'))).toMatchObject({ fields: [{ code: 'IN_THE_PAST' }] });
    expect(await refusedBook(at('03:30', day), at('05:00', day))).toMatchObject({
      fields: [{ path: 'input.startsAt', code: 'OFF_DUTY' }],
    });
    expect(await refusedBook(at('02:00', '2026-12-12'), at('03:00', '2026-12-12'))).toMatchObject({
      fields: [{ code: 'OFF_DUTY' }],
    });
    expect(await refusedBook(at('02:00', day), at('02:05', day))).toMatchObject({ fields: [{ code: 'WRONG_LENGTH' }] });
    let visit = await book(ticket.id, at('02:00', day), at('03:00', day));
    visit = (
      await change<{ appointment: Visit }>(
        agent,
        'moveAppointment',
        'MoveAppointmentInput',
        { ...pick(visit), startsAt: at('03:00', day), endsAt: at('04:00', day) },
        VISIT,
      )
    ).appointment;
    expect(visit).toMatchObject({ startsAt: at('03:00', day), movedCount: 1 });
    const end = (outcome: string) => ({ ...pick(visit), outcome });
    expect(await refusal(agent, 'endAppointment', 'EndAppointmentInput', end('DONE'))).toMatchObject({
      fields: [{ code: 'IN_THE_FUTURE' }],
    });
    platform.clock.freeze(new Date(at('03:30', day)));
    const later = await platform.as('SERVICE_AGENT');
    const missed = end('MISSED_BY_CUSTOMER');
    expect(
      (await change<{ appointment: Visit }>(later, 'endAppointment', 'EndAppointmentInput', missed, VISIT)).appointment
        .state,
    ).toBe('MISSED_BY_CUSTOMER');
    expect(
      await refusal(later, 'endAppointment', 'EndAppointmentInput', { ...missed, version: visit.version + 1 }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'ticket.visitEnded' });
    const told = (await history(later, ticket.id)).filter(({ kind }) => kind === 'APPOINTMENT');
    expect(told.map(({ facts }) => facts.change)).toEqual(['BOOKED', 'MOVED', 'MISSED_BY_CUSTOMER']);
  });
});

const pick = ({ id, version }: { id: string; version: number }) => ({ id, version });
