import type { Writable } from 'node:stream';
import type { TableFormat } from './table-reader';

/**
 * A value to write. Numbers are written as numbers; a `bigint`, or a number that is not finite, beyond what a
 * spreadsheet keeps exactly (15 digits) as text. A `Date` is written as wall-clock time in the writer's time zone.
 */
export type TableValue = string | number | bigint | boolean | Date | null;

export interface TableWriterOptions {
  format: TableFormat;
  /** Receives the file and is ended with it. Destroyed by its owner, it makes the writer fail with SINK_CLOSED. */
  sink: Writable;
  headers: readonly string[];
  /** CSV only. `utf-8` (default) begins with a byte order mark, by which Excel knows it. */
  encoding?: 'utf-8' | 'gb18030';
  /** CSV only; ',' unless given. */
  delimiter?: ',' | ';' | '\t';
  /** XLSX only; `Sheet1` unless given. Cut to what spreadsheets allow. */
  sheetName?: string;
  /** IANA zone in which a `Date` is written; `UTC` unless given. */
  timeZone?: string;
  /** XLSX only: rows a sheet, header included, before a further sheet with the same header begins. 1,048,576. */
  maxRowsPerSheet?: number;
}

export interface TableWriter {
  /** Rows written so far, without headers. */
  readonly rowsWritten: number;
  /**
   * Resolves when the sink can take more: await it, and memory does not grow with the table.
   * @throws TableError SINK_CLOSED; CELL_TOO_LONG for a text no spreadsheet would open (XLSX, over 32,767 characters)
   */
  writeRows(rows: readonly (readonly TableValue[])[]): Promise<void>;
  /** Completes the file; resolves when the sink has finished. */
  end(): Promise<void>;
}
