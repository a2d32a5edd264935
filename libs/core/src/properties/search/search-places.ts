import { currentTenant, db } from '@atrium/sdk';
import { searchTerms } from './search-terms';

// A unit may meet a term by words of its building, so that they are asked for one by one.
const STATEMENTS = {
  unit: 'SELECT id FROM app.search_units($1::tsquery[], $2::tsquery[], $3) WITH ORDINALITY AS hit(id, place) ORDER BY place',
  building:
    'SELECT id FROM app.search_buildings($1::tsquery, $2::tsquery, $3) WITH ORDINALITY AS hit(id, place) ORDER BY place',
} as const;

/** UUIDs of the units or buildings that answer to what was typed, best first; none for a text without words. */
export async function searchPlaces(what: keyof typeof STATEMENTS, text: string, first: number): Promise<string[]> {
  const terms = searchTerms(text, currentTenant().id);
  if (terms === null) return [];
  const rows = await db().query<{ id: string }>({ name: `search_${what}`, text: STATEMENTS[what] }, [
    ...(what === 'unit' ? [terms.wanted, terms.best] : [terms.wanted, terms.best].map(all)),
    first,
  ]);
  return rows.map(({ id }) => id);
}

/** All of them at once. */
const all = (terms: readonly string[]): string => terms.join(' & ');
