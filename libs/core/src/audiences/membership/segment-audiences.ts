import { Audiences, context, db, type MemberBatch, type OperationContext, runInContext, SqlValues } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { type Condition, PreparedAudiences } from './prepared-audience';

const BATCH = 5_000;
const MAX_BATCH = 10_000;

@Injectable()
export class SegmentAudiences extends Audiences {
  constructor(private readonly prepared: PreparedAudiences) {
    super();
  }

  async require(segmentId: string): Promise<void> {
    await this.prepared.ofSegment(segmentId);
  }

  async count(segmentId: string): Promise<number> {
    const { condition } = await this.prepared.ofSegment(segmentId);
    const values = new SqlValues();
    const [row] = await db().query<{ count: number }>(
      `SELECT count(*)::int AS count FROM atrium.customer c WHERE ${condition('c', values)}`,
      values.values,
    );
    return row!.count;
  }

  async contains(segmentId: string, customerId: string): Promise<boolean> {
    const { condition } = await this.prepared.ofSegment(segmentId);
    return isIn(condition, customerId);
  }

  async batch(
    segmentId: string,
    { after = null, size = BATCH }: { after?: string | null; size?: number } = {},
  ): Promise<MemberBatch> {
    const { condition } = await this.prepared.ofSegment(segmentId);
    return readBatch(condition, after, size);
  }

  members(segmentId: string, { size = BATCH }: { size?: number } = {}): AsyncIterable<readonly string[]> {
    return this.batches(context(), segmentId, size);
  }

  /** A generator runs in the context of whoever asks for its next value: a plugin's, which may not read the core. */
  private async *batches(ctx: OperationContext, segmentId: string, size: number): AsyncGenerator<readonly string[]> {
    const { condition } = await runInContext(ctx, () => this.prepared.ofSegment(segmentId));
    let after: string | null = null;
    do {
      const from: string | null = after;
      const batch: MemberBatch = await runInContext(ctx, () => readBatch(condition, from, size));
      if (batch.ids.length > 0) yield batch.ids;
      after = batch.next;
    } while (after !== null);
  }
}

async function readBatch(condition: Condition, after: string | null, size: number): Promise<MemberBatch> {
  if (!Number.isInteger(size) || size < 1 || size > MAX_BATCH) {
    throw new RangeError(`A batch has 1 to ${MAX_BATCH} members, asked for were ${size}`);
  }
  const values = new SqlValues();
  const beyond = after === null ? '' : ` AND c.id > ${values.add(after, 'uuid')}`;
  const rows = await db().query<{ id: string }>(
    `SELECT c.id FROM atrium.customer c WHERE ${condition('c', values)}${beyond} ORDER BY c.id LIMIT ${size}`,
    values.values,
  );
  const ids = rows.map(({ id }) => id);
  return { ids, next: ids.length === size ? ids.at(-1)! : null };
}

/** Is the customer, or the one it was merged into, among them? */
export async function isIn(condition: Condition, customerId: string): Promise<boolean> {
  const values = new SqlValues();
  const customer = survivorOf(values.add(customerId, 'uuid'));
  const rows = await db().query(
    `SELECT FROM atrium.customer c WHERE c.id = ${customer} AND ${condition('c', values, 'ROWS')}`,
    values.values,
  );
  return rows.length > 0;
}

/** SQL of the customer that counts for one that may have been merged. */
export const survivorOf = (id: string): string =>
  `(SELECT coalesce(a.merged_into_id, a.id) FROM atrium.customer a WHERE a.id = ${id})`;
