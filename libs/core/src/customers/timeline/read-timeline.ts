import {
  db,
  encodeId,
  hot,
  SqlValues,
  type TimelineFeed,
  type TimelineRecord,
  type TimelineSource,
  Log,
} from '@atrium/sdk';
import { compareEntries, type EntryPlace, type PlacedEntry, type TimelinePageRequest } from './timeline-page';

export interface TimelinePage {
  /** One more than asked for when there are more. */
  readonly entries: readonly PlacedEntry[];
  readonly missingSources: readonly string[];
}

const log = new Log('Timeline');
const isFeed = (source: TimelineSource | TimelineFeed): source is TimelineFeed => 'read' in source;

/** The newest entries below a place, of each of some customers with their aliases: one statement for all tables. */
export async function readTimelines(
  customers: readonly string[],
  request: TimelinePageRequest,
): Promise<Map<string, TimelinePage>> {
  const found = new Map<string, PlacedEntry[]>(customers.map((id) => [id, []]));
  const missing = new Set<string>();
  await Promise.all([
    readTables(customers, request, found),
    ...request.sources.filter(isFeed).map((feed) => readFeed(feed, customers, request, found, missing)),
  ]);
  const missingSources = [...missing].sort();
  return new Map(
    [...found].map(([id, entries]) => [
      id,
      { entries: entries.sort(compareEntries).slice(0, request.size + 1), missingSources },
    ]),
  );
}

/** Entries of one source below the cursor: of those at the same time and with the same id, the lesser kinds follow. */
const followsAt = (kind: string, before: EntryPlace): boolean => kind < before.kind;

async function readTables(
  customers: readonly string[],
  { sources, before, size }: TimelinePageRequest,
  found: ReadonlyMap<string, PlacedEntry[]>,
): Promise<void> {
  const tables = sources.filter((source): source is TimelineSource => !isFeed(source));
  if (tables.length === 0) return;
  const values = new SqlValues();
  const wanted = values.add(customers, 'uuid[]');
  const take = values.add(size + 1, 'int');
  const place = before && `(${values.add(before.at, 'timestamptz')}, ${values.add(before.id, 'uuid')})`;
  const branches = tables.map((source) => {
    const { kind, at, where, facts, link } = source;
    const pairs = Object.entries(facts).map(([name, fact]) => `'${name}', ${fact('s')}`);
    const conditions = [
      `s.tenant_id = c.tenant_id AND s.${source.customer} = member.id`,
      ...(where ? [where('s')] : []),
      ...(place ? [`(${at('s')}, s.id) ${followsAt(kind, before) ? '<=' : '<'} ${place}`] : []),
    ];
    return `(SELECT '${kind}'::text COLLATE "C" AS kind, ${at('s')} AS at, s.id, json_build_object(${pairs.join(', ')}) AS facts,
        ${link ? link.id('s') : 'NULL::uuid'} AS link
      FROM ${source.table} s WHERE ${conditions.join(' AND ')} ORDER BY ${at('s')} DESC, s.id DESC LIMIT ${take})`;
  });
  const rows = await db().query<{
    customer: string;
    kind: string;
    at: string;
    id: string;
    facts: PlacedEntry['facts'];
    link: string | null;
  }>(
    hot(`SELECT c.id AS customer, e.kind, e.id, e.facts, e.link,
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
      FROM atrium.customer c CROSS JOIN LATERAL (
        SELECT entry.* FROM unnest(c.id || c.alias_ids) AS member(id)
        CROSS JOIN LATERAL (${branches.join(' UNION ALL ')}) entry
        ORDER BY entry.at DESC, entry.id DESC, entry.kind DESC LIMIT ${take}
      ) e WHERE c.id = ANY (${wanted})`),
    values.values,
  );
  const links = new Map(tables.map(({ kind, link }) => [kind, link?.idType]));
  for (const { customer, link, ...entry } of rows) {
    const idType = links.get(entry.kind);
    found.get(customer)?.push({ ...entry, link: link && idType ? encodeId(idType, link) : null });
  }
}

async function readFeed(
  feed: TimelineFeed,
  customers: readonly string[],
  { before, size }: TimelinePageRequest,
  found: ReadonlyMap<string, PlacedEntry[]>,
  missing: Set<string>,
): Promise<void> {
  const { kind, source } = feed;
  try {
    const place = before && { at: before.at, id: before.id, orEqual: followsAt(kind, before) };
    for (const [customer, records] of await feed.read(customers, place, size + 1)) {
      found
        .get(customer)
        ?.push(...records.map((record: TimelineRecord) => ({ kind, ...record, at: withMicroseconds(record.at) })));
    }
  } catch (error) {
    // What others know of the customer is worth showing without it.
    log.warn('A part of a timeline could not be read', { kind, operation: source, error });
    missing.add(source);
  }
}

/** Times are compared as texts, so all have six decimals and end in Z. */
function withMicroseconds(at: string): string {
  const fraction = /\.(\d{1,6})\d*/.exec(at)?.[1] ?? '';
  return `${new Date(at).toISOString().slice(0, 19)}.${fraction.padEnd(6, '0')}Z`;
}
