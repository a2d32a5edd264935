import { Files, FileStore, type JobRun, now, type TransactionOptions, Transactions } from '@atrium/sdk';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobCancelledError } from '../bulk/job/job-cancelled';
import { fileLife } from '../bulk/job/files-of-jobs';
import { endJob, type JobRecord, moveOn } from '../bulk/job/job-record';
import { PROCESS, type ProcessOptions } from '../platform.tokens';
import { TenantHooks } from '../plugin-host/tenant-hooks';
import { ARCHIVE_PURPOSE, type ArchiveSource, writeTenantArchive } from './tenant-archive';

export const archiveParameters = z.object({ withFiles: z.boolean() });

/** Rows between two notes of how far it is. */
const STEP = 20_000;

/** Writes a tenant's archive as a bulk job: a file of whoever asked for it. */
@Injectable()
export class ArchiveRunner {
  constructor(
    @Inject(PROCESS) private readonly process: ProcessOptions,
    private readonly files: Files,
    private readonly store: FileStore,
    private readonly transactions: Transactions,
    private readonly hooks: TenantHooks,
  ) {}

  async run(job: JobRecord, tenantId: string, run: JobRun): Promise<void> {
    const { withFiles } = archiveParameters.parse(job.parameters);
    const as: TransactionOptions = { tenantId, actor: job.actor, locale: job.locale, operation: 'tenantExport' };
    let done = 0;
    let told = 0;
    const tell = async (): Promise<void> => {
      told = done;
      const stop = await this.transactions.run(as, () =>
        moveOn(job.id, job.checkpoint, job.checkpoint, { done, total: null, counts: {} }),
      );
      if (stop) throw new JobCancelledError();
    };
    try {
      await this.transactions.run(as, async () => {
        const madeAt = now();
        const name = `${madeAt.toISOString().slice(0, 10)}.zip`;
        const meta = { name, contentType: 'application/zip', purpose: ARCHIVE_PURPOSE, expiresAt: fileLife() };
        let counts: Record<string, number> = {};
        const file = await this.files.create(
          meta,
          async (sink) => {
            const source: ArchiveSource = {
              databaseUrl: this.process.databaseUrl,
              tenantId,
              store: this.store,
              parts: (write) => this.hooks.export(tenantId, write),
            };
            const progress = async (more: number): Promise<void> => {
              done += more;
              if (done - told >= STEP) await tell();
            };
            const manifest = await writeTenantArchive(source, sink, {
              madeAt,
              withFiles,
              signal: run.signal,
              progress,
            });
            const { tables, files, plugins } = manifest;
            counts = { tables: tables.length, exported: done, files: files.count };
            // By name, so that whoever asked sees which part is not whole without opening it.
            for (const { plugin } of plugins.failed) counts[`plugin.${plugin}.failed`] = 1;
          },
          { maxBytes: Number.MAX_SAFE_INTEGER },
        );
        await endJob(job.id, { state: 'SUCCEEDED', progress: { done, total: done, counts }, resultFileId: file.id });
      });
    } catch (error) {
      if (!(error instanceof JobCancelledError)) throw error;
      await this.transactions.run(as, () => endJob(job.id, { state: 'CANCELLED' }));
    }
  }
}
