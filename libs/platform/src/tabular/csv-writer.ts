import * as iconv from 'iconv-lite';
import { plainNumber } from './plain-number';
import { protectCsv } from './protect';
import { Sink } from './sink';
import type { TableValue, TableWriter, TableWriterOptions } from './table-writer';
import { wallClock } from './wall-clock';

const BYTE_ORDER_MARK = '\uFEFF';
/** Text gathered before it is encoded and handed on. */
const CHUNK_CHARACTERS = 64 * 1024;

/** RFC 4180 with a header line. */
export class CsvTableWriter implements TableWriter {
  rowsWritten = 0;
  private readonly sink: Sink;
  private readonly delimiter: string;
  private readonly needsQuotes: RegExp;
  private readonly encode: (text: string) => Buffer;
  private readonly local: (instant: Date) => number;
  private pending: string;

  constructor(options: TableWriterOptions) {
    this.delimiter = options.delimiter ?? ',';
    this.needsQuotes = new RegExp(`[${this.delimiter}"\\r\\n]|^\\s|\\s$`);
    this.local = wallClock(options.timeZone ?? 'UTC');
    const unicode = (options.encoding ?? 'utf-8') === 'utf-8';
    this.encode = unicode ? (text) => Buffer.from(text) : (text) => iconv.encode(text, 'gb18030');
    this.sink = new Sink(options.sink);
    this.pending = (unicode ? BYTE_ORDER_MARK : '') + this.headerLine(options.headers);
  }

  async writeRows(rows: readonly (readonly TableValue[])[]): Promise<void> {
    for (const row of rows) {
      this.pending += this.line(row);
      this.rowsWritten++;
      if (this.pending.length >= CHUNK_CHARACTERS) await this.flush();
    }
  }

  async end(): Promise<void> {
    await this.flush();
    await this.sink.end();
  }

  private async flush(): Promise<void> {
    const text = this.pending;
    this.pending = '';
    if (text !== '') await this.sink.write(this.encode(text));
  }

  /** Excel takes a file that begins with ID for a SYLK file, unless there is a quote before it. */
  private headerLine(headers: readonly string[]): string {
    const line = this.line(headers);
    if (!line.startsWith('ID')) return line;
    const first = line.slice(0, -2).split(this.delimiter, 1)[0] ?? '';
    return `"${first}"${line.slice(first.length)}`;
  }

  private line(row: readonly TableValue[]): string {
    let line = '';
    for (let i = 0; i < row.length; i++) line += (i === 0 ? '' : this.delimiter) + this.cell(row[i] ?? null);
    return `${line === '' ? '""' : line}\r\n`;
  }

  private cell(value: TableValue): string {
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
        return Number.isFinite(value) ? plainNumber(value) : '';
      case 'bigint':
      case 'boolean':
        return String(value);
      default:
        return value === null || Number.isNaN(value.getTime()) ? '' : this.date(value);
    }
  }

  private text(value: string): string {
    const text = protectCsv(value.replaceAll('\0', '\uFFFD').toWellFormed());
    return this.needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  /** With a blank instead of the T of ISO 8601: so spreadsheet programs know it for a date. */
  private date(value: Date): string {
    const iso = new Date(this.local(value)).toISOString();
    return `${iso.slice(0, 10)} ${iso.slice(11, iso.endsWith('.000Z') ? 19 : 23)}`;
  }
}
