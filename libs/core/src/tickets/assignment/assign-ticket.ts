import {
  AtriumError,
  conflict,
  context,
  db,
  Events,
  holds,
  invalidField,
  newId,
  now,
  requirePermission,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { illegalMove } from '../state/ticket-moves.policy';
import { MoveTicket } from '../state/move-ticket';
import { TicketState } from '../state/ticket-state';
import { TicketEventKind } from '../ticket/ticket.enums';
import { type LockedTicket, lockTicket, payloadOf, tell, updateTicket } from '../ticket/ticket-rows';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import { ticketPermissions } from '../tickets.permissions';
import { AssignmentStrategy, chooseCandidate } from './assignment.policy';
import { isMember, requireDoer } from './doers';
import type { AssignTicketInput } from './assignment.inputs';
import { candidatesFor } from './candidates';

interface Chosen {
  readonly teamId: string | null;
  readonly assigneeId: string | null;
}

const { TRIAGED, REOPENED, ASSIGNED, IN_PROGRESS, ON_HOLD } = TicketState;
const WAITING: readonly TicketState[] = [TRIAGED, REOPENED];
const GIVEN: readonly TicketState[] = [ASSIGNED, IN_PROGRESS, ON_HOLD];

/** Gives tickets to people and teams. The service centre goes before the teams (优先调度权). */
@Injectable()
export class AssignTicket {
  constructor(
    private readonly moves: MoveTicket,
    private readonly events: Events,
  ) {}

  /**
   * Whoever dispatches gives any ticket to anybody; a team's leader gives what the team has to its members, unless the
   * service centre named somebody.
   */
  async assign({ id, version, strategy, note, ...given }: AssignTicketInput): Promise<void> {
    const ticket = await lockTicket(id, version);
    const dispatches = holds(ticketPermissions['ticket:assign']);
    if (!dispatches) await this.requireLeader(ticket, given.teamId ?? ticket.teamId);
    if (![...WAITING, ...GIVEN].includes(ticket.state)) throw illegalMove(ticket.state, ASSIGNED);
    const chosen = await this.choose(ticket, strategy ?? AssignmentStrategy.MANUAL, given);
    await this.give(ticket, chosen, note || null, dispatches && chosen.assigneeId !== null);
  }

  /** Takes a ticket from the pool (抢单): of many at once one gets it, the others `CONFLICT`. */
  async take(id: string): Promise<void> {
    const ticket = await lockTicket(id);
    if (!WAITING.includes(ticket.state) || ticket.assigneeId !== null) {
      const isTaken = ticket.state === ASSIGNED || ticket.assigneeId !== null;
      throw isTaken ? conflict(ticketMessages.taken) : illegalMove(ticket.state, ASSIGNED);
    }
    if (ticket.deferredUntil !== null) throw conflict(ticketMessages.notInPool);
    const { id: me, kind } = context().actor;
    if (kind !== 'STAFF' || me === null) throw conflict(ticketMessages.notInPool);
    if (ticket.teamId !== null && !(await isMember(ticket.teamId, me))) {
      throw new AtriumError('FORBIDDEN', ticketMessages.notYours);
    }
    await this.give(ticket, { teamId: ticket.teamId, assigneeId: me }, null, false);
  }

  private async give(ticket: LockedTicket, chosen: Chosen, note: string | null, isDispatched: boolean): Promise<void> {
    const { id } = ticket;
    if (WAITING.includes(ticket.state)) {
      await this.moves.move(ticket, { to: ASSIGNED, ...chosen, isDispatched, note });
    } else {
      await updateTicket(id, { team_id: chosen.teamId, assignee_id: chosen.assigneeId, is_dispatched: isDispatched });
    }
    await db().execute('UPDATE atrium.ticket SET assigned_count = assigned_count + 1 WHERE id = $1', [id]);
    await tell([{ ticketId: id, at: now(), kind: TicketEventKind.ASSIGNED, note, facts: { ...chosen } }]);
    await this.events.emit(ticketEvents.assigned, { ...payloadOf(ticket), ...chosen }, { aggregateId: id });
  }

  private async choose(
    ticket: LockedTicket,
    strategy: AssignmentStrategy,
    { teamId = null, assigneeId = null }: { teamId?: string | null; assigneeId?: string | null },
  ): Promise<Chosen> {
    if (strategy === AssignmentStrategy.MANUAL) return this.named(teamId, assigneeId);
    if (teamId === null && strategy !== AssignmentStrategy.BEST_SUITED) {
      throw invalidField('input.teamId', 'REQUIRED', ticketMessages.teamNeeded);
    }
    // Two at once that choose from the same people see each other's choice.
    const candidates = await candidatesFor(ticket, teamId, now());
    const chosen = chooseCandidate(strategy, candidates);
    if (!chosen) throw conflict(ticketMessages.nobody);
    await noteTurn(chosen.teamId, chosen.staffId);
    return { teamId: chosen.teamId, assigneeId: chosen.staffId };
  }

  private async named(teamId: string | null, assigneeId: string | null): Promise<Chosen> {
    if (teamId === null && assigneeId === null) {
      throw invalidField('input.assigneeId', 'REQUIRED', ticketMessages.assigneeNeeded);
    }
    await requireDoer(teamId, assigneeId);
    return { teamId, assigneeId };
  }

  private async requireLeader(ticket: LockedTicket, teamId: string | null): Promise<void> {
    const own =
      teamId !== null && ticket.teamId === teamId
        ? await db().query('SELECT FROM atrium.team WHERE id = $1 AND leader_id = $2', [teamId, context().actor.id])
        : [];
    if (own.length === 0) requirePermission(ticketPermissions['ticket:assign']);
    if (ticket.isDispatched) throw new AtriumError('FORBIDDEN', ticketMessages.dispatched);
  }
}

async function noteTurn(teamId: string, staffId: string): Promise<void> {
  await db().execute(
    `INSERT INTO atrium.ticket_turn (id, team_id, staff_id, taken_at) VALUES ($1, $2, $3, clock_timestamp())
     ON CONFLICT ON CONSTRAINT ticket_turn_once DO UPDATE SET taken_at = excluded.taken_at`,
    [newId(), teamId, staffId],
  );
}
