import { SetMetadata } from '@nestjs/common';
import type { Message, MessageParams } from '../errors/messages';
import type { ImportFieldType, ImportValue } from './field-types';

/** One thing a row of the file can say. */
export interface ImportField<V extends ImportValue = ImportValue> {
  /** Its header in files that we write. */
  readonly title: Message;
  /** What belongs there, with unit and format. */
  readonly description: Message;
  /** Other headers that mean the same, in any language: `['小区名称', 'compound', 'estate']`. */
  readonly synonyms?: readonly string[];
  readonly type: ImportFieldType<V>;
  /** Every row needs a value. Leave out where it depends on other fields, and check that in `applyBatch`. */
  readonly required?: boolean;
}

export type ImportFields = Readonly<Record<string, ImportField>>;

/** What can be imported: one kind of file. Declared beside the class that writes its rows. */
export interface ImportKindDefinition<F extends ImportFields = ImportFields> {
  /** GraphQL enum value, e.g. `UNITS`. */
  readonly name: string;
  /** Whoever starts such an import holds it, e.g. `unit:import`. */
  readonly permission: string;
  readonly title: Message;
  readonly description: Message;
  /** By name (camelCase), in the order in which files we write have them. */
  readonly fields: F;
  /**
   * Two rows of one file with the same key speak of the same thing: `MERGE` hands the later one on with `duplicateOf`,
   * `REFUSE` makes it an error that names the first. Null: the row has no key yet.
   */
  readonly key?: (values: ImportValues<F>) => string | null;
  readonly duplicates?: 'MERGE' | 'REFUSE';
  /** Rows a batch; 500 unless given. A batch is one transaction. */
  readonly batchSize?: number;
}

/** Types a definition by its fields. */
export const defineImportKind = <const F extends ImportFields>(
  definition: ImportKindDefinition<F>,
): ImportKindDefinition<F> => definition;

/**
 * Values of one row by field name. Absent (undefined): the file says nothing, so a new thing gets its default and a known
 * one keeps what it has. Null: to be emptied.
 */
export type ImportValues<F extends ImportFields = ImportFields> = {
  readonly [K in keyof F]?: (F[K] extends ImportField<infer V> ? V : never) | null;
};

export interface ParsedRow<F extends ImportFields = ImportFields> {
  /** As the spreadsheet shows it: the header usually is 1. */
  readonly number: number;
  readonly values: ImportValues<F>;
  /** Number of the first row of this file with the same key; only where `duplicates` is `MERGE`. */
  readonly duplicateOf: number | null;
}

export interface ImportRunOptions {
  /** A row that names a parent (community, building) nobody knows: make it, or refuse the row. */
  readonly onMissingParent: 'CREATE' | 'REFUSE';
  /** Everything will be rolled back: for kinds that would do something outside the database. */
  readonly dryRun: boolean;
  /**
   * To be called when the writes of a batch are on their way: the next rows are read while the database is at work. Who
   * does not call it waits for that reading after the batch.
   */
  readonly writing?: () => void;
}

/** What is wrong with one row, and what would be right. */
export interface RowProblem<N extends string = string> {
  /** Field at fault; null for the row as a whole. */
  readonly field: N | null;
  /** What a program acts on, e.g. `UNKNOWN_COMMUNITY`. */
  readonly code: string;
  readonly message: Message;
  readonly params?: MessageParams;
  /** The value at fault, where it is not simply the field's cell. */
  readonly given?: string | null;
}

export type RowOutcomeKind = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'MERGED' | 'ERROR';

export interface RowOutcome<N extends string = string> {
  readonly number: number;
  /** MERGED: belongs to the same thing as an earlier row of this file. */
  readonly outcome: RowOutcomeKind;
  /** With ERROR at least one; with other outcomes they are warnings: the row was taken. */
  readonly problems?: readonly RowProblem<N>[];
  /** What else came of the row, summed over the import, e.g. `{ unitsCreated: 144 }`. */
  readonly counts?: Readonly<Record<string, number>>;
}

/**
 * Writes rows of one kind. A class with {@link ImportKindProvider}, provided by a module.
 *
 * `applyBatch` runs in a transaction as the person who started the import, limited to their communities, and answers one
 * outcome per row. Rows with an ERROR must have written nothing; it may instead throw (also by a constraint of the
 * database): the batch is then rolled back and tried again in halves until the bad row stands alone and is reported.
 * Known things are found by `externalId` or natural key and updated. A handful of statements per batch, not per row:
 * see {@link recordset}.
 */
export interface ImportKind<F extends ImportFields = ImportFields> {
  applyBatch(
    rows: readonly ParsedRow<F>[],
    options: ImportRunOptions,
  ): Promise<readonly RowOutcome<Extract<keyof F, string>>[]>;
}

export const IMPORT_KIND_METADATA = 'atrium:import-kind';

const declared = new Map<string, ImportKindDefinition>();

/** The class writes rows of this kind; it is found by discovery wherever a module provides it. */
export function ImportKindProvider<F extends ImportFields>(
  definition: ImportKindDefinition<F>,
): <T extends new (...args: never[]) => ImportKind<F>>(target: T) => void {
  const { name, fields, batchSize = 1, key, duplicates } = definition;
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) throw new Error(`"${name}" is not a GraphQL enum value like UNITS`);
  if (declared.has(name)) throw new Error(`Import kind ${name} is declared twice`);
  if (Object.keys(fields).length === 0) throw new Error(`Import kind ${name} has no fields`);
  if (batchSize < 1 || batchSize > 5_000) throw new Error(`Import kind ${name}: batchSize must be 1 to 5000`);
  if (duplicates && !key) throw new Error(`Import kind ${name} has duplicates without a key`);
  declared.set(name, definition as unknown as ImportKindDefinition);
  return (target) => SetMetadata(IMPORT_KIND_METADATA, definition)(target);
}

/** Every kind of the loaded modules, by name. */
export const allImportKinds = (): readonly ImportKindDefinition[] =>
  [...declared.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
