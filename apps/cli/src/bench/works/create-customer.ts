import { withClient } from '@atrium/platform';
import { decodeId } from '@atrium/sdk';
import { startProgram } from '../../harness/program';
import type { BareOptions } from '../bare-server';
import { load, type Target } from '../load';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';

const BARE_SERVER = require.resolve('../bare-server');
/** People of one company who enter customers at the same time: its customers are numbered, so they take turns. */
const CONNECTIONS = 4;
const SECONDS = 4;
const WARM_UP_SECONDS = 2;

const MUTATION = `mutation Create($input: CreateCustomerInput!) {
  createCustomer(input: $input) { customer { id code name contacts { kind value } } }
}`;

/** The same rows, and the audit log's, which triggers write: the number, the customer, its contact, its search entry. */
const STATEMENTS = [
  `WITH number AS (
     INSERT INTO atrium.counter AS c (id, name, value) VALUES (app.new_id(), 'customer', 1)
     ON CONFLICT (tenant_id, name) DO UPDATE SET value = c.value + 1 RETURNING value),
   customer AS (
     INSERT INTO atrium.customer (id, code, kind, name, name_key, sort_key)
     SELECT app.new_id(), 'C' || lpad(value::text, 8, '0'), 'PERSON', $1, $2, $3 FROM number RETURNING id),
   contact AS (
     INSERT INTO atrium.customer_contact (id, customer_id, kind, value, masked, is_preferred)
     SELECT app.new_id(), id, 'PHONE', $4, $5, true FROM customer)
   SELECT set_config('app.bench_customer', id::text, true) FROM customer`,
  `WITH written AS (
     SELECT app.write_customer_search(ARRAY[current_setting('app.bench_customer')::uuid], ARRAY[$1]))
   SELECT json_build_object('data', json_build_object('createCustomer', json_build_object('customer',
            json_build_object('id', c.id, 'code', c.code, 'name', c.name, 'contacts', (
              SELECT json_agg(json_build_object('kind', k.kind, 'value', k.masked)) FROM atrium.customer_contact k
              WHERE k.tenant_id = c.tenant_id AND k.customer_id = c.id)))))::text AS body
   FROM atrium.customer c, written WHERE c.id = current_setting('app.bench_customer')::uuid`,
];

/** What a service centre enters all day. */
export const createCustomer: Work = {
  name: 'createCustomer',
  description: `customers with a phone entered into one company, ${CONNECTIONS} at a time; limit: bare http and one transaction of the same rows`,
  unit: 'customers/s',
  better: 'higher',
  budget: { value: null, ratioToLimit: 0.4, peakMemoryMb: null },
  mix: { computing: 0.5, roundTrips: 0.5, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, api, anonymous }: Bench): Promise<PreparedWork> {
  const { adminUrl, appUrl: databaseUrl } = installation.database;
  const { api: admin, tenantId } = await newCompany(anonymous, 'create-customer');
  // Apart from the other's, so that neither waits for the other's number; as large, because both are measured in turn.
  const { tenantId: bareTenant } = await newCompany(anonymous, 'create-customer-bare');
  const cause = { kind: 'STAFF', name: 'bench', roles: [], id: null, requestId: 'bench', client: null, ip: null };
  const audit = Buffer.from(JSON.stringify(cause)).toString('base64');
  const options: BareOptions = {
    databaseUrl,
    tenantId: bareTenant,
    connections: CONNECTIONS,
    text: STATEMENTS,
    audit,
  };
  const bare = await startProgram(BARE_SERVER, options);
  const input = { kind: 'PERSON', name: '张伟', contacts: [{ kind: 'PHONE', value: '13800138000' }] };
  const ours: Target = {
    url: `${api.url}/graphql`,
    headers: admin.headers,
    bodies: [JSON.stringify({ query: MUTATION, variables: { input } })],
    isWhole: (body) => body.startsWith('{"data":{"createCustomer":{"customer":{"id"'),
  };
  const first = await admin.call<{ createCustomer: { customer: { id: string } } }>(MUTATION, { input });
  const { customer, words } = await valuesOf(adminUrl, first.createCustomer.customer.id);
  const limit: Target = {
    url: bare.url,
    headers: {},
    bodies: [JSON.stringify({ values: [customer, [words]] })],
    isWhole: (body) => body.startsWith('{"data" : {"createCustomer" : {"customer" : {"id"'),
  };
  await load(ours, CONNECTIONS, WARM_UP_SECONDS);
  await load(limit, CONNECTIONS, WARM_UP_SECONDS);
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

/** What the application has made of the input, for the limit to write the same. */
async function valuesOf(adminUrl: string, customerId: string): Promise<{ customer: string[]; words: string }> {
  const id = decodeId(customerId, 'customer');
  return withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ customer: string[]; words: string }>(
      `SELECT ARRAY[c.name, c.name_key, c.sort_key, k.value, k.masked] AS customer,
         array_to_string(tsvector_to_array(e.own), ' ') AS words
       FROM atrium.customer c
       JOIN atrium.customer_contact k ON k.tenant_id = c.tenant_id AND k.customer_id = c.id
       JOIN atrium.customer_search_entry e ON e.tenant_id = c.tenant_id AND e.id = c.id
       WHERE c.id = $1`,
      [id.ok ? id.uuid : null],
    );
    return rows[0]!;
  });
}

/** A limit that writes less would be none: rows of each table for each customer, in both companies, of one moment. */
async function checkSameRows(adminUrl: string, ...tenants: readonly string[]): Promise<void> {
  const count = (table: string, condition = 'true'): string =>
    `(SELECT count(*) FROM atrium.${table} WHERE tenant_id = $1 AND ${condition})`;
  const tables = [
    count('customer_contact'),
    count('customer_search_entry'),
    count('audit_log', `entity LIKE '%customer%'`),
  ];
  const rows = tables.map((all) => `round(${all}::numeric / ${count('customer')}, 4)`).join(', ');
  const perCustomer = await withClient(adminUrl, async (client) => {
    const found: string[] = [];
    for (const tenantId of tenants) {
      const answer = await client.query<{ rows: string }>(`SELECT concat_ws(' ', ${rows}) AS rows`, [tenantId]);
      found.push(answer.rows[0]!.rows);
    }
    return found;
  });
  if (new Set(perCustomer).size !== 1) throw new Error(`Rows for each customer differ: ${perCustomer.join(' and ')}`);
}
