import { join } from 'node:path';
import { ApiClient } from '../client/api-client';
import type { ImportReport } from '../client/import-file';
import { ThrowAwayInstallation } from '../harness/throw-away-installation';
import { Company } from './company';
import { type BoroughCount, countFile } from './independent-count';
import { BOROUGHS, cutByBorough, findFiles, YEARS } from './register-files';

/** Columns of the complaint files; the complaints themselves are tickets, not part of the register. */
const MAPPING = {
  community: 'borough',
  postcode: 'zip',
  address: 'incident_address',
  latitude: 'lat',
  longitude: 'long',
};

/** What the spreadsheet says in its one row. */
const SPREADSHEET = { buildings: 1, units: 144, sections: 4, floors: 9 };

const MIB = 1024 * 1024;

/** Something read back differs from what the files say. */
export class AcceptanceError extends Error {}

const same = (what: string, got: unknown, expected: unknown): void => {
  if (JSON.stringify(got) !== JSON.stringify(expected)) {
    throw new AcceptanceError(`${what}: ${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`);
  }
};

/**
 * Five companies sign up and bring their registers in, a sixth a spreadsheet; everything is read back over the API and
 * compared with a count of the files that shares no code with the importer.
 */
export async function acceptance({ data }: { data: string }): Promise<void> {
  const installation = await ThrowAwayInstallation.create();
  try {
    const files = await findFiles(data, join(installation.dataDir, 'generated'));
    if (files.generated) console.log(`There is no ${data}: the files are GENERATED, of the same shape.`);
    const [api, worker] = [await installation.startApi(), await installation.startWorker()];
    const client = new ApiClient(api.url);
    const companies = new Map<string, Company>();
    for (const borough of BOROUGHS) companies.set(borough, await Company.signUp(client, borough));

    const union = new Map<string, Set<string>>();
    let peers: Map<string, string> = new Map();
    for (const year of YEARS) {
      const expected = await countFile(files.complaints[year]);
      const cut = await cutByBorough(files.complaints[year], join(installation.dataDir, year));
      const started = performance.now();
      let rows = 0;
      for (const borough of BOROUGHS) {
        const count = expected.get(borough)!;
        checkReport(
          `${borough} ${year}`,
          await companies.get(borough)!.importBuildings(cut.get(borough)!, MAPPING),
          count,
        );
        rows += count.lines;
        const all = union.get(borough) ?? new Set<string>();
        for (const key of count.buildings) all.add(key);
        union.set(borough, all);
      }
      const seconds = (performance.now() - started) / 1000;
      peers = await readBack(companies, union);
      const buildings = [...union.values()].reduce((sum, keys) => sum + keys.size, 0);
      console.log(
        `${year}: ${rows} rows in ${seconds.toFixed(1)} s (${Math.round(rows / seconds)} rows/s), ${buildings} buildings in all, ` +
          BOROUGHS.map((borough) => `${borough} ${union.get(borough)!.size}`).join(', '),
      );
    }
    await checkIsolation(companies, peers);
    if (files.spreadsheet) await checkSpreadsheet(client, files.spreadsheet);
    const [apiMemory, workerMemory] = [await api.peakMemory(), await worker.peakMemory()];
    console.log(`Peak memory: API ${Math.round(apiMemory / MIB)} MiB, worker ${Math.round(workerMemory / MIB)} MiB`);
    console.log('Accepted: everything read back is what the files say.');
  } finally {
    await installation.remove();
  }
}

/** Every line was taken: as a new building, as a known one, or as a further line of one of this file. */
function checkReport(
  what: string,
  { state, progress, result, failure, errors }: ImportReport,
  count: BoroughCount,
): void {
  if (failure) throw new AcceptanceError(`${what}: ${failure.code} ${failure.message}`);
  same(`${what}, state (${JSON.stringify(errors.nodes.slice(0, 2))})`, state, 'SUCCEEDED');
  same(`${what}, lines`, progress.done, count.lines);
  const of = (name: string): number => result.counts.find((one) => one.name === name)?.value ?? 0;
  same(`${what}, lines merged into an earlier one`, of('merged'), count.lines - count.buildings.size);
  same(`${what}, buildings`, of('created') + of('updated') + of('unchanged'), count.buildings.size);
}

/** Compares every company's buildings with the count; answers one building of each company. */
async function readBack(
  companies: ReadonlyMap<string, Company>,
  union: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Map<string, string>> {
  const samples = new Map<string, string>();
  for (const [borough, company] of companies) {
    const expected = union.get(borough)!;
    const { keys, pages, communities } = await company.buildings();
    same(`${borough}, communities`, [...communities], [borough]);
    same(`${borough}, buildings read back over ${pages} pages`, keys.size, expected.size);
    const missing = [...expected].find((key) => !keys.has(key));
    if (missing !== undefined) throw new AcceptanceError(`${borough}: ${missing} is not there`);
    samples.set(borough, keys.values().next().value!);
  }
  return samples;
}

async function checkIsolation(
  companies: ReadonlyMap<string, Company>,
  samples: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [borough, company] of companies) {
    for (const [owner, id] of samples) {
      same(`${borough} asks for a building of ${owner}`, await company.sees(id), owner === borough);
    }
  }
  console.log(`Each of the ${companies.size} companies sees its own building by id, and none of the others'.`);
}

async function checkSpreadsheet(client: ApiClient, path: string): Promise<void> {
  const company = await Company.signUp(client, 'Condo');
  const { state, failure, errors } = await company.importBuildings(path);
  same(`spreadsheet, state (${JSON.stringify(failure ?? errors.nodes)})`, state, 'SUCCEEDED');
  const { buildings, units, sections, floors } = await company.count();
  same('spreadsheet', { buildings, units, sections, floors: floors.size }, SPREADSHEET);
  console.log(`Spreadsheet: ${units} units over ${sections} sections and ${floors.size} floors`);
}
