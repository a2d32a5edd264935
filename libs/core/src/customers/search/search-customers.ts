import {
  currentTenant,
  db,
  defineMessages,
  foldText,
  invalidField,
  searchQuery,
  searchScope,
  toTsQuery,
  type TokenClass,
} from '@atrium/sdk';
import type { CustomerKind } from '../customer/customer-kind';
import { nameKey } from '../customer/name-key';

const messages = defineMessages('customerSearch', {
  badCursor: { en: 'This cursor does not belong to this search.', 'zh-CN': '该游标不属于此搜索。' },
});

/** How well a customer answers to what was typed; better ones come first. */
export enum CustomerMatch {
  EXACT_NAME = 'EXACT_NAME',
  NAME = 'NAME',
  PHONE_OR_UNIT = 'PHONE_OR_UNIT',
  ANYWHERE = 'ANYWHERE',
}
const MATCHES = Object.values(CustomerMatch);

/** Words that may meet each tier after the exact name: names; names, phones, units; all, addresses too. */
const TIERS: readonly (readonly TokenClass[] | undefined)[] = [['n'], ['n', 'p', 'r', 'u'], undefined];

export interface CustomerHit {
  readonly id: string;
  readonly match: CustomerMatch;
  readonly cursor: string;
}

export interface CustomerSearch {
  readonly text: string;
  readonly kind: CustomerKind | null;
  /** UUID. */
  readonly communityId: string | null;
  readonly after: string | null;
  readonly first: number;
}

interface HitRow {
  id: string;
  tier: number;
  sort_key: string;
}

/**
 * Customers that answer to what was typed: by name (characters, pinyin, initials, English), phone (whole, its beginning
 * or its last digits), unit (3-2-1101, 3栋1101) and address, any of these together. Best first, within one kind of
 * match by name; of a kind that thousands answer to only part is put in order.
 */
export async function searchCustomers({
  text,
  kind,
  communityId,
  after,
  first,
}: CustomerSearch): Promise<CustomerHit[]> {
  const query = searchQuery(text);
  if (query.terms.length === 0) return [];
  const scope = searchScope(currentTenant().id);
  const tiers = TIERS.map((classes) => toTsQuery(query, { scope, classes }));
  // A tier that asks for the same as the one before it finds nothing more.
  const wanted = tiers.map((tier, index) => (index > 0 && tier === tiers[index - 1] ? null : tier));
  const exact = nameKey(text);
  const about = signature(text);
  const [tier, key, id] = after === null ? [null, null, null] : readCursor(after, about);
  const rows = await db().query<HitRow>(
    {
      name: 'search_customers',
      text: `SELECT id, tier, sort_key FROM app.search_customers($1, $2::tsquery[], $3, $4, $5, $6, $7, $8)
        ORDER BY tier, sort_key, id`,
    },
    [exact, wanted, kind, communityId, tier, key, id, first],
  );
  return rows.map((row) => ({
    id: row.id,
    match: MATCHES[row.tier]!,
    cursor: Buffer.from(JSON.stringify([about, row.tier, row.sort_key, row.id])).toString('base64url'),
  }));
}

/** Written into cursors, so that one of another search is refused. */
const signature = (text: string): string => `search ${foldText(text).trim()}`;

function readCursor(cursor: string, about: string): [number, string, string] {
  try {
    const [of, tier, key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (
      of === about &&
      typeof tier === 'number' &&
      tier in MATCHES &&
      typeof key === 'string' &&
      typeof id === 'string'
    ) {
      if (/^[0-9a-f-]{36}$/.test(id)) return [tier, key, id];
    }
  } catch {
    // answered below like any other cursor that is not one
  }
  throw invalidField('after', 'INVALID_CURSOR', messages.badCursor);
}
