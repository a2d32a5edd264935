import { conflict, context, currentTenant, db, Events, invalidField, newId, notFound, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { takeNumbers } from '../../counter/take-numbers';
import { lockVersion, update } from '../../rows/rows';
import { TicketComments } from '../comment/comments';
import { TicketState } from '../state/ticket-state';
import { TicketEventKind } from '../ticket/ticket.enums';
import { type LockedTicket, lockTicket, lockTickets, payloadOf, tell } from '../ticket/ticket-rows';
import { incidentEvents, ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import { IncidentState, type OpenIncidentInput, type UpdateIncidentInput } from './incident.type';

const THRESHOLD = 5;
/** Tickets added at once, and tickets of one incident: one answer reaches them in one transaction. */
const AT_ONCE = 200;
const MOST = 2_000;

interface LockedIncident {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly state: IncidentState;
  readonly communityId: string | null;
  readonly threshold: number;
  readonly escalatedAt: Date | null;
}

/** Group complaints (群诉): many tickets under one incident, one answer to all, and what makes it a crisis. */
@Injectable()
export class Incidents {
  constructor(
    private readonly comments: TicketComments,
    private readonly events: Events,
  ) {}

  /** Answers the new incident's UUID. */
  async open(input: OpenIncidentInput): Promise<string> {
    const communityId = input.communityId ?? null;
    if (communityId === null && context().actor.communityScope !== null) {
      throw invalidField('input.communityId', 'REQUIRED', ticketMessages.communityNeeded);
    }
    if (communityId !== null) await requireCommunity(communityId);
    const [id, at] = [newId(), now()];
    await db().execute(
      `INSERT INTO atrium.ticket_incident (id, number, title, description, community_id, threshold, role_ids, opened_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        await numberAt(at),
        input.title,
        input.description || null,
        communityId,
        input.threshold ?? THRESHOLD,
        await knownRoles(input.roleIds ?? []),
        at,
      ],
    );
    if (input.ticketIds?.length) await this.add(id, input.ticketIds);
    return id;
  }

  /** `CONFLICT` for a stale version. A lower threshold can make it a crisis at once. */
  async update({ id, version, title, description, threshold, roleIds }: UpdateIncidentInput): Promise<void> {
    await lockVersion('ticket_incident', 'Incident', id, version);
    await update('ticket_incident', id, {
      title: title ?? undefined,
      description: description === undefined ? undefined : description || null,
      threshold: threshold ?? undefined,
      role_ids: roleIds == null ? undefined : await knownRoles(roleIds),
    });
    await this.escalate(await lockIncident(id));
  }

  /** Tickets come under it and get what was answered so far. `CONFLICT` for one that is closed, or a ticket elsewhere. */
  async add(id: string, ticketIds: readonly string[]): Promise<void> {
    const incident = await lockIncident(id);
    requireOpen(incident);
    const wanted = [...new Set(ticketIds)];
    if (wanted.length > AT_ONCE) {
      throw invalidField('input.ticketIds', 'TOO_MANY', ticketMessages.tooManyTickets, { max: AT_ONCE });
    }
    if ((await countOf(id)) + wanted.length > MOST) {
      throw invalidField('input.ticketIds', 'TOO_MANY', ticketMessages.tooManyTickets, { max: MOST });
    }
    const tickets = await lockTickets(wanted);
    if (tickets.size < wanted.length) throw notFound('Ticket');
    for (const ticket of tickets.values()) requireFits(ticket, incident);
    const fresh = await db().query<{ id: string }>(
      `UPDATE atrium.ticket SET incident_id = $1, version = version + 1, updated_at = now()
       WHERE id = ANY ($2::uuid[]) AND incident_id IS DISTINCT FROM $1 RETURNING id`,
      [id, wanted],
    );
    const added = fresh.map((row) => tickets.get(row.id)!);
    await this.note(added, { incidentId: id, number: incident.number, joined: true });
    const answers = await db().query<{ body: string }>(
      'SELECT body FROM atrium.ticket_incident_answer WHERE incident_id = $1 ORDER BY at, id',
      [id],
    );
    for (const { body } of answers) await this.comments.addToAll(added, body);
    await this.escalate(incident);
  }

  /** Answers the UUID of the incident it was under. */
  async take(ticketId: string): Promise<string> {
    const ticket = await lockTicket(ticketId);
    const [was] = await db().query<{ id: string | null }>('SELECT incident_id AS id FROM atrium.ticket WHERE id = $1', [
      ticketId,
    ]);
    if (!was?.id) throw conflict(ticketMessages.noIncident);
    await db().execute(
      'UPDATE atrium.ticket SET incident_id = NULL, version = version + 1, updated_at = now() WHERE id = $1',
      [ticketId],
    );
    const incident = await lockIncident(was.id);
    await this.note([ticket], { incidentId: was.id, number: incident.number, joined: false });
    return was.id;
  }

  /** One answer reaches the customers of all its tickets, those that come later too. */
  async answer(id: string, body: string): Promise<void> {
    const incident = await lockIncident(id);
    requireOpen(incident);
    const ids = await db().query<{ id: string }>('SELECT id FROM atrium.ticket WHERE incident_id = $1', [id]);
    const tickets = [...(await lockTickets(ids.map((row) => row.id))).values()].filter(
      ({ state }) => state !== TicketState.MERGED,
    );
    await this.comments.addToAll(tickets, body);
    await db().execute(
      `INSERT INTO atrium.ticket_incident_answer (id, incident_id, at, body, author_name, reached)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [newId(), id, now(), body, context().actor.name, tickets.length],
    );
    const payload = { incidentId: id, communityId: incident.communityId, tickets: tickets.length };
    await this.events.emit(incidentEvents.answered, payload, { aggregateId: id });
  }

  async close(id: string, version: number, outcome: string): Promise<void> {
    await lockVersion('ticket_incident', 'Incident', id, version);
    const incident = await lockIncident(id);
    requireOpen(incident);
    await update('ticket_incident', id, { state: IncidentState.CLOSED, closed_at: now(), outcome });
    const payload = { incidentId: id, communityId: incident.communityId, tickets: await countOf(id) };
    await this.events.emit(incidentEvents.closed, payload, { aggregateId: id });
  }

  /** Once, when so many tickets have come. The incident is locked: of two who add at once one finds it. */
  private async escalate({ id, state, communityId, threshold, escalatedAt }: LockedIncident): Promise<void> {
    if (state === IncidentState.CLOSED || escalatedAt !== null) return;
    const tickets = await countOf(id);
    if (tickets < threshold) return;
    await update('ticket_incident', id, { escalated_at: now() });
    await this.events.emit(incidentEvents.escalated, { incidentId: id, communityId, tickets }, { aggregateId: id });
  }

  private async note(tickets: readonly LockedTicket[], facts: object): Promise<void> {
    const at = now();
    await tell(tickets.map(({ id: ticketId }) => ({ ticketId, at, kind: TicketEventKind.INCIDENT, facts })));
    await this.events.emitAll(
      ticketEvents.changed,
      tickets.map((ticket) => ({ aggregateId: ticket.id, payload: payloadOf(ticket) })),
    );
  }
}

async function lockIncident(id: string): Promise<LockedIncident> {
  const [incident] = await db().query<LockedIncident & Record<string, unknown>>(
    `SELECT id, number, title, state, community_id AS "communityId", threshold, escalated_at AS "escalatedAt"
     FROM atrium.ticket_incident WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!incident) throw notFound('Incident');
  return incident;
}

async function countOf(id: string): Promise<number> {
  const [row] = await db().query<{ count: number }>(
    'SELECT count(*)::int AS count FROM atrium.ticket WHERE incident_id = $1',
    [id],
  );
  return row!.count;
}

function requireOpen({ state }: LockedIncident): void {
  if (state === IncidentState.CLOSED) throw conflict(ticketMessages.incidentClosed);
}

function requireFits(ticket: LockedTicket, { communityId }: LockedIncident): void {
  if (ticket.state === TicketState.MERGED) throw conflict(ticketMessages.over, { state: ticket.state });
  if (communityId !== null && ticket.communityId !== communityId) {
    throw invalidField('input.ticketIds', 'ELSEWHERE', ticketMessages.elsewhere);
  }
}

async function requireCommunity(id: string): Promise<void> {
  const rows = await db().query('SELECT FROM atrium.community WHERE id = $1', [id]);
  if (rows.length === 0) throw notFound('Community');
}

async function knownRoles(ids: readonly string[]): Promise<readonly string[]> {
  const wanted = [...new Set(ids)];
  const rows = await db().query('SELECT FROM atrium.role WHERE id = ANY ($1::uuid[])', [wanted]);
  if (rows.length < wanted.length) throw notFound('Role');
  return wanted;
}

async function numberAt(at: Date): Promise<string> {
  const { timeZone } = currentTenant();
  const year = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', calendar: 'gregory' }).format(at);
  return `I${year}-${String(await takeNumbers(`incident-${year}`, 1)).padStart(4, '0')}`;
}
