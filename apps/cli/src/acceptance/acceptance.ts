import { randomBytes } from 'node:crypto';
import { ApiClient } from '../client/api-client';
import { signUp } from '../client/sign-up';
import type { Program } from '../harness/program';
import { ThrowAwayInstallation } from '../harness/throw-away-installation';
import { acceptanceData, type AcceptanceData } from './acceptance-data';
import { importYear } from './borough-company';
import { sliceByBorough } from './borough-slices';
import { compareNumbers } from './comparison';
import { importComplaints } from './complaint-tickets';
import { type CountedYear, complaintsOf, countYear, union } from './independent-count';
import { type Neighbour, probeNeighbours } from './neighbours';
import { importThroughKill } from './interrupted-import';
import { importPropertySheet } from './property-sheet';
import type { PublishedCounts } from './published-counts';
import { importTicketSheet } from './ticket-sheet';

export interface AcceptanceOptions {
  /** Folder of the real files. */
  readonly data: string;
}

/** Longer than any run. Seconds. */
const TOKEN_LIFE = '86400';
/** Things of each company that the others ask for. */
const PROBED = 100;
/** Sentences shown of one company; there can be thousands. */
const SHOWN = 10;

/**
 * Five companies sign up, bring the registers of two years and every complaint of them as a ticket, a sixth brings
 * spreadsheets of units to be made and of tickets; everything is read back through the API and compared with an independent count of the files.
 * @returns whether everything was as the files say
 */
export async function acceptance(
  { data }: AcceptanceOptions,
  print: (line: string) => void = console.log,
): Promise<boolean> {
  const installation = await ThrowAwayInstallation.create({
    ACCESS_TOKEN_TTL_SECONDS: TOKEN_LIFE,
    // Several come at once: what is looked at is what they bring, not how they give way to each other.
    TENANT_SHARE_PERCENT: '100',
  });
  try {
    const files = await acceptanceData(data, installation.dataDir);
    print(files.origin);
    const api = await installation.startApi();
    const worker = await installation.startWorker();
    const run = new AcceptanceRun(new ApiClient(api.url), files, installation.dataDir, print);
    await run.boroughs();
    await run.spreadsheet();
    await run.isolation();
    await tellMemory({ api, worker }, print);
    await run.kill(installation, worker);
    print(run.wrong === 0 ? 'Everything is as the files say.' : `${run.wrong} differences: see above.`);
    return run.wrong === 0;
  } finally {
    await installation.remove();
  }
}

class AcceptanceRun {
  /** Differences found so far. */
  wrong = 0;
  private readonly neighbours: Neighbour[] = [];

  constructor(
    private readonly anonymous: ApiClient,
    private readonly files: AcceptanceData,
    private readonly folder: string,
    private readonly print: (line: string) => void,
  ) {}

  /** Each borough's company imports 2020, then 2021. */
  async boroughs(): Promise<void> {
    const { years, published } = this.files;
    const counted = { 2020: countYear(years[2020].toString()), 2021: countYear(years[2021].toString()) };
    const slices = { 2020: sliceByBorough(years[2020]), 2021: sliceByBorough(years[2021]) };
    const names = [...new Set([...counted[2020].keys(), ...counted[2021].keys()])].sort();
    this.tell('Boroughs', compareNumbers('Companies', 5, names.length));
    let [lines, seconds, tickets, ticketSeconds] = [0, 0, 0, 0];
    for (const borough of names) {
      const api = await this.company(borough, 'America/New_York', 'USD');
      const [first, second] = [yearOf(counted[2020], borough), yearOf(counted[2021], borough)];
      const together = union(first.buildings, second.buildings);
      this.tell(borough, comparePublished(published.get(borough), first, second, together.size));
      const slice = (year: 2020 | 2021) => ({
        name: `${year} ${borough}.csv`,
        content: slices[year].get(borough) ?? Buffer.alloc(0),
        folder: this.folder,
      });
      const outcomes = [
        await importYear(api, borough, slice(2020), first, new Map(), first.buildings),
        await importYear(api, borough, slice(2021), second, first.buildings, together),
      ];
      for (const [index, { lines: done, buildings, seconds: took, problems }] of outcomes.entries()) {
        this.tell(borough, problems);
        this.print(
          `${borough.padEnd(14)} ${2020 + index}: ${done} lines, ${buildings.length} buildings, ${Math.round(done / took)} rows/s`,
        );
        lines += done;
        seconds += took;
      }
      const complaints = await importComplaints(api, borough, { 2020: first, 2021: second }, this.folder);
      this.tell(borough, complaints.problems);
      this.print(
        `${borough.padEnd(14)} ${complaints.tickets} complaints as tickets, ${Math.round(complaints.tickets / complaints.seconds)} tickets/s; most: ${complaints.worst}`,
      );
      tickets += complaints.tickets;
      ticketSeconds += complaints.seconds;
      const ids = [...spread(outcomes[1]!.buildings.map(({ id }) => id)), ...complaints.ids];
      this.neighbours.push({ name: borough, api, ids });
    }
    this.print(
      `All together: ${tickets} tickets in ${ticketSeconds.toFixed(1)} s, ${Math.round(tickets / ticketSeconds)} tickets/s`,
    );
    this.print(`All together: ${lines} lines in ${seconds.toFixed(1)} s, ${Math.round(lines / seconds)} rows/s`);
  }

  /** The sixth company's building, whose units are made. */
  async spreadsheet(): Promise<void> {
    const api = await this.company('Condo', 'Europe/Moscow', 'RUB');
    const { ids, problems, expected } = await importPropertySheet(api, this.files.propertySheet);
    this.tell('Condo', problems);
    this.print(
      `Condo          ${expected.address}: ${ids.length} units over ${expected.sections} sections and ${expected.floors} floors`,
    );
    const sheet = await importTicketSheet(api, this.files.ticketSheet);
    this.tell('Condo', sheet.problems);
    this.print(`Condo          ${sheet.address}: refused while unknown, then made with ${sheet.ids.length} tickets`);
    this.neighbours.push({ name: 'Condo', api, ids: [...spread(ids), ...sheet.ids] });
  }

  /** Nobody sees anything of the others. */
  async isolation(): Promise<void> {
    const { problems, probes } = await probeNeighbours(this.neighbours);
    this.tell('Isolation', problems);
    this.print(`Isolation: ${probes} ids asked for, each by its owner and by the five others`);
  }

  /** A worker killed in the middle of an import of a seventh company costs nothing. */
  async kill(installation: ThrowAwayInstallation, worker: Program): Promise<void> {
    const api = await this.company('Interrupted', 'Asia/Shanghai', 'CNY');
    const { killedAt, problems } = await importThroughKill(api, installation, worker);
    this.tell('Interrupted', problems);
    this.print(`Interrupted: the worker was killed after ${killedAt} rows; another one brought the rest in`);
  }

  private async company(name: string, timeZone: string, currency: string): Promise<ApiClient> {
    const slug = `${name.toLowerCase().replaceAll(' ', '-')}-property`;
    const company = { company: `${name} Property`, slug, locale: 'en', timeZone, currency } as const;
    return (await signUp(this.anonymous, company, randomBytes(12).toString('base64url'))).api;
  }

  private tell(who: string, problems: readonly string[]): void {
    this.wrong += problems.length;
    for (const problem of problems.slice(0, SHOWN)) this.print(`WRONG ${who}: ${problem}`);
    if (problems.length > SHOWN) this.print(`WRONG ${who}: and ${problems.length - SHOWN} more`);
  }
}

const NOTHING: CountedYear = { lines: 0, buildings: new Map() };
const yearOf = (counted: ReadonlyMap<string, CountedYear>, borough: string): CountedYear =>
  counted.get(borough) ?? NOTHING;

/** Our count against the one that was published with the files, where there is one. */
function comparePublished(
  published: PublishedCounts | undefined,
  first: CountedYear,
  second: CountedYear,
  together: number,
): string[] {
  if (!published) return [];
  return [
    ...compareNumbers('Published lines of 2020', published.lines2020, first.lines),
    ...compareNumbers('Published complaints of 2020', published.complaints2020, complaintsOf(first.buildings)),
    ...compareNumbers('Published complaints of 2021', published.complaints2021, complaintsOf(second.buildings)),
    ...compareNumbers('Published buildings of 2020', published.buildings2020, first.buildings.size),
    ...compareNumbers('Published lines of 2021', published.lines2021, second.lines),
    ...compareNumbers('Published buildings of 2021', published.buildings2021, second.buildings.size),
    ...compareNumbers('Published buildings of both', published.buildingsUnion, together),
  ];
}

/** Some of the ids, from all over the list. */
const spread = (ids: readonly string[]): string[] => {
  const step = Math.max(1, Math.floor(ids.length / PROBED));
  return ids.filter((_, index) => index % step === 0).slice(0, PROBED);
};

async function tellMemory(programs: Readonly<Record<string, Program>>, print: (line: string) => void): Promise<void> {
  for (const [name, program] of Object.entries(programs)) {
    print(`Most memory of the ${name} process: ${Math.round((await program.peakMemory()) / 1024 / 1024)} MiB`);
  }
}
