import {
  fieldMessages,
  type ImportFields,
  type ImportValue,
  type Message,
  type MessageParams,
  type ParseContext,
} from '@atrium/sdk';
import type { TableRow, TableRowProblem } from '../../tabular';
import { importMessages } from './import.messages';

/** What is wrong with a row, as it is stored and shown. */
export interface ShownProblem {
  readonly severity: 'ERROR' | 'WARNING';
  /** Field of the kind; null for the row as a whole. */
  readonly field: string | null;
  /** Header of the column at fault. */
  readonly column: string | null;
  readonly given: string | null;
  readonly code: string;
  readonly message: Message;
  readonly params?: MessageParams;
}

/** Where each field stands in the file. */
export interface ColumnPlan {
  readonly headers: readonly string[];
  /** Field → 0-based column. */
  readonly columns: ReadonlyMap<string, number>;
}

const TABLE_MESSAGES: Readonly<Record<TableRowProblem['code'], Message>> = {
  CONTROL_CHARACTERS: importMessages.controlCharacters,
  CELL_TOO_LONG: importMessages.cellTooLong,
  ERROR_CELL: importMessages.errorCell,
  DIGITS_LOST: importMessages.digitsLost,
  EXTRA_CELL: importMessages.extraCell,
  CUT_OFF: importMessages.cutOff,
};

const WHOLE_ROW: ReadonlySet<string> = new Set(['EXTRA_CELL', 'CUT_OFF']);
const SHOWN_CHARACTERS = 200;

/** U+0000 has no place in the database, and the other control characters none in what people are shown. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\u{fffd}').slice(0, SHOWN_CHARACTERS);

export function planColumns(headers: readonly string[], mapping: Readonly<Record<string, string>>): ColumnPlan {
  const columns = new Map<string, number>();
  for (const [field, header] of Object.entries(mapping)) {
    if (header !== '') columns.set(field, headers.indexOf(header));
  }
  return { headers, columns };
}

/** The values of one row, or all that is wrong with it. Pure. */
export function readRow(
  row: TableRow,
  plan: ColumnPlan,
  fields: ImportFields,
  parse: ParseContext,
): { values: Record<string, ImportValue>; problems: ShownProblem[] } {
  const values: Record<string, ImportValue> = {};
  const problems: ShownProblem[] = [];
  for (const [name, column] of plan.columns) {
    const field = fields[name]!;
    const text = (row.cells[column] ?? '').trim();
    const header = plan.headers[column] ?? null;
    if (text === '') {
      if (field.required) {
        const { required: message } = fieldMessages;
        problems.push({ severity: 'ERROR', field: name, column: header, given: '', code: 'REQUIRED', message });
      }
      continue;
    }
    const wrong = row.problems?.find((one) => one.column === column + 1 && !WHOLE_ROW.has(one.code));
    const parsed = wrong
      ? { ok: false as const, code: wrong.code, message: TABLE_MESSAGES[wrong.code], params: wrong.params }
      : field.type.parse(text, parse);
    if (parsed.ok) values[name] = parsed.value;
    else {
      const { code, message, params } = parsed;
      problems.push({ severity: 'ERROR', field: name, column: header, given: printable(text), code, message, params });
    }
  }
  for (const { code, params } of row.problems ?? []) {
    if (!WHOLE_ROW.has(code)) continue;
    problems.push({
      severity: 'ERROR',
      field: null,
      column: null,
      given: code === 'EXTRA_CELL' ? printable(row.cells.at(-1) ?? '') : null,
      code,
      message: TABLE_MESSAGES[code],
      params,
    });
  }
  return { values, problems };
}
