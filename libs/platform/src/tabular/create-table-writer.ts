import { CsvTableWriter } from './csv-writer';
import type { TableWriter, TableWriterOptions } from './table-writer';
import { XlsxTableWriter } from './xlsx/xlsx-writer';

/**
 * Writes a table as a stream. Texts that a spreadsheet program would take for formulas are neutralised (OWASP, "CSV
 * Injection") in such a way that {@link openTable} gives every cell back as it was; U+0000 and lone surrogates, which
 * have no place in text, become U+FFFD.
 */
export function createTableWriter(options: TableWriterOptions): TableWriter {
  return options.format === 'csv' ? new CsvTableWriter(options) : new XlsxTableWriter(options);
}
