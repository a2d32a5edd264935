import type { TestClient } from '@atrium/testing';
import { change, refusal } from '../identity/support';

export const TICKET = `id number version kind severity state title place dueAt firstResponseAt resolvedAt closedAt
  deferredUntil promisedAt promiseBrokenAt reopenCount holdReason allowedMoves isUnread isObserved isFavourite isAnonymous
  reporter { name phone } customer { id name } unit { id } building { id } community { id }
  team { id } assigneeName category { id name }
  clocks { target minutes dueAt isRunning raised metAt breachedAt }`;

export interface Clock {
  target: string;
  minutes: number;
  dueAt: string | null;
  isRunning: boolean;
  raised: number;
  metAt: string | null;
  breachedAt: string | null;
}

export interface Ticket {
  id: string;
  number: string;
  version: number;
  kind: string;
  severity: string;
  state: string;
  title: string;
  place: string | null;
  dueAt: string | null;
  firstResponseAt: string | null;
  resolvedAt: string | null;
  closedAt: string | null;
  deferredUntil: string | null;
  promisedAt: string | null;
  promiseBrokenAt: string | null;
  reopenCount: number;
  holdReason: string | null;
  allowedMoves: string[];
  isUnread: boolean;
  isObserved: boolean;
  isFavourite: boolean;
  isAnonymous: boolean;
  reporter: { name: string | null; phone: string | null };
  customer: { id: string; name: string } | null;
  unit: { id: string } | null;
  building: { id: string } | null;
  community: { id: string } | null;
  team: { id: string } | null;
  assigneeName: string | null;
  category: { id: string; name: string } | null;
  clocks: Clock[];
}

type Input = Record<string, unknown>;

/** Takes down a repair by telephone, unless told otherwise. */
export async function take(client: TestClient, input: Input = {}): Promise<Ticket> {
  const all = { kind: 'REPAIR', channel: 'PHONE', title: '水管漏水', ...input };
  return (await change<{ ticket: Ticket }>(client, 'createTicket', 'CreateTicketInput', all, `ticket { ${TICKET} }`))
    .ticket;
}

export const move = async (
  client: TestClient,
  { id, version }: Ticket,
  to: string,
  told: Input = {},
): Promise<Ticket> =>
  (
    await change<{ ticket: Ticket }>(
      client,
      'moveTicket',
      'MoveTicketInput',
      { id, version, to, ...told },
      `ticket { ${TICKET} }`,
    )
  ).ticket;

export const assign = async (client: TestClient, { id, version }: Ticket, input: Input): Promise<Ticket> =>
  (
    await change<{ ticket: Ticket }>(
      client,
      'assignTicket',
      'AssignTicketInput',
      { id, version, ...input },
      `ticket { ${TICKET} }`,
    )
  ).ticket;

export const update = async (client: TestClient, { id, version }: Ticket, input: Input): Promise<Ticket> =>
  (
    await change<{ ticket: Ticket }>(
      client,
      'updateTicket',
      'UpdateTicketInput',
      { id, version, ...input },
      `ticket { ${TICKET} }`,
    )
  ).ticket;

export const comment = (client: TestClient, ticketId: string, body: string, visibility: string): Promise<unknown> =>
  change(
    client,
    'addTicketComment',
    'AddTicketCommentInput',
    { ticketId, body, visibility },
    'comment { id body authorName isFromCustomer }',
  );

export async function read(client: TestClient, id: string): Promise<Ticket> {
  return (await client.ok<{ ticket: Ticket }>(`query ($id: ID!) { ticket(id: $id) { ${TICKET} } }`, { id })).ticket;
}

export const refusedMove = (client: TestClient, { id, version }: Ticket, to: string, told: Input = {}) =>
  refusal(client, 'moveTicket', 'MoveTicketInput', { id, version, to, ...told });

export const clockOf = (ticket: Ticket, target: string): Clock => {
  const found = ticket.clocks.find((clock) => clock.target === target);
  if (!found) throw new Error(`No clock for ${target}`);
  return found;
};

export async function history(
  client: TestClient,
  id: string,
): Promise<{ kind: string; note: string | null; facts: Input }[]> {
  const { ticket } = await client.ok<{
    ticket: { history: { nodes: { kind: string; note: string | null; facts: Input }[] } };
  }>(
    `query ($id: ID!) { ticket(id: $id) { history(first: 100) { nodes { kind note facts fromState toState actorName } } } }`,
    { id },
  );
  return ticket.history.nodes;
}

export async function me(client: TestClient): Promise<string> {
  return (await client.ok<{ viewer: { actor: { id: string } } }>('{ viewer { actor { id } } }')).viewer.actor.id;
}
