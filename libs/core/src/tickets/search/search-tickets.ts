import {
  currentTenant,
  db,
  defineMessages,
  foldText,
  invalidField,
  searchQuery,
  searchScope,
  toTsQuery,
  wordsOf,
} from '@atrium/sdk';
import type { TicketKind } from '../ticket/ticket.enums';

const messages = defineMessages('ticketSearch', {
  badCursor: { en: 'This cursor does not belong to this search.', 'zh-CN': '该游标不属于此搜索。' },
});

export interface TicketSearch {
  readonly text: string;
  readonly kind: TicketKind | null;
  /** UUID. */
  readonly communityId: string | null;
  readonly after: string | null;
  readonly first: number;
}

export interface TicketHit {
  readonly id: string;
  readonly cursor: string;
}

/**
 * Tickets that have everything that was typed: words of what people wrote on them, Chinese and English, comments among
 * them, number, place, unit, name and telephone of who reported it. Newest first.
 */
export async function searchTickets({ text, kind, communityId, after, first }: TicketSearch): Promise<TicketHit[]> {
  const query = searchQuery(parted(text), { stems: true });
  const wanted = toTsQuery(query, { scope: searchScope(currentTenant().id) });
  if (wanted === null) return [];
  const about = `tickets ${foldText(text).trim()}`;
  const [at, id] = after === null ? [null, null] : readCursor(after, about);
  const rows = await db().query<{ id: string; at: string }>(
    {
      name: 'search_tickets',
      text: `SELECT id, to_char(opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
        FROM app.search_tickets($1::tsquery, $2, $3, $4, $5, $6) ORDER BY opened_at DESC, id DESC`,
    },
    [wanted, communityId, kind, at, id, first],
  );
  return rows.map((row) => ({
    id: row.id,
    cursor: Buffer.from(JSON.stringify([about, row.at, row.id])).toString('base64url'),
  }));
}

const RUN = /(?<![\p{L}\p{N}])\p{Script=Han}{4,}(?![\p{L}\p{N}])/gu;

/**
 * A run of Chinese that is longer than a name is a few words, which need not stand together: 天花板 渗水. Characters that
 * are no word of the dictionary stay together where they follow each other; one that stands alone (了, 的) says little.
 */
const parted = (text: string): string =>
  text.replace(RUN, (run) => {
    const words: string[] = [];
    let loose = '';
    for (const word of [...wordsOf(run), '']) {
      if ([...word].length === 1) loose += word;
      else {
        if ([...loose].length > 1) words.push(loose);
        loose = '';
        if (word !== '') words.push(word);
      }
    }
    return words.length > 1 ? words.join(' ') : run;
  });

function readCursor(cursor: string, about: string): [string, string] {
  try {
    const [of, at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (of === about && typeof at === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) {
      if (/^[\d-]+T[\d:.]+Z$/.test(at)) return [at, id];
    }
  } catch {
    // answered below like any other cursor that is not one
  }
  throw invalidField('after', 'INVALID_CURSOR', messages.badCursor);
}
