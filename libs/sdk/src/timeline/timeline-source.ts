import type { Locale } from '../errors/messages';
import type { Expression } from '../read/view';
import { identifier } from '../read/sql';

/** What an entry tells, by name: plain values that title and summary are worded from. */
export type TimelineFacts = Readonly<Record<string, string | number | boolean | null>>;

interface TimelineKind {
  /** What happened, in capitals and underscores: `TICKET_OPENED`. Clients see it; it never changes its meaning. */
  readonly kind: string;
  /** The context or plugin it comes from, e.g. `tickets`. */
  readonly source: string;
  /** Who does not hold it has no such entries. */
  readonly permission?: string;
  /** Are these entries meant for the customer's own eyes? Default: for staff alone. */
  readonly forCustomers?: boolean;
  /** One line in the reader's language. */
  readonly title: (facts: TimelineFacts, locale: Locale) => string;
  /** A few lines more; null when there is nothing to add. */
  readonly summary?: (facts: TimelineFacts, locale: Locale) => string | null;
}

/**
 * One kind of entry in the timeline of customers, taken from a table of the core. All sources together are one statement
 * that reads from each no more than a page, so `at` should be a column with an index
 * `(tenant_id, <customer>, <at>, id)`; an expression is for tables with few rows a customer.
 */
export interface TimelineSource extends TimelineKind {
  readonly table: string;
  /** Column with the customer's UUID. */
  readonly customer: string;
  /** When it happened, a `timestamptz`. */
  readonly at: Expression;
  /** Which rows count. */
  readonly where?: Expression;
  readonly facts: Readonly<Record<string, Expression>>;
  /** The object to open: prefix of its ids and its UUID. */
  readonly link?: { readonly idType: string; readonly id: Expression };
}

export interface TimelineRecord {
  /** UUID, unique within the kind. */
  readonly id: string;
  /** RFC 3339 with up to six decimals of a second. */
  readonly at: string;
  readonly facts: TimelineFacts;
  /** Typed id of the object to open. */
  readonly link: string | null;
}

/** Entries older than this place, newest first: `(at, id)` below it, or at it where `orEqual`. */
export interface TimelinePlace {
  readonly at: string;
  readonly id: string;
  readonly orEqual: boolean;
}

/**
 * One kind of entry that does not come from a table of the core, e.g. a plugin's. It is read beside the statement of the
 * others; when it fails, its entries are missing and the page says so.
 */
export interface TimelineFeed extends TimelineKind {
  /**
   * @param customers UUIDs; those merged into a customer are listed with it
   * @param limit at most so many entries a customer, the newest below `before`, in descending order of `(at, id)`
   */
  read(
    customers: readonly string[],
    before: TimelinePlace | null,
    limit: number,
  ): Promise<ReadonlyMap<string, readonly TimelineRecord[]>>;
}

const sources = new Map<string, TimelineSource | TimelineFeed>();

function register(source: TimelineSource | TimelineFeed): void {
  if (!/^[A-Z]+(_[A-Z]+)*$/.test(source.kind)) throw new Error(`"${source.kind}" is not a kind like TICKET_OPENED`);
  if (sources.has(source.kind)) throw new Error(`Timeline kind ${source.kind} is declared twice`);
  sources.set(source.kind, source);
}

/** Adds a kind of entry to the timeline of customers. */
export function registerTimelineSource(source: TimelineSource): void {
  identifier(source.table);
  identifier(source.customer);
  Object.keys(source.facts).forEach(identifier);
  register(source);
}

/** Adds a kind of entry that is read by a function. */
export const registerTimelineFeed = (feed: TimelineFeed): void => register(feed);

/** Every kind of the loaded modules, by name. */
export const allTimelineSources = (): readonly (TimelineSource | TimelineFeed)[] =>
  [...sources.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
