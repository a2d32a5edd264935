import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '@atrium/platform';
import type { Client } from 'pg';
import { percentile } from '../figures';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { fillTickets } from './ticket-data';

/** Open at once, each with a clock that runs. */
const TICKETS = 10_000;
/** Of those, so many are warned of or missed within the seconds of a round: half of them each. */
const DUE = 2_000;
const ROUND_SECONDS = 30;
/** The planner looks each minute at what is due in the next: what comes later it has seen. */
const AHEAD_SECONDS = 65;
const HOUR_MS = 3_600_000;
const LENGTH_MS = 4 * HOUR_MS;
const LOOK_MS = 100;

/** How late warnings and breaches are told of, from the time they are due until whoever reads the ticket sees it. */
export const slaSweep: Work = {
  name: 'slaSweep',
  description: `seconds until the latest of ${DUE} warnings and breaches, due within ${ROUND_SECONDS} s among ${TICKETS} open tickets, stands in the history; no limit`,
  unit: 's',
  better: 'lower',
  budget: { value: 5, ratioToLimit: null, peakMemoryMb: null },
  mix: { computing: 0.5, roundTrips: 0.5, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, anonymous, tell }: Bench): Promise<PreparedWork> {
  const { tenantId } = await newCompany(anonymous, 'sla-sweep');
  const { adminUrl } = installation.database;
  tell(`slaSweep: ${TICKETS} open tickets come in`);
  await withClient(adminUrl, async (client) => {
    await fillTickets(client, { tenantId, tickets: TICKETS, communities: 20 });
    await client.query(`UPDATE atrium.ticket SET state = 'IN_PROGRESS', resolved_at = NULL WHERE tenant_id = $1`, [
      tenantId,
    ]);
    // Nothing of these is due for a year.
    await client.query(
      `INSERT INTO atrium.ticket_clock (tenant_id, id, ticket_id, target, length, since, due_at, next_percent, next_at)
       SELECT tenant_id, app.new_id(), id, 'RESOLUTION', $2, now(), now() + interval '1 year', 75, now() + interval '1 year'
       FROM atrium.ticket WHERE tenant_id = $1`,
      [tenantId, LENGTH_MS],
    );
    await client.query('VACUUM ANALYZE atrium.ticket_clock');
  });
  const worker = await installation.startWorker({ CHANNEL_PUSH: 'none', CHANNEL_WECHAT: 'none' });
  return {
    round: () => withClient(adminUrl, (client) => round(client, tenantId)),
    peakMemory: () => Promise.resolve(null),
    end: () => worker.stop(),
  };
}

async function round(client: Client, tenantId: string) {
  await client.query('SET session_replication_role = replica');
  await client.query('DELETE FROM atrium.ticket_event WHERE tenant_id = $1', [tenantId]);
  // Every other one has been warned of before, and is missed now.
  await client.query(
    `UPDATE atrium.ticket_clock c SET raised = d.raised, next_percent = d.percent, next_at = d.at, spent = 0, breached_at = NULL,
       since = d.at - $2 * d.percent / 100 * interval '1 millisecond',
       due_at = d.at + $2 * (100 - d.percent) / 100 * interval '1 millisecond'
     FROM (SELECT id, 75 * (n % 2) AS raised, 75 + 25 * (n % 2) AS percent,
             date_trunc('milliseconds', now() + ($3 + n * $4::float8 / $5) * interval '1 second') AS at
           FROM (SELECT id, (row_number() OVER (ORDER BY id))::int AS n FROM atrium.ticket_clock WHERE tenant_id = $1
                 ORDER BY id LIMIT $5::int) k) d
     WHERE c.tenant_id = $1 AND c.id = d.id`,
    [tenantId, LENGTH_MS, AHEAD_SECONDS, ROUND_SECONDS, DUE],
  );
  const late = new Map<string, number>();
  const end = Date.now() + (AHEAD_SECONDS + ROUND_SECONDS + 60) * 1_000;
  while (late.size < DUE) {
    if (Date.now() > end) throw new Error(`Only ${late.size} of ${DUE} were told of`);
    await pause(LOOK_MS);
    const { rows } = await client.query<{ id: string; late: number }>(
      `SELECT id, extract(epoch FROM clock_timestamp() - at)::float8 AS late FROM atrium.ticket_event
       WHERE tenant_id = $1 AND kind IN ('SLA_WARNED', 'SLA_BREACHED')`,
      [tenantId],
    );
    for (const row of rows) if (!late.has(row.id)) late.set(row.id, row.late);
  }
  if (late.size > DUE) throw new Error(`${late.size} were told of where ${DUE} were due: some twice`);
  const times = [...late.values()];
  return { value: Math.max(...times), limit: null, notes: { p95Seconds: percentile(times, 95) } };
}
