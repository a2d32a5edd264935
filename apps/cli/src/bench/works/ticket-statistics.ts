import { withClient } from '@atrium/platform';
import { startProgram } from '../../harness/program';
import type { BareOptions } from '../bare-server';
import { load, type Target } from '../load';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { fillTickets } from './ticket-data';

const BARE_SERVER = require.resolve('../bare-server');
const TICKETS = 200_000;
const COMMUNITIES = 40;
const OTHERS = 2;
const OTHER_TICKETS = 50_000;
const CONNECTIONS = 1;
const SECONDS = 5;
const WARM_UP_SECONDS = 2;

const FIGURES = `opened resolved complaints responseMedian responseP90 resolutionMedian resolutionP90 onTimeRate reopenRate
  firstContactRate promiseRate rated satisfaction complaintsPerThousand`;
const QUERY = `query Figures($input: TicketStatisticsInput!) { ticketStatistics(input: $input) {
  total { ${FIGURES} } groups { key label figures { ${FIGURES} } } } }`;

/** Counts and times by community as a person would write them. */
const STATEMENT = `
  SELECT json_agg(g)::text AS body FROM (
    SELECT k.community_id, count(*) AS opened, count(k.resolved_at) AS resolved,
      percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY k.response_seconds) AS response,
      percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY k.resolution_seconds) AS resolution
    FROM atrium.ticket k WHERE k.opened_at >= $1::timestamptz AND k.opened_at < '2026-01-01T00:00:00Z'
    GROUP BY GROUPING SETS ((k.community_id), ())) g`;

/** A year of a large company on one screen. */
export const ticketStatistics: Work = {
  name: 'ticketStatistics',
  description: `a year's figures by community of ${TICKETS} tickets; limit: bare http and counts and times as plain SQL`,
  unit: 'ms p95',
  better: 'lower',
  budget: { value: 300, ratioToLimit: null, peakMemoryMb: null },
  mix: { computing: 1, roundTrips: 0, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, anonymous, api, tell }: Bench): Promise<PreparedWork> {
  const { adminUrl, appUrl } = installation.database;
  const { api: admin, tenantId } = await newCompany(anonymous, 'ticket-statistics');
  tell(`ticketStatistics: ${TICKETS} tickets come in`);
  await withClient(adminUrl, async (client) => {
    await fillTickets(client, { tenantId, tickets: TICKETS, communities: COMMUNITIES });
    for (let n = 0; n < OTHERS; n++) {
      const other = await newCompany(anonymous, `ticket-statistics-${n}`);
      await fillTickets(client, { tenantId: other.tenantId, tickets: OTHER_TICKETS, communities: COMMUNITIES });
    }
  });
  const options: BareOptions = { databaseUrl: appUrl, tenantId, connections: CONNECTIONS, text: STATEMENT };
  const bare = await startProgram(BARE_SERVER, options);
  const input = { from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z', by: 'COMMUNITY' };
  const ours: Target = {
    url: `${api.url}/graphql`,
    headers: admin.headers,
    bodies: [JSON.stringify({ query: QUERY, variables: { input } })],
    isWhole: (body) => body.includes(`"total":{"opened":${TICKETS},`),
  };
  const limit: Target = {
    url: bare.url,
    headers: {},
    bodies: [JSON.stringify({ values: [['2025-01-01T00:00:00Z']] })],
    isWhole: (body) => body.includes(`"opened":${TICKETS},`),
  };
  await load(ours, CONNECTIONS, WARM_UP_SECONDS);
  await load(limit, CONNECTIONS, WARM_UP_SECONDS);
  return {
    round: async () => {
      const barest = await load(limit, CONNECTIONS, SECONDS);
      const { p95Ms, requestsPerSecond } = await load(ours, CONNECTIONS, SECONDS);
      return { value: p95Ms, limit: barest.p95Ms, notes: { readsPerSecond: requestsPerSecond } };
    },
    peakMemory: () => Promise.resolve(null),
    end: () => bare.stop(),
  };
}
