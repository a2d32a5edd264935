import type { ApiClient } from '../../client/api-client';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { finishedJob } from './finished-job';
import { fillUnits } from './register-data';

const ROWS = 1_000_000;
const FEW = 100_000;
/** Most memory a process that exports may ever hold. MiB. */
const MEMORY_MB = 450;

/** The export of a million units as a job: what it holds must not grow with the list. */
export const exportUnits: Work = {
  name: 'exportUnits',
  description: `${ROWS} units to a CSV file, by job and worker; memory beside that of ${FEW}`,
  unit: 'rows/s',
  better: 'higher',
  budget: { value: null, ratioToLimit: null, peakMemoryMb: MEMORY_MB },
  mix: { computing: 0.6, roundTrips: 0.4, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, anonymous, tell }: Bench): Promise<PreparedWork> {
  const small = await newCompany(anonymous, 'export-few');
  const large = await newCompany(anonymous, 'export-many');
  await fillUnits(installation.database.adminUrl, small.tenantId, FEW);
  await fillUnits(installation.database.adminUrl, large.tenantId, ROWS);
  tell('exportUnits: the units are there');
  const worker = await installation.startWorker();
  await exportAll(small.api, FEW);
  const memoryOfFewMb = (await worker.peakMemory()) / 1024 / 1024;
  return {
    round: async () => {
      const started = performance.now();
      await exportAll(large.api, ROWS);
      const seconds = (performance.now() - started) / 1000;
      return { value: ROWS / seconds, limit: null, notes: { memoryOfFewMb } };
    },
    peakMemory: () => worker.peakMemory(),
    end: () => worker.stop(),
  };
}

async function exportAll(api: ApiClient, rows: number): Promise<void> {
  const { startExport } = await api.call<{ startExport: { job: { id: string } } }>(
    'mutation ($input: StartExportInput!) { startExport(input: $input) { job { id } } }',
    { input: { list: 'units', format: 'CSV' } },
  );
  const { progress } = await finishedJob(api, startExport.job.id);
  if (progress.done !== rows) throw new Error(`The export has ${progress.done} of ${rows} rows`);
}
