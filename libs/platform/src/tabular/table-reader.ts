import type { TableLimits } from './table-limits';

export type TableFormat = 'csv' | 'xlsx';

/** What is wrong with one row; the rest of the file can still be used. */
export interface TableRowProblem {
  code:
    | 'CONTROL_CHARACTERS' // characters no text field may hold, e.g. U+0000
    | 'CELL_TOO_LONG' // the cell was cut at `limit` characters
    | 'ERROR_CELL' // the cell shows a formula's error, e.g. #N/A
    | 'DIGITS_LOST' // a number of more than 15 digits that the spreadsheet has already rounded
    | 'EXTRA_CELL' // a value to the right of the last header
    | 'CUT_OFF'; // the last line ends in the middle
  /** 1-based: A is 1. */
  column: number;
  params: Record<string, string | number>;
}

export interface TableRow {
  /** As a person sees it in a spreadsheet: the first row of the sheet is 1. */
  number: number;
  /** At least one cell a header, '' where empty; more only together with an `EXTRA_CELL` problem. */
  cells: string[];
  problems?: TableRowProblem[];
}

export interface RowsOptions {
  /** Begin behind this row (a {@link TableRow.number}): how an interrupted import continues. */
  after?: number;
}

/** An open table: its shape is known, its rows are streamed. */
export interface TableReader {
  readonly format: TableFormat;
  /** `utf-8`, `gb18030`, `utf-16le`, or the one given in the options; `utf-8` for XLSX. */
  readonly encoding: string;
  /** null for XLSX. */
  readonly delimiter: string | null;
  /** Visible sheets in the workbook's order; empty for CSV. */
  readonly sheetNames: readonly string[];
  /** The sheet being read; null for CSV. */
  readonly sheet: string | null;
  /** Row the headers stand on; 1 unless title rows precede it. */
  readonly headerRow: number;
  /** Trimmed, white space collapsed, unique; '' for a column without title between others. */
  readonly headers: readonly string[];
  /** Compressed bytes for XLSX: for progress, together with {@link bytesRead}. */
  readonly bytesTotal: number;
  /** Bytes of {@link bytesTotal} consumed by the latest {@link rows}. */
  readonly bytesRead: number;
  /**
   * The rows below the header in batches, without the empty ones. May be called again: each call starts anew.
   * Throws {@link TableError}, e.g. `CUT_OFF`, when the file turns out to be bad on the way.
   */
  rows(options?: RowsOptions): AsyncIterable<TableRow[]>;
  /** Frees the file and temporary data; harmless when repeated. */
  close(): Promise<void>;
}

export interface OpenTableOptions {
  /** Skips detection. Any encoding iconv-lite knows. CSV only. */
  encoding?: string;
  /** Skips detection. CSV only. */
  delimiter?: string;
  /** Sheet by name; otherwise the first visible one with anything in it. XLSX only. */
  sheet?: string;
  /** 1-based; otherwise found by {@link findHeaderRow}. */
  headerRow?: number;
  /** Rows a batch; 1,000 unless given. */
  batchSize?: number;
  limits?: Partial<TableLimits>;
}

/** A row as the file has it, before headers are known. */
export interface RawRow {
  number: number;
  cells: string[];
  problems?: TableRowProblem[];
  /** The line was ended by the end of the file, not by a line break. */
  unterminated?: boolean;
}

/** What the formats have to offer; {@link TableReader} is built on it. */
export interface RowSource {
  readonly format: TableFormat;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly sheetNames: readonly string[];
  readonly sheet: string | null;
  readonly bytesTotal: number;
  readonly bytesRead: number;
  /** Non-empty rows with a number above `after`, in batches of `batchSize`. */
  records(after: number, batchSize: number): AsyncGenerator<RawRow[], void, undefined>;
  close(): Promise<void>;
}
