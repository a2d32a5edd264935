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
export { createTableWriter, type TableValue, type TableWriter, type TableWriterOptions } from './table-writer';
