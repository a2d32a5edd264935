import { TableError } from '../table-error';
import type { TableLimits } from '../table-limits';
import type { RawRow, TableRowProblem } from '../table-reader';
import { columnOf, decodeEscapes, numberText, serialText } from './cell-value';
import { TextCollector, type SharedStrings } from './shared-strings';
import { skipRows } from './skip-rows';
import type { NumberKind } from './styles';
import { XmlStream } from './xml-stream';

const MAX_ROW = 1_048_576;
const MAX_COLUMN = 16_384;

export interface SheetContext {
  part: string;
  strings: SharedStrings;
  styles: readonly NumberKind[];
  date1904: boolean;
  limits: TableLimits;
}

/**
 * Non-empty rows of a worksheet part in batches. Of formulas the stored result counts; merged cells have their value in
 * the first cell. Rows up to `after` are passed over without looking at their cells.
 * @throws TableError DAMAGED, TOO_MANY_COLUMNS, CELL_TOO_LONG and what reading the package throws
 */
export async function* readSheetRows(
  chunks: AsyncIterable<Buffer>,
  context: SheetContext,
  after: number,
  batchSize: number,
): AsyncGenerator<RawRow[], void, undefined> {
  const sheet = new SheetCollector(context, after);
  const xml = new XmlStream(context.part, {
    open: (name, attributes) => sheet.open(name, attributes),
    text: (text) => sheet.text(text),
    close: (name) => sheet.close(name),
  });
  for await (const chunk of skipRows(chunks, after)) {
    xml.write(chunk);
    while (sheet.rows.length >= batchSize) yield sheet.rows.splice(0, batchSize);
  }
  xml.end();
  if (sheet.rows.length > 0) yield sheet.rows;
}

/**
 * A copy of its own. V8 keeps a piece of a string as a view into the whole; somebody who remembers one cell of each row
 * (a key already seen, say) would hold the XML of the entire sheet.
 */
const detach = (text: string): string => (text.length < SHORTEST_VIEW ? text : ` ${text}`.slice(1));
const SHORTEST_VIEW = 13;

/** Collects rows from the events of a sheet's XML: `<row r><c r t s><v/> or <is><t/></is></c></row>`. */
class SheetCollector {
  readonly rows: RawRow[] = [];
  private rowNumber = 0;
  private skipping = false;
  private cells: string[] = [];
  private problems: TableRowProblem[] = [];
  private filled = false;
  private column = -1;
  private type = 'n';
  private style = 0;
  private value = '';
  private inValue = false;
  private inline = false;
  private readonly inlineText: TextCollector;

  constructor(
    private readonly context: SheetContext,
    private readonly after: number,
  ) {
    this.inlineText = new TextCollector(context.limits.maxCellLength);
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') this.startRow(attributes.r);
    else if (this.skipping) return;
    else if (name === 'c') this.startCell(attributes);
    else if (name === 'v') this.inValue = true;
    else if (name === 'is') {
      this.inline = true;
      this.inlineText.start();
    } else if (this.inline) this.inlineText.open(name);
  }

  text(text: string): void {
    if (this.inValue) {
      if (this.value.length <= this.context.limits.maxCellLength * 7) this.value += text;
    } else if (this.inline) this.inlineText.add(text);
  }

  close(name: string): void {
    if (this.skipping) return;
    if (name === 'v') this.inValue = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row') this.endRow();
    else if (name === 'is') {
      this.inline = false;
      this.value = this.inlineText.take();
    } else if (this.inline) this.inlineText.close(name);
  }

  private startRow(reference: string | undefined): void {
    const number = reference === undefined ? this.rowNumber + 1 : Number(reference);
    if (!Number.isInteger(number) || number <= this.rowNumber || number > MAX_ROW) {
      throw this.damaged(`row ${reference} after row ${this.rowNumber}`);
    }
    this.rowNumber = number;
    this.skipping = number <= this.after;
    this.cells = [];
    this.problems = [];
    this.filled = false;
    this.column = -1;
  }

  private startCell(attributes: Record<string, string>): void {
    const { r, t, s } = attributes;
    this.column = r === undefined ? this.column + 1 : columnOf(r);
    if (this.column < 0 || this.column >= MAX_COLUMN) throw this.damaged(`cell ${r}`);
    this.type = t ?? 'n';
    this.style = s === undefined ? 0 : Number(s);
    this.value = '';
    this.inValue = this.inline = false;
  }

  private endCell(): void {
    if (this.value === '') return;
    const text = this.cellText();
    if (text === '') return;
    const { maxColumns } = this.context.limits;
    if (this.column >= maxColumns) {
      throw new TableError('TOO_MANY_COLUMNS', { row: this.rowNumber, columns: this.column + 1, limit: maxColumns });
    }
    while (this.cells.length < this.column) this.cells.push('');
    this.cells[this.column] = detach(text);
    this.filled ||= text.trim() !== '';
  }

  private cellText(): string {
    const { value } = this;
    switch (this.type) {
      case 's': {
        const text = this.context.strings.get(Number(value));
        if (text === undefined) throw this.damaged(`no shared string ${value}`);
        return text;
      }
      case 'b':
        return value === '1' || value === 'true' ? 'true' : 'false';
      case 'e':
        this.problem('ERROR_CELL', { value });
        return value;
      case 'str':
      case 'inlineStr':
        return decodeEscapes(value);
      case 'd':
        return value;
      default:
        return this.numberText(value);
    }
  }

  private numberText(value: string): string {
    const kind = this.context.styles[this.style] ?? 'number';
    const serial = kind === 'number' ? null : serialText(Number(value), kind, this.context.date1904);
    if (serial !== null) return serial;
    const { text, digitsLost } = numberText(value);
    if (digitsLost) this.problem('DIGITS_LOST', { value: text });
    return text;
  }

  private endRow(): void {
    if (!this.filled) return;
    const row: RawRow = { number: this.rowNumber, cells: this.cells };
    if (this.problems.length > 0) row.problems = this.problems;
    this.rows.push(row);
  }

  private problem(code: TableRowProblem['code'], params: TableRowProblem['params']): void {
    this.problems.push({ code, column: this.column + 1, params });
  }

  private damaged(detail: string): TableError<'DAMAGED'> {
    return new TableError('DAMAGED', { part: this.context.part, detail });
  }
}
