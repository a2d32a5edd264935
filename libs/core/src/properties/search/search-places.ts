import { currentTenant, db } from '@atrium/sdk';
import { searchTerms } from './search-terms';

const FUNCTIONS = { unit: 'app.search_units', building: 'app.search_buildings' } as const;

/** UUIDs of the units or buildings that answer to what was typed, best first; none for a text without words. */
export async function searchPlaces(what: keyof typeof FUNCTIONS, text: string, first: number): Promise<string[]> {
  const terms = searchTerms(text, currentTenant().id);
  if (terms === null) return [];
  const rows = await db().query<{ id: string }>(
    {
      name: `search_${what}`,
      text: `SELECT id FROM ${FUNCTIONS[what]}($1::tsquery, $2::tsquery, $3) WITH ORDINALITY AS hit(id, place) ORDER BY place`,
    },
    [terms.wanted, terms.best, first],
  );
  return rows.map(({ id }) => id);
}
