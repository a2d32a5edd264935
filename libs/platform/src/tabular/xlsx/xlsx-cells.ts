import { leadsFormula, protectXlsx } from '../protect';
import { TableError } from '../table-error';
import type { TableValue } from '../table-writer';
import { STYLE } from './xlsx-parts';

/** Characters of a cell; a workbook with a longer one is refused by Excel as damaged. */
const MAX_CELL_LENGTH = 32_767;
const MS_PER_DAY = 86_400_000;
/** 1899-12-30, the day 0 of the date system counted from 1900-03-01. */
const EPOCH = Date.UTC(1899, 11, 30);
/** 1900-03-01: before it spreadsheet programs disagree about the leap day of 1900. */
const FIRST_CERTAIN_DAY = 61;

/** What XML cannot hold or would change, and texts that look like an escape already. */
const NEEDS_ESCAPE = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/;
/** Any `_xHHHH`, closed or not: the escape of the character behind it would close it. */
const ESCAPES = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4})/g;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML, with `_xHHHH_` (ECMA-376, ST_Xstring) for characters XML cannot hold. */
export function escapeXml(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text;
  return text.replace(
    ESCAPES,
    (c) => ENTITIES[c] ?? `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );
}

/** Letters of a 0-based column: 0 → A, 26 → AA. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** Writes one cell element, or nothing for an empty value. */
export class CellWriter {
  private readonly columns: string[] = [];

  constructor(private readonly local: (instant: Date) => number) {}

  /** @throws TableError CELL_TOO_LONG */
  cell(value: TableValue, row: number, column: number, style = 0): string {
    const at = (this.columns[column] ??= columnName(column)) + row;
    switch (typeof value) {
      case 'string':
        return this.text(value, at, row, column, style);
      case 'number':
        return Number.isFinite(value) ? `<c r="${at}"><v>${value}</v></c>` : '';
      case 'bigint': {
        const digits = String(value);
        return digits.length <= 15 ? `<c r="${at}"><v>${digits}</v></c>` : this.text(digits, at, row, column, style);
      }
      case 'boolean':
        return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`;
      default:
        return value === null || Number.isNaN(value.getTime()) ? '' : this.date(value, at, row, column);
    }
  }

  private text(value: string, at: string, row: number, column: number, style: number): string {
    if (value === '') return '';
    const text = protectXlsx(value.replaceAll('\0', '\uFFFD').toWellFormed());
    if (text.length > MAX_CELL_LENGTH) {
      throw new TableError('CELL_TOO_LONG', { part: 'export', row, column: column + 1, limit: MAX_CELL_LENGTH });
    }
    const s = leadsFormula(text) ? STYLE.quotedText : style;
    const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : '';
    return `<c r="${at}"${s === 0 ? '' : ` s="${s}"`} t="inlineStr"><is><t${space}>${escapeXml(text)}</t></is></c>`;
  }

  private date(value: Date, at: string, row: number, column: number): string {
    const wall = this.local(value);
    const serial = (wall - EPOCH) / MS_PER_DAY;
    if (serial < FIRST_CERTAIN_DAY) return this.text(new Date(wall).toISOString().slice(0, 19), at, row, column, 0);
    return `<c r="${at}" s="${STYLE.dateTime}"><v>${serial}</v></c>`;
  }
}
