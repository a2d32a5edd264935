import { type DemoRegister, generateDemoRegister, nameKey } from '@atrium/core';
import { searchQuery, searchScope, toTsQuery } from '@atrium/sdk';
import type { ApiClient } from '../../client/api-client';
import { importFile } from '../../client/import-file';
import { startProgram } from '../../harness/program';
import { askAtRate } from '../ask-at-rate';
import type { BareOptions } from '../bare-server';
import { load, type Target } from '../load';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { writeCustomers } from './customer-file';
import { writeRegister } from './register-file';

const BARE_SERVER = require.resolve('../bare-server');
/** Units of the company searched in: as many as bring it 100,000 customers; and of each of the others. */
const UNITS = 77_000;
const LEAST_CUSTOMERS = 100_000;
const OTHERS = 4;
const OTHER_UNITS = 3_000;
/**
 * Searches a second: a service centre of some hundred people who search every few seconds. At fixed moments, because
 * a load that asks again as soon as it is answered fills both cores, and then shows how long searches wait for each other.
 */
const RATE = 20;
const SECONDS = 15;
/** Until every statement is prepared on both connections that searches at once may take. */
const WARM_UP_CONNECTIONS = 2;
const WARM_UP_SECONDS = 3;
const PAGE = 20;

const QUERY = `query Search($query: String!, $first: Int!) {
  searchCustomers(query: $query, first: $first) {
    nodes { id name kind contacts { kind value } }
  }
}`;

/** The same rows from the same index, shaped by the database. */
const STATEMENT = `
  SELECT json_build_object('data', json_build_object('searchCustomers', json_build_object('nodes',
           coalesce(json_agg(json_build_object('id', c.id, 'name', c.name, 'kind', c.kind, 'contacts',
             (SELECT coalesce(json_agg(json_build_object('kind', k.kind, 'value', k.value)), '[]')
              FROM atrium.customer_contact k
              WHERE k.tenant_id = c.tenant_id AND k.customer_id = c.id AND k.removed_at IS NULL))
             ORDER BY h.tier, h.sort_key, h.id), '[]'))))::text AS body
  FROM app.search_customers($1, $2::tsquery[], NULL, NULL, NULL, NULL, NULL, ${PAGE}) h
  JOIN atrium.customer c ON c.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND c.id = h.id`;

/** The search box of a service centre, in a large company. */
export const customerSearch: Work = {
  name: 'customerSearch',
  description: `a search by name, pinyin, phone, unit or address among 100,000 customers, ${RATE} a second; limit: bare http and the same search function`,
  unit: 'ms p95',
  better: 'lower',
  budget: { value: 30, ratioToLimit: null, peakMemoryMb: null },
  mix: { computing: 0.3, roundTrips: 0.7, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, api, anonymous, tell }: Bench): Promise<PreparedWork> {
  const worker = await installation.startWorker();
  const register = generateDemoRegister({ seed: 1, units: UNITS });
  if (register.customers.length < LEAST_CUSTOMERS) throw new Error(`Only ${register.customers.length} customers`);
  const { api: searching, tenantId } = await newCompany(anonymous, 'customer-search');
  const folder = installation.dataDir;
  const small = generateDemoRegister({ seed: 2, units: OTHER_UNITS });
  try {
    const others = { units: await writeRegister(folder, 'csv', small), customers: await writeCustomers(folder, small) };
    for (let n = 0; n < OTHERS; n++) {
      const { api: other } = await newCompany(anonymous, `customer-search-${n}`);
      await importAll(other, others.units, others.customers);
    }
    tell(`customerSearch: ${register.customers.length} customers come in`);
    await importAll(searching, await writeRegister(folder, 'csv', register), await writeCustomers(folder, register));
  } finally {
    await worker.stop();
  }

  const words = searches(register);
  const options: BareOptions = {
    databaseUrl: installation.database.appUrl,
    tenantId,
    connections: WARM_UP_CONNECTIONS,
    text: STATEMENT,
  };
  const bare = await startProgram(BARE_SERVER, options);
  const ours: Target = {
    url: `${api.url}/graphql`,
    headers: searching.headers,
    bodies: words.map((query) => JSON.stringify({ query: QUERY, variables: { query, first: PAGE } })),
    isWhole: (body) => body.startsWith('{"data":{"searchCustomers":{"nodes":['),
  };
  const limit: Target = {
    url: bare.url,
    headers: {},
    bodies: words.map((query) => JSON.stringify({ values: [valuesOf(query, tenantId)] })),
    isWhole: (body) => body.startsWith('{"data"'),
  };
  await checkSearch(searching, register);
  await load(ours, WARM_UP_CONNECTIONS, WARM_UP_SECONDS);
  await load(limit, WARM_UP_CONNECTIONS, WARM_UP_SECONDS);
  return {
    round: async () => {
      const barest = await askAtRate(limit, RATE, SECONDS);
      const { p95Ms, medianMs } = await askAtRate(ours, RATE, SECONDS);
      return { value: p95Ms, limit: barest.p95Ms, notes: { medianMs, limitMedianMs: barest.medianMs } };
    },
    peakMemory: () => Promise.resolve(null),
    end: () => bare.stop(),
  };
}

async function importAll(api: ApiClient, units: string, customers: string): Promise<void> {
  for (const [path, kind] of [
    [units, 'BUILDINGS_AND_UNITS'],
    [customers, 'CUSTOMERS_WITH_OCCUPANCY'],
  ] as const) {
    const { state, failure, errors } = await importFile(api, path, { kind, onMissingParent: 'CREATE' });
    if (state !== 'SUCCEEDED') {
      throw new Error(`${kind} ended as ${state}: ${JSON.stringify({ failure, errors: errors.nodes.slice(0, 3) })}`);
    }
  }
}

/** What people type: of each kind as many, of customers from all over the register. */
function searches({ customers, units, communities }: DemoRegister): string[] {
  const some = <T>(all: readonly T[], count: number): T[] =>
    Array.from({ length: count }, (_, index) => all[Math.floor(((index + 0.5) * all.length) / count)]!);
  const persons = some(
    customers.filter(({ kind, phones }) => kind === 'PERSON' && phones.length > 0),
    20,
  );
  const organisations = some(
    customers.filter(({ kind }) => kind === 'ORGANISATION'),
    10,
  );
  const homes = some(units, 20);
  const buildingOf = (building: string): string => building.split('-').at(-1)!;
  return [
    ...persons.map(({ name }) => name),
    ...persons.map(({ name }) => name.slice(0, 2)),
    ...persons.map(({ phones }) => phones[0]!),
    ...persons.map(({ phones }) => phones[0]!.slice(-4)),
    ...organisations.map(({ name }) => name.slice(2, 6)),
    ...homes.map(({ building, code }) => `${buildingOf(building)}-${code}`),
    ...homes.slice(0, 10).map(({ building, code }) => `${communities[0]!.name} ${buildingOf(building)}栋${code}`),
    ...['zhangwei', 'wangfang', 'lina', 'zw', 'liujing', 'chenjie', 'wang', 'Zhang Wei', 'ouyang', 'sx'],
    ...['和园路', '徐汇区', '浦东新区 张', '静安 大道', '201203'],
  ];
}

/** What the application makes of the words, so that the limit asks the same of the index. */
function valuesOf(text: string, tenantId: string): unknown[] {
  const query = searchQuery(text);
  const scope = searchScope(tenantId);
  const tiers = ([['n'], ['n', 'p', 'r', 'u'], undefined] as const).map((classes) =>
    toTsQuery(query, { scope, classes }),
  );
  const wanted = tiers.map((tier, index) => (index > 0 && tier === tiers[index - 1] ? null : tier));
  return [nameKey(text), wanted];
}

/** A fast search that finds nothing would be worth nothing. */
async function checkSearch(api: ApiClient, { customers }: DemoRegister): Promise<void> {
  for (const customer of customers.slice(1000, 1005)) {
    const { searchCustomers } = await api.call<{ searchCustomers: { nodes: { name: string }[] } }>(QUERY, {
      query: `${customer.name} ${customer.phones[0] ?? ''}`,
      first: PAGE,
    });
    if (searchCustomers.nodes[0]?.name !== customer.name) throw new Error(`${customer.name} is not found`);
  }
}
