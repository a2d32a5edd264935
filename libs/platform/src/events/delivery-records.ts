import { db, type JobCause } from '@atrium/sdk';
import { JOB_SCHEMA } from '../jobs/boss';
import type { RegisteredEventHandler } from './event-registry';

/** Looked at in one go. */
const LOOK = 100;

/** Of the job that looks: the tries of an event are counted with the event. */
const WAKE = `'{"retries": 25, "backoffSeconds": 2, "expireSeconds": 86415, "heartbeatSeconds": 30}'::jsonb`;

/** To the millisecond, which is what a job's start is kept in. */
const inSeconds = (seconds: string): string =>
  `date_trunc('milliseconds', clock_timestamp() + ${seconds} * interval '1 second')`;
/** Adds the job that looks again at a time. */
const wakeAt = (kind: string, at: string): string =>
  `app.enqueue_job(${kind}, '{}', 1, ${WAKE} || jsonb_build_object('startAfter',
       to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))`;

/** A delivery whose time has come and that may be the first of its aggregate. */
export interface Candidate {
  readonly id: string;
  readonly aggregateId: string;
  readonly requestId: string | null;
}

/** A delivery whose row this transaction has locked. */
export interface TakenDelivery {
  readonly eventId: string;
  readonly name: string;
  readonly version: number;
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly payload: unknown;
  readonly cause: JobCause;
  /** W3C traceparent of what emitted it, while traces are on. */
  readonly trace: string | null;
  readonly occurredAt: Date;
  readonly attempts: number;
  readonly overtakes: number;
  readonly overtakenBy: number;
}

/**
 * Deletes the jobs that wait to do what the running one does. What they were committed with is there for the looks that
 * follow, and this job is repeated should its worker die.
 */
export async function absorbWaiting(kind: string, tenantId: string): Promise<void> {
  await db().execute(
    {
      name: 'event_absorb',
      text: `DELETE FROM ${JOB_SCHEMA}.job j WHERE j.name = $1 AND j.id IN (
         SELECT w.id FROM ${JOB_SCHEMA}.job w
         WHERE w.name = $1 AND w.group_id = $2 AND w.state = 'created' AND w.start_after <= ${JOB_SCHEMA}.job_now()
         LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
    },
    [kind, tenantId],
  );
}

/** What may be handled now, oldest first. Events behind one that waits for its next try are left out. */
export function lookForWork(handler: string): Promise<Candidate[]> {
  return db().query<Candidate>(
    {
      name: 'event_look',
      text: `SELECT d.id, d.aggregate_id AS "aggregateId", e.cause ->> 'requestId' AS "requestId"
       FROM atrium.event_delivery d JOIN atrium.event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
       WHERE d.handler = $1 AND d.state = 'WAITING' AND d.next_at <= now() AND NOT EXISTS (
         SELECT FROM atrium.event_delivery b
         WHERE b.tenant_id = d.tenant_id AND b.handler = d.handler AND b.aggregate_id = d.aggregate_id
           AND b.state = 'WAITING' AND b.sequence < d.sequence AND b.next_at > now())
       ORDER BY d.sequence LIMIT ${LOOK}`,
    },
    [handler],
  );
}

/** No event of its aggregate waits before `d`. */
const IS_FIRST = `NOT EXISTS (
         SELECT FROM atrium.event_delivery b
         WHERE b.tenant_id = d.tenant_id AND b.handler = d.handler AND b.aggregate_id = d.aggregate_id
           AND b.state = 'WAITING' AND b.sequence < d.sequence)`;

/**
 * Locks a delivery for this transaction; null when it has been handled, somebody else is at it, its next try is not due, or
 * an earlier event of its aggregate still waits. One whose try was counted before ({@link countTry}) is taken by its
 * number: its time is that of whoever counted, who is the only one at it. Should this process stop in the middle, the server
 * ends the transaction after `idleSeconds`, and the lock with it.
 */
export async function takeDelivery(
  id: string,
  idleSeconds: number,
  counted: number | null,
): Promise<TakenDelivery | null> {
  // Whoever looked before the try was counted comes to lock the row after it: the server locks first and compares then, and
  // keeps the lock until that transaction ends, a moment later. To skip the row for that would lose the try and its lease.
  const [name, locked] = counted === null ? ['event_take', 'SKIP LOCKED'] : ['event_take_counted', ''];
  const [taken] = await db().query<TakenDelivery>(
    {
      name,
      text: `SELECT e.id AS "eventId", e.name, e.version, e.aggregate, e.aggregate_id AS "aggregateId", e.payload, e.cause, e.trace,
              e.created_at AS "occurredAt", d.attempts, d.overtaken_by AS "overtakenBy",
              (SELECT count(*)::int FROM atrium.event_delivery x
               WHERE x.tenant_id = d.tenant_id AND x.handler = d.handler AND x.aggregate_id = d.aggregate_id
                 AND x.state = 'DEAD' AND x.sequence < d.sequence) AS overtakes,
              set_config('idle_in_transaction_session_timeout', $2, true) AS guard
       FROM atrium.event_delivery d JOIN atrium.event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
       WHERE d.id = $1 AND d.state = 'WAITING' AND ${IS_FIRST}
         AND CASE WHEN $3::int IS NULL THEN d.next_at <= now() ELSE d.attempts = $3 END
       FOR UPDATE OF d ${locked}`,
    },
    [id, `${idleSeconds}s`, counted],
  );
  return taken ?? null;
}

/** Handled: part of the handler's own transaction, which holds the row. */
export async function acknowledge(id: string, { overtakes, attempts }: TakenDelivery): Promise<void> {
  await db().execute(
    {
      name: 'event_ack',
      text: `UPDATE atrium.event_delivery SET state = 'DONE', attempts = $2, ended_at = now(), overtakes = $3, failure = NULL
       WHERE id = $1 AND state = 'WAITING'`,
    },
    [id, attempts + 1, overtakes],
  );
  if (overtakes === 0) return;
  await db().execute(
    {
      name: 'event_overtake',
      text: `UPDATE atrium.event_delivery x SET overtaken_by = x.overtaken_by + 1
       FROM atrium.event_delivery d
       WHERE d.id = $1 AND x.tenant_id = d.tenant_id AND x.handler = d.handler AND x.aggregate_id = d.aggregate_id
         AND x.state = 'DEAD' AND x.sequence < d.sequence`,
    },
    [id],
  );
}

/**
 * Counts a try before it begins, when an earlier one may have taken its worker down with it, and keeps the others away for
 * the `leaseSeconds` it may last. Answers the tries so far, this one included; null when there is nothing to begin.
 */
export async function countTry(kind: string, id: string, leaseSeconds: number): Promise<number | null> {
  const [row] = await db().query<{ attempts: number }>(
    `WITH mine AS (
       SELECT d.id FROM atrium.event_delivery d
       WHERE d.id = $1 AND d.state = 'WAITING' AND d.next_at <= now() AND ${IS_FIRST}
       FOR UPDATE OF d SKIP LOCKED
     ), counted AS (
       UPDATE atrium.event_delivery d SET attempts = d.attempts + 1, next_at = ${inSeconds('$3')}
       FROM mine WHERE d.id = mine.id RETURNING d.attempts, d.next_at)
     SELECT c.attempts, ${wakeAt('$2', 'c.next_at')} AS look FROM counted c`,
    [id, kind, leaseSeconds],
  );
  return row?.attempts ?? null;
}

/** A statement and its values: what became of a try, written where the try itself is undone. */
export interface Settling {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface FailedTry {
  readonly id: string;
  /** Tries as its row counts them now: has somebody else counted since, this failure is theirs to keep. */
  readonly found: number;
  /** Tries used, this one included. */
  readonly attempts: number;
  readonly failure: object;
  /** No try is left. */
  readonly dead: boolean;
}

/** Keeps a failed try: a dead letter, or a next try with the job that will look at it then. */
export const failed = (
  kind: string,
  { backoffSeconds }: Pick<RegisteredEventHandler, 'backoffSeconds'>,
  { id, found, attempts, failure, dead }: FailedTry,
): Settling => ({
  text: `WITH failed AS (
       UPDATE atrium.event_delivery
       SET attempts = $2, failure = $3, state = CASE WHEN $4 THEN 'DEAD' ELSE 'WAITING' END,
           ended_at = CASE WHEN $4 THEN now() END,
           next_at = ${inSeconds('least(3600, $5 * 2 ^ ($2::int - 1))')}
       WHERE id = $1 AND state = 'WAITING' AND attempts = $7 RETURNING state, next_at)
     SELECT ${wakeAt('$6', 'f.next_at')} FROM failed f WHERE f.state = 'WAITING'`,
  values: [id, attempts, JSON.stringify(failure), dead, backoffSeconds, kind, found],
});

/** Takes back a try that was counted and may not finish. */
export const uncounted = (kind: string, id: string, counted: number): Settling => ({
  text: `WITH open AS (
       UPDATE atrium.event_delivery SET attempts = attempts - 1, next_at = now()
       WHERE id = $1 AND state = 'WAITING' AND attempts = $2 RETURNING id)
     SELECT app.enqueue_job($3, '{}', 1, ${WAKE}) FROM open`,
  values: [id, counted, kind],
});

/** Has a handler look at what waits for it, after whatever waits now. */
export async function wakeHandler(kind: string): Promise<void> {
  await db().query(`SELECT app.enqueue_job($1, '{}', 1, ${WAKE})`, [kind]);
}
