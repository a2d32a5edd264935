import { unprotect } from './protect';
import { TableError } from './table-error';
import type { TableLimits } from './table-limits';
import type { RawRow, TableRow, TableRowProblem } from './table-reader';

/** C0 without tab and line breaks, DEL, C1, and the two code units that are never characters. */
const CONTROL_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/;

/** Fits raw rows to the headers and notes what is wrong with them; one shaper per pass, in file order. */
export class RowShaper {
  private everyRowFull = true;

  constructor(
    private readonly width: number,
    private readonly limits: TableLimits,
  ) {}

  /** @throws TableError TOO_MANY_COLUMNS */
  shape(row: RawRow): TableRow {
    const { cells } = row;
    const problems: TableRowProblem[] = row.problems ?? [];
    const given = cells.length;
    while (cells.length > this.width && (cells.at(-1) ?? '').trim() === '') cells.pop();
    if (cells.length > this.limits.maxColumns) {
      const { maxColumns } = this.limits;
      throw new TableError('TOO_MANY_COLUMNS', { row: row.number, columns: cells.length, limit: maxColumns });
    }
    for (let i = 0; i < cells.length; i++) {
      const cell = this.checkCell(cells[i] ?? '', i + 1, problems);
      cells[i] = cell;
      if (i >= this.width && cell.trim() !== '') {
        problems.push({ code: 'EXTRA_CELL', column: i + 1, params: { headers: this.width } });
      }
    }
    // A short last line counts as cut off only where no other line is short.
    if (row.unterminated && given < this.width && this.everyRowFull) {
      problems.push({ code: 'CUT_OFF', column: given, params: { cells: given, headers: this.width } });
    }
    this.everyRowFull &&= given >= this.width;
    while (cells.length < this.width) cells.push('');
    return problems.length > 0 ? { number: row.number, cells, problems } : { number: row.number, cells };
  }

  private checkCell(text: string, column: number, problems: TableRowProblem[]): string {
    if (text === '') return text;
    let cell = unprotect(text);
    const limit = this.limits.maxCellLength;
    if (cell.length > limit) {
      problems.push({ code: 'CELL_TOO_LONG', column, params: { limit } });
      cell = cell.slice(0, limit).toWellFormed();
    }
    const control = CONTROL_CHARACTER.exec(cell);
    if (control) {
      const character = `U+${(control[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
      problems.push({ code: 'CONTROL_CHARACTERS', column, params: { character } });
    }
    return cell;
  }
}
