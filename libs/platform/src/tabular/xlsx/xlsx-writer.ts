import { PassThrough } from 'node:stream';
import { ZipFile } from 'yazl';
import { Sink } from '../sink';
import type { TableValue, TableWriter, TableWriterOptions } from '../table-writer';
import { wallClock } from '../wall-clock';
import { CellWriter, escapeXml } from './xlsx-cells';
import {
  contentTypesXml,
  rootRelationshipsXml,
  sheetEnd,
  sheetPart,
  sheetStart,
  STYLE,
  stylesXml,
  workbookRelationshipsXml,
  workbookXml,
} from './xlsx-parts';

/** Rows of a sheet, by the file format. */
const MAX_ROWS = 1_048_576;
const MAX_SHEET_NAME = 31;
const CHUNK_CHARACTERS = 64 * 1024;

/** A workbook written while its rows come: texts are inline, so nothing about earlier rows is remembered. */
export class XlsxTableWriter implements TableWriter {
  rowsWritten = 0;
  private readonly zip = new ZipFile();
  private readonly sink: Sink;
  private readonly cells: CellWriter;
  private readonly headers: readonly string[];
  private readonly sheetName: string;
  private readonly maxRows: number;
  private readonly names: string[] = [];
  private sheet: { stream: Sink; row: number } | null = null;
  private pending = '';

  constructor(options: TableWriterOptions) {
    this.headers = options.headers;
    this.cells = new CellWriter(wallClock(options.timeZone ?? 'UTC'));
    this.sheetName = validSheetName(options.sheetName ?? 'Sheet1');
    this.maxRows = Math.max(2, options.maxRowsPerSheet ?? MAX_ROWS);
    this.sink = new Sink(options.sink);
    this.zip.on('error', (error) => this.sink.fail(error));
    this.zip.outputStream.pipe(options.sink);
    this.add('_rels/.rels', rootRelationshipsXml);
    this.add('xl/styles.xml', stylesXml);
  }

  async writeRows(rows: readonly (readonly TableValue[])[]): Promise<void> {
    for (const row of rows) {
      if (!this.sheet || this.sheet.row >= this.maxRows) await this.startSheet();
      this.addRow(row, 0);
      this.rowsWritten++;
      if (this.pending.length >= CHUNK_CHARACTERS) await this.flush();
    }
  }

  async end(): Promise<void> {
    if (!this.sheet) await this.startSheet();
    await this.endSheet();
    const count = this.names.length;
    this.add('xl/workbook.xml', workbookXml(this.names.map(escapeXml)));
    this.add('xl/_rels/workbook.xml.rels', workbookRelationshipsXml(count));
    this.add('[Content_Types].xml', contentTypesXml(count));
    this.zip.end();
    await this.sink.finished();
  }

  private add(part: string, xml: string): void {
    this.zip.addBuffer(Buffer.from(xml), part);
  }

  private async startSheet(): Promise<void> {
    await this.endSheet();
    const index = this.names.length;
    this.names.push(continued(this.sheetName, index));
    const stream = new PassThrough();
    this.zip.addReadStream(stream, sheetPart(index));
    this.sheet = { stream: new Sink(stream), row: 0 };
    // The zip takes the sheet only as fast as the sink takes the file: a dead sink must end the wait here too.
    this.sink.failsWith = this.sheet.stream;
    this.pending = sheetStart;
    this.addRow(this.headers, STYLE.header);
  }

  private async endSheet(): Promise<void> {
    if (!this.sheet) return;
    this.pending += sheetEnd;
    await this.flush();
    await this.sheet.stream.end();
    this.sheet = null;
  }

  private addRow(row: readonly TableValue[], style: number): void {
    if (!this.sheet) return;
    const number = ++this.sheet.row;
    let xml = `<row r="${number}">`;
    for (let i = 0; i < row.length; i++) xml += this.cells.cell(row[i] ?? null, number, i, style);
    this.pending += `${xml}</row>`;
  }

  private async flush(): Promise<void> {
    const text = this.pending;
    this.pending = '';
    await this.sheet?.stream.write(text);
  }
}

/** Spreadsheet programs allow 31 characters and none of `[]:*?/\`. */
const validSheetName = (name: string): string =>
  name
    .replace(/[[\]:*?/\\\u0000-\u001f]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .slice(0, MAX_SHEET_NAME)
    .toWellFormed()
    .trim() || 'Sheet1';

function continued(name: string, index: number): string {
  if (index === 0) return name;
  const suffix = ` (${index + 1})`;
  return name.slice(0, MAX_SHEET_NAME - suffix.length).toWellFormed() + suffix;
}
