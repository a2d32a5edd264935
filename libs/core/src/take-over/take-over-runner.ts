import {
  AtriumError,
  Cipher,
  conflict,
  currentTenant,
  db,
  defineJob,
  JobHandler,
  type JobRun,
  now,
  quotaErrorOf,
  systemActor,
  type TransactionOptions,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { takeNumbers } from '../counter/take-numbers';
import { refreshWords, sealedNumber } from '../customers';
import { eraseCustomers } from '../privacy';
import { refreshBelowCommunity } from '../properties';
import { columnsOf, customersOf, readRows, type Row, writeRows } from './copy-rows';
import { takeOverMessages } from './take-over.messages';
import { TAKEN_TABLES, type TakenTable, type TakeOverPart } from './taken-tables';

/** Takes a community over; done again after a crash, it finds out how far it came. */
export const takeOverJob = defineJob({
  name: 'takeover.run',
  version: 1,
  schema: z.object({ takeoverId: z.uuid() }),
  retries: 5,
  timeoutSeconds: 3600,
  leaseSeconds: 30,
  concurrency: 1,
});

interface Takeover {
  readonly id: string;
  readonly state: string;
  readonly from_tenant_id: string;
  readonly offer_id: string;
  readonly parts: readonly TakeOverPart[];
}

interface Offer {
  readonly community_id: string;
  readonly state: string;
  readonly afterwards: 'KEEP' | 'ERASE_CUSTOMERS';
}

type Counts = Record<string, number>;

/**
 * Reads in transactions of the giver and writes in one of the receiver: nothing here sees two companies at once. All of
 * it comes or nothing; then the giver's side is closed, which a repeated try does too.
 */
@Injectable()
export class TakeOverRunner {
  constructor(
    private readonly transactions: Transactions,
    private readonly cipher: Cipher,
  ) {}

  @JobHandler(takeOverJob, { transaction: false })
  async run({ takeoverId }: { takeoverId: string }, run: JobRun): Promise<void> {
    const receiver = run.tenantId!;
    const here: TransactionOptions = { tenantId: receiver, actor: systemActor('takeOver'), operation: 'takeOver' };
    const takeover = await this.transactions.run(here, () => find(takeoverId));
    if (!takeover || takeover.state === 'FAILED') return;
    const there: TransactionOptions = { ...here, tenantId: takeover.from_tenant_id };
    let { counts } = takeover;
    if (takeover.state === 'RUNNING') {
      try {
        counts = await this.transactions.run(here, () => this.take(takeover, there, run));
      } catch (error) {
        const failure = asFailure(error);
        if (!failure) throw error;
        await this.transactions.run(here, () => end(takeoverId, 'FAILED', {}, failure));
        await this.transactions.run(there, () => reopen(takeover.offer_id));
        return;
      }
    }
    await this.transactions.run(there, () => this.giveUp(takeover, counts));
  }

  /** In the receiver's transaction. */
  private async take(takeover: Takeover, there: TransactionOptions, run: JobRun): Promise<Counts> {
    await db().query(`SELECT set_config('statement_timeout', '300000', true)`);
    const read = <T>(task: () => Promise<T>): Promise<T> => this.transactions.run({ ...there, readOnly: true }, task);
    const offer = (await read(() => offerOf(takeover.offer_id)))!;
    const communityId = offer.community_id;
    const customerIds = takeover.parts.includes('CUSTOMERS' as TakeOverPart)
      ? await read(() => customersOf(communityId))
      : [];
    const counts: Counts = {};
    for (const table of TAKEN_TABLES.filter(({ part }) => takeover.parts.includes(part))) {
      const columns = await columnsOf(table.table);
      counts[table.table] = 0;
      for (;;) {
        run.signal.throwIfAborted();
        const rows = await read(async () =>
          this.opened(table, await readRows(table, { communityId, customerIds }, counts[table.table]!)),
        );
        if (rows.length === 0) break;
        await writeRows(table.table, columns, await this.adapted(table, rows, communityId));
        counts[table.table]! += rows.length;
      }
    }
    await refreshBelowCommunity((await communityPlace(communityId))!);
    for (let start = 0; start < customerIds.length; start += 500) {
      await refreshWords(customerIds.slice(start, start + 500));
    }
    await end(takeover.id, 'DONE', counts, null);
    return counts;
  }

  /** Sealed numbers are bound to their company: opened in the giver's transaction … */
  private opened({ table }: TakenTable, rows: Row[]): Row[] {
    if (table !== 'atrium.identity_document') return rows;
    return rows.map((row) => ({ ...row, number: this.cipher.decrypt(row.number_sealed as string) }));
  }

  /** … and sealed again in the receiver's. Numbers of customers come from the receiver's counter. */
  private async adapted({ table, overwrite }: TakenTable, rows: Row[], communityId: string): Promise<Row[]> {
    if (table === 'atrium.identity_document') {
      return rows.map(({ number, ...row }) => {
        const { sealed, masked, fingerprint } = sealedNumber(this.cipher, number as string);
        return { ...row, number_sealed: sealed, number_masked: masked, fingerprint };
      });
    }
    if (table !== 'atrium.customer') return rows.map((row) => ({ ...row, ...overwrite }));
    const first = await takeNumbers('customer', rows.length);
    return rows.map((row, index) => ({
      ...row,
      ...overwrite,
      code: `C${String(first + index).padStart(8, '0')}`,
      // Other communities stay with the giver.
      community_id: row.community_id === communityId ? communityId : null,
      alias_community_ids: (row.alias_community_ids as string[]).filter((id) => id === communityId),
    }));
  }

  /** In the giver's transaction: the offer is used up; where it was so agreed, who only lived here is erased. */
  private async giveUp({ offer_id, parts }: Takeover, counts: Counts): Promise<void> {
    await db().query(`SELECT set_config('statement_timeout', '300000', true)`);
    const done = await db().execute(
      `UPDATE atrium.community_offer SET state = 'TAKEN', taken_at = $2, counts = $3 WHERE id = $1 AND state = 'ACCEPTED'`,
      [offer_id, now(), JSON.stringify(counts)],
    );
    const offer = await offerOf(offer_id);
    if (done === 0 || offer?.afterwards !== 'ERASE_CUSTOMERS' || !parts.includes('CUSTOMERS' as TakeOverPart)) return;
    await db().execute(
      `UPDATE atrium.occupancy SET ends_on = greatest(starts_on + 1, $2::date), version = version + 1, updated_at = now()
       WHERE community_id = $1 AND ends_on > $2::date AND starts_on < 'infinity'`,
      [offer.community_id, today()],
    );
    const rows = await db().query<{ id: string }>(
      `SELECT c.id FROM atrium.customer c WHERE c.id = ANY ($1::uuid[])
         AND NOT EXISTS (SELECT FROM atrium.customer a JOIN atrium.occupancy o ON o.tenant_id = a.tenant_id AND o.customer_id = a.id
           WHERE (a.id = c.id OR a.merged_into_id = c.id OR a.id = c.merged_into_id OR a.merged_into_id = c.merged_into_id)
             AND o.community_id <> $2)
         AND coalesce(c.community_id, $2) = $2`,
      [await customersOf(offer.community_id), offer.community_id],
    );
    await eraseCustomers(rows.map(({ id }) => id));
  }
}

async function find(id: string): Promise<(Takeover & { counts: Counts }) | null> {
  const [row] = await db().query<Takeover & { counts: Counts }>(
    'SELECT id, state, from_tenant_id, offer_id, parts, counts FROM atrium.community_takeover WHERE id = $1',
    [id],
  );
  return row ?? null;
}

async function offerOf(id: string): Promise<Offer | null> {
  const [row] = await db().query<Offer>(
    'SELECT community_id, state, afterwards FROM atrium.community_offer WHERE id = $1',
    [id],
  );
  return row ?? null;
}

async function communityPlace(id: string) {
  const [row] = await db().query<{
    id: string;
    name: string;
    code: string;
    address: string | null;
    postcode: string | null;
    sortKey: string;
  }>('SELECT id, name, code, address, postcode, sort_key AS "sortKey" FROM atrium.community WHERE id = $1', [id]);
  return row;
}

const end = (id: string, state: 'DONE' | 'FAILED', counts: Counts, failure: object | null): Promise<number> =>
  db().execute(
    'UPDATE atrium.community_takeover SET state = $2, counts = $3, failure = $4, finished_at = $5 WHERE id = $1',
    [id, state, JSON.stringify(counts), failure && JSON.stringify(failure), now()],
  );

/** What went wrong is the receiver's to mend; the giver's offer stands again. */
const reopen = (offerId: string): Promise<number> =>
  db().execute(
    `UPDATE atrium.community_offer SET state = 'OFFERED', taken_by = NULL WHERE id = $1 AND state = 'ACCEPTED'`,
    [offerId],
  );

/** A refusal in words; null for what may pass when it is tried again. */
function asFailure(error: unknown): { code: string; message: unknown; params: unknown } | null {
  const told =
    (error as { code?: string }).code === '23505'
      ? conflict(takeOverMessages.takenBefore)
      : (quotaErrorOf(error) ?? error);
  if (!(told instanceof AtriumError) || told.retryable) return null;
  return { code: told.code, message: told.template, params: told.params };
}

const today = (): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: currentTenant().timeZone, dateStyle: 'short' }).format(now());
