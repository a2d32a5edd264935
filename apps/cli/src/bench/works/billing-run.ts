import { withClient } from '@atrium/platform';
import type { ApiClient } from '../../client/api-client';
import { until } from '../../client/until';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { fillAssignments } from './fee-data';

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
  await fillAssignments(admin, adminUrl, tenantId, ASSIGNMENTS);
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

/**
 * Charges a second that one statement writes: the same rows into copies of the tables with the same keys, indexes, checks
 * and references, in one transaction with their postings.
 */
async function bareInsert(adminUrl: string, tenantId: string, month: string): Promise<number> {
  return withClient(adminUrl, async (client) => {
    await client.query(`
      DROP TABLE IF EXISTS public.bare_charge, public.bare_posting;
      CREATE TABLE public.bare_charge (LIKE atrium.fee_charge INCLUDING ALL);
      CREATE TABLE public.bare_posting (LIKE atrium.fee_posting INCLUDING ALL);
    `);
    // LIKE leaves references out.
    const { rows } = await client.query<{ reference: string }>(
      `SELECT format('ALTER TABLE public.%I ADD %s', replace(relname, 'fee_', 'bare_'), pg_get_constraintdef(c.oid)) AS reference
       FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
       WHERE c.contype = 'f' AND t.oid IN ('atrium.fee_charge'::regclass, 'atrium.fee_posting'::regclass)`,
    );
    for (const { reference } of rows) await client.query(reference);
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
