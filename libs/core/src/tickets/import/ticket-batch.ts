import { currentTenant, db, type Events, newId, recordset, searchScope, together } from '@atrium/sdk';
import { ticketWords, writeTicketSearch } from '../search/ticket-words';
import { isOver, TicketState } from '../state/ticket-state';
import { TicketEventKind } from '../ticket/ticket.enums';
import { payloadOf, takeTicketNumbers, tell } from '../ticket/ticket-rows';
import { ticketEvents } from '../tickets.events';
import type { FoundPlace } from './place-finder';
import type { TicketDraft } from './ticket-draft';

/** A ticket as its row has it, with what it names. UUIDs. */
export interface ImportedTicket {
  readonly draft: TicketDraft;
  readonly place: FoundPlace;
  readonly categoryId: string | null;
  readonly customerId: string | null;
}

const INSERTED = {
  id: 'uuid',
  number: 'text',
  former_number: 'text',
  external_id: 'text',
  kind: 'text',
  channel: 'text',
  severity: 'text',
  state: 'text',
  hold_reason: 'text',
  title: 'text',
  description: 'text',
  wants: 'text',
  category_id: 'uuid',
  community_id: 'uuid',
  building_id: 'uuid',
  unit_id: 'uuid',
  place: 'text',
  customer_id: 'uuid',
  reporter_name: 'text',
  reporter_phone: 'text',
  reporter_phone_masked: 'text',
  opened_at: 'timestamptz',
  resolved_at: 'timestamptz',
  closed_at: 'timestamptz',
};
const NAMES = Object.keys(INSERTED).join(', ');
const INSERT = {
  name: 'import_tickets',
  text: `INSERT INTO atrium.ticket (${NAMES}, is_historic) SELECT ${NAMES}, true FROM ${recordset('r', INSERTED)}`,
};

const CHANGED = {
  id: 'uuid',
  former_number: 'text',
  kind: 'text',
  severity: 'text',
  title: 'text',
  description: 'text',
  wants: 'text',
  category_id: 'uuid',
};
const UPDATE = {
  name: 'import_changed_tickets',
  text: `UPDATE atrium.ticket k SET ${Object.keys(CHANGED)
    .filter((name) => name !== 'id')
    .map((name) => `${name} = r.${name}`)
    .join(', ')}, version = k.version + 1, updated_at = now()
    FROM ${recordset('r', CHANGED)} WHERE k.id = r.id`,
};

/** Where it is, in words, as it is called at the moment. */
const wordsFor = ({ communityName, buildingCode, unitCode }: FoundPlace): string | null =>
  [communityName, [buildingCode, unitCode].filter((code) => code !== null).join('-')].filter(Boolean).join(' ') || null;

const searchedOf = (number: string, { draft, place }: ImportedTicket) => ({
  ...draft,
  number,
  place: wordsFor(place),
  buildingCode: place.buildingCode,
  unitCode: place.unitCode,
  reporterPhone: draft.phone?.value,
});

/**
 * Writes tickets that are new, each with a number of the year it was opened in, its history and what it is found by.
 * @param writing called when all statements are on their way
 */
export async function insertTickets(
  tickets: readonly ImportedTicket[],
  events: Events,
  writing: () => void,
): Promise<void> {
  if (tickets.length === 0) return writing();
  const numbers = await numbersFor(tickets);
  const scope = searchScope(currentTenant().id);
  const words = new Map<string, string>();
  const rows = tickets.map((ticket, index) => {
    const { draft, place, categoryId, customerId } = ticket;
    const id = newId();
    const number = numbers[index]!;
    words.set(id, ticketWords(searchedOf(number, ticket), scope));
    const { state, resolvedAt, openedAt } = draft;
    return {
      id,
      number,
      former_number: draft.formerNumber,
      external_id: draft.externalId,
      kind: draft.kind,
      channel: draft.channel,
      severity: draft.severity,
      state,
      hold_reason: state === TicketState.ON_HOLD ? 'OTHER' : null,
      title: draft.title,
      description: draft.description,
      wants: draft.wants,
      category_id: categoryId,
      community_id: place.communityId,
      building_id: place.buildingId,
      unit_id: place.unitId,
      place: wordsFor(place),
      customer_id: customerId,
      reporter_name: draft.reporterName,
      reporter_phone: draft.phone?.value ?? null,
      reporter_phone_masked: draft.phone?.masked ?? null,
      opened_at: openedAt.toISOString(),
      resolved_at: resolvedAt?.toISOString() ?? null,
      closed_at: isOver(state) ? (resolvedAt ?? openedAt).toISOString() : null,
    };
  });
  const written = together([
    db().execute(INSERT, [JSON.stringify(rows)]),
    tell(
      rows.map(({ id, state }, index) => ({
        ticketId: id,
        at: tickets[index]!.draft.openedAt,
        kind: TicketEventKind.CREATED,
        to: state,
        facts: { channel: tickets[index]!.draft.channel, imported: true },
        forCustomer: true,
      })),
    ),
    writeTicketSearch(words),
  ]);
  writing();
  await written;
  if (!(await events.handled(ticketEvents.imported))) return;
  await events.emitAll(
    ticketEvents.imported,
    rows.map(({ id, number, kind, severity, community_id: communityId, customer_id: customerId }) => ({
      aggregateId: id,
      payload: payloadOf({ id, number, kind, severity, communityId, customerId }),
    })),
  );
}

/** In the order of the rows, the numbers of each year at once. */
async function numbersFor(tickets: readonly ImportedTicket[]): Promise<string[]> {
  const { timeZone } = currentTenant();
  const yearIn = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', calendar: 'gregory' });
  const byYear = new Map<string, number[]>();
  tickets.forEach(({ draft }, index) => {
    const year = yearIn.format(draft.openedAt);
    byYear.set(year, [...(byYear.get(year) ?? []), index]);
  });
  const numbers: string[] = [];
  // In one order everywhere: two imports that take numbers of the same years wait for each other and nothing else.
  for (const [, indexes] of [...byYear].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const taken = await takeTicketNumbers(tickets[indexes[0]!]!.draft.openedAt, indexes.length);
    indexes.forEach((index, nth) => (numbers[index] = taken[nth]!));
  }
  return numbers;
}

/** What is stored of a ticket that a row is about. */
export interface KnownTicket {
  readonly id: string;
  readonly number: string;
  readonly external_id: string;
  readonly is_historic: boolean;
  readonly former_number: string | null;
  readonly kind: string;
  readonly severity: string;
  readonly title: string;
  readonly description: string | null;
  readonly wants: string | null;
  readonly category_id: string | null;
}

/** What a row says of a ticket that is there; where it stands was taken once, and is the company's own since. */
const columnsOf = ({ draft, categoryId }: ImportedTicket, known: KnownTicket) => ({
  former_number: draft.formerNumber,
  kind: draft.kind,
  severity: draft.severity,
  title: draft.title,
  description: draft.description,
  wants: draft.wants,
  category_id: categoryId ?? known.category_id,
});

export function isChanged(ticket: ImportedTicket, known: KnownTicket): boolean {
  const said = columnsOf(ticket, known);
  return (Object.keys(said) as (keyof typeof said)[]).some((name) => said[name] !== known[name]);
}

/** Writes what rows say anew of tickets that were imported before. */
export async function updateTickets(changed: readonly (readonly [ImportedTicket, KnownTicket])[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(([ticket, known]) => ({ id: known.id, ...columnsOf(ticket, known) }));
  await db().execute(UPDATE, [JSON.stringify(rows)]);
  const scope = searchScope(currentTenant().id);
  await writeTicketSearch(
    new Map(changed.map(([ticket, { id, number }]) => [id, ticketWords(searchedOf(number, ticket), scope)])),
  );
}
