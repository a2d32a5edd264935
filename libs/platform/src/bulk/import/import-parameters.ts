import { z } from 'zod';
import type { Config } from '../../config';
import type { OpenTableOptions } from '../../tabular';

/** How the file is read and what is done with it; stored with the job. */
export const importParameters = z.object({
  mapping: z.record(z.string(), z.string()).nullable(),
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  sheet: z.string().optional(),
  headerRow: z.number().int().optional(),
  /** Where the file is from, for its dates and decimals, e.g. `zh-CN`, `en-US`, `de`. */
  region: z.string().optional(),
  onMissingParent: z.enum(['CREATE', 'REFUSE']),
});
export type ImportParameters = z.infer<typeof importParameters>;

/** How a table is opened for an import, within the limits of the installation. */
export const tableOptions = (
  { imports, files }: Config,
  { encoding, delimiter, sheet, headerRow }: Partial<ImportParameters>,
  batchSize = 500,
): OpenTableOptions => ({
  encoding,
  delimiter,
  sheet,
  headerRow,
  batchSize,
  limits: {
    maxFileBytes: files.uploadMaxBytes,
    maxColumns: imports.maxColumns,
    maxCellLength: imports.maxCellCharacters,
    maxInflatedBytes: imports.maxUnpackedBytes,
  },
});
