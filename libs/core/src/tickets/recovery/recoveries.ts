import {
  AtriumError,
  conflict,
  context,
  currentTenant,
  db,
  Events,
  invalidField,
  newId,
  notFound,
  now,
  registerConstraint,
  staleVersion,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { Compensations, type Minor, readMoney, requireWaivable } from '../../fees';
import { update } from '../../rows/rows';
import { TicketComments } from '../comment/comments';
import { TicketState } from '../state/ticket-state';
import { overError } from '../ticket/over';
import { CommentVisibility, TicketEventKind } from '../ticket/ticket.enums';
import { staffActing } from '../ticket/staff-acting';
import { type LockedTicket, lockTicket, payloadOf, tell } from '../ticket/ticket-rows';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import { spend } from './allowance';
import {
  CompensationForm,
  type CompensationInput,
  type DecideAmendsInput,
  type MakeAmendsInput,
  RecoveryKind,
  RecoveryState,
} from './recovery.types';

registerConstraint('ticket_recovery_two_people', ticketMessages.ownRequest);

interface Recovery {
  readonly id: string;
  readonly kind: RecoveryKind;
  readonly form: CompensationForm | null;
  readonly amount: Minor | null;
  readonly points: number | null;
  readonly chargeId: string | null;
  readonly words: string;
  readonly reason: string;
}

interface StoredRecovery extends Omit<Recovery, 'amount'> {
  readonly amount: string | null;
  readonly ticketId: string;
  readonly state: RecoveryState;
  readonly requestedBy: string | null;
  readonly version: number;
}

/** Service recovery (服务补救): within the limits of who acts at once, above them by the approval of somebody else. */
@Injectable()
export class Recoveries {
  constructor(
    private readonly compensations: Compensations,
    private readonly comments: TicketComments,
    private readonly events: Events,
  ) {}

  /** Answers the new row's UUID. */
  async make({ ticketId, kind, words, reason, compensation }: MakeAmendsInput): Promise<string> {
    const ticket = await lockTicket(ticketId);
    if (ticket.state === TicketState.MERGED || ticket.isHistoric) throw overError(ticket);
    if ((kind === RecoveryKind.COMPENSATION) !== (compensation != null)) {
      throw invalidField('input.compensation', 'NOT_OF_KIND', ticketMessages.compensationOnly);
    }
    const given = compensation ? await this.read(ticket, compensation) : NOTHING;
    const recovery: Recovery = { id: newId(), kind, words, reason, ...given };
    const isMade = recovery.amount === null || (await spend(ticketId, recovery.amount));
    await insert(ticketId, recovery, isMade);
    const facts = { recoveryId: recovery.id, kind, form: recovery.form };
    if (isMade) await this.carryOut(ticket, recovery, null);
    else {
      await tell([{ ticketId, at: now(), kind: TicketEventKind.RECOVERY, facts: { ...facts, state: 'REQUESTED' } }]);
      const payload = { ...payloadOf(ticket), recoveryId: recovery.id };
      await this.events.emit(ticketEvents.recoveryRequested, payload, { aggregateId: ticketId });
    }
    return recovery.id;
  }

  /** `CONFLICT` for who asked, `INVALID_TRANSITION` for what is decided. */
  async decide({ id, version, approve, note }: DecideAmendsInput): Promise<void> {
    const { stored, ticket } = await lockRecovery(id, version);
    if (stored.state !== RecoveryState.REQUESTED) {
      throw new AtriumError('INVALID_TRANSITION', ticketMessages.amendsDecided, {
        params: { state: stored.state },
        extra: { allowed: [] },
      });
    }
    const { actor } = context();
    // A program is nobody else than who it acts for.
    if (staffActing() === null) throw new AtriumError('FORBIDDEN', ticketMessages.peopleDecide);
    if (actor.id === stored.requestedBy) throw conflict(ticketMessages.ownRequest);
    if (!approve && !note) throw invalidField('input.note', 'REQUIRED', ticketMessages.reasonNeeded);
    await update('ticket_recovery', id, {
      state: approve ? RecoveryState.MADE : RecoveryState.REJECTED,
      decided_by: actor.id,
      decider_name: actor.name,
      decision: note || null,
      made_at: approve ? now() : null,
    });
    const recovery = { ...stored, amount: stored.amount === null ? null : BigInt(stored.amount) };
    if (approve) return this.carryOut(ticket, recovery, actor.id);
    const facts = { recoveryId: id, kind: stored.kind, form: stored.form, state: 'REJECTED' };
    await tell([{ ticketId: ticket.id, at: now(), kind: TicketEventKind.RECOVERY, facts, note }]);
  }

  /** Posted where it costs something, said to the customer, told. */
  private async carryOut(ticket: LockedTicket, recovery: Recovery, approverId: string | null): Promise<void> {
    const { id, kind, form, amount, points, chargeId, words, reason } = recovery;
    if (amount !== null) {
      const { customerId, communityId } = ticket;
      const given = { sourceId: id, customerId: customerId!, communityId: communityId!, amount, reason, approverId };
      if (form === CompensationForm.CREDIT) await this.compensations.credit(given);
      if (form === CompensationForm.FEE_WAIVER) await this.compensations.waive(given, chargeId!);
      if (form === CompensationForm.POINTS) {
        await this.events.emit(
          ticketEvents.pointsGranted,
          { ...payloadOf(ticket), recoveryId: id, points: points! },
          { aggregateId: ticket.id },
        );
      }
    }
    if (ticket.customerId !== null) await this.comments.add(ticket.id, words, CommentVisibility.CUSTOMER);
    const facts = { recoveryId: id, kind, form, state: 'MADE' };
    await tell([{ ticketId: ticket.id, at: now(), kind: TicketEventKind.RECOVERY, facts }]);
    const payload = {
      ...payloadOf(ticket),
      ...{ recoveryId: id, recoveryKind: kind as string, form, amount: amount === null ? null : String(amount) },
    };
    await this.events.emit(ticketEvents.recovered, payload, { aggregateId: ticket.id });
  }

  private async read(
    ticket: LockedTicket,
    { form, amount: given, points, chargeId }: CompensationInput,
  ): Promise<Pick<Recovery, 'form' | 'amount' | 'points' | 'chargeId'>> {
    if (ticket.customerId === null || ticket.communityId === null) throw conflict(ticketMessages.nobodyToCompensate);
    const amount = readMoney(given, 'input.compensation.amount');
    const isPoints = form === CompensationForm.POINTS;
    if (isPoints !== (points != null)) {
      throw invalidField('input.compensation.points', 'NOT_OF_FORM', ticketMessages.pointsOnly);
    }
    if ((form === CompensationForm.FEE_WAIVER) !== (chargeId != null)) {
      throw invalidField('input.compensation.chargeId', 'NOT_OF_FORM', ticketMessages.waiverOnly);
    }
    // Points are nothing where no programme keeps them.
    if (isPoints && !(await this.events.handled(ticketEvents.pointsGranted))) throw conflict(ticketMessages.noPoints);
    if (chargeId) await requireWaivable({ customerId: ticket.customerId, amount }, chargeId);
    return { form, amount, points: points ?? null, chargeId: chargeId ?? null };
  }
}

const NOTHING = { form: null, amount: null, points: null, chargeId: null };

async function insert(ticketId: string, recovery: Recovery, isMade: boolean): Promise<void> {
  const { id, kind, form, amount, points, chargeId, words, reason } = recovery;
  const { actor } = context();
  await db().execute(
    `INSERT INTO atrium.ticket_recovery (id, ticket_id, kind, form, state, amount, currency, points, charge_id, words, reason,
       requested_by, requester_name, made_at) VALUES ($1, $2, $3, $4, $5, $6::bigint, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[id, ticketId, kind, form, isMade ? RecoveryState.MADE : RecoveryState.REQUESTED],
      ...(amount === null ? [null, null] : [String(amount), currentTenant().currency]),
      ...[points, chargeId, words, reason, staffActing(), actor.name],
      isMade ? now() : null,
    ],
  );
}

async function lockRecovery(id: string, version: number): Promise<{ stored: StoredRecovery; ticket: LockedTicket }> {
  const select = `SELECT id, ticket_id AS "ticketId", kind, form, state, amount::text, points, charge_id AS "chargeId", words,
    reason, requested_by AS "requestedBy", version FROM atrium.ticket_recovery WHERE id = $1`;
  const [seen] = await db().query<StoredRecovery & Record<string, unknown>>(select, [id]);
  if (!seen) throw notFound('TicketRecovery');
  const ticket = await lockTicket(seen.ticketId);
  const [stored] = await db().query<StoredRecovery & Record<string, unknown>>(`${select} FOR UPDATE`, [id]);
  if (!stored) throw notFound('TicketRecovery');
  if (stored.version !== version) throw staleVersion(version, stored.version);
  return { stored, ticket };
}
