import type { DbSession } from '@atrium/sdk';
import type { Db, JobWithMetadata, PgBoss } from 'pg-boss';
import { DEAD_LETTERS, JOB_CHANNEL, JOB_SCHEMA, QUEUE } from './boss';

/** A job that this process has taken. */
export interface TakenJob {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  /** Tries before this one: with the id it names this claim, which a later try of another worker ends. */
  readonly retryCount: number;
  readonly retryLimit: number;
  /** UUID of the tenant, or `platform`. */
  readonly group: string;
  /** Signs of life are needed. */
  readonly heartbeat: boolean;
}

interface Settled {
  affected: number;
  settled?: string[];
}

const NEVER = `'9999-01-01'::timestamptz`;

/** Jobs of the kinds `$1` and the tenant `$2` that were put aside are due. */
export const WAKE_JOBS = `
  WITH woken AS (
    UPDATE ${JOB_SCHEMA}.job SET start_after = ${JOB_SCHEMA}.job_now()
    WHERE name = ANY ($1) AND group_id = $2 AND state = 'retry' AND start_after = ${NEVER} RETURNING name)
  SELECT pg_notify('${JOB_CHANNEL}', name) FROM (SELECT DISTINCT name FROM woken) kinds`;

/** The job tables, as the worker uses them. What pg-boss has no call for is SQL here. */
export class JobQueue {
  constructor(private readonly boss: PgBoss) {}

  /** Makes the queues of kinds that have never had a job. */
  async prepare(names: readonly string[]): Promise<void> {
    const known = new Set((await this.boss.getQueues()).map(({ name }) => name));
    for (const name of names) if (!known.has(name)) await this.boss.createQueue(name, QUEUE);
  }

  /** Which of these kinds have a job whose time has come. */
  async due(names: readonly string[]): Promise<string[]> {
    const { rows } = (await this.boss.getDb().executeSql(
      `SELECT kind FROM unnest($1::text[]) AS kind WHERE EXISTS (
         SELECT FROM ${JOB_SCHEMA}.job j
         WHERE j.name = kind AND j.state < 'active' AND NOT j.blocked AND j.start_after <= ${JOB_SCHEMA}.job_now())`,
      [names],
    )) as { rows: { kind: string }[] };
    return rows.map(({ kind }) => kind);
  }

  /** Takes up to `limit` jobs whose time has come, oldest first, none of the tenants left out. */
  async take(name: string, limit: number, leaveOut: readonly string[]): Promise<TakenJob[]> {
    const jobs: JobWithMetadata<unknown>[] = await this.boss.fetch(name, {
      batchSize: limit,
      includeMetadata: true,
      ignoreGroups: [...leaveOut],
    });
    return jobs.map(({ id, data, retryCount, retryLimit, groupId, heartbeatSeconds }) => ({
      id,
      name,
      data,
      retryCount,
      retryLimit,
      group: groupId ?? 'platform',
      heartbeat: heartbeatSeconds != null,
    }));
  }

  /**
   * Done. With a session, as part of its transaction. False: the claim has lapsed, somebody else has the job; what this
   * try did must not stay.
   */
  async acknowledge(job: TakenJob, session?: DbSession): Promise<boolean> {
    const db = session && asBossDb(session);
    return affected(await this.boss.complete(job.name, claim(job), null, db && { db })) > 0;
  }

  /** The try failed: the job waits for its next one or becomes a dead letter. */
  async fail(job: TakenJob, reason: object): Promise<void> {
    await this.boss.fail(job.name, claim(job), reason);
  }

  /** The try failed for want of a database: it counts, and the next one waits for nothing but the database. */
  async failForNow(job: TakenJob, reason: object): Promise<void> {
    await this.fail(job, reason);
    await this.boss.getDb().executeSql(
      `UPDATE ${JOB_SCHEMA}.job SET start_after = ${JOB_SCHEMA}.job_now()
         WHERE name = $1 AND id = $2 AND retry_count = $3 AND state = 'retry'`,
      [job.name, job.id, job.retryCount],
    );
  }

  /** Repeating is no use: a dead letter at once. */
  async bury(job: TakenJob, reason: object): Promise<void> {
    await this.boss.getDb().executeSql(
      `UPDATE ${JOB_SCHEMA}.job SET retry_limit = retry_count
         WHERE name = $1 AND id = $2 AND retry_count = $3 AND state = 'active'`,
      [job.name, job.id, job.retryCount],
    );
    await this.fail(job, reason);
  }

  /** Given back untouched: the next worker may take them at once, and no try is used up. */
  async handBack(jobs: readonly TakenJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.boss.getDb().executeSql(
      `UPDATE ${JOB_SCHEMA}.job j SET state = 'retry', started_on = NULL, heartbeat_on = NULL, start_after = ${JOB_SCHEMA}.job_now()
       FROM unnest($1::text[], $2::uuid[], $3::int[]) AS mine(name, id, retry_count)
       WHERE j.name = mine.name AND j.id = mine.id AND j.retry_count = mine.retry_count AND j.state = 'active'`,
      [jobs.map(({ name }) => name), jobs.map(({ id }) => id), jobs.map(({ retryCount }) => retryCount)],
    );
  }

  /** Put aside until {@link WAKE_JOBS}: the plugin it is for is disabled. No try is used up. */
  async rest(job: TakenJob, session: DbSession): Promise<void> {
    await session.execute(
      `UPDATE ${JOB_SCHEMA}.job SET state = 'retry', started_on = NULL, heartbeat_on = NULL, start_after = ${NEVER}
       WHERE name = $1 AND id = $2 AND retry_count = $3 AND state = 'active'`,
      [job.name, job.id, job.retryCount],
    );
  }

  /** Signs of life. Answers the ids whose claim has lapsed. */
  async touch(jobs: readonly TakenJob[]): Promise<string[]> {
    const lapsed: string[] = [];
    for (const [name, mine] of Map.groupBy(jobs, (job) => job.name)) {
      const { settled } = (await this.boss.touch(name, mine.map(claim))) as Settled;
      const alive = new Set(settled);
      lapsed.push(...mine.filter(({ id }) => !alive.has(id)).map(({ id }) => id));
    }
    return lapsed;
  }

  /** Dead letters, newest first. */
  async deadLetters(filter: { tenantId?: string; name?: string; limit: number }): Promise<DeadLetter[]> {
    const { rows } = (await this.boss.getDb().executeSql(
      `SELECT d.id, d.source_id AS "jobId", d.source_name AS name, d.group_id AS tenant, d.data -> 'payload' AS payload,
              d.source_output AS failure, d.source_retry_count + 1 AS tries, d.source_created_on AS "enqueuedAt",
              d.created_on AS "diedAt"
       FROM ${JOB_SCHEMA}.job d
       WHERE d.name = '${DEAD_LETTERS}' AND d.state = 'created' AND ($1::text IS NULL OR d.group_id = $1)
         AND ($2::text IS NULL OR d.source_name = $2)
       ORDER BY d.created_on DESC, d.id LIMIT $3`,
      [filter.tenantId ?? null, filter.name ?? null, filter.limit],
    )) as { rows: DeadLetter[] };
    return rows;
  }

  /** Those of the dead letters that are this tenant's. */
  async deadOf(tenantId: string, ids: readonly string[]): Promise<string[]> {
    const { rows } = (await this.boss
      .getDb()
      .executeSql(
        `SELECT id FROM ${JOB_SCHEMA}.job WHERE name = '${DEAD_LETTERS}' AND group_id = $1 AND id = ANY ($2::uuid[])`,
        [tenantId, ids],
      )) as { rows: { id: string }[] };
    return rows.map(({ id }) => id);
  }

  /** Puts dead letters back where they came from, with all their tries. Answers how many. */
  async replay(ids: readonly string[]): Promise<number> {
    return ids.length === 0 ? 0 : this.boss.redrive(DEAD_LETTERS, { ids: [...ids], limit: ids.length });
  }
}

/** A job whose last try has failed. */
export interface DeadLetter {
  readonly id: string;
  /** Id of the job it was. */
  readonly jobId: string;
  readonly name: string;
  /** UUID of the tenant, or `platform`. */
  readonly tenant: string;
  readonly payload: unknown;
  readonly failure: unknown;
  readonly tries: number;
  readonly enqueuedAt: Date;
  readonly diedAt: Date;
}

const claim = ({ id, retryCount }: TakenJob): { id: string; retryCount: number } => ({ id, retryCount });
const affected = (answer: unknown): number => (answer as Settled).affected;
const asBossDb = (session: DbSession): Db => ({
  executeSql: async (text, values) => ({ rows: await session.query(text, values) }),
});
