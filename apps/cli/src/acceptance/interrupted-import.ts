import { generateDemoRegister } from '@atrium/core';
import { writeRegister } from '../bench/works/register-file';
import type { ApiClient } from '../client/api-client';
import { importFile } from '../client/import-file';
import type { Program } from '../harness/program';
import type { ThrowAwayInstallation } from '../harness/throw-away-installation';
import { compareNumbers } from './comparison';
import { readAll } from './read-back';

const UNITS = 20_000;
/** The worker dies when so many rows are in. */
const KILLED_AFTER = 4_000;

interface ReadUnit {
  readonly id: string;
  readonly externalId: string | null;
}

/**
 * A worker is killed in the middle of an import and another takes over: every row is in once, and the job's own figures
 * say so. Answers the new worker, how far the first one had come, and sentences about what is wrong.
 */
export async function importThroughKill(
  api: ApiClient,
  installation: ThrowAwayInstallation,
  worker: Program,
): Promise<{ worker: Program; killedAt: number; problems: string[] }> {
  const register = generateDemoRegister({ seed: 7, units: UNITS });
  const path = await writeRegister(installation.dataDir, 'csv', register);
  let next: Program | null = null;
  let killedAt = 0;
  const report = await importFile(
    api,
    path,
    { kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE' },
    async ({ progress: { done } }) => {
      if (next || done < KILLED_AFTER) return;
      killedAt = done;
      await worker.kill();
      next = await installation.startWorker();
    },
  );
  const count = (what: string): number | undefined => report.result.counts.find(({ name }) => name === what)?.value;
  const read = await readAll<ReadUnit>(api, 'units', 'id externalId');
  const ids = new Set(read.map(({ externalId }) => externalId));
  return {
    worker: next ?? worker,
    killedAt,
    problems: [
      ...(report.state === 'SUCCEEDED'
        ? []
        : [`The import ended as ${report.state}: ${JSON.stringify(report.failure)}`]),
      ...(next ? [] : ['The import was over before the worker could be killed']),
      ...compareNumbers('Rows done', UNITS, report.progress.done),
      ...compareNumbers('Units made, as the job counts them', UNITS, count('unitsCreated')),
      ...compareNumbers('Units read back', UNITS, read.length),
      ...compareNumbers(
        'Units of the file among them',
        UNITS,
        register.units.filter((unit) => ids.has(unit.externalId)).length,
      ),
    ],
  };
}
