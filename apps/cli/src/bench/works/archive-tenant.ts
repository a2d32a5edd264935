import type { ApiClient } from '../../client/api-client';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { finishedJob } from './finished-job';
import { fillUnits } from './register-data';

const UNITS = 200_000;
const FEW = 20_000;
/** Most memory a process that writes an archive may ever hold. MiB. */
const MEMORY_MB = 450;

/** The archive of a large company as a job: what it holds must not grow with the company. */
export const archiveTenant: Work = {
  name: 'archiveTenant',
  description: `everything that a company of ${UNITS} units has to one zip, by job and worker; memory beside that of ${FEW}`,
  unit: 'rows/s',
  better: 'higher',
  budget: { value: null, ratioToLimit: null, peakMemoryMb: MEMORY_MB },
  mix: { computing: 0.8, roundTrips: 0.2, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, anonymous, tell }: Bench): Promise<PreparedWork> {
  const small = await newCompany(anonymous, 'archive-few');
  const large = await newCompany(anonymous, 'archive-many');
  await fillUnits(installation.database.adminUrl, small.tenantId, FEW);
  await fillUnits(installation.database.adminUrl, large.tenantId, UNITS);
  tell('archiveTenant: the units are there');
  const worker = await installation.startWorker();
  await archive(small.api, FEW);
  const memoryOfFewMb = (await worker.peakMemory()) / 1024 / 1024;
  return {
    round: async () => {
      const started = performance.now();
      const rows = await archive(large.api, UNITS);
      const seconds = (performance.now() - started) / 1000;
      return { value: rows / seconds, limit: null, notes: { memoryOfFewMb } };
    },
    peakMemory: () => worker.peakMemory(),
    end: () => worker.stop(),
  };
}

/** Answers the rows that are in it, units and all that hangs on them. */
async function archive(api: ApiClient, units: number): Promise<number> {
  const { startTenantExport } = await api.call<{ startTenantExport: { job: { id: string } } }>(
    'mutation { startTenantExport(input: { includeFiles: false }) { job { id } } }',
  );
  const { progress } = await finishedJob(api, startTenantExport.job.id);
  if (progress.done < units) throw new Error(`The archive has ${progress.done} rows of ${units} units and more`);
  return progress.done;
}
