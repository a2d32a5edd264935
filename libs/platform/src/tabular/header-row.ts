import { TableError } from './table-error';
import type { RawRow } from './table-reader';

/** Rows looked at to find the header: title rows above it are few. */
export const HEADER_SEARCH_ROWS = 10;

const filled = (row: RawRow): number => row.cells.reduce((n, cell) => (cell.trim() === '' ? n : n + 1), 0);

/**
 * The header row among the first non-empty rows of a file: the first with at least two values and at least half as many
 * as the fullest of them, so that merged titles ("2026 年业主登记表") and short notes above the table are passed over.
 * A table of one column has its header on its first row. Returns an index into `rows`, -1 when there is none.
 */
export function findHeaderRow(rows: readonly RawRow[]): number {
  const counts = rows.slice(0, HEADER_SEARCH_ROWS).map(filled);
  const fullest = Math.max(0, ...counts);
  if (fullest === 0) return -1;
  if (fullest === 1) return counts.indexOf(1);
  return counts.findIndex((n) => n >= 2 && n * 2 >= fullest);
}

/**
 * Titles of the columns: trimmed, white space collapsed, empty ones at the end dropped.
 * @throws TableError TOO_MANY_COLUMNS, DUPLICATE_HEADER
 */
export function readHeaders(row: RawRow, maxColumns: number): string[] {
  const headers = row.cells.map((cell) => cell.replace(/\s+/g, ' ').trim());
  while (headers.at(-1) === '') headers.pop();
  if (headers.length > maxColumns) {
    throw new TableError('TOO_MANY_COLUMNS', { row: row.number, columns: headers.length, limit: maxColumns });
  }
  const seen = new Map<string, number>();
  headers.forEach((header, i) => {
    if (header === '') return;
    const first = seen.get(header);
    if (first !== undefined) throw new TableError('DUPLICATE_HEADER', { header, columns: [first + 1, i + 1] });
    seen.set(header, i);
  });
  return headers;
}
