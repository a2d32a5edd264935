import {
  type Actor,
  AtriumError,
  context,
  db,
  Events,
  JobHandler,
  type JobRun,
  newId,
  now,
  renderMessage,
  SqlValues,
  systemActor,
  type TransactionOptions,
  Transactions,
} from '@atrium/sdk';
import { Injectable, Logger } from '@nestjs/common';
import { segmentEvents } from '../audiences.events';
import { segmentMessages } from '../audiences.messages';
import { conditionOf } from '../membership/prepared-audience';
import type { StoredRule } from '../rule/rule.types';
import { SegmentRules } from '../rule/segment-rules';
import { takeMembersJob } from './snapshot.job';

const BATCH = 5_000;

interface Snapshot {
  readonly segment_id: string;
  readonly rule: StoredRule;
  readonly actor: Omit<Actor, 'permissions'> & { readonly permissions: readonly string[] };
}

/** Takes members as the person who asked for it, within what that person saw, and no further than the segment reaches. */
@Injectable()
export class SnapshotRunner {
  private readonly log = new Logger('Segments');

  constructor(
    private readonly rules: SegmentRules,
    private readonly events: Events,
    private readonly transactions: Transactions,
  ) {}

  @JobHandler(takeMembersJob, { transaction: false })
  async run({ snapshotId }: { snapshotId: string }, run: JobRun): Promise<void> {
    const as: TransactionOptions = {
      tenantId: run.tenantId!,
      actor: systemActor('segments'),
      operation: 'takeSegmentMembers',
    };
    const snapshot = await this.transactions.run({ ...as, readOnly: true }, () => waiting(snapshotId));
    if (!snapshot) return;
    const { actor: asked } = snapshot;
    const actor: Actor = { ...asked, permissions: new Set(asked.permissions) };
    try {
      await this.transactions.run({ ...as, actor }, () => this.take(snapshotId, snapshot, run.signal));
    } catch (error) {
      const told = error instanceof AtriumError ? error : null;
      if (!told && (!run.last || run.signal.aborted)) throw error;
      if (!told) this.log.error(`Snapshot ${snapshotId}: ${(error as Error).stack ?? String(error)}`);
      await this.transactions.run(as, async () => {
        const { locale } = context();
        const words = renderMessage(told?.template ?? segmentMessages.takingFailed, locale, told?.params);
        await db().execute(
          `UPDATE atrium.segment_snapshot SET state = 'FAILED', failure = $2 WHERE id = $1 AND state = 'TAKING'`,
          [snapshotId, words],
        );
      });
    }
  }

  /** One transaction, and within it one cursor: all members are of one moment, however many batches they come in. */
  private async take(id: string, { segment_id: segmentId, rule }: Snapshot, signal: AbortSignal): Promise<void> {
    const [free] = await db().query(
      `SELECT FROM atrium.segment_snapshot WHERE id = $1 AND state = 'TAKING' FOR UPDATE SKIP LOCKED`,
      [id],
    );
    // Another worker is at it, or was.
    if (!free) return;
    const condition = conditionOf(await this.rules.usable(rule));
    const values = new SqlValues();
    await db().query(
      `DECLARE segment_members NO SCROLL CURSOR FOR
       SELECT c.id FROM atrium.customer c WHERE ${condition('c', values)} ORDER BY c.id`,
      values.values,
    );
    const takenAt = now();
    let count = 0;
    for (;;) {
      signal.throwIfAborted();
      const rows = await db().query<{ id: string }>(`FETCH ${BATCH} FROM segment_members`);
      if (rows.length === 0) break;
      await db().execute(
        `INSERT INTO atrium.segment_member (id, snapshot_id, customer_id)
         SELECT given.id, $1, given.customer FROM unnest($2::uuid[], $3::uuid[]) AS given (id, customer)`,
        [id, rows.map(() => newId()), rows.map((row) => row.id)],
      );
      count += rows.length;
    }
    await db().execute(
      `UPDATE atrium.segment_snapshot SET state = 'READY', member_count = $2, taken_at = $3 WHERE id = $1`,
      [id, count, takenAt],
    );
    await db().execute(`DELETE FROM atrium.segment_snapshot WHERE segment_id = $1 AND id <> $2 AND state <> 'TAKING'`, [
      segmentId,
      id,
    ]);
    await this.events.emit(segmentEvents.membersTaken, { segmentId, snapshotId: id }, { aggregateId: segmentId });
  }
}

async function waiting(id: string): Promise<Snapshot | undefined> {
  const [row] = await db().query<Snapshot>(
    `SELECT segment_id, rule, actor FROM atrium.segment_snapshot WHERE id = $1 AND state = 'TAKING'`,
    [id],
  );
  return row;
}
