import { identifier } from '../read/sql';

export interface Seek {
  /** `schema.table`. */
  from: string;
  /** Columns to answer. */
  select: string;
  /** What each column must equal (SQL), in the order of the index `(tenant_id, …)` that is to serve. */
  key: Readonly<Record<string, string>>;
  /** What else must hold, e.g. the condition of a partial index. */
  where?: string;
  /** Most rows; default 1. */
  limit?: number;
  /** Takes a lock on the rows, e.g. `FOR NO KEY UPDATE`. */
  lock?: string;
}

/**
 * `(SELECT … )` that finds rows of the tenant by a key, for `CROSS JOIN LATERAL` with the rows of a batch.
 *
 * The planner takes whatever index looks cheapest at what it knows of a table that is being filled, and to it every index
 * that begins with `tenant_id` looks alike while it believes a tenant, or a building, to be small: thousands of look-ups
 * then read thousands of rows each. Asking for a range of the key in the key's order leaves it one index that answers
 * without sorting, whatever it believes.
 */
export function seek({ from, select, key, where, limit = 1, lock = '' }: Seek): string {
  const columns = Object.keys(key).map(identifier).join(', ');
  const values = Object.values(key).join(', ');
  return `(SELECT ${select} FROM ${identifier(from)}
    WHERE ROW(${columns}) >= ROW(${values}) AND ROW(${columns}) <= ROW(${values})${where === undefined ? '' : ` AND ${where}`}
    ORDER BY ${columns} LIMIT ${limit} ${lock})`;
}
