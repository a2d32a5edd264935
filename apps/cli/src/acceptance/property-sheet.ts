import { Workbook } from 'exceljs';
import type { ApiClient } from '../client/api-client';
import { importFile } from '../client/import-file';
import { compareNumbers } from './comparison';
import { readAll } from './read-back';

/** One building of the spreadsheet, read by another library than the importer's. */
interface SheetBuilding {
  readonly address: string;
  readonly units: number;
  readonly sections: number;
  readonly floors: number;
  readonly lowestFloor: number;
}

/** The spreadsheet's own headers: a company that comes to us has no others. */
const MAPPING = {
  address: 'Address',
  unitsCount: 'Units',
  sectionsCount: 'Sections',
  floorsCount: 'Floors',
  minFloor: 'Minimal Floor',
};

async function readSheet(path: string): Promise<SheetBuilding> {
  const workbook = new Workbook();
  await workbook.xlsx.readFile(path);
  const row = workbook.worksheets[0]?.getRow(2);
  if (!row) throw new Error(`${path} has no sheet`);
  const number = (column: number): number => Number(row.getCell(column).text);
  return {
    address: row.getCell(1).text,
    units: number(2),
    sections: number(3),
    floors: number(4),
    lowestFloor: row.getCell(5).text === '' ? 1 : number(5),
  };
}

interface ReadUnit {
  readonly id: string;
  readonly code: string;
  readonly floor: number | null;
  readonly section: { readonly id: string } | null;
  readonly building: { readonly address: string | null };
}

/**
 * Imports a building whose units are to be made, and checks what was made: so many units, spread evenly over the
 * sections and floors, each with a code of its own. Answers the units' ids and sentences about what is wrong.
 */
export async function importPropertySheet(
  api: ApiClient,
  path: string,
): Promise<{ ids: string[]; problems: string[]; expected: SheetBuilding }> {
  const expected = await readSheet(path);
  const report = await importFile(api, path, {
    kind: 'BUILDINGS_AND_UNITS',
    mapping: MAPPING,
    onMissingParent: 'CREATE',
  });
  const problems =
    report.state === 'SUCCEEDED' ? [] : [`The import ended as ${report.state}: ${JSON.stringify(report)}`];
  const units = await readAll<ReadUnit>(api, 'units', 'id code floor section { id } building { address }');
  const buildings = await readAll<{ address: string | null }>(api, 'buildings', 'address');
  const sections = await readAll<{ id: string }>(api, 'sections', 'id');
  const floors = new Set(units.map(({ floor }) => floor));

  problems.push(
    ...compareNumbers('Buildings', 1, buildings.length),
    ...compareNumbers('Units', expected.units, units.length),
    ...compareNumbers('Sections', expected.sections, sections.length),
    ...compareNumbers('Floors', expected.floors, floors.size),
    ...compareNumbers('Lowest floor', expected.lowestFloor, Math.min(...units.map(({ floor }) => floor ?? Infinity))),
    ...compareNumbers('Codes of units', units.length, new Set(units.map(({ code }) => code)).size),
  );
  const elsewhere = units.filter(({ building }) => building.address !== expected.address);
  if (elsewhere.length > 0) problems.push(`${elsewhere.length} units are not at ${expected.address}`);
  const perPlace = new Map<string, number>();
  for (const { floor, section } of units) {
    const place = `${section?.id}|${floor}`;
    perPlace.set(place, (perPlace.get(place) ?? 0) + 1);
  }
  const even = expected.units / (expected.sections * expected.floors);
  const uneven = [...perPlace.values()].filter((count) => count !== even);
  if (Number.isInteger(even) && uneven.length > 0) problems.push(`${uneven.length} floors have not ${even} units`);
  return { ids: units.map(({ id }) => id), problems, expected };
}
