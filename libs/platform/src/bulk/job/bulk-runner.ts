import { JobHandler, type JobRun, systemActor, Transactions, Log } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { ExportRunner } from '../export/export-runner';
import { ImportRunner } from '../import/import-runner';
import { importMessages } from '../import/import.messages';
import { asFailure, BulkFailure } from './bulk-failure';
import { bulkJob } from './bulk-job';
import { endJob, type JobRecord, JobTakenOverError, takeJob } from './job-record';
import { ArchiveRunner } from '../../tenancy/archive-runner';

@Injectable()
export class BulkRunner {
  private readonly log = new Log('Bulk');

  constructor(
    private readonly imports: ImportRunner,
    private readonly exports: ExportRunner,
    private readonly archives: ArchiveRunner,
    private readonly transactions: Transactions,
  ) {}

  @JobHandler(bulkJob, { transaction: false })
  async run({ id }: { id: string }, run: JobRun): Promise<void> {
    const tenantId = run.tenantId!;
    const as = { tenantId, actor: systemActor('bulk'), operation: 'bulk' };
    const job = await this.transactions.run(as, () => takeJob(id));
    if (!job) return;
    try {
      await this.runnerOf(job.kind).run(job, tenantId, run);
    } catch (error) {
      if (error instanceof JobTakenOverError) return;
      const failure = asFailure(error) ?? (run.last && !run.signal.aborted ? internalFailure() : null);
      if (!failure) throw error;
      if (!asFailure(error)) this.log.error('Bulk job failed', { kind: job.kind, rowId: id, error });
      const { code, template: message, params } = failure;
      await this.transactions.run(as, () => endJob(id, { state: 'FAILED', failure: { code, message, params } }));
    }
  }

  private runnerOf(kind: JobRecord['kind']): Pick<ImportRunner, 'run'> {
    if (kind === 'IMPORT') return this.imports;
    return kind === 'EXPORT' ? this.exports : this.archives;
  }
}

const internalFailure = (): BulkFailure => new BulkFailure('INTERNAL', importMessages.failed);
