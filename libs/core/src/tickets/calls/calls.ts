import { conflict, context, db, Events, invalidField, newId, notFound, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockVersion, update } from '../../rows/rows';
import { TicketEventKind } from '../ticket/ticket.enums';
import { tell } from '../ticket/ticket-rows';
import { callEvents } from './call.events';
import { callMessages } from './call.messages';
import { type CallParties, customerOfNumber, numberOf, partiesOf } from './call-parties';
import { CallState, type LogCallInput, type ScoreCallInput, type UpdateCallInput } from './call.type';

interface StoredCall {
  readonly state: CallState;
  readonly customerId: string | null;
  readonly ticketId: string | null;
  readonly communityId: string | null;
  readonly agentId: string | null;
}

/** Telephone calls as people enter them, link them and score them. */
@Injectable()
export class Calls {
  constructor(private readonly events: Events) {}

  /** A call that has ended; answers its UUID. */
  async log(input: LogCallInput): Promise<string> {
    const { direction, seconds, note, queue } = input;
    const at = now();
    const startedAt = input.startedAt ?? new Date(at.getTime() - seconds * 1000);
    const endedAt = new Date(startedAt.getTime() + seconds * 1000);
    if (startedAt > at || endedAt > at) throw invalidField('input.startedAt', 'IN_THE_FUTURE', callMessages.future);
    const number = numberOf(input.number);
    const parties = await this.partiesFor(number.value, input);
    const agent = await agentOf(input.agentId ?? null);
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.phone_call (id, direction, state, number, number_masked, queue, customer_id, ticket_id,
         community_id, agent_id, agent_name, started_at, answered_at, ended_at, seconds, recording_url, note)
       VALUES ($1, $2, 'ENDED', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        ...[id, direction, number.value, number.masked, queue || null],
        ...[parties.customerId, parties.ticketId, parties.communityId, agent.id, agent.name],
        ...[startedAt, seconds > 0 ? startedAt : null, endedAt, seconds, addressOf(input.recordingUrl), note || null],
      ],
    );
    await this.linked(id, parties, note || null);
    const { customerId, ticketId, communityId } = parties;
    const payload = { callId: id, direction, customerId, ticketId, communityId, agentId: agent.id, seconds };
    await this.events.emit(callEvents.ended, payload, { aggregateId: id });
    return id;
  }

  /** Says whom and what it was about. `CONFLICT` for a stale version. */
  async update({ id, version, note, ...given }: UpdateCallInput): Promise<void> {
    const call = await lockCall(id, version);
    const customerId = given.customerId === undefined ? call.customerId : given.customerId;
    const ticketId = given.ticketId === undefined ? call.ticketId : given.ticketId;
    const parties = await partiesOf(customerId, ticketId);
    await update('phone_call', id, {
      customer_id: parties.customerId,
      ticket_id: parties.ticketId,
      // What was known of where it belongs is not lost with what it was linked to.
      community_id: parties.communityId ?? call.communityId,
      note: note === undefined ? undefined : note || null,
    });
    if (parties.ticketId !== call.ticketId) await this.linked(id, parties, note || null);
  }

  /** `FORBIDDEN` of one’s own: the rated person has no say in it. */
  async score({ id, version, score, note }: ScoreCallInput): Promise<void> {
    const call = await lockCall(id, version);
    if (call.state !== CallState.ENDED) throw conflict(callMessages.goingOn);
    if (call.agentId !== null && call.agentId === context().actor.id) throw conflict(callMessages.own);
    const scored = { score, score_note: note || null, scored_by: context().actor.name, scored_at: now() };
    await update('phone_call', id, scored);
  }

  private async partiesFor(number: string, { customerId, ticketId }: LogCallInput): Promise<CallParties> {
    const parties = await partiesOf(customerId ?? null, ticketId ?? null);
    if (parties.customerId !== null) return parties;
    const known = await customerOfNumber(number);
    return known === null ? parties : partiesOf(known, ticketId ?? null);
  }

  private async linked(callId: string, { ticketId }: CallParties, note: string | null): Promise<void> {
    if (ticketId !== null) {
      await tell([{ ticketId, at: now(), kind: TicketEventKind.CALL, note, facts: { callId } }]);
    }
  }
}

async function lockCall(id: string, version: number): Promise<StoredCall> {
  await lockVersion('phone_call', 'PhoneCall', id, version);
  const [call] = await db().query<StoredCall & Record<string, unknown>>(
    `SELECT state, customer_id AS "customerId", ticket_id AS "ticketId", community_id AS "communityId",
       agent_id AS "agentId" FROM atrium.phone_call WHERE id = $1`,
    [id],
  );
  return call!;
}

/** Who spoke: a member of staff who is named, or whoever enters it. */
async function agentOf(id: string | null): Promise<{ id: string | null; name: string | null }> {
  const { actor } = context();
  if (id === null) return { id: actor.kind === 'STAFF' ? actor.id : null, name: actor.name };
  const [staff] = await db().query<{ name: string }>('SELECT name FROM atrium.staff WHERE id = $1', [id]);
  if (!staff) throw notFound('Staff');
  return { id, name: staff.name };
}

function addressOf(given: string | null | undefined): string | null {
  if (!given) return null;
  if (!URL.canParse(given) || new URL(given).protocol !== 'https:') {
    throw invalidField('input.recordingUrl', 'NOT_AN_ADDRESS', callMessages.notAnAddress);
  }
  return given;
}
