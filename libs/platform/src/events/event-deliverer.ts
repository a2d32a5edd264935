import {
  context,
  db,
  type EventDefinition,
  type EventDelivery,
  type JobRun,
  Log,
  systemActor,
  Transactions,
  type TransactionOptions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { OperationSession } from '../database/session-factory';
import { inSpan, tracing } from '../observability/tracing';
import { runInWork } from '../observability/work';
import { currentPayload, UnusableJobError } from '../jobs/job-envelope';
import { reasonOf } from '../jobs/job-runner';
import { OwnerGate } from '../jobs/owner-gate';
import { Attempt, JobTimeoutError } from '../jobs/running-job';
import {
  absorbWaiting,
  acknowledge,
  type Candidate,
  countTry,
  failed,
  type FailedTry,
  lookForWork,
  type Settling,
  takeDelivery,
  type TakenDelivery,
  uncounted,
  wakeHandler,
} from './delivery-records';
import { noteDelivery } from './event.metrics';
import { EVENT_JOB_PREFIX, type RegisteredEventHandler } from './event-registry';

/** Afterwards the tenant stands in line again: what it has waiting keeps its slot no longer than this. Milliseconds. */
const TURN_MS = 1_000;
/** Seconds a handler that does nothing in the database may go beyond its time before the server ends its transaction. */
const IDLE_MARGIN_SECONDS = 15;
/** Between the lock on a delivery and its handler's work. */
const SAVEPOINT = 'before_handler';

type Outcome = 'done' | 'dead' | 'failed' | 'left';

/**
 * Hands one handler the events of one tenant that wait for it. It runs as a job, so that slots, fairness, leases and
 * take-over are those of jobs; what is delivered and what not is told by the deliveries' rows alone, which makes it safe
 * to run twice at once, to die and to be repeated.
 */
@Injectable()
export class EventDeliverer {
  private readonly log = new Log('Events');

  constructor(
    private readonly transactions: Transactions,
    private readonly gate: OwnerGate,
  ) {}

  async run(handler: RegisteredEventHandler, run: JobRun): Promise<void> {
    const kind = EVENT_JOB_PREFIX + handler.name;
    // Of one event alone: a handler of many leaves those of a closed tenant where they are.
    const [only, ...others] = handler.events.values();
    const whileClosed = others.length === 0 && only?.whileClosed;
    const as = { tenantId: run.tenantId, actor: systemActor(kind), operation: kind, whileClosed };
    const until = performance.now() + TURN_MS;
    for (let first = true; ; first = false) {
      const batch = await this.transactions.run(as, () => this.look(handler, kind, first));
      // For this look alone: whoever had an object's event in hand looks again after it and finds what followed. Kept any
      // longer, two workers could each leave the rest to the other.
      const behind = new Set<string>();
      let moved = false;
      for (const candidate of batch) {
        run.signal.throwIfAborted();
        if (performance.now() > until) return this.transactions.run(as, () => wakeHandler(kind));
        if (behind.has(candidate.aggregateId)) continue;
        const outcome = await this.deliver(
          handler,
          candidate,
          { ...as, requestId: candidate.requestId ?? undefined },
          run,
        );
        if (outcome !== 'left') noteDelivery(handler.name, outcome);
        if (outcome === 'done' || outcome === 'dead') moved = true;
        else behind.add(candidate.aggregateId);
      }
      if (!moved) return;
    }
  }

  private async look(handler: RegisteredEventHandler, kind: string, first: boolean): Promise<Candidate[]> {
    const { tenant } = context();
    // A closed tenant's events rest until it is erased; a disabled plugin's until it is enabled.
    if (!tenant || !(await this.gate.isOpen(handler.owner))) return [];
    if (first) await absorbWaiting(kind, tenant.id);
    return lookForWork(handler.name);
  }

  private async deliver(
    handler: RegisteredEventHandler,
    { id }: Candidate,
    as: TransactionOptions,
    run: JobRun,
  ): Promise<Outcome> {
    const seconds = handler.timeoutSeconds;
    const idleSeconds = seconds + IDLE_MARGIN_SECONDS;
    // An earlier try may have killed its worker: then tries are counted before they begin.
    const counting = run.attempt > 1;
    const counted = counting ? await this.transactions.run(as, () => countTry(as.operation, id, idleSeconds)) : null;
    if (counting && counted === null) return 'left';
    if (counted !== null && counted > handler.retries + 1) {
      const failure = this.failureOf(handler, as, { id, found: counted, attempts: counted - 1 }, new WorkerDiedError());
      await this.transactions.run(as, () => write(failure.settling));
      return failure.said(null);
    }
    const attempt = new Attempt();
    const stop = (): void => attempt.ask(run.signal.reason as Error);
    run.signal.addEventListener('abort', stop);
    const timer = setTimeout(() => attempt.abandon(new JobTimeoutError(seconds)), seconds * 1000);
    let taken: TakenDelivery | null = null;
    let failure: Failure | null = null;
    let settled = false;
    try {
      return await this.transactions.run(as, async () => {
        const mine = await takeDelivery(id, idleSeconds, counted);
        if (!mine) return 'left';
        taken = counted === null ? mine : { ...mine, attempts: counted - 1 };
        const session = db() as OperationSession;
        await session.savepoint(SAVEPOINT);
        try {
          run.signal.throwIfAborted();
          const payload = currentPayload(eventOf(handler, taken), taken.payload, taken.version);
          const delivery = deliveryOf(handler, taken, run.tenantId!, attempt.signal);
          await this.traced(handler, taken, () => attempt.race(handler.handle(payload, delivery)));
          await acknowledge(id, taken);
          return 'done';
        } catch (error) {
          const { attempts } = taken;
          const tries = { id, found: mine.attempts, attempts: attempts + 1 };
          let settling: Settling | null;
          if (run.signal.aborted) settling = counted === null ? null : uncounted(as.operation, id, counted);
          else settling = (failure = this.failureOf(handler, as, tries, error as Error)).settling;
          // In one step with the undoing of the try, while its row is locked: a job beside this one cannot begin it again.
          if (settling) await session.conclude(SAVEPOINT, settling.text, settling.values);
          settled = true;
          throw error;
        }
      });
    } catch (error) {
      run.signal.throwIfAborted();
      if (taken === null) throw error;
      const { attempts, ...rest } = taken as TakenDelivery;
      // The commit failed or the connection is gone, and the lock with it.
      failure ??= this.failureOf(
        handler,
        as,
        { id, found: counted ?? attempts, attempts: attempts + 1 },
        error as Error,
      );
      const { settling, said } = failure as Failure;
      if (!settled) await this.transactions.run(as, () => write(settling));
      return said(rest);
    } finally {
      clearTimeout(timer);
      run.signal.removeEventListener('abort', stop);
    }
  }

  /** As part of the trace that the event was emitted in, not of the job that found it. */
  private traced(
    handler: RegisteredEventHandler,
    { eventId, name, trace, attempts }: TakenDelivery,
    task: () => Promise<void>,
  ): Promise<void> {
    const attributes = { 'atrium.event': name, 'atrium.event.id': eventId, 'atrium.attempt': attempts + 1 };
    return runInWork({ event: name, eventId, handler: handler.name }, () =>
      inSpan(`event ${handler.name}`, { kind: 'consumer', parent: trace, attributes }, async () => {
        // What it brings about belongs to it, not to the job that found it, whose transaction this is.
        const own = tracing()?.traceparent();
        if (own) await db().query(`SELECT set_config('app.trace', $1, true)`, [own]);
        return task();
      }),
    );
  }

  private failureOf(
    handler: RegisteredEventHandler,
    { operation, tenantId }: TransactionOptions,
    tries: Pick<FailedTry, 'id' | 'found' | 'attempts'>,
    error: Error,
  ): Failure {
    const { id, attempts } = tries;
    const dead = error instanceof UnusableJobError || attempts > handler.retries;
    return {
      settling: failed(operation, handler, { ...tries, failure: reasonOf(error), dead }),
      said: (of) => {
        const fields = {
          event: of?.name ?? null,
          eventId: of?.eventId ?? null,
          handler: handler.name,
          deliveryId: id,
          tenantId,
          attempt: attempts,
          attemptsLeft: Math.max(0, handler.retries + 1 - attempts),
          error,
        };
        if (dead) this.log.error('Event failed for its handler; it is a dead letter', fields);
        else this.log.error('Event failed for its handler; it is tried again', fields);
        return dead ? 'dead' : 'failed';
      },
    };
  }
}

/** What is written of a failed try, and what is said once that is done. */
interface Failure {
  readonly settling: Settling;
  readonly said: (of: Pick<TakenDelivery, 'eventId' | 'name'> | null) => Outcome;
}

const write = ({ text, values }: Settling): Promise<unknown> => db().query(text, values);

function eventOf({ events }: RegisteredEventHandler, { name }: TakenDelivery): EventDefinition {
  const event = events.get(name);
  if (!event) throw new UnusableJobError(`The handler does not know the event ${name} any more`);
  return event;
}

/** The try did not end, and neither did its worker live to say so. */
class WorkerDiedError extends Error {
  override readonly name = 'WorkerDiedError';
  constructor() {
    super('The worker ended in the middle of every try');
  }
}

const deliveryOf = (
  { retries }: RegisteredEventHandler,
  { eventId, name, aggregate, aggregateId, occurredAt, cause, attempts, overtakes, overtakenBy }: TakenDelivery,
  tenantId: string,
  signal: AbortSignal,
): EventDelivery => ({
  id: eventId,
  name,
  aggregate,
  aggregateId,
  tenantId,
  occurredAt,
  cause,
  attempt: attempts + 1,
  last: attempts >= retries,
  overtakes,
  overtakenBy,
  signal,
});
