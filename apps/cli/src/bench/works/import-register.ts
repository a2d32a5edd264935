import { generateDemoRegister } from '@atrium/core';
import { importFile, type ImportReport } from '../../client/import-file';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { copyRegister, writeRegister } from './register-file';

const ROWS = 100_000;
/** Most memory a process that imports may ever hold. MiB. */
const MEMORY_MB = 450;

/** The import of a register of 100,000 units into a new company, by upload, job and worker. */
export const importRegister = (name: string, format: 'csv' | 'xlsx', rowsPerSecond: number): Work => ({
  name,
  description: `${ROWS} units of a ${format.toUpperCase()} file into a new company; limit: the database copies the rows of the CSV file`,
  unit: 'rows/s',
  better: 'higher',
  budget: { value: rowsPerSecond, ratioToLimit: null, peakMemoryMb: MEMORY_MB },
  mix: { computing: 0.5, roundTrips: 0, bulkRows: 0.5 },
  prepare: (bench) => prepare(bench, name, format),
});

async function prepare(
  { installation, api, anonymous, tell }: Bench,
  name: string,
  format: 'csv' | 'xlsx',
): Promise<PreparedWork> {
  const { dataDir, serverUrl } = installation;
  const register = generateDemoRegister({ seed: 1, units: ROWS });
  const csv = await writeRegister(dataDir, 'csv', register);
  const path = format === 'csv' ? csv : await writeRegister(dataDir, format, register);
  const worker = await installation.startWorker();
  let turn = 0;
  return {
    round: async () => {
      const limit = await copyRegister(serverUrl, csv);
      const company = await newCompany(anonymous, `${name.toLowerCase()}-${++turn}`);
      const started = performance.now();
      const report = await importFile(company.api, path, { kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE' });
      const seconds = (performance.now() - started) / 1000;
      checkReport(report);
      tell(`${name}: ${ROWS} rows in ${seconds.toFixed(1)} s`);
      return { value: ROWS / seconds, limit };
    },
    // The API has taken the upload, the worker has done the rest: neither may grow with the file.
    peakMemory: async () => Math.max(await api.peakMemory(), await worker.peakMemory()),
    end: () => worker.stop(),
  };
}

/** A fast import of something else would be worth nothing. */
function checkReport({ state, result, errors, failure }: ImportReport): void {
  const count = (what: string): number => result.counts.find(({ name }) => name === what)?.value ?? 0;
  if (state === 'SUCCEEDED' && count('created') === ROWS && count('unitsCreated') === ROWS) return;
  throw new Error(
    `The import went wrong: ${JSON.stringify({ state, result, failure, errors: errors.nodes.slice(0, 3) })}`,
  );
}
