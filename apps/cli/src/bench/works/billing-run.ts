import { withClient } from '@atrium/platform';
import type { ApiClient } from '../../client/api-client';
import { until } from '../until';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { fillUnits } from './register-data';

const ASSIGNMENTS = 100_000;
/** Most memory the worker may hold. MiB. */
const MEMORY_MB = 450;
const POLL_MS = 20;

/** A month of property fee for 100,000 units, previewed before and committed by the worker. */
export const billingRun: Work = {
  name: 'billingRun',
  description: `${ASSIGNMENTS} assignments charged with postings, audit and events; limit: one INSERT … SELECT of the same charges and postings`,
  unit: 'charges/s',
  better: 'higher',
  budget: { value: 20_000, ratioToLimit: 0.5, peakMemoryMb: MEMORY_MB },
  mix: { computing: 0.5, roundTrips: 0, bulkRows: 0.5 },
  prepare,
};

async function prepare({ installation, anonymous, tell }: Bench): Promise<PreparedWork> {
  const { adminUrl } = installation.database;
  const { api: admin, tenantId } = await newCompany(anonymous, 'billing-run');
  tell(`billingRun: ${ASSIGNMENTS} assignments come in`);
  await fillAssignments(admin, adminUrl, tenantId);
  const worker = await installation.startWorker();
  let month = 0;
  return {
    round: async () => {
      const key = `2026-${String(++month).padStart(2, '0')}`;
      const { run } = (
        await admin.call<{ previewBillingRun: { run: { id: string } } }>(
          'mutation ($input: PreviewBillingRunInput!) { previewBillingRun(input: $input) { run { id } } }',
          { input: { month: key, billedOn: `${key}-01` } },
        )
      ).previewBillingRun;
      await ended(admin, run.id, 'PREVIEWED');
      const started = performance.now();
      await admin.call('mutation ($input: BillingRunInput!) { commitBillingRun(input: $input) { run { id } } }', {
        input: { id: run.id },
      });
      await ended(admin, run.id, 'SUCCEEDED');
      const seconds = (performance.now() - started) / 1000;
      const limit = await bareInsert(adminUrl, tenantId, key);
      tell(`billingRun: ${ASSIGNMENTS} charges in ${seconds.toFixed(1)} s, bare ${(ASSIGNMENTS / limit).toFixed(1)} s`);
      return { value: ASSIGNMENTS / seconds, limit };
    },
    peakMemory: () => worker.peakMemory(),
    end: () => worker.stop(),
  };
}

async function ended(admin: ApiClient, id: string, state: string): Promise<void> {
  const look = async (): Promise<true | undefined> => {
    const { billingRun: run } = await admin.call<{
      billingRun: { state: string; charges: number; faults: number; failure: string | null };
    }>('query ($id: ID!) { billingRun(id: $id) { state charges faults failure } }', { id });
    if (run.state === 'FAILED' || (run.state === state && run.charges !== ASSIGNMENTS)) {
      throw new Error(`The run went wrong: ${JSON.stringify(run)}`);
    }
    return run.state === state ? true : undefined;
  };
  await until(`the state ${state} of the run`, look, POLL_MS);
}

/** Written past the application, as superuser and without its triggers, because only the run is measured. */
async function fillAssignments(admin: ApiClient, adminUrl: string, tenantId: string): Promise<void> {
  await fillUnits(adminUrl, tenantId, ASSIGNMENTS);
  const definition = {
    ...{ formula: 'AREA', rounding: { step: '0.01' }, cycleMonths: 1, timing: 'ADVANCE' },
    ...{ due: { kind: 'DAY_OF_MONTH', day: 10 }, proration: 'BY_DAY', taxRate: '0.06' },
  };
  await admin.call('mutation ($input: CreateFeeItemInput!) { createFeeItem(input: $input) { feeItem { id } } }', {
    input: { code: 'WY', name: '物业费', startsOn: '2020-01-01', definition, tiers: [{ price: '2.80' }] },
  });
  await withClient(adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    await client.query(
      `INSERT INTO atrium.customer (tenant_id, id, code, kind, name, name_key, sort_key)
       SELECT $1, app.new_id(), 'C' || n, 'PERSON', '客户' || n, '客户' || n, lpad(n::text, 8, '0')
       FROM generate_series(1, $2::int) n`,
      [tenantId, ASSIGNMENTS],
    );
    await client.query(
      `INSERT INTO atrium.occupancy (tenant_id, id, community_id, unit_id, customer_id, kind, starts_on, pays_fees)
       SELECT $1, app.new_id(), u.community_id, u.id, c.id, 'OWNER', '2020-01-01', true
       FROM (SELECT id, row_number() OVER (ORDER BY code) AS n FROM atrium.customer WHERE tenant_id = $1) c
       JOIN (SELECT id, community_id, row_number() OVER (ORDER BY id) AS n FROM atrium.unit WHERE tenant_id = $1) u USING (n)`,
      [tenantId],
    );
    await client.query(
      `INSERT INTO atrium.fee_assignment (tenant_id, id, fee_item_id, community_id, unit_id, starts_on)
       SELECT $1, app.new_id(), i.id, u.community_id, u.id, '2026-01-01'
       FROM atrium.fee_item i, atrium.unit u WHERE i.tenant_id = $1 AND u.tenant_id = $1`,
      [tenantId],
    );
    for (const table of ['unit', 'customer', 'occupancy', 'fee_assignment']) {
      await client.query(`VACUUM ANALYZE atrium.${table}`);
    }
  });
}

/**
 * Charges a second that one statement writes: the same rows into copies of the tables with the same keys and indexes, in
 * one transaction with their postings.
 */
async function bareInsert(adminUrl: string, tenantId: string, month: string): Promise<number> {
  return withClient(adminUrl, async (client) => {
    await client.query(`
      DROP TABLE IF EXISTS public.bare_charge, public.bare_posting;
      CREATE TABLE public.bare_charge (LIKE atrium.fee_charge INCLUDING ALL,
        FOREIGN KEY (tenant_id, assignment_id, fee_item_id, unit_id, community_id)
          REFERENCES atrium.fee_assignment (tenant_id, id, fee_item_id, unit_id, community_id),
        FOREIGN KEY (tenant_id, customer_id) REFERENCES atrium.customer (tenant_id, id));
      CREATE TABLE public.bare_posting (LIKE atrium.fee_posting INCLUDING ALL,
        FOREIGN KEY (tenant_id, journal_id) REFERENCES atrium.fee_journal (tenant_id, id));
    `);
    const from = `${month}-01`;
    const started = performance.now();
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO public.bare_charge SELECT * FROM atrium.fee_charge WHERE tenant_id = $1 AND starts_on = $2::date`,
      [tenantId, from],
    );
    const { rowCount } = await client.query(
      `INSERT INTO public.bare_posting SELECT * FROM atrium.fee_posting WHERE tenant_id = $1 AND booked_on = $2::date`,
      [tenantId, from],
    );
    await client.query('COMMIT');
    const seconds = (performance.now() - started) / 1000;
    if (rowCount !== ASSIGNMENTS) throw new Error(`${rowCount} postings were copied`);
    return ASSIGNMENTS / seconds;
  });
}
