import { TableError } from '../table-error';
import type { TableLimits } from '../table-limits';
import type { OpenTableOptions, RawRow, RowSource } from '../table-reader';
import { readSharedStrings, type SharedStrings } from './shared-strings';
import { readSheetRows, type SheetContext } from './sheet-rows';
import { readStyles } from './styles';
import { readWorkbook, type SheetInfo } from './workbook';
import { ZipPackage } from './zip-package';

/** Opens a workbook and the sheet asked for, or else the first visible one that has anything in it. */
export async function openXlsx(
  path: string,
  _size: number,
  limits: TableLimits,
  options: OpenTableOptions,
): Promise<RowSource> {
  const pkg = await ZipPackage.open(path, limits);
  let strings: SharedStrings | null = null;
  try {
    const workbook = await readWorkbook(pkg);
    const candidates = choose(workbook.sheets, options.sheet);
    const styles = await readStyles(pkg, workbook.stylesPart);
    strings = await readSharedStrings(pkg, workbook.sharedStringsPart, limits);
    const stringBytes = workbook.sharedStringsPart === null ? 0 : pkg.compressedSize(workbook.sharedStringsPart);
    const sheetNames = workbook.sheets.filter((sheet) => sheet.visible).map((sheet) => sheet.name);
    for (const sheet of candidates) {
      const context = { part: sheet.part, strings, styles, date1904: workbook.date1904, limits };
      const source = new XlsxSource(pkg, context, sheet.name, sheetNames, stringBytes);
      if (candidates.length === 1 || (await hasRows(source))) return source;
    }
    throw new TableError('FILE_EMPTY', {});
  } catch (error) {
    strings?.close();
    pkg.close();
    throw error;
  }
}

function choose(sheets: SheetInfo[], wanted: string | undefined): SheetInfo[] {
  const visible = sheets.filter((sheet) => sheet.visible);
  if (wanted === undefined) return visible.length > 0 ? visible : sheets;
  const found = sheets.filter((sheet) => sheet.name === wanted);
  if (found.length === 0) {
    throw new TableError('SHEET_NOT_FOUND', { given: wanted, allowed: visible.map((sheet) => sheet.name) });
  }
  return found;
}

async function hasRows(source: RowSource): Promise<boolean> {
  for await (const batch of source.records(0, 1)) return batch.length > 0;
  return false;
}

class XlsxSource implements RowSource {
  readonly format = 'xlsx';
  readonly encoding = 'utf-8';
  readonly delimiter = null;
  readonly bytesTotal: number;
  private sheetBytesRead = 0;

  constructor(
    private readonly pkg: ZipPackage,
    private readonly context: SheetContext,
    readonly sheet: string,
    readonly sheetNames: readonly string[],
    private readonly stringBytes: number,
  ) {
    this.bytesTotal = stringBytes + pkg.compressedSize(context.part);
  }

  /** The shared strings were read when the workbook was opened. */
  get bytesRead(): number {
    return this.stringBytes + this.sheetBytesRead;
  }

  async *records(after: number, batchSize: number): AsyncGenerator<RawRow[], void, undefined> {
    this.pkg.startPass();
    this.sheetBytesRead = 0;
    const chunks = this.pkg.read(this.context.part, (compressed) => {
      this.sheetBytesRead = compressed;
    });
    yield* readSheetRows(chunks, this.context, after, batchSize);
  }

  async close(): Promise<void> {
    this.context.strings.close();
    this.pkg.close();
  }
}
