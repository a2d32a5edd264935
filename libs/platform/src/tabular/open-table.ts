import { stat } from 'node:fs/promises';
import { openCsv } from './csv-source';
import { sniffFileKind } from './file-kind';
import { findHeaderRow, HEADER_SEARCH_ROWS, readHeaders } from './header-row';
import { RowShaper } from './row-shaper';
import { TableError } from './table-error';
import { defaultTableLimits, type TableLimits } from './table-limits';
import type { OpenTableOptions, RawRow, RowSource, RowsOptions, TableReader, TableRow } from './table-reader';
import { openXlsx } from './xlsx/xlsx-source';

const DEFAULT_BATCH = 1000;

/**
 * Opens a CSV or XLSX file for streaming. The kind is told by the content, not by the name; encoding, delimiter and
 * header row are found unless given. Memory does not grow with the file.
 * @throws TableError see {@link TableErrorParams} for every code
 */
export async function openTable(source: { path: string }, options: OpenTableOptions = {}): Promise<TableReader> {
  const limits: TableLimits = { ...defaultTableLimits, ...options.limits };
  const { size } = await stat(source.path);
  if (size > limits.maxFileBytes) throw new TableError('FILE_TOO_LARGE', { bytes: size, limit: limits.maxFileBytes });
  const kind = await sniffFileKind(source.path, size);
  const open = kind === 'zip' ? openXlsx : openCsv;
  const rows = await open(source.path, size, limits, options);
  try {
    const header = await locateHeader(rows, options.headerRow);
    const headers = readHeaders(header, limits.maxColumns);
    return new StreamedTable(rows, header.number, headers, limits, options.batchSize ?? DEFAULT_BATCH);
  } catch (error) {
    await rows.close();
    throw error;
  }
}

async function locateHeader(source: RowSource, wanted?: number): Promise<RawRow> {
  const first: RawRow[] = [];
  const enough = wanted === undefined ? HEADER_SEARCH_ROWS : 1;
  for await (const batch of source.records((wanted ?? 1) - 1, enough)) {
    first.push(...batch);
    if (first.length >= enough) break;
  }
  if (wanted !== undefined) {
    const row = first[0];
    if (row?.number !== wanted) throw new TableError('HEADER_NOT_FOUND', { row: wanted });
    return row;
  }
  const row = first[findHeaderRow(first)];
  if (!row) throw new TableError('FILE_EMPTY', {});
  return row;
}

class StreamedTable implements TableReader {
  readonly format;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly sheetNames: readonly string[];
  readonly sheet: string | null;
  readonly bytesTotal: number;

  constructor(
    private readonly source: RowSource,
    readonly headerRow: number,
    readonly headers: readonly string[],
    private readonly limits: TableLimits,
    private readonly batchSize: number,
  ) {
    this.format = source.format;
    this.encoding = source.encoding;
    this.delimiter = source.delimiter;
    this.sheetNames = source.sheetNames;
    this.sheet = source.sheet;
    this.bytesTotal = source.bytesTotal;
  }

  get bytesRead(): number {
    return this.source.bytesRead;
  }

  async *rows(options: RowsOptions = {}): AsyncGenerator<TableRow[], void, undefined> {
    const shaper = new RowShaper(this.headers.length, this.limits);
    const after = Math.max(this.headerRow, options.after ?? 0);
    for await (const batch of this.source.records(after, this.batchSize)) {
      yield batch.map((row) => shaper.shape(row));
    }
  }

  close(): Promise<void> {
    return this.source.close();
  }
}
