import { currentTenant, db, searchScope, searchTokens } from '@atrium/sdk';

/** What a ticket is found by. */
export interface SearchedTicket {
  readonly number: string;
  /** Its number where it came from. */
  readonly formerNumber?: string | null;
  readonly title: string;
  readonly description?: string | null;
  readonly wants?: string | null;
  readonly place?: string | null;
  readonly buildingCode?: string | null;
  readonly unitCode?: string | null;
  readonly reporterName?: string | null;
  readonly reporterPhone?: string | null;
}

const given = (...texts: readonly (string | null | undefined)[]): string[] =>
  texts.filter((text): text is string => text != null && text !== '');

/** The words parted by spaces, as `app.write_ticket_search` takes them. @param scope of the tenant, see `searchScope` */
export function ticketWords(ticket: SearchedTicket, scope: string): string {
  const { number, formerNumber, title, description, wants, place, buildingCode, unitCode } = ticket;
  return searchTokens(
    {
      personNames: given(ticket.reporterName),
      names: given(number, formerNumber),
      phones: given(ticket.reporterPhone),
      units: unitCode == null ? [] : [{ building: buildingCode, unit: unitCode }],
      addresses: given(place),
      texts: given(title, description, wants),
    },
    { scope },
  ).join(' ');
}

const WRITE = {
  name: 'write_ticket_search',
  text: 'SELECT app.write_ticket_search($1::uuid[], $2::text[], $3)',
};

/** Writes the entries of new tickets, by their UUIDs. */
export async function writeTicketSearch(words: ReadonlyMap<string, string>): Promise<void> {
  if (words.size > 0) await db().execute(WRITE, [[...words.keys()], [...words.values()], false]);
}

/** The words of a comment are words of each of its tickets. */
export async function addToTicketSearch(ticketIds: readonly string[], body: string): Promise<void> {
  const words = searchTokens({ texts: [body] }, { scope: searchScope(currentTenant().id) }).join(' ');
  if (words !== '') await db().execute(WRITE, [ticketIds, ticketIds.map(() => words), true]);
}

/** After what a ticket says was changed. The row must be locked: of two changes at once the later reads the earlier. */
export async function refreshTicketWords(ticketId: string): Promise<void> {
  const [ticket] = await db().query<SearchedTicket>(
    {
      name: 'ticket_words',
      text: `SELECT k.number, k.former_number AS "formerNumber", k.title, k.description, k.wants, k.place,
          k.reporter_name AS "reporterName", k.reporter_phone AS "reporterPhone",
          (SELECT b.code FROM atrium.building b WHERE b.tenant_id = k.tenant_id AND b.id = k.building_id) AS "buildingCode",
          (SELECT u.code FROM atrium.unit u WHERE u.tenant_id = k.tenant_id AND u.id = k.unit_id) AS "unitCode"
        FROM atrium.ticket k WHERE k.id = $1`,
    },
    [ticketId],
  );
  if (ticket) await writeTicketSearch(new Map([[ticketId, ticketWords(ticket, searchScope(currentTenant().id))]]));
}
