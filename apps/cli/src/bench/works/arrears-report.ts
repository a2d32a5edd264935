import { withClient } from '@atrium/platform';
import { load, type Target } from '../load';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { fillUnits } from './register-data';

const UNITS = 50_000;
const MONTHS = 40;
const CHARGES = UNITS * MONTHS;
const SECONDS = 4;

const MONEY = 'charged { amount } paid { amount } collectionRate householdRate recoveryRate';
const AGES = 'notDue { amount } days0To30 { amount } over365Days { amount } total { amount }';
/** Every report of what is owing and of what was collected. */
const REPORTS: Readonly<Record<string, string>> = {
  arrearsByCommunity: `{ arrears(by: COMMUNITY) { rows { community { id } ${AGES} } total { ${AGES} } } }`,
  arrearsByItem: `{ arrears(by: COMMUNITY_AND_FEE_ITEM) { rows { feeItem { id } ${AGES} } total { ${AGES} } } }`,
  arrearsByCollector: `{ arrearsByCollector { rows { collector { id } ${AGES} } total { ${AGES} } } }`,
  ratesByCommunity: `{ feeRates(month: "2026-03", by: COMMUNITY) { rows { community { id } ${MONEY} } total { ${MONEY} } } }`,
  ratesByCollector: `{ feeRatesByCollector(month: "2026-03") { rows { collector { id } ${MONEY} } total { ${MONEY} } } }`,
};

/** Each report of a large company's arrears and rates; the slowest one counts. */
export const arrearsReport: Work = {
  name: 'arrearsReport',
  description: `arrears by community, item and collector, and rates of a month, with ${String(CHARGES)} charges; the slowest report`,
  unit: 'ms p95',
  better: 'lower',
  budget: { value: 500, ratioToLimit: null, peakMemoryMb: null },
  mix: { computing: 1, roundTrips: 0, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, anonymous, api, tell }: Bench): Promise<PreparedWork> {
  const { adminUrl } = installation.database;
  const { api: admin, tenantId } = await newCompany(anonymous, 'arrears-report');
  tell(`arrearsReport: ${String(CHARGES)} charges come in`);
  await fillUnits(adminUrl, tenantId, UNITS);
  const definition = {
    ...{ formula: 'AREA', rounding: { step: '0.01' }, cycleMonths: 1, timing: 'ADVANCE' },
    ...{ due: { kind: 'DAY_OF_MONTH', day: 10 }, proration: 'BY_DAY', taxRate: '0.06' },
  };
  await admin.call('mutation ($input: CreateFeeItemInput!) { createFeeItem(input: $input) { feeItem { id } } }', {
    input: { code: 'WY', name: '物业费', startsOn: '2020-01-01', definition, tiers: [{ price: '2.80' }] },
  });
  await fillCharges(adminUrl, tenantId);
  const targets = Object.entries(REPORTS).map(([name, query]): [string, Target] => [
    name,
    {
      url: `${api.url}/graphql`,
      headers: admin.headers,
      bodies: [JSON.stringify({ query })],
      isWhole: (body) => body.includes('"total":{') && !body.includes('"errors"'),
    },
  ]);
  for (const [, target] of targets) await load(target, 1, 1);
  return {
    round: async () => {
      const notes: Record<string, number> = {};
      for (const [name, target] of targets) notes[`${name}P95Ms`] = (await load(target, 1, SECONDS)).p95Ms;
      return { value: Math.max(...Object.values(notes)), limit: null, notes };
    },
    peakMemory: () => Promise.resolve(null),
    end: () => Promise.resolve(),
  };
}

/**
 * Forty months of a fee, of which one household in ten owes the last six and each month one in fifty is short of something;
 * a collector for every building. Written past the application, because only reading is measured.
 */
async function fillCharges(adminUrl: string, tenantId: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    await client.query(
      `INSERT INTO atrium.customer (tenant_id, id, code, kind, name, name_key, sort_key)
       SELECT $1, app.new_id(), 'C' || n, 'PERSON', '客户' || n, '客户' || n, lpad(n::text, 8, '0')
       FROM generate_series(1, $2::int) n`,
      [tenantId, UNITS],
    );
    await client.query(
      `INSERT INTO atrium.fee_charge (tenant_id, id, community_id, fee_item_id, unit_id, customer_id, kind, starts_on, ends_on,
         due_on, billed_on, currency, amount, tax, lines, principal_due)
       SELECT $1, app.new_id(), u.community_id, i.id, u.id, c.id, 'REGULAR', m.from, (m.from + interval '1 month')::date,
         m.from + 9, m.from, 'CNY', 25024, 1416, '[]',
         CASE WHEN u.n % 10 = 0 AND m.k >= $2::int - 6 THEN 25024 WHEN (u.n + m.k) % 50 = 0 THEN 10000 ELSE 0 END
       FROM (SELECT id, community_id, row_number() OVER (ORDER BY id) AS n FROM atrium.unit WHERE tenant_id = $1) u
       JOIN (SELECT id, row_number() OVER (ORDER BY code) AS n FROM atrium.customer WHERE tenant_id = $1) c USING (n)
       CROSS JOIN (SELECT k, (date '2023-04-01' + make_interval(months => k))::date AS from FROM generate_series(0, $2::int - 1) k) m
       CROSS JOIN (SELECT id FROM atrium.fee_item WHERE tenant_id = $1) i`,
      [tenantId, MONTHS],
    );
    await client.query(
      `INSERT INTO atrium.fee_collector (tenant_id, id, community_id, building_id, staff_id)
       SELECT $1, app.new_id(), b.community_id, b.id, (SELECT s.id FROM atrium.staff s WHERE s.tenant_id = $1 LIMIT 1)
       FROM atrium.building b WHERE b.tenant_id = $1`,
      [tenantId],
    );
    for (const table of ['unit', 'customer', 'fee_charge', 'fee_collector'])
      await client.query(`VACUUM ANALYZE atrium.${table}`);
  });
}
