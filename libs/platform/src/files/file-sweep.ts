import {
  context,
  currentTenant,
  db,
  defineSchedule,
  FileStore,
  Schedule,
  type ScheduleTick,
  systemActor,
  type TransactionOptions,
  Transactions,
  Log,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { PgFiles } from './pg-files';

/** Contents whose rows are looked up in one statement, and files removed in one transaction. */
const CHUNK = 500;
/**
 * How long a content may lie in the store before its row is missed, because the row is written after it; longer than
 * any upload takes. Hours.
 */
const GRACE_HOURS = 24;

const sweepSchedule = defineSchedule({
  name: 'files.sweep',
  at: { daily: '03:40' },
  timeoutSeconds: 3600,
  concurrency: 1,
});

export interface Swept {
  /** Files whose time was over. */
  readonly expired: number;
  /** Contents that no file is for. */
  readonly orphans: number;
  /** Uploads into the store that were never finished. */
  readonly unfinished: number;
}

/** Removes what nobody can reach any more: uploads that nothing refers to, and contents left by processes that died. */
@Injectable()
export class FileSweep {
  private readonly log = new Log('Files');

  constructor(
    private readonly files: PgFiles,
    private readonly store: FileStore,
    private readonly transactions: Transactions,
  ) {}

  @Schedule(sweepSchedule, { transaction: false })
  async tick({ tenantId, signal }: ScheduleTick): Promise<void> {
    const { expired, orphans, unfinished } = await this.sweep(tenantId!, signal);
    if (expired + orphans + unfinished > 0) {
      this.log.info('Swept expired files, contents without a file and unfinished ones', {
        count: expired,
        orphans,
        unfinished,
      });
    }
  }

  async sweep(tenantId: string, signal: AbortSignal): Promise<Swept> {
    const as: TransactionOptions = { tenantId, actor: systemActor('files'), operation: 'sweepFiles' };
    let expired = 0;
    for (let some = CHUNK; some === CHUNK; expired += some) {
      signal.throwIfAborted();
      some = await this.transactions.run(as, () => this.files.sweep(CHUNK));
    }
    const before = await this.transactions.run({ ...as, readOnly: true }, () =>
      Promise.resolve(new Date(context().clock.now().getTime() - GRACE_HOURS * 3_600_000)),
    );
    const orphans = await this.sweepOrphans(as, tenantId, before, signal);
    const unfinished = await this.store.removeUnfinished(tenantId, before);
    return { expired, orphans, unfinished };
  }

  private async sweepOrphans(
    as: TransactionOptions,
    tenantId: string,
    before: Date,
    signal: AbortSignal,
  ): Promise<number> {
    let removed = 0;
    let chunk: string[] = [];
    const flush = async (): Promise<void> => {
      signal.throwIfAborted();
      const known = await this.transactions.run({ ...as, readOnly: true }, () => keysInUse(chunk));
      for (const key of chunk.filter((one) => !known.has(one))) {
        await this.store.remove(key);
        removed += 1;
      }
      chunk = [];
    };
    for await (const { key, writtenAt } of this.store.list(tenantId)) {
      if (writtenAt >= before) continue;
      chunk.push(key);
      if (chunk.length === CHUNK) await flush();
    }
    if (chunk.length > 0) await flush();
    return removed;
  }
}

/** Which of these contents a file of the current tenant is for. */
async function keysInUse(keys: readonly string[]): Promise<ReadonlySet<string>> {
  // No row of another tenant can be seen here, so only this tenant's own folder may be asked about.
  const prefix = `${currentTenant().id}/`;
  if (keys.some((key) => !key.startsWith(prefix))) throw new Error('A content of another tenant was listed');
  const rows = await db().query<{ key: string }>(
    `SELECT storage_key AS key FROM atrium.file WHERE storage_key = ANY ($1)
     UNION ALL SELECT thumbnail_key FROM atrium.file WHERE thumbnail_key = ANY ($1)`,
    [keys],
  );
  return new Set(rows.map(({ key }) => key));
}
