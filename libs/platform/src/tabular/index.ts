export { openTable } from './open-table';
export { TableError, type TableErrorCode, type TableErrorParams } from './table-error';
export { defaultTableLimits, type TableLimits } from './table-limits';
export type {
  OpenTableOptions,
  RowsOptions,
  TableFormat,
  TableReader,
  TableRow,
  TableRowProblem,
} from './table-reader';
export { createTableWriter } from './create-table-writer';
export type { TableValue, TableWriter, TableWriterOptions } from './table-writer';
