import { Client } from 'pg';
import type { Speeds } from './figures';

/**
 * An idle machine of this kind: two cores of a virtual machine (x86-64), Node.js 24, PostgreSQL 18 of the embedded
 * package, disk of the host. Single slices on it were between 12,900 and 18,700, 1,830 and 2,510, 124,000 and 184,000;
 * these are about their middle, so that the best of several, which counts, asks an idle machine for the whole budget.
 */
export const REFERENCE: Speeds = { computing: 16_000, roundTrips: 2_200, bulkRows: 150_000 };

/** Each part is measured so often, and the best slice counts: what else the machine does disturbs now and then. */
const SLICES = 6;
/** Milliseconds of a slice. */
const SLICE_MS = 100;
const BULK_ROWS = 10_000;

const DOCUMENT = JSON.stringify(
  Array.from({ length: 100 }, (_, n) => ({ id: `unit_${n}`, code: `${(n * 37) % 100}-${n}`, area: '89.37', floor: n })),
);

/** Measures the machine as it is now, whatever else it is busy with. */
export async function measureSpeeds(databaseUrl: string): Promise<Speeds> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const computing = await perSecond(() => {
      const rows = JSON.parse(DOCUMENT) as { code: string }[];
      rows.sort((a, b) => (a.code < b.code ? -1 : 1));
      return Promise.resolve(JSON.stringify(rows).length);
    });
    const roundTrips = await perSecond(async () => {
      await client.query('BEGIN');
      await client.query({
        name: 'calibration',
        text: `SELECT json_agg(json_build_array(n, md5(n::text)))::text FROM generate_series(1, $1::int) n`,
        values: [20],
      });
      await client.query('COMMIT');
    });
    await client.query('CREATE TEMP TABLE IF NOT EXISTS warm (n int)'); // the first catalog change costs more
    await client.query('CREATE TABLE IF NOT EXISTS calibration (id bigint PRIMARY KEY, code text, note text)');
    await client.query('CREATE INDEX IF NOT EXISTS calibration_code ON calibration (code, id)');
    const bulk = await perSecond(async (turn) => {
      await client.query(
        `INSERT INTO calibration SELECT $1::bigint * $2 + n, md5(n::text), repeat('note ', 10) FROM generate_series(1, $2::int) n`,
        [turn, BULK_ROWS],
      );
    });
    await client.query('DROP TABLE calibration');
    return { computing, roundTrips, bulkRows: bulk * BULK_ROWS };
  } finally {
    await client.end();
  }
}

async function perSecond(task: (turn: number) => Promise<unknown>): Promise<number> {
  let turn = 0;
  await task(turn);
  let best = 0;
  for (let slice = 0; slice < SLICES; slice++) {
    const first = turn;
    const started = performance.now();
    while (performance.now() - started < SLICE_MS) await task(++turn);
    best = Math.max(best, ((turn - first) / (performance.now() - started)) * 1000);
  }
  return best;
}
