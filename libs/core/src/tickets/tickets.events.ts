import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

const ticket = z.object({
  ticketId: z.uuid(),
  number: z.string(),
  kind: z.string(),
  severity: z.string(),
  communityId: z.uuid().nullable(),
  /** Null for an anonymous caller and for what staff found. */
  customerId: z.uuid().nullable(),
});
export type TicketPayload = z.infer<typeof ticket>;
const target = ticket.extend({ target: z.string(), percent: z.number().int() });

const of = <P extends object>(name: string, schema: z.ZodType<P>) =>
  defineEvent({ name, version: 1, aggregate: 'ticket', schema });

/** What happens to tickets. Those that were brought in from before tell that alone. */
export const ticketEvents = {
  created: of('ticket.created', ticket.extend({ channel: z.string() })),
  imported: of('ticket.imported', ticket),
  changed: of('ticket.changed', ticket),
  moved: of('ticket.moved', ticket.extend({ from: z.string(), to: z.string() })),
  assigned: of('ticket.assigned', ticket.extend({ teamId: z.uuid().nullable(), assigneeId: z.uuid().nullable() })),
  commented: of(
    'ticket.commented',
    ticket.extend({ commentId: z.uuid(), visibility: z.string(), fromCustomer: z.boolean() }),
  ),
  merged: of('ticket.merged', ticket.extend({ intoId: z.uuid() })),
  slaWarned: of('ticket.slaWarned', target),
  slaBreached: of('ticket.slaBreached', target),
  escalated: of('ticket.escalated', target.extend({ roleIds: z.array(z.uuid()) })),
  raised: of('ticket.raised', ticket.extend({ reason: z.string(), roleIds: z.array(z.uuid()) })),
  promised: of('ticket.promised', ticket.extend({ promisedAt: z.iso.datetime() })),
  promiseBroken: of('ticket.promiseBroken', ticket.extend({ promisedAt: z.iso.datetime() })),
  returned: of('ticket.returned', ticket),
  workOrderMoved: of(
    'ticket.workOrderMoved',
    ticket.extend({ workOrderId: z.uuid(), from: z.string().nullable(), to: z.string() }),
  ),
  /** A visit was booked, moved, or ended as its state says. */
  appointmentChanged: of(
    'ticket.appointmentChanged',
    ticket.extend({
      appointmentId: z.uuid(),
      staffId: z.uuid(),
      change: z.enum(['BOOKED', 'MOVED', 'DONE', 'MISSED_BY_CUSTOMER', 'MISSED_BY_STAFF', 'CANCELLED']),
      startsAt: z.iso.datetime(),
    }),
  ),
  /** Somebody is to call the customer. */
  callBackDue: of(
    'ticket.callBackDue',
    ticket.extend({ followUpId: z.uuid(), reason: z.enum(['DISSATISFIED', 'SILENT']) }),
  ),
  /** The customer has said what they think of it, 1 to 5. */
  rated: of(
    'ticket.rated',
    ticket.extend({ followUpId: z.uuid(), score: z.int(), source: z.enum(['SURVEY', 'APP', 'CALL']) }),
  ),
  quotationMoved: of(
    'ticket.quotationMoved',
    ticket.extend({ quotationId: z.uuid(), from: z.string(), to: z.string() }),
  ),
  /** Somebody asks for amends above what they may give. */
  recoveryRequested: of('ticket.recoveryRequested', ticket.extend({ recoveryId: z.uuid() })),
  /** Amends were made. `amount` counts the currency’s smallest unit. */
  recovered: of(
    'ticket.recovered',
    ticket.extend({
      recoveryId: z.uuid(),
      recoveryKind: z.string(),
      form: z.string().nullable(),
      amount: z.string().nullable(),
    }),
  ),
  /** Whoever keeps points is to give these to the customer. */
  pointsGranted: of('ticket.pointsGranted', ticket.extend({ recoveryId: z.uuid(), points: z.int().positive() })),
} as const;

const incident = z.object({ incidentId: z.uuid(), communityId: z.uuid().nullable(), tickets: z.number().int() });
export type IncidentPayload = z.infer<typeof incident>;
const ofIncident = (name: string) => defineEvent({ name, version: 1, aggregate: 'incident', schema: incident });

/** What happens to what many tickets are about. */
export const incidentEvents = {
  /** It has as many tickets as make it a crisis. */
  escalated: ofIncident('incident.escalated'),
  answered: ofIncident('incident.answered'),
  closed: ofIncident('incident.closed'),
} as const;
