import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiClient } from '../client/api-client';
import { importFile, type ImportReport } from '../client/import-file';
import { compareBuildings, compareNumbers, type ReadBuilding } from './comparison';
import type { CountedBuilding, CountedYear } from './independent-count';
import { countOf, readBuildings } from './read-back';

/** The files' own headers. Complaints become tickets, which have an import of their own. */
const MAPPING = {
  community: 'borough',
  postcode: 'zip',
  address: 'incident_address',
  latitude: 'lat',
  longitude: 'long',
};

export interface YearOutcome {
  readonly lines: number;
  readonly buildings: readonly ReadBuilding[];
  readonly seconds: number;
  readonly problems: readonly string[];
}

/**
 * Imports one borough's file of a year and reads the whole register back.
 * @param known buildings the register holds already
 * @param expected buildings it must hold afterwards
 */
export async function importYear(
  api: ApiClient,
  borough: string,
  file: { readonly name: string; readonly content: Buffer; readonly folder: string },
  counted: CountedYear,
  known: ReadonlyMap<string, CountedBuilding>,
  expected: ReadonlyMap<string, CountedBuilding>,
): Promise<YearOutcome> {
  const path = join(file.folder, file.name);
  await writeFile(path, file.content);
  const started = performance.now();
  const report = await importFile(api, path, {
    kind: 'BUILDINGS_AND_UNITS',
    mapping: MAPPING,
    onMissingParent: 'CREATE',
  });
  const seconds = (performance.now() - started) / 1000;
  const buildings = await readBuildings(api);
  const problems = [
    ...checkReport(report, counted, known, expected),
    ...compareNumbers('totalCount', expected.size, await countOf(api, 'buildings')),
    ...compareBuildings(borough, expected, buildings),
  ];
  return { lines: counted.lines, buildings, seconds, problems };
}

/** Each line is told of once: as a building made, as one that was known, or as one more line of a building. */
function checkReport(
  { state, progress, result, errors, failure }: ImportReport,
  { lines, buildings }: CountedYear,
  known: ReadonlyMap<string, CountedBuilding>,
  expected: ReadonlyMap<string, CountedBuilding>,
): string[] {
  const count = (what: string): number => result.counts.find(({ name }) => name === what)?.value ?? 0;
  const made = expected.size - known.size;
  return [
    ...(state === 'SUCCEEDED' ? [] : [`The import ended as ${state}: ${JSON.stringify({ failure, errors })}`]),
    ...compareNumbers('Lines done', lines, progress.done),
    ...compareNumbers('Buildings made', made, count('created')),
    ...compareNumbers('Buildings known before', buildings.size - made, count('updated') + count('unchanged')),
    ...compareNumbers('Lines merged into a building', lines - buildings.size, count('merged')),
  ];
}
