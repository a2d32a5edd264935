import type { Message } from '../errors/messages';
import type { ListTypes } from '../read/list';

export interface ExportColumn {
  readonly title: Message;
  /** Where its value stands in the list's view, e.g. `building.name`; see `columnValue`. */
  readonly path: string;
  /** Numbers become numbers of the spreadsheet; anything else stays text. */
  readonly type?: 'TEXT' | 'NUMBER';
  /** Who does not hold it cannot choose the column, and gets the list without it where none is chosen. */
  readonly permission?: string;
}

/** A list that can be exported whole or filtered. Row-level security, data scope and masks are those of the list. */
export interface ExportKind {
  /** GraphQL enum value, e.g. `CUSTOMERS`; camelCased it names the filter of the export. */
  readonly name: string;
  readonly permission: string;
  readonly title: Message;
  readonly list: ListTypes;
  /** By name (camelCase), in the order of the file. */
  readonly columns: Readonly<Record<string, ExportColumn>>;
}

const declared = new Map<string, ExportKind>();

/** Declares a list as exportable; the same name twice stops the start. */
export function defineExport(kind: ExportKind): ExportKind {
  if (!/^[A-Z][A-Z0-9_]*$/.test(kind.name))
    throw new Error(`"${kind.name}" is not a GraphQL enum value like CUSTOMERS`);
  if (declared.has(kind.name)) throw new Error(`Export ${kind.name} is declared twice`);
  declared.set(kind.name, kind);
  return kind;
}

/** Every export of the loaded modules, by name. */
export const allExports = (): readonly ExportKind[] =>
  [...declared.values()].sort((a, b) => (a.name < b.name ? -1 : 1));

/** `COMMON_AREAS` → `commonAreas`. */
export const exportFilterName = (name: string): string =>
  name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
