import { posix } from 'node:path';
import { notATable } from '../file-kind';
import { TableError } from '../table-error';
import { attributeOf, parseXml } from './xml-stream';
import type { ZipPackage } from './zip-package';

export interface SheetInfo {
  name: string;
  /** Name of its part in the package. */
  part: string;
  visible: boolean;
}

export interface Workbook {
  sheets: SheetInfo[];
  sharedStringsPart: string | null;
  stylesPart: string | null;
  /** Day 0 is 1904-01-01 instead of 1899-12-30. */
  date1904: boolean;
}

/** @throws TableError NOT_A_TABLE when the package is something else, DAMAGED */
export async function readWorkbook(pkg: ZipPackage): Promise<Workbook> {
  const root = pkg.has('_rels/.rels') ? await readRelationships(pkg, '') : [];
  const workbookPart = root.find((r) => r.type === 'officeDocument')?.target;
  if (workbookPart === undefined || !pkg.has(workbookPart)) throw notATable(packageKind(pkg));
  if (!/^xl\/.*\.xml$/i.test(workbookPart) && packageKind(pkg) !== 'zip') throw notATable(packageKind(pkg));

  const relationships = await readRelationships(pkg, workbookPart);
  const partOf = (type: string) => {
    const target = relationships.find((r) => r.type === type)?.target;
    return target !== undefined && pkg.has(target) ? target : null;
  };
  const worksheets = new Map(relationships.filter((r) => r.type === 'worksheet').map((r) => [r.id, r.target]));
  const sheets: SheetInfo[] = [];
  let date1904 = false;
  let isWorkbook = false;
  await parseXml(workbookPart, pkg.readSmall(workbookPart), {
    open: (name, attributes) => {
      if (name === 'workbook') isWorkbook = true;
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const part = worksheets.get(attributeOf(attributes, 'id') ?? '');
      if (part === undefined) return; // a chart or macro sheet
      sheets.push({ name: attributes.name ?? '', part, visible: (attributes.state ?? 'visible') === 'visible' });
    },
  });
  if (!isWorkbook) throw notATable(packageKind(pkg));
  if (sheets.length === 0) throw new TableError('DAMAGED', { part: workbookPart, detail: 'no worksheet' });
  return { sheets, sharedStringsPart: partOf('sharedStrings'), stylesPart: partOf('styles'), date1904 };
}

interface Relationship {
  id: string;
  /** Last segment of the type's address: it is the same in the transitional and the strict variant. */
  type: string;
  target: string;
}

async function readRelationships(pkg: ZipPackage, source: string): Promise<Relationship[]> {
  const folder = posix.dirname(source);
  const part = posix.join(folder, '_rels', `${posix.basename(source)}.rels`);
  const found: Relationship[] = [];
  await parseXml(part, pkg.readSmall(part), {
    open: (name, attributes) => {
      const { Id, Type, Target, TargetMode } = attributes;
      if (name !== 'Relationship' || Id === undefined || Type === undefined || Target === undefined) return;
      if (TargetMode === 'External') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      found.push({ id: Id, type: posix.basename(Type), target });
    },
  });
  return found;
}

/** What a zip file that is no XLSX most likely is. */
function packageKind(pkg: ZipPackage): string {
  if (pkg.has('xl/workbook.bin')) return 'xlsb';
  if (pkg.has('word/document.xml')) return 'docx';
  if (pkg.has('ppt/presentation.xml')) return 'pptx';
  if (pkg.has('content.xml') && pkg.has('mimetype')) return 'ods';
  if (pkg.names().some((name) => name.endsWith('.iwa'))) return 'numbers';
  return 'zip';
}
