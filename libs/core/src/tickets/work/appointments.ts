import { AtriumError, db, Events, invalidField, newId, notFound, now, ref, staleVersion } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { update } from '../../rows/rows';
import { TicketEventKind } from '../ticket/ticket.enums';
import { type LockedTicket, lockTicket, payloadOf, tell } from '../ticket/ticket-rows';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import { calendarsOf } from './calendars';
import { freeWindows, type Span, worksThroughout } from './windows.policy';
import { AppointmentState } from './work.enums';
import { openTicket } from './work-orders';
import type {
  AppointmentWindow,
  AppointmentWindowsInput,
  BookAppointmentInput,
  EndAppointmentInput,
  MoveAppointmentInput,
  OfferAppointmentsInput,
  OfferedWindowInput,
} from './work.types';

const MINUTE = 60_000;
const MAX_DAYS = 31;
const MAX_WINDOWS = 500;
type Change = 'BOOKED' | 'MOVED' | Exclude<keyof typeof AppointmentState, 'BOOKED'>;

interface StoredAppointment {
  readonly id: string;
  readonly ticketId: string;
  readonly staffId: string;
  readonly staffName: string;
  readonly startsAt: Date;
  readonly state: AppointmentState;
  readonly version: number;
  readonly movedCount: number;
}

/**
 * Appointments (预约上门). That nobody is to be at two places at once is a constraint of the table: whatever books one,
 * of many at once one gets the time and the others `CONFLICT`.
 */
@Injectable()
export class Appointments {
  constructor(private readonly events: Events) {}

  /** Free working time of those who can do it, the earliest first. */
  async windows({ ticketId, teamId, from, to, minutes }: AppointmentWindowsInput): Promise<AppointmentWindow[]> {
    const within = { from: Math.max(from.getTime(), now().getTime()), to: to.getTime() };
    if (to <= from) throw invalidField('input.to', 'BEFORE_START', ticketMessages.past);
    if (to.getTime() - from.getTime() > MAX_DAYS * 24 * 60 * MINUTE) {
      throw invalidField('input.to', 'TOO_LONG', ticketMessages.spanTooLong, { days: MAX_DAYS });
    }
    const people = await calendarsOf({ ticketId, teamId: teamId ?? null }, within);
    return people
      .flatMap(({ staffId, worked, busy }) =>
        freeWindows(worked, busy, within, minutes * MINUTE).map((window) => ({ staffId, ...window })),
      )
      .sort((a, b) => a.from - b.from || (a.staffId < b.staffId ? -1 : 1))
      .slice(0, MAX_WINDOWS)
      .map((one) => ({
        staff: ref('staff', one.staffId),
        startsAt: new Date(one.from),
        endsAt: new Date(one.to),
      }));
  }

  /** Windows for the customer to choose from, in place of those offered before. */
  async offer({ ticketId, windows }: OfferAppointmentsInput): Promise<void> {
    const ticket = await openTicket(ticketId);
    await db().execute('DELETE FROM atrium.ticket_appointment_offer WHERE ticket_id = $1', [ticketId]);
    for (const [index, window] of windows.entries()) {
      const name = await requireOnDuty(window, `input.windows.${String(index)}`);
      await db().execute(
        `INSERT INTO atrium.ticket_appointment_offer (id, ticket_id, staff_id, staff_name, starts_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT ON CONSTRAINT ticket_appointment_offer_once DO NOTHING`,
        [newId(), ticketId, window.staffId, name, window.startsAt, window.endsAt],
      );
    }
    await tell([
      {
        ticketId,
        at: now(),
        kind: TicketEventKind.APPOINTMENT,
        facts: { change: 'OFFERED', windows: windows.length },
        forCustomer: true,
      },
    ]);
    await this.events.emit(ticketEvents.changed, payloadOf(ticket), { aggregateId: ticketId });
  }

  /** Answers the appointment's UUID. `CONFLICT` where the person has one then already. */
  async book({ ticketId, workOrderId, note, ...window }: BookAppointmentInput): Promise<string> {
    const ticket = await openTicket(ticketId);
    if (workOrderId) await requireOrderOf(ticketId, workOrderId);
    const staffName = await requireOnDuty(window, 'input');
    return this.insert(ticket, { ...window, staffName, workOrderId: workOrderId ?? null, note: note || null });
  }

  /** By the customer: one of the windows that were offered, which are then gone. */
  async choose(offerId: string): Promise<string> {
    const [offer] = await db().query<{
      ticketId: string;
      staffId: string;
      staffName: string;
      startsAt: Date;
      endsAt: Date;
    }>(
      `SELECT ticket_id AS "ticketId", staff_id AS "staffId", staff_name AS "staffName", starts_at AS "startsAt",
         ends_at AS "endsAt" FROM atrium.ticket_appointment_offer WHERE id = $1`,
      [offerId],
    );
    if (!offer) throw notFound('AppointmentOffer');
    const ticket = await openTicket(offer.ticketId);
    requireFuture(offer.startsAt, 'input.offerId');
    // Of two choices of the same customer the second finds the windows gone.
    const left = await db().execute('DELETE FROM atrium.ticket_appointment_offer WHERE ticket_id = $1', [
      offer.ticketId,
    ]);
    if (left === 0) throw notFound('AppointmentOffer');
    return this.insert(ticket, { ...offer, workOrderId: null, note: null });
  }

  /** Another time, or another person. `CONFLICT` as when booking. */
  async reschedule({ id, version, ...given }: MoveAppointmentInput): Promise<void> {
    const { appointment, ticket } = await lockAppointment(id, version);
    const window = { ...given, staffId: given.staffId ?? appointment.staffId };
    const staffName = await requireOnDuty(window, 'input');
    await update('ticket_appointment', id, {
      staff_id: window.staffId,
      staff_name: staffName,
      starts_at: window.startsAt,
      ends_at: window.endsAt,
      moved_count: appointment.movedCount + 1,
    });
    await this.told(ticket, { id, ...window }, 'MOVED', null);
  }

  /** What became of it. Nothing that lies ahead has taken place or was missed. */
  async end({ id, version, outcome, note }: EndAppointmentInput): Promise<void> {
    const { appointment, ticket } = await lockAppointment(id, version);
    if (outcome === AppointmentState.BOOKED) {
      throw invalidField('input.outcome', 'NO_OUTCOME', ticketMessages.visitOutcome);
    }
    if (outcome !== AppointmentState.CANCELLED && appointment.startsAt > now()) {
      throw invalidField('input.outcome', 'IN_THE_FUTURE', ticketMessages.future);
    }
    await update('ticket_appointment', id, { state: outcome, note: note || undefined });
    await this.told(ticket, appointment, outcome, note || null);
  }

  private async insert(
    ticket: LockedTicket,
    visit: OfferedWindowInput & { staffName: string; workOrderId: string | null; note: string | null },
  ): Promise<string> {
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.ticket_appointment (id, ticket_id, work_order_id, staff_id, staff_name, starts_at, ends_at, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, ticket.id, visit.workOrderId, visit.staffId, visit.staffName, visit.startsAt, visit.endsAt, visit.note],
    );
    await this.told(ticket, { id, ...visit }, 'BOOKED', visit.note);
    return id;
  }

  private async told(
    ticket: LockedTicket,
    { id, staffId, startsAt }: { id: string; staffId: string; startsAt: Date },
    change: Change,
    note: string | null,
  ): Promise<void> {
    const facts = { appointmentId: id, change, startsAt: startsAt.toISOString() };
    await tell([{ ticketId: ticket.id, at: now(), kind: TicketEventKind.APPOINTMENT, note, facts, forCustomer: true }]);
    await this.events.emit(
      ticketEvents.appointmentChanged,
      { ...payloadOf(ticket), ...facts, staffId },
      { aggregateId: ticket.id },
    );
  }
}

function requireFuture(startsAt: Date, path: string): void {
  if (startsAt <= now()) throw invalidField(path, 'IN_THE_PAST', ticketMessages.visitPast);
}

/** The person works throughout; answers the name. */
async function requireOnDuty({ staffId, startsAt, endsAt }: OfferedWindowInput, path: string): Promise<string> {
  requireFuture(startsAt, `${path}.startsAt`);
  const minutes = (endsAt.getTime() - startsAt.getTime()) / MINUTE;
  if (minutes < 10 || minutes > 480) throw invalidField(`${path}.endsAt`, 'WRONG_LENGTH', ticketMessages.visitLength);
  const span: Span = { from: startsAt.getTime(), to: endsAt.getTime() };
  const [person] = await calendarsOf({ staffId }, span);
  if (!person) throw notFound('Staff');
  if (!worksThroughout(person.worked, span)) throw invalidField(`${path}.startsAt`, 'OFF_DUTY', ticketMessages.offDuty);
  return person.name;
}

async function requireOrderOf(ticketId: string, workOrderId: string): Promise<void> {
  const [order] = await db().query<{ ticket_id: string }>(
    'SELECT ticket_id FROM atrium.ticket_work_order WHERE id = $1 FOR KEY SHARE',
    [workOrderId],
  );
  if (!order) throw notFound('WorkOrder');
  if (order.ticket_id !== ticketId) throw invalidField('input.workOrderId', 'ELSEWHERE', ticketMessages.otherTicket);
}

/** The appointment, which is to take place, and its ticket, locked in the order of everything else. */
async function lockAppointment(
  id: string,
  version: number,
): Promise<{ appointment: StoredAppointment; ticket: LockedTicket }> {
  const select = `SELECT id, ticket_id AS "ticketId", staff_id AS "staffId", staff_name AS "staffName",
    starts_at AS "startsAt", state, version, moved_count AS "movedCount" FROM atrium.ticket_appointment WHERE id = $1`;
  const [seen] = await db().query<StoredAppointment & Record<string, unknown>>(select, [id]);
  if (!seen) throw notFound('Appointment');
  const ticket = await lockTicket(seen.ticketId);
  const [appointment] = await db().query<StoredAppointment & Record<string, unknown>>(`${select} FOR UPDATE`, [id]);
  if (!appointment) throw notFound('Appointment');
  if (appointment.version !== version) throw staleVersion(version, appointment.version);
  if (appointment.state !== AppointmentState.BOOKED) {
    throw new AtriumError('CONFLICT', ticketMessages.visitEnded, { params: { state: appointment.state } });
  }
  return { appointment, ticket };
}
