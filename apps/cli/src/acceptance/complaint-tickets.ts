import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ApiClient } from '../client/api-client';
import { importFile, type ImportReport } from '../client/import-file';
import { compareNumbers } from './comparison';
import { buildingKey, complaintsByBuilding, complaintsOf, type CountedYear } from './independent-count';
import { readAll } from './read-back';

type Years = Readonly<Record<2020 | 2021, CountedYear>>;

export interface ComplaintsOutcome {
  readonly tickets: number;
  readonly seconds: number;
  readonly problems: readonly string[];
  /** Ids of some of the tickets. */
  readonly ids: readonly string[];
  /** The building with most complaints, in words. */
  readonly worst: string;
}

const HEADER = 'unique key,borough,incident_zip,incident_address,complaint type,kind,created\n';
const MAPPING = {
  externalId: 'unique key',
  community: 'borough',
  postcode: 'incident_zip',
  address: 'incident_address',
  title: 'complaint type',
  kind: 'kind',
  openedAt: 'created',
};
/** Boroughs up to this many complaints bring their first year twice. */
const TWICE = 5_000;
const MOST = 10;

/** The files count complaints; a company brings one line for each. Only the year of a complaint is known: its last day. */
function* linesOf(borough: string, year: number, { buildings }: CountedYear): Generator<string> {
  yield HEADER;
  let nth = 0;
  for (const { zip, address, complaints } of buildings.values()) {
    let lines = '';
    for (let one = 0; one < complaints; one++) {
      lines += `${year}-${++nth},${borough},${zip},${address},HEAT/HOT WATER,REPAIR,${year}-12-31\n`;
    }
    yield lines;
  }
}

/** Imports every complaint of a borough as a ticket and proves the totals of the borough and of each building. */
export async function importComplaints(
  api: ApiClient,
  borough: string,
  years: Years,
  folder: string,
): Promise<ComplaintsOutcome> {
  const problems: string[] = [];
  let [tickets, seconds] = [0, 0];
  for (const year of [2020, 2021] as const) {
    const path = join(folder, `${year} ${borough} complaints.csv`);
    await pipeline(Readable.from(linesOf(borough, year, years[year])), createWriteStream(path));
    const wanted = complaintsOf(years[year].buildings);
    const bring = (): Promise<ImportReport> =>
      importFile(api, path, { kind: 'TICKETS', mapping: MAPPING, onMissingParent: 'REFUSE' });
    const started = performance.now();
    const report = await bring();
    seconds += (performance.now() - started) / 1000;
    tickets += wanted;
    problems.push(...checkReport(report, wanted, 'created'));
    if (year === 2020 && wanted <= TWICE) problems.push(...checkReport(await bring(), wanted, 'unchanged'));
    problems.push(...(await checkNumbers(api, year, wanted)));
  }
  const total = complaintsByBuilding(years[2020].buildings, years[2021].buildings);
  const read = await readTotals(api);
  problems.push(...compareTotals(total, read));
  const [worst = ''] = ranking(total);
  return { tickets, seconds, problems, ids: await someIds(api), worst };
}

function checkReport(report: ImportReport, wanted: number, outcome: 'created' | 'unchanged'): string[] {
  const { state, result, failure, errors } = report;
  const count = result.counts.find(({ name }) => name === outcome)?.value ?? 0;
  return [
    ...(state === 'SUCCEEDED'
      ? []
      : [`The import of tickets ended as ${state}: ${JSON.stringify({ failure, errors })}`]),
    ...compareNumbers(`Tickets ${outcome}`, wanted, count),
  ];
}

/** The tickets of a year are numbered from 1 to as many as there are. */
async function checkNumbers(api: ApiClient, year: number, wanted: number): Promise<string[]> {
  const numbered = `filter: { number: { startsWith: "${year}-" } }`;
  const { first, last, all } = await api.call<{
    first: { nodes: { number: string; isHistoric: boolean; state: string; history: { totalCount: number } }[] };
    last: { nodes: { number: string }[] };
    all: { totalCount: number };
  }>(`{
    first: tickets(${numbered}, orderBy: { field: NUMBER }, first: 1) { nodes { number isHistoric state history(first: 1) { totalCount } } }
    last: tickets(${numbered}, orderBy: { field: NUMBER, direction: DESC }, first: 1) { nodes { number } }
    all: tickets(${numbered}) { totalCount }
  }`);
  const [one] = first.nodes;
  return [
    ...compareNumbers(`Tickets of ${year}`, wanted, all.totalCount),
    ...compareNumbers(`First number of ${year}`, 1, numberIn(one?.number)),
    ...compareNumbers(`Last number of ${year}`, wanted, numberIn(last.nodes[0]?.number)),
    ...compareNumbers('Entries in the history of a ticket', 1, one?.history.totalCount),
    ...(one?.isHistoric && one.state === 'CLOSED' ? [] : [`${String(one?.number)} is not historic and closed`]),
  ];
}

const numberIn = (number: string | undefined): number | undefined =>
  number === undefined ? undefined : Number(number.split('-')[1]);

interface ReadTotal {
  readonly address: string | null;
  readonly postcode: string | null;
  readonly tickets: { readonly totalCount: number };
}

const readTotals = (api: ApiClient): Promise<ReadTotal[]> =>
  readAll(api, 'buildings', 'address postcode tickets(first: 1) { totalCount }');

/** Every building has as many tickets as complaints, and the ten with most are the same. */
function compareTotals(expected: ReadonlyMap<string, number>, read: readonly ReadTotal[]): string[] {
  const actual = new Map(
    read.map(({ address, postcode, tickets }) => [buildingKey(postcode ?? '', address ?? ''), tickets.totalCount]),
  );
  const problems = [...expected].flatMap(([key, count]) => compareNumbers(`Tickets of ${key}`, count, actual.get(key)));
  for (const [key, count] of actual) if (count > 0 && !expected.has(key)) problems.push(`${key} has ${count} tickets`);
  const [ours, theirs] = [ranking(actual), ranking(expected)];
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
    problems.push(`The ten buildings with most are ${ours.join('; ')} instead of ${theirs.join('; ')}`);
  }
  return problems;
}

/** The ten buildings with most complaints, in words. */
const ranking = (totals: ReadonlyMap<string, number>): string[] =>
  [...totals]
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, MOST)
    .map(([key, count]) => `${key} ${count}`);

async function someIds(api: ApiClient): Promise<string[]> {
  const { tickets } = await api.call<{ tickets: { nodes: { id: string }[] } }>(
    '{ tickets(first: 50) { nodes { id } } }',
  );
  return tickets.nodes.map(({ id }) => id);
}
