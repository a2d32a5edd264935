import { join } from 'node:path';
import { startProgram } from '../../harness/program';
import type { BareOptions } from '../bare-server';
import { load, type Target } from '../load';
import type { PreparedWork } from '../work';

/** An API in use has seen its clients' documents before. */
const TIMES_ASKED_BEFORE = 20;
const BARE_SERVER = require.resolve('../bare-server');

/** One list asked for by three roads: the API, a bare server with one prepared statement, and another product. */
export interface ListRoads {
  readonly api: { readonly url: string; readonly headers: Record<string, string>; readonly question: object };
  readonly bare: BareOptions;
  /** Rows of a page. */
  readonly page: number;
  /** Folder of the other product's programs, and what it is asked; null where it is not there. */
  readonly peer: { readonly folder: string; readonly question: object } | null;
  /** Does an answer hold everything? */
  readonly isWhole: (data: never) => boolean;
  readonly connections: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

/** Starts the roads, warms them up, and measures them in turn. */
export async function listRoads(roads: ListRoads): Promise<PreparedWork> {
  const { api, page, isWhole, connections, seconds, warmUpSeconds } = roads;
  const bare = await startProgram(BARE_SERVER, roads.bare);
  const peer = roads.peer && (await startPeer(roads.peer, roads));
  const ours = await targetOf(api.url, api.headers, api.question, isWhole);
  const limit = await targetOf(bare.url, {}, { values: [[page]] }, isWhole);
  for (const road of [ours, limit, ...(peer ? [peer.target] : [])]) await load(road, connections, warmUpSeconds);
  return {
    round: async () => {
      const barest = await load(limit, connections, seconds);
      const { requestsPerSecond, p95Ms } = await load(ours, connections, seconds);
      const other = peer && (await load(peer.target, connections, seconds)).requestsPerSecond;
      return {
        value: requestsPerSecond,
        limit: barest.requestsPerSecond,
        peer: other,
        notes: { p95Ms, limitP95Ms: barest.p95Ms },
      };
    },
    peakMemory: () => Promise.resolve(null),
    end: async () => {
      await bare.stop();
      await peer?.program.stop();
    },
  };
}

async function startPeer(
  { folder, question }: { readonly folder: string; readonly question: object },
  { bare: { databaseUrl, tenantId, connections }, isWhole }: ListRoads,
) {
  const options = { databaseUrl, tenantId, connections };
  // Without the checks that it makes while its users develop.
  const env = { NODE_ENV: 'production', GRAPHILE_ENV: 'production' };
  const program = await startProgram(join(folder, 'postgraphile-server.mjs'), options, env);
  const target = await targetOf(program.url, { 'content-type': 'application/json' }, question, isWhole);
  return { program, target };
}

/** Takes an answer for the measure of the others: the data do not change. */
async function targetOf(
  url: string,
  headers: Record<string, string>,
  question: object,
  isWhole: ListRoads['isWhole'],
): Promise<Target> {
  const body = JSON.stringify(question);
  let answer = '';
  for (let times = 0; times < TIMES_ASKED_BEFORE; times++) {
    answer = await (await fetch(url, { method: 'POST', headers, body })).text();
  }
  const { data } = JSON.parse(answer) as { data?: unknown };
  if (!data || !isWhole(data as never)) throw new Error(`${url} does not answer all: ${answer.slice(0, 500)}`);
  return { url, headers, bodies: [body], isWhole: (text) => text.length === answer.length };
}
