import { installPeers } from '../peers';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { listRoads } from './list-roads';
import { fillRegisters } from './register-data';

const CONNECTIONS = 16;
const SECONDS = 3;
const WARM_UP_SECONDS = 2;
const PAGE = 50;

const QUERY = `query List($first: Int!) {
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
  const peers = await installPeers(tell);
  if ('missing' in peers) tell(`no PostGraphile to compare with: ${peers.missing}`);
  const variables = { first: PAGE };
  return listRoads({
    api: { url: `${api.url}/graphql`, headers: admin.headers, question: { query: QUERY, variables } },
    bare: { databaseUrl: installation.database.appUrl, tenantId, connections: CONNECTIONS, text: STATEMENT },
    peer: 'folder' in peers ? { folder: peers.folder, question: { query: PEER_QUERY, variables } } : null,
    page: PAGE,
    isWhole: ({ buildings: { nodes } }: ListAnswer) =>
      nodes.length === PAGE && nodes.every(({ units }) => units.nodes.length === 3),
    connections: CONNECTIONS,
    seconds: SECONDS,
    warmUpSeconds: WARM_UP_SECONDS,
  });
}

interface ListAnswer {
  readonly buildings: { readonly nodes: readonly { readonly units: { readonly nodes: readonly object[] } }[] };
}
