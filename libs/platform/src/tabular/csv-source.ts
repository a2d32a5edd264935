import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { CsvError, parse, type Options } from 'csv-parse';
import * as iconv from 'iconv-lite';
import { chooseDelimiter, DELIMITERS } from './csv-dialect';
import { TableError } from './table-error';
import type { TableLimits } from './table-limits';
import type { OpenTableOptions, RawRow, RowSource } from './table-reader';
import { detectEncoding } from './text-encoding';

/** Rows the delimiter is judged by. */
const SAMPLE_ROWS = 50;
/** Taken apart in one go, while nobody else gets a turn. */
const READ_BYTES = 64 * 1024;

/** Opens delimited text: finds encoding and delimiter, or takes the given ones. */
export async function openCsv(
  path: string,
  size: number,
  limits: TableLimits,
  options: OpenTableOptions,
): Promise<RowSource> {
  const encoding = await detectEncoding(path, options.encoding);
  const first = await firstLine(path, encoding);
  // Excel's own way to name the delimiter; it does not show that line, so it is not counted as a row.
  const declared = /^sep=(.)\r?$/i.exec(first)?.[1];
  const file = { path, size, encoding, limits, skipLines: declared === undefined ? 0 : 1 };
  const delimiter = options.delimiter ?? declared ?? (await detectDelimiter(file));
  const endsOpen = !(await endsWithLineBreak(path, size));
  return new CsvSource(file, delimiter, endsOpen);
}

interface CsvFile {
  path: string;
  size: number;
  encoding: string;
  limits: TableLimits;
  /** Lines before the table. */
  skipLines: number;
}

class CsvSource implements RowSource {
  readonly format = 'csv';
  readonly sheetNames: readonly string[] = [];
  readonly sheet = null;
  readonly encoding: string;
  readonly bytesTotal: number;
  private consumed: () => number = () => 0;

  constructor(
    private readonly file: CsvFile,
    readonly delimiter: string,
    private readonly endsOpen: boolean,
  ) {
    this.encoding = file.encoding;
    this.bytesTotal = file.size;
  }

  get bytesRead(): number {
    return this.consumed();
  }

  async *records(after: number, batchSize: number): AsyncGenerator<RawRow[], void, undefined> {
    const stream = readRecords(this.file, this.delimiter, after);
    this.consumed = stream.bytesRead;
    let number = after;
    let batch: RawRow[] = [];
    try {
      for await (const cells of stream.parser as AsyncIterable<string[]>) {
        number++;
        if (cells.every((cell) => cell.trim() === '')) continue;
        if (batch.length >= batchSize) {
          yield batch;
          batch = [];
        }
        batch.push({ number, cells });
      }
    } catch (error) {
      throw csvError(error, number + 1, this.file.limits);
    } finally {
      stream.destroy();
    }
    const last = batch.at(-1);
    if (last && last.number === number && this.endsOpen) last.unterminated = true;
    if (last) yield batch;
  }

  async close(): Promise<void> {}
}

/** Bytes one record may have: a quote that is never closed must not take the rest of the file into memory. */
const maxRecordBytes = (limits: TableLimits): number => Math.max(1024 * 1024, limits.maxCellLength * 32);

function readRecords(file: CsvFile, delimiter: string, after: number) {
  const settings: Options = {
    bom: true,
    delimiter,
    from: after + 1,
    from_line: file.skipLines + 1,
    max_record_size: maxRecordBytes(file.limits),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
  };
  const source = createReadStream(file.path, { highWaterMark: READ_BYTES });
  const parser = parse(settings);
  // The callback only keeps an error from being unhandled: the parser is destroyed with it and its reader throws.
  if (file.encoding === 'utf-8') pipeline(source, parser, () => undefined);
  else pipeline(source, iconv.decodeStream(file.encoding), parser, () => undefined);
  return {
    parser,
    bytesRead: () => source.bytesRead,
    destroy: () => {
      source.destroy();
      parser.destroy();
    },
  };
}

function csvError(error: unknown, row: number, limits: TableLimits): unknown {
  if (!(error instanceof CsvError)) return error;
  const cause = { cause: error };
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new TableError('CUT_OFF', { part: 'quoted value', row }, cause);
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new TableError('CELL_TOO_LONG', { part: 'row', row, limit: maxRecordBytes(limits) }, cause);
  }
  return new TableError('DAMAGED', { part: `row ${row}`, detail: error.message }, cause);
}

async function detectDelimiter(file: CsvFile): Promise<string> {
  const samples = new Map<string, string[][]>();
  for (const delimiter of DELIMITERS) {
    const rows: string[][] = [];
    const stream = readRecords(file, delimiter, 0);
    try {
      for await (const cells of stream.parser as AsyncIterable<string[]>) {
        if (cells.some((cell) => cell.trim() !== '')) rows.push(cells);
        if (rows.length >= SAMPLE_ROWS) break;
      }
    } catch (error) {
      // The rows before the error are enough to judge by; reading the table will report it.
      if (!(error instanceof CsvError)) throw error;
    } finally {
      stream.destroy();
    }
    samples.set(delimiter, rows);
  }
  return chooseDelimiter(samples);
}

async function firstLine(path: string, encoding: string): Promise<string> {
  for await (const head of createReadStream(path, { end: 63 }) as AsyncIterable<Buffer>) {
    return iconv.decode(head, encoding).split('\n', 1)[0] ?? '';
  }
  return '';
}

async function endsWithLineBreak(path: string, size: number): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const tail = Buffer.alloc(2);
    const { bytesRead } = await file.read(tail, 0, 2, Math.max(0, size - 2));
    return tail.subarray(0, bytesRead).some((byte) => byte === 10 || byte === 13);
  } finally {
    await file.close();
  }
}
