import { AtriumError, db, Events, invalidField, newId, notFound, now, staleVersion } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { update } from '../../rows/rows';
import { requireDoer } from '../assignment/doers';
import { isSettled } from '../state/ticket-state';
import { overError } from '../ticket/over';
import { TicketEventKind } from '../ticket/ticket.enums';
import { type LockedTicket, lockTicket, payloadOf, tell, updateTicket } from '../ticket/ticket-rows';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import { WorkOrderState, workOrderMachine } from './work.enums';
import type {
  CoordinateTicketInput,
  CreateWorkOrderInput,
  MoveWorkOrderInput,
  UpdateWorkOrderInput,
} from './work.types';

interface StoredOrder {
  readonly id: string;
  readonly ticketId: string;
  readonly number: number;
  readonly state: WorkOrderState;
  readonly version: number;
  readonly teamId: string | null;
}

/** Work orders (横向联合作业): each team has its own part of a ticket, somebody owns the whole. */
@Injectable()
export class WorkOrders {
  constructor(private readonly events: Events) {}

  /** Answers the new order's UUID. */
  async create({ ticketId, title, teamId, assigneeId, dueAt }: CreateWorkOrderInput): Promise<string> {
    const ticket = await openTicket(ticketId);
    if (teamId || assigneeId) await requireDoer(teamId ?? null, assigneeId ?? null);
    const id = newId();
    // The ticket is locked: no two take the same number.
    await db().execute(
      `INSERT INTO atrium.ticket_work_order (id, ticket_id, number, title, team_id, assignee_id, due_at)
       SELECT $1, $2, coalesce(max(o.number), 0) + 1, $3, $4, $5, $6 FROM atrium.ticket_work_order o WHERE o.ticket_id = $2`,
      [id, ticketId, title, teamId ?? null, assigneeId ?? null, dueAt ?? null],
    );
    await this.told(ticket, id, null, WorkOrderState.OPEN, title);
    return id;
  }

  async change({ id, version, title, teamId, assigneeId, dueAt }: UpdateWorkOrderInput): Promise<void> {
    const { order, ticket } = await lockOrder(id, version);
    if (isSettled(ticket.state)) throw overError(ticket);
    const team = teamId === undefined ? order.teamId : teamId;
    if (teamId || assigneeId) await requireDoer(team, assigneeId ?? null);
    await update('ticket_work_order', id, {
      title: title ?? undefined,
      team_id: teamId,
      assignee_id: assigneeId,
      due_at: dueAt,
    });
  }

  /** `INVALID_TRANSITION` with the allowed moves; cancelling takes a reason. */
  async move({ id, version, to, result }: MoveWorkOrderInput): Promise<void> {
    const { order, ticket } = await lockOrder(id, version);
    if (isSettled(ticket.state)) throw overError(ticket);
    const from = order.state;
    if (!workOrderMachine.find(from, to)) {
      const allowed = workOrderMachine.allowedFrom(from);
      throw new AtriumError('INVALID_TRANSITION', ticketMessages.badWorkMove, {
        params: { from, to, allowed: allowed.join(', ') },
        extra: { from, to, allowed },
      });
    }
    if (to === WorkOrderState.CANCELLED && !result) {
      throw invalidField('input.result', 'REQUIRED', ticketMessages.reasonNeeded);
    }
    const ended = to === WorkOrderState.DONE || to === WorkOrderState.CANCELLED;
    await update('ticket_work_order', id, {
      state: to,
      started_at: to === WorkOrderState.IN_PROGRESS && from === WorkOrderState.OPEN ? now() : undefined,
      ended_at: ended ? now() : null,
      result: result || undefined,
    });
    await this.told(ticket, id, from, to, result || null);
  }

  async coordinate({ id, version, coordinatorId }: CoordinateTicketInput): Promise<void> {
    const ticket = await lockTicket(id, version);
    if (isSettled(ticket.state)) throw overError(ticket);
    if (coordinatorId) await requireDoer(null, coordinatorId, 'input.coordinatorId');
    await updateTicket(id, { coordinator_id: coordinatorId ?? null });
    await tell([{ ticketId: id, at: now(), kind: TicketEventKind.CHANGED, facts: { changed: ['coordinator_id'] } }]);
    await this.events.emit(ticketEvents.changed, payloadOf(ticket), { aggregateId: id });
  }

  private async told(
    ticket: LockedTicket,
    workOrderId: string,
    from: WorkOrderState | null,
    to: WorkOrderState,
    note: string | null,
  ): Promise<void> {
    await tell([
      { ticketId: ticket.id, at: now(), kind: TicketEventKind.WORK_ORDER, note, facts: { workOrderId, from, to } },
    ]);
    await this.events.emit(
      ticketEvents.workOrderMoved,
      { ...payloadOf(ticket), workOrderId, from, to },
      { aggregateId: ticket.id },
    );
  }
}

/** The ticket, locked; `CONFLICT` where nothing is left to be done. */
export async function openTicket(id: string): Promise<LockedTicket> {
  const ticket = await lockTicket(id);
  if (isSettled(ticket.state)) throw overError(ticket);
  return ticket;
}

/** The order and its ticket, both locked, the ticket first as everywhere. */
async function lockOrder(id: string, version: number): Promise<{ order: StoredOrder; ticket: LockedTicket }> {
  const select = `SELECT id, ticket_id AS "ticketId", number, state, version, team_id AS "teamId"
    FROM atrium.ticket_work_order WHERE id = $1`;
  const [seen] = await db().query<StoredOrder & Record<string, unknown>>(select, [id]);
  if (!seen) throw notFound('WorkOrder');
  const ticket = await lockTicket(seen.ticketId);
  const [order] = await db().query<StoredOrder & Record<string, unknown>>(`${select} FOR UPDATE`, [id]);
  if (!order) throw notFound('WorkOrder');
  if (order.version !== version) throw staleVersion(version, order.version);
  return { order, ticket };
}
