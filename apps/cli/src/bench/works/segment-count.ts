import { withClient } from '@atrium/platform';
import { startProgram } from '../../harness/program';
import type { BareOptions } from '../bare-server';
import { load, type Target } from '../load';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { fillUnits } from './register-data';

const BARE_SERVER = require.resolve('../bare-server');
/** Each owns or rents one unit. */
const CUSTOMERS = 100_000;
const OTHERS = 5;
const OTHER_CUSTOMERS = 10_000;
const CONNECTIONS = 1;
const SECONDS = 5;
const WARM_UP_SECONDS = 2;

/** Persons who own at least 90 m² today: customer, occupancy and unit are all asked. */
const RULE = {
  all: [
    { choice: { field: 'customer.kind', in: ['PERSON'] } },
    {
      some: {
        of: 'occupancy',
        where: {
          all: [
            { choice: { field: 'occupancy.kind', in: ['OWNER'] } },
            { boolean: { field: 'occupancy.isCurrent', is: true } },
            { number: { field: 'unit.grossArea', from: '90' } },
          ],
        },
      },
    },
  ],
};
const QUERY = 'query Count($id: ID!) { segmentMembers(segmentId: $id) { totalCount } }';

/** The same count as a person would write it. */
const STATEMENT = `
  SELECT json_build_object('data', json_build_object('segmentMembers', json_build_object('totalCount', count(*))))::text AS body
  FROM atrium.customer c WHERE c.merged_into_id IS NULL AND c.erased_at IS NULL AND c.kind = 'PERSON'
    AND c.id IN (SELECT o.customer_id FROM atrium.occupancy o JOIN atrium.unit u ON u.tenant_id = o.tenant_id AND u.id = o.unit_id
      WHERE o.kind = 'OWNER' AND o.starts_on <= current_date AND o.ends_on > current_date AND u.gross_area >= $1::numeric)`;

/** The live count of somebody who puts an audience together. */
export const segmentCount: Work = {
  name: 'segmentCount',
  description: `a segment over customer, occupancy and unit counted among ${CUSTOMERS} customers; limit: bare http and the plain SQL count`,
  unit: 'ms p95',
  better: 'lower',
  budget: { value: 300, ratioToLimit: null, peakMemoryMb: null },
  mix: { computing: 1, roundTrips: 0, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, api, anonymous, tell }: Bench): Promise<PreparedWork> {
  const { adminUrl, appUrl } = installation.database;
  const { api: admin, tenantId } = await newCompany(anonymous, 'segment-count');
  tell(`segmentCount: ${CUSTOMERS} customers come in`);
  await fillCustomers(adminUrl, tenantId, CUSTOMERS);
  for (let n = 0; n < OTHERS; n++) {
    const other = await newCompany(anonymous, `segment-count-${n}`);
    await fillCustomers(adminUrl, other.tenantId, OTHER_CUSTOMERS);
  }
  const { createSegment } = await admin.call<{ createSegment: { segment: { id: string } } }>(
    'mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { segment { id } } }',
    { input: { name: '大户业主', rule: RULE } },
  );

  const options: BareOptions = { databaseUrl: appUrl, tenantId, connections: CONNECTIONS, text: STATEMENT };
  const bare = await startProgram(BARE_SERVER, options);
  const expected = await countBelow(adminUrl, tenantId);
  const isWhole = (body: string): boolean => JSON.stringify(JSON.parse(body)).includes(`"totalCount":${expected}}`);
  const variables = { id: createSegment.segment.id };
  const ours: Target = {
    url: `${api.url}/graphql`,
    headers: admin.headers,
    bodies: [JSON.stringify({ query: QUERY, variables })],
    isWhole,
  };
  const limit: Target = { url: bare.url, headers: {}, bodies: [JSON.stringify({ values: [['90']] })], isWhole };
  await load(ours, CONNECTIONS, WARM_UP_SECONDS);
  await load(limit, CONNECTIONS, WARM_UP_SECONDS);
  return {
    round: async () => {
      const barest = await load(limit, CONNECTIONS, SECONDS);
      const { p95Ms, requestsPerSecond } = await load(ours, CONNECTIONS, SECONDS);
      return { value: p95Ms, limit: barest.p95Ms, notes: { countsPerSecond: requestsPerSecond, members: expected } };
    },
    peakMemory: () => Promise.resolve(null),
    end: () => bare.stop(),
  };
}

/** Written past the application, as superuser and without its triggers, because only reading is measured. */
async function fillCustomers(adminUrl: string, tenantId: string, count: number): Promise<void> {
  await fillUnits(adminUrl, tenantId, count);
  await withClient(adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    // 40 to 159 m², so that a good half has 90 and more.
    await client.query(
      `UPDATE atrium.unit u SET gross_area = 40 + n.n % 120
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM atrium.unit WHERE tenant_id = $1) n
       WHERE u.tenant_id = $1 AND u.id = n.id`,
      [tenantId],
    );
    await client.query(
      `INSERT INTO atrium.customer (tenant_id, id, code, kind, name, name_key, sort_key)
       SELECT $1, app.new_id(), 'C' || n, CASE WHEN n % 10 = 0 THEN 'ORGANISATION' ELSE 'PERSON' END,
              '客户' || n, '客户' || n, lpad(n::text, 8, '0') FROM generate_series(1, $2::int) n`,
      [tenantId, count],
    );
    await client.query(
      `INSERT INTO atrium.occupancy (tenant_id, id, community_id, unit_id, customer_id, kind, starts_on)
       SELECT $1, app.new_id(), u.community_id, u.id, c.id, CASE WHEN c.n % 4 = 0 THEN 'LESSEE' ELSE 'OWNER' END, '2020-01-01'
       FROM (SELECT id, row_number() OVER (ORDER BY code) AS n FROM atrium.customer WHERE tenant_id = $1) c
       JOIN (SELECT id, community_id, row_number() OVER (ORDER BY id) AS n FROM atrium.unit WHERE tenant_id = $1) u USING (n)`,
      [tenantId],
    );
    for (const table of ['unit', 'customer', 'occupancy']) await client.query(`VACUUM ANALYZE atrium.${table}`);
  });
}

/** What must come out, counted as superuser. */
async function countBelow(adminUrl: string, tenantId: string): Promise<number> {
  const { rows } = await withClient(adminUrl, (client) =>
    client.query<{ count: number }>(
      `SELECT count(DISTINCT c.id)::int AS count FROM atrium.customer c
       JOIN atrium.occupancy o ON o.tenant_id = c.tenant_id AND o.customer_id = c.id AND o.kind = 'OWNER'
       JOIN atrium.unit u ON u.tenant_id = o.tenant_id AND u.id = o.unit_id AND u.gross_area >= 90
       WHERE c.tenant_id = $1 AND c.kind = 'PERSON'`,
      [tenantId],
    ),
  );
  return rows[0]!.count;
}
