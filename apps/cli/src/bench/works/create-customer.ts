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

/**
 * The same rows, those of the audit log among them, with all values ready and nothing that looks after them: neither
 * row-level security nor triggers nor references. What can be written before the number is, so that nobody waits for it
 * longer than for a customer and a commit.
 */
const STATEMENTS = [
  `WITH new AS (SELECT app.new_id() AS id),
   contact AS (
     INSERT INTO atrium.customer_contact (tenant_id, id, customer_id, kind, value, masked, is_preferred)
     SELECT $1, app.new_id(), id, 'PHONE', $2, $3, true FROM new RETURNING id),
   contact_log AS (
     INSERT INTO atrium.audit_log (tenant_id, id, action, entity, entity_id, actor_id, operation, cause, after)
     SELECT $1, app.new_id(), 'INSERT', 'customer_contact', id, $4, 'createCustomer', $5, $6 FROM contact),
   entry AS (
     INSERT INTO atrium.customer_search_entry (tenant_id, id, name_key, sort_key, kind, community_ids, own, tokens)
     SELECT $1, id, $7, $8, 'PERSON', '{}', $9, $9 FROM new)
   SELECT set_config('app.bench_customer', id::text, true) FROM new`,
  `WITH number AS (
     INSERT INTO atrium.counter AS c (tenant_id, id, name, value) VALUES ($1, app.new_id(), 'customer', 1)
     ON CONFLICT (tenant_id, name) DO UPDATE SET value = c.value + 1 RETURNING value),
   customer AS (
     INSERT INTO atrium.customer (tenant_id, id, code, kind, name, name_key, sort_key)
     SELECT $1, current_setting('app.bench_customer')::uuid, 'C' || lpad(value::text, 8, '0'), 'PERSON', $2, $3, $4
     FROM number RETURNING id, code, name),
   log AS (
     INSERT INTO atrium.audit_log (tenant_id, id, action, entity, entity_id, actor_id, operation, cause, after)
     SELECT $1, app.new_id(), 'INSERT', 'customer', id, $5, 'createCustomer', $6, $7 FROM customer)
   SELECT json_build_object('data', json_build_object('createCustomer', json_build_object('customer',
            json_build_object('id', id, 'code', code, 'name', name, 'contacts',
              json_build_array(json_build_object('kind', 'PHONE', 'value', $8::text))))))::text AS body
   FROM customer`,
];

/** The same rows under everything that guards them, so that what the guards cost is seen apart: triggers write the audit log. */
const GUARDED_STATEMENTS = [
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
  description: `customers with a phone entered into one company, ${CONNECTIONS} at a time; limit: bare http and one transaction of the same rows, unguarded; peer: the same under row-level security, triggers and references`,
  unit: 'customers/s',
  better: 'higher',
  budget: { value: null, ratioToLimit: null, ratioToPeer: 0.4, peakMemoryMb: null },
  mix: { computing: 0.5, roundTrips: 0.5, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, api, anonymous }: Bench): Promise<PreparedWork> {
  const { adminUrl, appUrl } = installation.database;
  const { api: admin, tenantId } = await newCompany(anonymous, 'create-customer');
  // Apart from the other's, so that neither waits for the other's number; as large, because both are measured in turn.
  const { tenantId: bareTenant } = await newCompany(anonymous, 'create-customer-bare');
  const { tenantId: guardedTenant } = await newCompany(anonymous, 'create-customer-guarded');
  const options: BareOptions = {
    databaseUrl: unguarded(adminUrl),
    tenantId: null,
    connections: CONNECTIONS,
    text: STATEMENTS,
    writes: true,
  };
  const bare = await startProgram(BARE_SERVER, options);
  const cause = { kind: 'STAFF', name: 'bench', roles: [], id: null, requestId: 'bench', client: null, ip: null };
  const guarded = await startProgram(BARE_SERVER, {
    databaseUrl: appUrl,
    tenantId: guardedTenant,
    connections: CONNECTIONS,
    text: GUARDED_STATEMENTS,
    writes: { audit: Buffer.from(JSON.stringify(cause)).toString('base64') },
  } satisfies BareOptions);
  const input = { kind: 'PERSON', name: '张伟', contacts: [{ kind: 'PHONE', value: '13800138000' }] };
  const ours: Target = {
    url: `${api.url}/graphql`,
    headers: admin.headers,
    bodies: [JSON.stringify({ query: MUTATION, variables: { input } })],
    isWhole: (body) => body.startsWith('{"data":{"createCustomer":{"customer":{"id"'),
  };
  const first = await admin.call<{ createCustomer: { customer: { id: string } } }>(MUTATION, { input });
  const { values, guardedValues } = await valuesOf(adminUrl, first.createCustomer.customer.id, bareTenant);
  const limit: Target = {
    url: bare.url,
    headers: {},
    bodies: [JSON.stringify({ values })],
    isWhole: (body) => body.startsWith('{"data" : {"createCustomer" : {"customer" : {"id"'),
  };
  const peer: Target = { ...limit, url: guarded.url, bodies: [JSON.stringify({ values: guardedValues })] };
  for (const road of [ours, limit, peer]) await load(road, CONNECTIONS, WARM_UP_SECONDS);
  await checkSameRows(adminUrl, tenantId, bareTenant, guardedTenant);
  return {
    round: async () => {
      const barest = await load(limit, CONNECTIONS, SECONDS);
      const beside = await load(peer, CONNECTIONS, SECONDS);
      const { requestsPerSecond, p95Ms } = await load(ours, CONNECTIONS, SECONDS);
      return {
        value: requestsPerSecond,
        limit: barest.requestsPerSecond,
        peer: beside.requestsPerSecond,
        notes: { p95Ms, limitP95Ms: barest.p95Ms },
      };
    },
    peakMemory: () => Promise.resolve(null),
    end: async () => {
      await guarded.stop();
      await bare.stop();
    },
  };
}

/** A superuser's connection without triggers and references. */
function unguarded(adminUrl: string): string {
  const url = new URL(adminUrl);
  url.searchParams.set('options', '-c session_replication_role=replica');
  return url.toString();
}

/** What the application has made of the input, for the bare roads to write the same: the values of each statement. */
async function valuesOf(
  adminUrl: string,
  customerId: string,
  tenantId: string,
): Promise<{ values: unknown[][]; guardedValues: unknown[][] }> {
  const id = decodeId(customerId, 'customer');
  return withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ contact: unknown[]; customer: unknown[]; guarded: unknown[] }>(
      `SELECT json_build_array(k.value, k.masked, kl.actor_id, kl.cause, kl.after, c.name_key, c.sort_key, e.own::text) AS contact,
         json_build_array(c.name, c.name_key, c.sort_key, cl.actor_id, cl.cause, cl.after, k.masked) AS customer,
         json_build_array(json_build_array(c.name, c.name_key, c.sort_key, k.value, k.masked),
           json_build_array(array_to_string(tsvector_to_array(e.own), ' '))) AS guarded
       FROM atrium.customer c
       JOIN atrium.customer_contact k ON k.tenant_id = c.tenant_id AND k.customer_id = c.id
       JOIN atrium.customer_search_entry e ON e.tenant_id = c.tenant_id AND e.id = c.id
       JOIN atrium.audit_log kl ON kl.tenant_id = k.tenant_id AND kl.entity_id = k.id
       JOIN atrium.audit_log cl ON cl.tenant_id = c.tenant_id AND cl.entity_id = c.id
       WHERE c.id = $1`,
      [id.ok ? id.uuid : null],
    );
    const { contact, customer, guarded } = rows[0]!;
    return {
      values: [
        [tenantId, ...contact],
        [tenantId, ...customer],
      ],
      guardedValues: guarded as unknown[][],
    };
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
