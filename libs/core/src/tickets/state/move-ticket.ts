import { conflict, db, Events, invalidField, isCustomer, notFound, now, requirePermission } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { mayResolveViolation } from '../disputes/violation-ends';
import { findPromised } from '../clock/policies';
import { TicketClocks } from '../clock/ticket-clocks';
import { followMove } from '../follow-up/follow-up-rows';
import { GRAVE, TicketEventKind, TicketKind, type TicketSeverity } from '../ticket/ticket.enums';
import { type LockedTicket, lockTicket, payloadOf, tell, updateTicket } from '../ticket/ticket-rows';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import { ticketPermissions } from '../tickets.permissions';
import { settleWork } from '../work/settle-work';
import { requireMove } from './ticket-moves.policy';
import { HoldReason, isOver, type Move, TicketState } from './ticket-state';

/** What is told with a move. */
export interface MoveTold {
  readonly to: TicketState;
  readonly note?: string | null;
  readonly subStateId?: string | null;
  readonly holdReason?: HoldReason | null;
  readonly investigation?: string | null;
  readonly cause?: string | null;
  readonly emergencyMeasure?: string | null;
  readonly severity?: TicketSeverity | null;
  readonly teamId?: string | null;
  readonly assigneeId?: string | null;
  readonly isDispatched?: boolean;
  readonly mergedIntoId?: string;
}

/** Moves that take more than working on tickets. */
const DISPATCH: readonly TicketState[] = [TicketState.ASSIGNED, TicketState.CANCELLED, TicketState.CLOSED];
const { IN_PROGRESS, ON_HOLD, RESOLVED, REOPENED, CANCELLED, MERGED, TRIAGED } = TicketState;

/** Moves tickets: one place decides what a move demands and brings about, whoever makes it. */
@Injectable()
export class MoveTicket {
  constructor(
    private readonly clocks: TicketClocks,
    private readonly events: Events,
  ) {}

  /** By staff. `INVALID_TRANSITION` with the allowed moves, `CONFLICT` for a stale version. */
  async byStaff(id: string, version: number, told: MoveTold): Promise<void> {
    const ticket = await lockTicket(id, version);
    requireMove(ticket.state, told.to);
    if (told.to === MERGED) throw invalidField('input.to', 'BY_MERGE', ticketMessages.byMerge);
    if (DISPATCH.includes(told.to)) requirePermission(ticketPermissions['ticket:assign']);
    await this.move(ticket, told);
  }

  /** The ticket, which is locked, goes where it is told to. */
  async move(ticket: LockedTicket, told: MoveTold): Promise<void> {
    const { id, state: from } = ticket;
    const { to } = told;
    const at = now();
    this.check(requireMove(from, to), ticket, told);
    if (to === RESOLVED && ticket.kind === TicketKind.VIOLATION && !(await mayResolveViolation(id))) {
      throw conflict(ticketMessages.notRemedied);
    }
    if (told.subStateId) await requireSubState(told.subStateId, to);
    const severity = told.severity ?? ticket.severity;
    await settleWork(id, to, at);
    if (!ticket.isHistoric) await followMove(ticket, to, at);
    let dueAt = await this.turnClocks(ticket, told, at);
    if (severity !== ticket.severity) {
      const { kind, serviceProfile } = ticket;
      const promised = await findPromised({ kind, severity, serviceProfile });
      dueAt = await this.clocks.promise(id, promised, at, to !== ON_HOLD);
    }
    await updateTicket(id, {
      ...this.columns(ticket, told, at),
      ...(to === RESOLVED ? { is_on_time: await isOnTime(id) } : {}),
      severity,
      due_at: ticket.isHistoric ? undefined : (dueAt ?? 'infinity'),
    });
    await tell([
      {
        ticketId: id,
        at,
        kind: TicketEventKind.MOVED,
        from,
        to,
        note: told.note || null,
        facts: told.holdReason ? { holdReason: told.holdReason } : {},
        forCustomer: true,
      },
    ]);
    if (ticket.isHistoric) return;
    await this.events.emit(
      ticketEvents.moved,
      { ...payloadOf({ ...ticket, severity }), from, to },
      { aggregateId: id },
    );
  }

  private check(move: Move, ticket: LockedTicket, told: MoveTold): void {
    if (move.demands === 'reason' && !told.note && !isCustomer()) {
      throw invalidField('input.note', 'REQUIRED', ticketMessages.reasonNeeded);
    }
    if (move.demands === 'assignee' && !told.teamId && !told.assigneeId) {
      throw invalidField('input.assigneeId', 'REQUIRED', ticketMessages.assigneeNeeded);
    }
    if (told.to === ON_HOLD && !told.holdReason) {
      throw invalidField('input.holdReason', 'REQUIRED', ticketMessages.holdReasonNeeded);
    }
    if (told.to === RESOLVED && GRAVE.includes(told.severity ?? ticket.severity)) {
      for (const name of ['investigation', 'cause', 'emergencyMeasure'] as const) {
        if (!(told[name] || ticket[name])) throw invalidField(`input.${name}`, 'REQUIRED', ticketMessages.graveNeeds);
      }
    }
  }

  private turnClocks(ticket: LockedTicket, told: MoveTold, at: Date): Promise<Date | null> {
    const { id, state: from, holdReason } = ticket;
    switch (told.to) {
      case IN_PROGRESS:
        return from === ON_HOLD && holdReason === HoldReason.CUSTOMER
          ? this.clocks.resume(id, at)
          : this.clocks.meet(id, ['FIRST_RESPONSE'], at);
      case ON_HOLD:
        return told.holdReason === HoldReason.CUSTOMER ? this.clocks.pause(id, at) : this.clocks.meet(id, [], at);
      case RESOLVED:
        return this.clocks.settle(id, ['FIRST_RESPONSE', 'PROGRESS_UPDATE', 'RESOLUTION'], at);
      case CANCELLED:
      case MERGED:
        return this.clocks.settle(id, [], at);
      case REOPENED:
        return this.clocks.reopen(id, at);
      default:
        return this.clocks.meet(id, [], at);
    }
  }

  private columns(ticket: LockedTicket, told: MoveTold, at: Date): Record<string, unknown> {
    const { to } = told;
    const base: Record<string, unknown> = {
      state: to,
      sub_state_id: told.subStateId ?? null,
      hold_reason: to === ON_HOLD ? told.holdReason : null,
      deferred_until: null,
      investigation: told.investigation || undefined,
      cause: told.cause || undefined,
      emergency_measure: told.emergencyMeasure || undefined,
      team_id: told.teamId,
      assignee_id: told.assigneeId,
      is_dispatched: told.isDispatched,
    };
    if (to === TRIAGED || to === REOPENED) {
      Object.assign(base, { assignee_id: null, is_dispatched: false, team_id: null });
    }
    if (to === IN_PROGRESS && ticket.firstResponseAt === null) base.first_response_at = at;
    if (to === RESOLVED) {
      base.resolved_at = at;
      base.first_response_at = ticket.firstResponseAt ?? at;
    }
    if (isOver(to)) base.closed_at = at;
    if (to === REOPENED)
      Object.assign(base, {
        resolved_at: null,
        closed_at: null,
        is_on_time: null,
        reopen_count: ticket.reopenCount + 1,
      });
    if (to === MERGED) base.merged_into_id = told.mergedIntoId;
    return base;
  }
}

/** Was the time kept that was promised for the resolution? Null where none was. */
async function isOnTime(ticketId: string): Promise<boolean | null> {
  const [row] = await db().query<{ kept: boolean }>(
    {
      name: 'ticket_on_time',
      text: `SELECT breached_at IS NULL AS kept FROM atrium.ticket_clock WHERE ticket_id = $1 AND target = 'RESOLUTION'`,
    },
    [ticketId],
  );
  return row?.kept ?? null;
}

/** A sub-state stands under the state one goes to. */
async function requireSubState(id: string, state: TicketState): Promise<void> {
  const [found] = await db().query<{ state: TicketState; is_active: boolean }>(
    'SELECT state, is_active FROM atrium.ticket_sub_state WHERE id = $1',
    [id],
  );
  if (!found) throw notFound('TicketSubState');
  if (found.state !== state || !found.is_active) {
    throw invalidField('input.subStateId', 'WRONG_STATE', ticketMessages.wrongSubState, { state });
  }
}
