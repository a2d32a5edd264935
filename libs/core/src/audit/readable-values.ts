import { allViews, encodeId, isUuid, viewOf } from '@atrium/sdk';

const camelCase = (column: string): string =>
  column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Columns made by the database out of others: they say nothing new. */
const DERIVED = /_lower$|^search_|^sort_key$/;

let idTypes: ReadonlyMap<string, string> | null = null;

/** Prefix of the ids of a table's rows, e.g. `unit` of `unit`; the table's own name where it has no view. */
export function idTypeOfTable(table: string): string {
  idTypes ??= new Map(allViews().map((view) => [view.table.replace(/^(atrium\.|plg_)/, ''), view.idType]));
  return idTypes.get(table) ?? table.replace('.', '_');
}

/** The UUID of a row as clients know it. */
export const readableId = (table: string, uuid: string): string => encodeId(idTypeOfTable(table), uuid);

/**
 * Stored values as clients know them: names in the API's spelling, references as ids (`building_id` → `buildingId`
 * with an id of a building).
 */
export function readableValues(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shown = Object.entries(values).filter(([column]) => column !== 'id' && !DERIVED.test(column));
  return Object.fromEntries(shown.map(([column, value]) => [camelCase(column), readable(column, value)]));
}

function readable(column: string, value: unknown): unknown {
  if (!isUuid(value)) return value;
  const name = /^(\w+)_id$/.exec(column)?.[1];
  return name !== undefined && viewOf(name) ? encodeId(name, value) : value;
}
