import {
  allTimelineSources,
  DEFAULT_PAGE,
  defineMessages,
  holds,
  isCustomer,
  invalidField,
  MAX_PAGE,
  type TimelineFeed,
  type TimelineFacts,
  type TimelineSource,
} from '@atrium/sdk';

const messages = defineMessages('timeline', {
  unknownKind: {
    en: 'There is no kind {given}. Known are: {allowed}.',
    'zh-CN': '没有类型 {given}。可用类型：{allowed}。',
  },
  badCursor: { en: 'This cursor does not belong to a timeline.', 'zh-CN': '该游标不属于时间轴。' },
  tooLarge: { en: 'Must be 0 to {max}.', 'zh-CN': '必须为 0 到 {max}。' },
});

/** One entry with all that its place in the timeline needs. */
export interface PlacedEntry {
  readonly kind: string;
  readonly id: string;
  /** RFC 3339, microseconds, UTC: comparing the texts compares the times. */
  readonly at: string;
  readonly facts: TimelineFacts;
  readonly link: string | null;
}

/** Place of an entry: entries of one time are told apart by id, and those of one object by kind. */
export interface EntryPlace {
  readonly at: string;
  readonly id: string;
  readonly kind: string;
}

export interface TimelinePageRequest {
  readonly size: number;
  readonly before: EntryPlace | null;
  readonly sources: readonly (TimelineSource | TimelineFeed)[];
}

/** Negative when `a` comes first in the timeline: the newer one; descending by time, id and kind. */
export function compareEntries(a: EntryPlace, b: EntryPlace): number {
  for (const key of ['at', 'id', 'kind'] as const) {
    if (a[key] !== b[key]) return a[key] > b[key] ? -1 : 1;
  }
  return 0;
}

export const entryCursor = ({ at, id, kind }: EntryPlace): string =>
  Buffer.from(JSON.stringify(['timeline', at, id, kind])).toString('base64url');

const AT = /^\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readCursor(cursor: string): EntryPlace {
  try {
    const [name, at, id, kind] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (name === 'timeline' && typeof at === 'string' && AT.test(at) && typeof id === 'string' && UUID.test(id)) {
      if (typeof kind === 'string') return { at, id, kind };
    }
  } catch {
    // answered below like any other cursor that is not one
  }
  throw invalidField('after', 'INVALID_CURSOR', messages.badCursor);
}

/** Checks the arguments of a timeline. Kinds the reader may not see are left out without a word. */
export function timelineRequest(
  args: { first?: number | null; after?: string | null; kinds?: readonly string[] | null },
  ofPlugins: readonly TimelineFeed[],
): TimelinePageRequest {
  const size = args.first ?? DEFAULT_PAGE;
  if (size < 0 || size > MAX_PAGE) throw invalidField('first', 'OUT_OF_RANGE', messages.tooLarge, { max: MAX_PAGE });
  const all = [...allTimelineSources(), ...ofPlugins];
  for (const given of args.kinds ?? []) {
    if (all.some(({ kind }) => kind === given)) continue;
    const allowed = all.map(({ kind }) => kind).join(', ');
    throw invalidField('kinds', 'UNKNOWN_KIND', messages.unknownKind, { given, allowed });
  }
  return {
    size,
    before: args.after == null ? null : readCursor(args.after),
    sources: all.filter(
      ({ kind, permission, forCustomers = false }) =>
        (!args.kinds || args.kinds.includes(kind)) && (isCustomer() ? forCustomers : !permission || holds(permission)),
    ),
  };
}
