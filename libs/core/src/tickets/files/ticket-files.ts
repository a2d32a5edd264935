import { context, db, Events, Files, invalidField, isCustomer, newId, notFound, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { TicketState } from '../state/ticket-state';
import { CommentVisibility, TicketEventKind } from '../ticket/ticket.enums';
import { overError } from '../ticket/over';
import { lockTicket, payloadOf, tell } from '../ticket/ticket-rows';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';

const MAX_FILES = 50;
const OFFICE = 'application/vnd.openxmlformats-officedocument';
/** Pictures, recordings and documents: nothing that a machine would run. */
const TYPES = [
  ...['image/*', 'video/*', 'audio/*', 'application/pdf', 'text/plain', 'text/csv', 'application/msword'],
  ...['application/vnd.ms-excel', 'application/vnd.ms-powerpoint', `${OFFICE}.wordprocessingml.document`],
  ...[`${OFFICE}.spreadsheetml.sheet`, `${OFFICE}.presentationml.presentation`],
];

/** Files on tickets: who sees the ticket sees them, customers those that are meant for them. */
@Injectable()
export class TicketFiles {
  constructor(
    private readonly files: Files,
    private readonly events: Events,
  ) {}

  /**
   * `NOT_FOUND` for what the caller has not uploaded, `VALIDATION_FAILED` for a kind of file that has no place here, twice
   * the same, or too many; `CONFLICT` for a ticket that went into another.
   */
  async attach(ticketId: string, fileIds: readonly string[], visibility: CommentVisibility): Promise<void> {
    const ticket = await lockTicket(ticketId);
    if (ticket.state === TicketState.MERGED) throw overError(ticket);
    if (fileIds.length === 0) throw invalidField('input.fileIds', 'REQUIRED', ticketMessages.noFiles);
    await requireRoom(ticketId, fileIds);
    const at = now();
    const mine = isCustomer();
    const names: string[] = [];
    for (const [index, file] of fileIds.entries()) {
      const { name } = await this.files.keep(file, { purpose: 'ticket', path: `input.fileIds.${index}`, types: TYPES });
      names.push(name);
      await db().execute(
        `INSERT INTO atrium.ticket_file (id, ticket_id, file_id, name, content_type, bytes, at, visibility, author_name,
           is_from_customer, customer_id)
         SELECT $1, $2, f.id, f.name, f.content_type, f.bytes, $4, $5, $6, $7, $8 FROM atrium.file f WHERE f.id = $3`,
        [newId(), ticketId, file, at, visibility, mine ? null : context().actor.name, mine, ticket.customerId],
      );
    }
    const isAnswer = visibility === CommentVisibility.CUSTOMER && !mine;
    await db().execute(
      `UPDATE atrium.ticket SET commented_at = $2, answered_at = CASE WHEN $3 THEN $2 ELSE answered_at END,
         updated_at = now() WHERE id = $1`,
      [ticketId, at, isAnswer],
    );
    const forCustomer = visibility === CommentVisibility.CUSTOMER;
    await tell([{ ticketId, at, kind: TicketEventKind.FILES_ADDED, facts: { names }, forCustomer }]);
    await this.events.emit(ticketEvents.changed, payloadOf(ticket), { aggregateId: ticketId });
  }

  /** Answers the UUID of the ticket it was on. The stored file goes with the row: see the trigger of the table. */
  async remove(id: string): Promise<string> {
    const [gone] = await db().query<{ ticket_id: string; name: string }>(
      'DELETE FROM atrium.ticket_file WHERE id = $1 RETURNING ticket_id, name',
      [id],
    );
    if (!gone) throw notFound('TicketFile');
    const ticket = await lockTicket(gone.ticket_id);
    await tell([{ ticketId: ticket.id, at: now(), kind: TicketEventKind.FILE_REMOVED, facts: { names: [gone.name] } }]);
    await db().execute('UPDATE atrium.ticket SET updated_at = now() WHERE id = $1', [ticket.id]);
    await this.events.emit(ticketEvents.changed, payloadOf(ticket), { aggregateId: ticket.id });
    return ticket.id;
  }
}

async function requireRoom(ticketId: string, fileIds: readonly string[]): Promise<void> {
  const twice = (): never => {
    throw invalidField('input.fileIds', 'DUPLICATE', ticketMessages.fileTwice);
  };
  if (new Set(fileIds).size < fileIds.length) twice();
  const [there] = await db().query<{ count: number; twice: boolean }>(
    `SELECT count(*)::int AS count, coalesce(bool_or(file_id = ANY ($2::uuid[])), false) AS twice
     FROM atrium.ticket_file WHERE ticket_id = $1`,
    [ticketId, fileIds],
  );
  if (there!.twice) twice();
  if (there!.count + fileIds.length > MAX_FILES) {
    throw invalidField('input.fileIds', 'TOO_MANY', ticketMessages.tooManyFiles, { max: MAX_FILES });
  }
}
