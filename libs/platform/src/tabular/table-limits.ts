/** What a table file may cost at most. */
export interface TableLimits {
  /** Size of the file itself, bytes. */
  maxFileBytes: number;
  maxColumns: number;
  /** Characters of one cell; a longer one is cut there and reported on its row. 32,767 is the limit of Excel. */
  maxCellLength: number;
  /** Entries of the XLSX package. */
  maxZipEntries: number;
  /** Bytes all parts read from an XLSX package may inflate to, together. */
  maxInflatedBytes: number;
  /** Inflated : compressed, judged once a part has inflated to more than {@link ratioGraceBytes}. */
  maxInflateRatio: number;
  ratioGraceBytes: number;
  /** Bytes of shared strings kept in memory; what goes beyond lies in a temporary file. */
  maxSharedStringBytes: number;
}

export const defaultTableLimits: Readonly<TableLimits> = {
  maxFileBytes: 200 * 1024 * 1024,
  maxColumns: 500,
  maxCellLength: 32_767,
  maxZipEntries: 10_000,
  maxInflatedBytes: 2 * 1024 * 1024 * 1024,
  maxInflateRatio: 100,
  ratioGraceBytes: 16 * 1024 * 1024,
  maxSharedStringBytes: 16 * 1024 * 1024,
};
