import { searchQuery, type SearchQuery, searchScope, toTsQuery } from '@atrium/sdk';

export interface SearchTerms {
  /** What a hit must match, all of them, each as PostgreSQL's `tsquery`. */
  readonly wanted: readonly string[];
  /** What the best hits match. */
  readonly best: readonly string[];
}

/** Only whole doors and numbers: 1101 is the unit 1101, not every unit whose number begins so. */
const whole = (query: SearchQuery): SearchQuery => ({
  terms: query.terms.map(({ anyOf }) => ({
    anyOf: anyOf.map((all) => all.map((match) => ({ ...match, prefix: match.prefix && match.class !== 'u' }))),
  })),
});

/** The terms one by one; null without any, or when one cannot be met within the classes. */
function queriesOf({ terms }: SearchQuery, options: Parameters<typeof toTsQuery>[1]): string[] | null {
  const queries = terms.map((term) => toTsQuery({ terms: [term] }, options)).filter((query) => query !== null);
  return queries.length === terms.length && queries.length > 0 ? queries : null;
}

/**
 * What somebody typed, as queries of the index; null when there is nothing to search by. The best hits have it as the
 * path or number of a unit or building; where none of the words can be one, in a name.
 */
export function searchTerms(text: string, tenantId: string): SearchTerms | null {
  const query = searchQuery(text);
  const scope = searchScope(tenantId);
  const wanted = queriesOf(query, { scope });
  if (wanted === null) return null;
  const best =
    queriesOf(whole(query), { scope, classes: ['u'] }) ??
    queriesOf(whole(query), { scope, classes: ['u', 'n'] }) ??
    wanted;
  return { wanted, best };
}
