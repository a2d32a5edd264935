import { installPeers } from '../peers';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { listRoads } from './list-roads';
import { fillTickets } from './ticket-list-data';

const CONNECTIONS = 16;
const SECONDS = 3;
const WARM_UP_SECONDS = 2;
const PAGE = 50;
const COMMENTS = 3;

const QUERY = `query List($first: Int!) {
  tickets(first: $first) {
    nodes {
      id number kind severity state title openedAt dueAt
      customer { id name }
      unit { id code }
      building { id code name }
      comments(first: ${COMMENTS}) { nodes { id at body authorName } }
    }
  }
}`;

/** The same rows by PostGraphile: its names, and the settings of row-level security given to its transactions. */
const PEER_QUERY = `query List($first: Int!) {
  tickets: allTickets(first: $first, orderBy: [DUE_AT_ASC, ROW_ID_ASC]) {
    nodes {
      rowId number kind severity state title openedAt dueAt
      customer: customerByTenantIdAndCustomerId { rowId name }
      unit: unitByTenantIdAndCommunityIdAndUnitId { rowId code }
      building: buildingByTenantIdAndBuildingId { rowId code name }
      comments: ticketCommentsByTenantIdAndTicketId(first: ${COMMENTS}, orderBy: [AT_ASC, ROW_ID_ASC]) {
        nodes { rowId at body authorName }
      }
    }
  }
}`;

/** The same rows in the same shape, made by the database. */
const STATEMENT = `
  SELECT json_build_object('data', json_build_object('tickets', json_build_object('nodes',
           coalesce(json_agg(json_build_object(
             'id', k.id, 'number', k.number, 'kind', k.kind, 'severity', k.severity, 'state', k.state, 'title', k.title,
             'openedAt', k.opened_at, 'dueAt', k.due_at,
             'customer', (SELECT json_build_object('id', c.id, 'name', c.name) FROM atrium.customer c
                          WHERE c.tenant_id = k.tenant_id AND c.id = k.customer_id),
             'unit', (SELECT json_build_object('id', u.id, 'code', u.code) FROM atrium.unit u
                      WHERE u.tenant_id = k.tenant_id AND u.id = k.unit_id),
             'building', (SELECT json_build_object('id', b.id, 'code', b.code, 'name', b.name) FROM atrium.building b
                          WHERE b.tenant_id = k.tenant_id AND b.id = k.building_id),
             'comments', json_build_object('nodes', (
               SELECT coalesce(json_agg(json_build_object('id', m.id, 'at', m.at, 'body', m.body,
                                                          'authorName', m.author_name)), '[]')
               FROM (SELECT * FROM atrium.ticket_comment m WHERE m.tenant_id = k.tenant_id AND m.ticket_id = k.id
                     ORDER BY m.at, m.id LIMIT ${COMMENTS}) m)))), '[]'))))::text AS body
  FROM (SELECT * FROM atrium.ticket ORDER BY due_at, id LIMIT $1::int) k`;

/** What a dispatcher has open all day. */
export const ticketList: Work = {
  name: 'ticketList',
  description: `${PAGE} tickets by urgency with customer, unit, building and ${COMMENTS} comments, of 500,000 in 50 companies, ${CONNECTIONS} connections; limit: bare http and one prepared statement; peer: PostGraphile`,
  unit: 'requests/s',
  better: 'higher',
  budget: { value: null, ratioToLimit: 0.6, ratioToPeer: 1.45, peakMemoryMb: null },
  mix: { computing: 0.6, roundTrips: 0.4, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, api, anonymous, tell }: Bench): Promise<PreparedWork> {
  const { api: admin, tenantId } = await newCompany(anonymous, 'ticket-list');
  tell('half a million tickets are written');
  await fillTickets(installation.database.adminUrl, tenantId);
  const peers = await installPeers(tell);
  if ('missing' in peers) tell(`no PostGraphile to compare with: ${peers.missing}`);
  const variables = { first: PAGE };
  return listRoads({
    api: { url: `${api.url}/graphql`, headers: admin.headers, question: { query: QUERY, variables } },
    bare: { databaseUrl: installation.database.appUrl, tenantId, connections: CONNECTIONS, text: STATEMENT },
    peer: 'folder' in peers ? { folder: peers.folder, question: { query: PEER_QUERY, variables } } : null,
    page: PAGE,
    isWhole: ({ tickets: { nodes } }: ListAnswer) =>
      nodes.length === PAGE &&
      nodes.every(
        ({ customer, unit, building, comments }) => customer && unit && building && comments.nodes.length === COMMENTS,
      ),
    connections: CONNECTIONS,
    seconds: SECONDS,
    warmUpSeconds: WARM_UP_SECONDS,
  });
}

interface ListAnswer {
  readonly tickets: {
    readonly nodes: readonly {
      readonly customer: object | null;
      readonly unit: object | null;
      readonly building: object | null;
      readonly comments: { readonly nodes: readonly object[] };
    }[];
  };
}
