import { db, type JobCause } from '@atrium/sdk';
import { JOB_SCHEMA } from '../jobs/boss';
import type { RegisteredEventHandler } from './event-registry';

/** Looked at in one go. */
const LOOK = 100;

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

/**
 * Locks a delivery for this transaction; null when it has been handled, somebody else is at it, or an earlier event of
 * its aggregate still waits. Should this process stop in the middle, the server ends the transaction after
 * `idleSeconds`, and the lock with it.
 */
export async function takeDelivery(id: string, idleSeconds: number): Promise<TakenDelivery | null> {
  const [taken] = await db().query<TakenDelivery>(
    {
      name: 'event_take',
      text: `SELECT e.id AS "eventId", e.name, e.version, e.aggregate, e.aggregate_id AS "aggregateId", e.payload, e.cause,
              e.created_at AS "occurredAt", d.attempts, d.overtaken_by AS "overtakenBy",
              (SELECT count(*)::int FROM atrium.event_delivery x
               WHERE x.tenant_id = d.tenant_id AND x.handler = d.handler AND x.aggregate_id = d.aggregate_id
                 AND x.state = 'DEAD' AND x.sequence < d.sequence) AS overtakes,
              set_config('idle_in_transaction_session_timeout', $2, true) AS guard
       FROM atrium.event_delivery d JOIN atrium.event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
       WHERE d.id = $1 AND d.state = 'WAITING' AND d.next_at <= now() AND NOT EXISTS (
         SELECT FROM atrium.event_delivery b
         WHERE b.tenant_id = d.tenant_id AND b.handler = d.handler AND b.aggregate_id = d.aggregate_id
           AND b.state = 'WAITING' AND b.sequence < d.sequence)
       FOR UPDATE OF d SKIP LOCKED`,
    },
    [id, `${idleSeconds}s`],
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
 * Counts a try before it begins, when an earlier one may have taken its worker down with it. Answers the tries so far,
 * this one included; null when it is no longer waiting.
 */
export async function countTry(id: string): Promise<number | null> {
  const [row] = await db().query<{ attempts: number }>(
    `UPDATE atrium.event_delivery SET attempts = attempts + 1 WHERE id = $1 AND state = 'WAITING' RETURNING attempts`,
    [id],
  );
  return row?.attempts ?? null;
}

export interface FailedTry {
  readonly id: string;
  /** Tries used, this one included. */
  readonly attempts: number;
  readonly failure: object;
  /** No try is left. */
  readonly dead: boolean;
}

/** Keeps a failed try: a dead letter, or a next try with the job that will look at it then. */
export async function recordFailure(
  kind: string,
  { backoffSeconds }: Pick<RegisteredEventHandler, 'backoffSeconds'>,
  { id, attempts, failure, dead }: FailedTry,
): Promise<void> {
  await db().query(
    `WITH failed AS (
       UPDATE atrium.event_delivery
       SET attempts = $2, failure = $3, state = CASE WHEN $4 THEN 'DEAD' ELSE 'WAITING' END,
           ended_at = CASE WHEN $4 THEN now() END,
           next_at = date_trunc('milliseconds', clock_timestamp() + least(3600, $5 * 2 ^ ($2::int - 1)) * interval '1 second')
       WHERE id = $1 AND state = 'WAITING' RETURNING state, next_at)
     SELECT app.enqueue_job($6, '{}', 1, ${WAKE} || jsonb_build_object('startAfter',
       to_char(next_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
     FROM failed WHERE state = 'WAITING'`,
    [id, attempts, JSON.stringify(failure), dead, backoffSeconds, kind],
  );
}

/** Has a handler look at what waits for it, after whatever waits now. */
export async function wakeHandler(kind: string): Promise<void> {
  await db().query(`SELECT app.enqueue_job($1, '{}', 1, ${WAKE})`, [kind]);
}

/** Of the job that looks: the tries of an event are counted with the event. */
const WAKE = `'{"retries": 25, "backoffSeconds": 2, "expireSeconds": 86415, "heartbeatSeconds": 30}'::jsonb`;
