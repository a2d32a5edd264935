import { AtriumError, context, db, encodeId, invalidField, renderMessage, requirePermission } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { AssignTicket } from '../assignment/assign-ticket';
import { MoveTicket } from '../state/move-ticket';
import { ChangeTicket } from '../ticket/change-ticket';
import { ticketMessages } from '../tickets.messages';
import { ticketPermissions } from '../tickets.permissions';
import type { ChangeTicketsInput, RefusedTicketChange, SeenTicketInput, TicketsChangeInput } from './bulk.inputs';

/** So many at once: each is a change of its own, in one transaction. */
const MOST = 100;
const DISPATCH = ticketPermissions['ticket:assign'];

type One = (ticket: SeenTicketInput) => Promise<void>;

/** Does one thing to many tickets. Each is changed or refused by itself, by the rules of the single change. */
@Injectable()
export class ChangeTickets {
  constructor(
    private readonly moves: MoveTicket,
    private readonly changes: ChangeTicket,
    private readonly assignment: AssignTicket,
  ) {}

  /** Answers UUIDs of those that were changed, and why the others were not. */
  async change(input: ChangeTicketsInput): Promise<{ changed: string[]; refused: RefusedTicketChange[] }> {
    const one = this.changeOf(input.change);
    // In one order everywhere: two people who choose the same tickets wait for each other and nothing else.
    const tickets = [...input.tickets].sort((a, b) => (a.id < b.id ? -1 : 1));
    if (tickets.length > MOST)
      throw invalidField('input.tickets', 'TOO_MANY', ticketMessages.tooManyTickets, { max: MOST });
    if (new Set(tickets.map(({ id }) => id)).size < tickets.length) {
      throw invalidField('input.tickets', 'DUPLICATE', ticketMessages.ticketTwice);
    }
    const changed: string[] = [];
    const refused: RefusedTicketChange[] = [];
    for (const ticket of tickets) {
      const problem = await alone(() => one(ticket));
      if (problem === null) changed.push(ticket.id);
      else refused.push({ ticketId: encodeId('ticket', ticket.id), ...problem });
    }
    return { changed, refused };
  }

  private changeOf({ move, assign, set, defer }: TicketsChangeInput): One {
    if (move) return ({ id, version }) => this.moves.byStaff(id, version, move);
    if (assign) return (ticket) => this.assignment.assign({ ...ticket, ...assign });
    requirePermission(DISPATCH);
    if (set) return (ticket) => this.changes.update({ ...ticket, ...set });
    return (ticket) => this.changes.defer({ ...ticket, ...defer! });
  }
}

/** Does something that undoes itself alone when a rule refuses it; answers what the rule said. */
async function alone(task: () => Promise<void>): Promise<Pick<RefusedTicketChange, 'code' | 'message'> | null> {
  await db().execute('SAVEPOINT one_ticket');
  try {
    await task();
    await db().execute('RELEASE SAVEPOINT one_ticket');
    return null;
  } catch (error) {
    if (!(error instanceof AtriumError) || error.retryable) throw error;
    await db().execute('ROLLBACK TO SAVEPOINT one_ticket');
    await db().execute('RELEASE SAVEPOINT one_ticket');
    const { locale } = context();
    const [field] = error.fields ?? [];
    const { message, params } = field ?? { message: error.template, params: error.params };
    return { code: error.code, message: renderMessage(message, locale, params) };
  }
}
