import { change, uploadRows } from './core-makers';
import { FRESH, freshly, idOf, made, type Maker, OMITTED, type Samples, value } from './samples';
import { waitingTicket } from './ticket-makers';
import type { World } from './world';

/** A file on a ticket; answers its id. */
const ticketFile: Maker = async (world, tools) => {
  const input = {
    ticketId: await waitingTicket(world, tools),
    fileIds: [await uploadRows(world, tools, world.text('words'))],
    visibility: 'CUSTOMER',
  };
  type Answer = { ticket: { files: readonly { id: string }[] } };
  const { client } = world.owner;
  const { ticket } = await change<Answer>(
    client,
    'attachTicketFiles',
    'AttachTicketFilesInput',
    input,
    'ticket { files { id } }',
  );
  return ticket.files[0]!.id;
};

/** A ticket under an incident that was answered; answers the ticket's id. */
const groupedTicket: Maker = async (world, tools) => {
  const { client } = world.owner;
  const ticketIds = [await waitingTicket(world, tools)];
  const given = { title: world.text('words'), communityId: world.id('community'), ticketIds };
  type Answer = { incident: { id: string } };
  const { incident } = await change<Answer>(client, 'openIncident', 'OpenIncidentInput', given, 'incident { id }');
  const answer = { id: incident.id, body: world.text('words') };
  await change(client, 'answerIncident', 'AnswerIncidentInput', answer, '__typename');
  return ticketIds[0]!;
};

/** A file of the world's owner's own. */
const uploadedFile: Maker = (world, tools) => uploadRows(world, tools, world.text('words'));

/** What the world's company calls its categories. */
async function wordsOfCategories({ owner }: World): Promise<string> {
  type Answer = { ticketCategories: { nodes: readonly Record<'name' | 'place' | 'subject' | 'problem', string>[] } };
  const { ticketCategories } = await owner.client.ok<Answer>(
    '{ ticketCategories(first: 50) { nodes { name place subject problem } } }',
  );
  const said = ticketCategories.nodes.map(({ name, place, subject, problem }) => [name, place, subject, problem]);
  return said.flat().join(' ').slice(0, 7000);
}

/** What the fields of the service desk demand besides those of tickets. */
export const deskValues: Samples['values'] = {
  'Mutation.removeTicketFile.input.id': [freshly(ticketFile)],
  'Mutation.changeTickets.input.tickets.id': [freshly(waitingTicket)],
  'TicketsChangeInput.move': [value({ to: 'CANCELLED', note: '-' })],
  'MoveTicketsInput.note': [value('-')],
  'MoveTicketsInput.to': [value('CANCELLED')],
  'MoveTicketsInput.subStateId': [OMITTED],
  'MoveTicketsInput.holdReason': [OMITTED],
  'AssignTicketsInput.strategy': [value('MANUAL')],
  'DeferTicketsInput.until': [value('2099-01-01T00:00:00Z')],
  'SetTicketsInput.promisedAt': [value('2099-01-01T00:00:00Z')],
  'Mutation.takeFromIncident.input.ticketId': [freshly(groupedTicket)],
  'Mutation.closeIncident.input.id': [FRESH],
  'OpenIncidentInput.ticketIds': [freshly(waitingTicket)],
  'AddToIncidentInput.ticketIds': [freshly(waitingTicket)],
  'Query.searchTickets.query': [made((world) => world.markOf('ticket'))],
  'Query.suggestTicketCategories.text': [made(wordsOfCategories)],
  'AttachMyTicketFilesInput.ticketId': [idOf('ticket')],
  'AttachMyTicketFilesInput.fileIds': [freshly(uploadedFile)],
};

export const deskMakers: Samples['makers'] = { ticket_file: ticketFile };

export const deskExtras: Samples['extras'] = {
  'a file on a ticket': ticketFile,
  'a ticket among many': groupedTicket,
};
