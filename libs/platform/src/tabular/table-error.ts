/** What can be wrong with a table file as a whole; `params` carry what was given and what is allowed. */
export interface TableErrorParams {
  /** Nothing in the file, or no row with anything in it. */
  FILE_EMPTY: Record<string, never>;
  /** Sizes in bytes. */
  FILE_TOO_LARGE: { bytes: number; limit: number };
  /** Not CSV or XLSX. `given` names the kind found, e.g. `png`, `pdf`, `xls`. */
  NOT_A_TABLE: { given: string; allowed: string[] };
  /** A workbook protected by a password to open it. */
  ENCRYPTED: { given: string };
  /** The file ends too early; `part` names the damaged piece, `row` the spreadsheet row, where known. */
  CUT_OFF: { part: string; row?: number };
  /** Complete, but its content contradicts its format or checksum. */
  DAMAGED: { part: string; detail: string };
  /** A compressed file that grows beyond what the limits allow. */
  ZIP_BOMB: { limit: 'entries' | 'ratio' | 'bytes'; allowed: number };
  TOO_MANY_COLUMNS: { row: number; columns: number; limit: number };
  /** `columns` are 1-based positions of the two columns. */
  DUPLICATE_HEADER: { header: string; columns: [number, number] };
  /** The row asked for as header has nothing in it. */
  HEADER_NOT_FOUND: { row: number };
  /** Bytes that the encoding does not have, first at `offset` (0-based) on `line` (1-based). */
  BAD_ENCODING: { encoding: string; offset: number; line: number };
  UNKNOWN_ENCODING: { given: string };
  SHEET_NOT_FOUND: { given: string; allowed: string[] };
  /** One value is larger than any table needs, e.g. a quote that is never closed. `limit` in characters. */
  CELL_TOO_LONG: { part: string; row?: number; column?: number; limit: number };
  /** The receiver of an export went away before the end. */
  SINK_CLOSED: Record<string, never>;
}

export type TableErrorCode = keyof TableErrorParams;

const messages: { [C in TableErrorCode]: (p: TableErrorParams[C]) => string } = {
  FILE_EMPTY: () => 'The file has no rows.',
  FILE_TOO_LARGE: (p) => `The file has ${p.bytes} bytes; at most ${p.limit} are allowed.`,
  NOT_A_TABLE: (p) => `The file is ${p.given}; allowed are ${p.allowed.join(', ')}.`,
  ENCRYPTED: () => 'The workbook is protected with a password; save it without one.',
  CUT_OFF: (p) => `The file ends too early (${p.part}${p.row === undefined ? '' : `, row ${p.row}`}).`,
  DAMAGED: (p) => `The file is damaged (${p.part}: ${p.detail}).`,
  ZIP_BOMB: (p) => `The file unpacks to more than is allowed (${p.limit}: ${p.allowed}).`,
  TOO_MANY_COLUMNS: (p) => `Row ${p.row} has ${p.columns} columns; at most ${p.limit} are allowed.`,
  DUPLICATE_HEADER: (p) => `The header "${p.header}" stands on columns ${p.columns.join(' and ')}.`,
  HEADER_NOT_FOUND: (p) => `Row ${p.row}, given as header row, is empty or missing.`,
  BAD_ENCODING: (p) => `The text is not ${p.encoding}: line ${p.line}, byte ${p.offset}.`,
  UNKNOWN_ENCODING: (p) => `The encoding "${p.given}" is not known.`,
  SHEET_NOT_FOUND: (p) => `There is no sheet "${p.given}"; there are ${p.allowed.join(', ')}.`,
  CELL_TOO_LONG: (p) =>
    `A value is longer than ${p.limit} characters (${p.part}${p.row === undefined ? '' : `, row ${p.row}`}${p.column === undefined ? '' : `, column ${p.column}`}).`,
  SINK_CLOSED: () => 'The receiver closed before the table was complete.',
};

/** A table file that cannot be read or written as a whole; `code` is stable, `params` fit the code. */
export class TableError<C extends TableErrorCode = TableErrorCode> extends Error {
  override readonly name = 'TableError';

  constructor(
    readonly code: C,
    readonly params: TableErrorParams[C],
    options?: ErrorOptions,
  ) {
    super(messages[code](params), options);
  }

  /** Narrows to one code, so that `params` has its type. */
  static is<K extends TableErrorCode>(error: unknown, code: K): error is TableError<K> {
    return error instanceof TableError && error.code === code;
  }
}
