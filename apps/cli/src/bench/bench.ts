import { ApiClient } from '../client/api-client';
import { ThrowAwayInstallation } from '../harness/throw-away-installation';
import { measureSpeeds, REFERENCE } from './calibration';
import { median, round, type Speeds } from './figures';
import { type Report, renderReport } from './report';
import { brokenDown, judge, runRounds, type WorkResult } from './run-work';
import { WORKS } from './works';
import type { Bench, Work } from './work';

export interface BenchOptions {
  readonly json?: boolean;
  readonly only?: string;
  /** At least three, so that one bad moment does not decide. */
  readonly rounds?: string;
}

/** What was asked for makes no sense; the message says what would. */
export class BenchUsageError extends Error {
  override readonly name = 'BenchUsageError';
}

const MIN_ROUNDS = 3;
/** Longer than any run. Seconds. */
const TOKEN_LIFE = '86400';

/**
 * Measures every work (or `only` one) on an installation of its own and prints the report: one line of JSON, or a table.
 * @returns whether every budget was kept
 */
export async function bench(options: BenchOptions, print: (line: string) => void = console.log): Promise<boolean> {
  const { works, rounds } = read(options);
  const tell = options.json ? () => undefined : (line: string) => print(`… ${line}`);
  tell('an installation is made');
  const installation = await ThrowAwayInstallation.create({
    ACCESS_TOKEN_TTL_SECONDS: TOKEN_LIFE,
    RATE_POINTS_PER_CALL: '1000000',
    // The company of one work does not give way to that of the last.
    TENANT_SHARE_PERCENT: '100',
  });
  try {
    const api = await installation.startApi();
    const report = await measure({ installation, api, anonymous: new ApiClient(api.url), tell }, works, rounds);
    print(options.json ? JSON.stringify(report) : renderReport(report));
    return Object.values(report.works).every(({ ok }) => ok);
  } finally {
    await installation.remove();
  }
}

function read({ only, rounds = String(MIN_ROUNDS) }: BenchOptions): { works: typeof WORKS; rounds: number } {
  const names = only?.split(',') ?? WORKS.map(({ name }) => name);
  const works = WORKS.filter(({ name }) => names.includes(name));
  const unknown = names.find((asked) => !WORKS.some(({ name }) => name === asked));
  if (unknown !== undefined) {
    throw new BenchUsageError(`There is no work "${unknown}"; there are ${WORKS.map(({ name }) => name).join(', ')}.`);
  }
  const count = Number(rounds);
  if (!Number.isInteger(count) || count < MIN_ROUNDS) {
    throw new BenchUsageError(`--rounds must be a whole number from ${MIN_ROUNDS} on, was ${rounds}.`);
  }
  return { works, rounds: count };
}

async function measure(on: Bench, works: typeof WORKS, rounds: number): Promise<Report> {
  const results: Record<string, WorkResult> = {};
  const all: Speeds[] = [];
  const calibrate = (): Promise<Speeds> => measureSpeeds(on.installation.serverUrl);
  const run = async (work: Work): Promise<WorkResult> => {
    const prepared = await work.prepare(on);
    try {
      const measured = await runRounds(prepared, rounds, calibrate);
      all.push(...measured.speeds);
      return judge(work, measured, REFERENCE);
    } finally {
      await prepared.end();
    }
  };
  for (const work of works) {
    on.tell(`${work.name}: ${work.description}`);
    results[work.name] = await run(work).catch((error: unknown) => brokenDown(work, error));
  }
  if (all.length === 0) all.push(await calibrate());
  return { works: results, calibration: { reference: REFERENCE, measured: medianSpeeds(all) } };
}

const medianSpeeds = (all: readonly Speeds[]): Speeds => ({
  computing: round(median(all.map(({ computing }) => computing))),
  roundTrips: round(median(all.map(({ roundTrips }) => roundTrips))),
  bulkRows: round(median(all.map(({ bulkRows }) => bulkRows))),
});
