import { join } from 'node:path';
import { startProgram } from '../../harness/program';
import { installPeers } from '../peers';
import type { BareOptions } from '../bare-server';
import { load, type Target } from '../load';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { fillRegisters } from './register-data';

const BARE_SERVER = require.resolve('../bare-server');
const CONNECTIONS = 16;
const SECONDS = 3;
const WARM_UP_SECONDS = 2;
export const PAGE = 50;

export const LIST_QUERY = `query List($first: Int!) {
  buildings(first: $first) {
    nodes {
      id code name kind address
      community { id name }
      units(first: 3) { nodes { id code usage state grossArea } }
    }
  }
}`;

/** The same rows by PostGraphile: its names, and the settings of row-level security given to its transactions. */
const PEER_QUERY = `query List($first: Int!) {
  buildings: allBuildings(first: $first, orderBy: [SORT_KEY_ASC, ROW_ID_ASC]) {
    nodes {
      rowId code name kind address
      community: communityByTenantIdAndCommunityId { rowId name }
      units: unitsByTenantIdAndCommunityIdAndBuildingId(first: 3, orderBy: [SORT_KEY_ASC, ROW_ID_ASC]) {
        nodes { rowId code usage state grossArea }
      }
    }
  }
}`;

/** The same rows in the same shape, made by the database. */
const STATEMENT = `
  SELECT json_build_object('data', json_build_object('buildings', json_build_object('nodes',
           coalesce(json_agg(json_build_object(
             'id', b.id, 'code', b.code, 'name', b.name, 'kind', b.kind, 'address', b.address,
             'community', (SELECT json_build_object('id', c.id, 'name', c.name) FROM atrium.community c
                           WHERE c.tenant_id = b.tenant_id AND c.id = b.community_id),
             'units', json_build_object('nodes', (
               SELECT coalesce(json_agg(json_build_object('id', u.id, 'code', u.code, 'usage', u.usage,
                                                          'state', u.state, 'grossArea', u.gross_area::text)), '[]')
               FROM (SELECT * FROM atrium.unit u WHERE u.tenant_id = b.tenant_id AND u.building_id = b.id
                     ORDER BY u.sort_key, u.id LIMIT 3) u)))), '[]'))))::text AS body
  FROM (SELECT * FROM atrium.building ORDER BY sort_key, id LIMIT $1::int) b`;

/** A list as clients ask for it: a page with what hangs above and below each row. */
export const buildingList: Work = {
  name: 'buildingList',
  description: `${PAGE} buildings with their community and three units each, ${CONNECTIONS} connections; limit: bare http and one prepared statement; peer: PostGraphile`,
  unit: 'requests/s',
  better: 'higher',
  budget: { value: null, ratioToLimit: 0.6, ratioToPeer: 1.45, peakMemoryMb: null },
  mix: { computing: 0.6, roundTrips: 0.4, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, api, anonymous, tell }: Bench): Promise<PreparedWork> {
  const { api: admin, tenantId } = await newCompany(anonymous, 'building-list');
  await fillRegisters(installation.database.adminUrl, tenantId);
  const options: BareOptions = {
    databaseUrl: installation.database.appUrl,
    tenantId: tenantId,
    connections: CONNECTIONS,
    text: STATEMENT,
  };
  const bare = await startProgram(BARE_SERVER, options);
  const peers = await installPeers(tell);
  if ('missing' in peers) tell(`no PostGraphile to compare with: ${peers.missing}`);
  const peer = 'folder' in peers ? await startPeer(peers.folder, options) : null;

  const ours = await targetOf(`${api.url}/graphql`, admin.headers, { query: LIST_QUERY, variables: { first: PAGE } });
  const limit = await targetOf(bare.url, {}, { values: [[PAGE]] });
  await load(ours, CONNECTIONS, WARM_UP_SECONDS);
  await load(limit, CONNECTIONS, WARM_UP_SECONDS);
  if (peer) await load(peer.target, CONNECTIONS, WARM_UP_SECONDS);
  return {
    round: async () => {
      const barest = await load(limit, CONNECTIONS, SECONDS);
      const { requestsPerSecond, p95Ms } = await load(ours, CONNECTIONS, SECONDS);
      const other = peer && (await load(peer.target, CONNECTIONS, SECONDS)).requestsPerSecond;
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

async function startPeer(folder: string, { databaseUrl, tenantId, connections }: BareOptions) {
  const options = { databaseUrl, tenantId, connections };
  // Without the checks that it makes while its users develop.
  const env = { NODE_ENV: 'production', GRAPHILE_ENV: 'production' };
  const program = await startProgram(join(folder, 'postgraphile-server.mjs'), options, env);
  const question = { query: PEER_QUERY, variables: { first: PAGE } };
  const target = await targetOf(program.url, { 'content-type': 'application/json' }, question);
  return { program, target };
}

/** An API in use has seen its clients' documents before. */
const TIMES_ASKED_BEFORE = 20;

/** Takes an answer for the measure of the others: the data do not change. */
export async function targetOf(url: string, headers: Record<string, string>, question: object): Promise<Target> {
  const body = JSON.stringify(question);
  let answer = '';
  for (let times = 0; times < TIMES_ASKED_BEFORE; times++) {
    answer = await (await fetch(url, { method: 'POST', headers, body })).text();
  }
  const { data } = JSON.parse(answer) as { data?: { buildings: { nodes: { units: { nodes: unknown[] } }[] } } };
  const nodes = data?.buildings.nodes ?? [];
  if (nodes.length !== PAGE || nodes.some(({ units }) => units.nodes.length !== 3)) {
    throw new Error(`${url} does not answer ${PAGE} buildings with three units each: ${answer.slice(0, 500)}`);
  }
  return { url, headers, bodies: [body], isWhole: (text) => text.length === answer.length };
}
