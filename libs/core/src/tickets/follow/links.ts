import { db, invalidField, newId, notFound } from '@atrium/sdk';
import { lockTickets } from '../ticket/ticket-rows';
import type { TicketLinkKind } from '../ticket/ticket.enums';
import { ticketMessages } from '../tickets.messages';

/** Says what a ticket is to another; answers the link's UUID, that of the same link where there is one. */
export async function linkTickets(ticketId: string, otherId: string, kind: TicketLinkKind): Promise<string> {
  if (ticketId === otherId) throw invalidField('input.otherId', 'ITSELF', ticketMessages.itself);
  const both = await lockTickets([ticketId, otherId]);
  if (both.size < 2) throw notFound('Ticket');
  await db().execute(
    'INSERT INTO atrium.ticket_link (id, ticket_id, other_id, kind) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [newId(), ticketId, otherId, kind],
  );
  const [link] = await db().query<{ id: string }>(
    'SELECT id FROM atrium.ticket_link WHERE ticket_id = $1 AND other_id = $2 AND kind = $3',
    [ticketId, otherId, kind],
  );
  return link!.id;
}

/** Answers the UUID of the ticket it was on. */
export async function unlinkTickets(id: string): Promise<string> {
  const [gone] = await db().query<{ ticket_id: string }>(
    'DELETE FROM atrium.ticket_link WHERE id = $1 RETURNING ticket_id',
    [id],
  );
  if (!gone) throw notFound('TicketLink');
  return gone.ticket_id;
}
