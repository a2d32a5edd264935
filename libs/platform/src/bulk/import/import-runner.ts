import { Files, type JobRun, systemActor, Transactions } from '@atrium/sdk';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config';
import { CONFIG } from '../../platform.tokens';
import { openTable } from '../../tabular';
import { type JobRecord } from '../job/job-record';
import { ImportKinds } from './import-kinds';
import { importParameters, tableOptions } from './import-parameters';
import { OneImport } from './one-import';
import { refuseAtRest } from './refuse-at-rest';

/**
 * Brings one file in. Each batch is a transaction that holds its rows, the rows it refused and the checkpoint: a crash
 * at any point leaves whole batches, and the next try goes on behind them. A company that is suspended or closed
 * meanwhile keeps the batch that has begun; the job then fails and says so.
 */
@Injectable()
export class ImportRunner {
  constructor(
    private readonly kinds: ImportKinds,
    private readonly files: Files,
    private readonly transactions: Transactions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async run(job: JobRecord, tenantId: string, run: JobRun): Promise<void> {
    const asPlatform = { tenantId, actor: systemActor('import'), operation: 'import' };
    const parameters = importParameters.parse(job.parameters);
    const { definition, writer } = this.kinds.get(job.subject);
    const source = await this.transactions.run(asPlatform, () => {
      refuseAtRest();
      return this.files.get(job.sourceFileId!);
    });
    await this.files.withPath(source, async (path) => {
      const table = await openTable({ path }, tableOptions(this.config, parameters, definition.batchSize));
      try {
        const one = new OneImport(this.transactions, this.files, job, tenantId, run, definition, writer, table);
        await one.execute(parameters, this.config.imports.maxRows);
      } finally {
        await table.close();
      }
    });
  }
}
