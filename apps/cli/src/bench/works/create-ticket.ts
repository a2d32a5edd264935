import { withClient } from '@atrium/platform';
import { decodeId } from '@atrium/sdk';
import { startProgram } from '../../harness/program';
import type { BareOptions } from '../bare-server';
import { load, type Target } from '../load';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';

const BARE_SERVER = require.resolve('../bare-server');
/** People of one company who take down tickets at the same time: they are numbered without gaps, so they take turns. */
const CONNECTIONS = 4;
const SECONDS = 4;
const WARM_UP_SECONDS = 2;

const MUTATION = `mutation Create($input: CreateTicketInput!) {
  createTicket(input: $input) { ticket { id number state title openedAt dueAt } }
}`;
const INPUT = { kind: 'REPAIR', channel: 'PHONE', title: '卫生间水管漏水', description: '昨晚开始滴水，已经流到楼下' };

/** Tables that taking down a ticket writes, by the column that names the ticket, and how many rows of each. */
const TABLES = [
  ['ticket_event', 'ticket_id'],
  ['ticket_clock', 'ticket_id'],
  ['ticket_search_entry', 'id'],
  ['audit_log', 'entity_id'],
  ['event', 'aggregate_id'],
  ['event_delivery', 'aggregate_id'],
] as const;
/** Columns that are unique, or made by the database. */
const LEFT_OUT: readonly string[] = ['tenant_id', 'id', 'number', 'external_id', 'tokens', 'sequence', 'event_id'];

/** What a service centre does all day. */
export const createTicket: Work = {
  name: 'createTicket',
  description: `tickets taken down in one company, with number, history, clocks, words, audit and events, ${CONNECTIONS} at a time; limit: bare http and one transaction of the same rows, unguarded`,
  unit: 'tickets/s',
  better: 'higher',
  budget: { value: null, ratioToLimit: 0.35, ratioToPeer: null, peakMemoryMb: null },
  mix: { computing: 0.5, roundTrips: 0.5, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, api, anonymous }: Bench): Promise<PreparedWork> {
  const { adminUrl } = installation.database;
  const { api: admin, tenantId } = await newCompany(anonymous, 'create-ticket');
  // Apart from the other's, so that neither waits for the other's number.
  const { tenantId: bareTenant } = await newCompany(anonymous, 'create-ticket-bare');
  const first = await admin.call<{ createTicket: { ticket: { id: string } } }>(MUTATION, { input: INPUT });
  const sample = decodeId(first.createTicket.ticket.id, 'ticket');
  const bare = await startProgram(BARE_SERVER, {
    databaseUrl: unguarded(adminUrl),
    tenantId: null,
    connections: CONNECTIONS,
    text: await copies(adminUrl),
    writes: true,
  } satisfies BareOptions);
  const ours: Target = {
    url: `${api.url}/graphql`,
    headers: admin.headers,
    bodies: [JSON.stringify({ query: MUTATION, variables: { input: INPUT } })],
    isWhole: (body) => body.startsWith('{"data":{"createTicket":{"ticket":{"id"'),
  };
  const values = [bareTenant, tenantId, sample.ok ? sample.uuid : null];
  const limit: Target = {
    url: bare.url,
    headers: {},
    bodies: [JSON.stringify({ values: [[], ...TABLES.map(() => values), values] })],
    isWhole: (body) => body.startsWith('{"data" : {"createTicket" : {"ticket" : {"id"'),
  };
  for (const road of [ours, limit]) await load(road, CONNECTIONS, WARM_UP_SECONDS);
  await checkSameRows(adminUrl, tenantId, bareTenant);
  return {
    round: async () => {
      const barest = await load(limit, CONNECTIONS, SECONDS);
      const { requestsPerSecond, p95Ms } = await load(ours, CONNECTIONS, SECONDS);
      return {
        value: requestsPerSecond,
        limit: barest.requestsPerSecond,
        notes: { p95Ms, limitP95Ms: barest.p95Ms },
      };
    },
    peakMemory: () => Promise.resolve(null),
    end: () => bare.stop(),
  };
}

/** A superuser's connection without triggers and references. */
function unguarded(adminUrl: string): string {
  const url = new URL(adminUrl);
  url.searchParams.set('options', '-c session_replication_role=replica');
  return url.toString();
}

const TICKET = `current_setting('app.bench_ticket')::uuid`;

/**
 * Statements that write the rows of one ticket again under another id: what can be written before the number is, so that
 * nobody waits for it longer than for a ticket and a commit.
 */
async function copies(adminUrl: string): Promise<string[]> {
  const names = await withClient(adminUrl, async (client) => {
    const found = await client.query<{ table: string; columns: string[] }>(
      `SELECT c.relname AS table, array_agg(quote_ident(a.attname)) AS columns
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = 'atrium'::regnamespace AND c.relname = ANY ($1) AND a.attnum > 0 AND NOT a.attisdropped
         AND a.attname <> ALL ($2) GROUP BY 1`,
      [['ticket', ...TABLES.map(([table]) => table)], LEFT_OUT],
    );
    return new Map(found.rows.map(({ table, columns }) => [table, columns]));
  });
  const copy = ([table, key]: readonly [string, string]): string => {
    const columns = names.get(table)!.filter((name) => name !== key);
    const more: [string, string][] = key === 'id' ? [] : [[key, TICKET]];
    if (table.startsWith('event')) more.push(['sequence', `nextval('atrium.event_sequence')`]);
    if (table === 'event_delivery') more.push(['event_id', 'app.new_id()']);
    const id = key === 'id' ? TICKET : 'app.new_id()';
    return `INSERT INTO atrium.${table} (tenant_id, id, ${[...more.map(([name]) => name), ...columns].join(', ')})
      SELECT $1::uuid, ${[id, ...more.map(([, sql]) => sql), ...columns].join(', ')}
      FROM atrium.${table} WHERE tenant_id = $2::uuid AND ${key} = $3::uuid`;
  };
  const columns = names.get('ticket')!.join(', ');
  return [
    `SELECT set_config('app.bench_ticket', app.new_id()::text, true)`,
    ...TABLES.map(copy),
    `WITH number AS (
       INSERT INTO atrium.counter AS c (tenant_id, id, name, value) VALUES ($1::uuid, app.new_id(), 'ticket-2026', 1)
       ON CONFLICT (tenant_id, name) DO UPDATE SET value = c.value + 1 RETURNING value),
     made AS (
       INSERT INTO atrium.ticket (tenant_id, id, number, ${columns})
       SELECT $1::uuid, ${TICKET}, '2026-' || lpad(number.value::text, 6, '0'), ${columns}
       FROM number, atrium.ticket WHERE tenant_id = $2::uuid AND ticket.id = $3::uuid
       RETURNING id, number, state, title, opened_at, due_at)
     SELECT json_build_object('data', json_build_object('createTicket', json_build_object('ticket', json_build_object(
       'id', id, 'number', number, 'state', state, 'title', title, 'openedAt', opened_at, 'dueAt', due_at))))::text AS body
     FROM made`,
  ];
}

/** A limit that writes less would be none: rows of each table for each ticket, in both companies. */
async function checkSameRows(adminUrl: string, ...tenants: readonly string[]): Promise<void> {
  const ratio = (table: string, condition = 'true'): string =>
    `round((SELECT count(*) FROM atrium.${table} WHERE tenant_id = $1 AND ${condition})::numeric
      / (SELECT count(*) FROM atrium.ticket WHERE tenant_id = $1), 2)`;
  const ratios = TABLES.map(([table]) =>
    ratio(table, table === 'audit_log' ? `entity = 'ticket'` : table === 'event' ? `aggregate = 'ticket'` : 'true'),
  );
  const found = await withClient(adminUrl, async (client) => {
    const all: string[] = [];
    for (const tenantId of tenants) {
      const { rows } = await client.query<{ rows: string }>(`SELECT concat_ws(' ', ${ratios.join(', ')}) AS rows`, [
        tenantId,
      ]);
      all.push(rows[0]!.rows);
    }
    return all;
  });
  if (new Set(found).size !== 1) throw new Error(`Rows for each ticket differ: ${found.join(' and ')}`);
}
