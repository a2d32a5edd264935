import {
  Cipher,
  type Clock,
  context,
  db,
  JobHandler,
  type JobRun,
  OutboundHttp,
  systemActor,
  type TransactionOptions,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { attempt, type Attempted, type Target } from './attempt';
import { secondsToNext, take, type TakenDelivery } from './delivery-records';
import { deliverJob, retryJob } from './delivery.job';
import { AT_ONCE } from './limits';
import { Settlement } from './settlement';
import { Wakes } from './wakes';

/** A subscription keeps its slot no longer than this, then stands in line again. Milliseconds. */
const TURN_MS = 5_000;
/** What is due and could not be taken is under way elsewhere: looked at again after this. Seconds. */
const ELSEWHERE_SECONDS = 2;

/** A batch with its secrets opened, and the operation's clock. */
interface Opened extends Target {
  readonly deliveries: readonly TakenDelivery[];
  readonly seen: number;
  readonly clock: Clock;
}

/**
 * Sends what waits for one subscription, a few at once. No connection to the database is held while a receiver takes its
 * time; what was taken is told apart by its row, so that a worker can die at any moment: then it is sent again, under the
 * same id.
 */
@Injectable()
export class DeliveryRunner {
  constructor(
    private readonly transactions: Transactions,
    private readonly http: OutboundHttp,
    private readonly cipher: Cipher,
    private readonly settlement: Settlement,
    private readonly wakes: Wakes,
  ) {}

  @JobHandler(deliverJob, { transaction: false })
  deliver(payload: { subscriptionId: string }, run: JobRun): Promise<void> {
    return this.run(payload.subscriptionId, run);
  }

  @JobHandler(retryJob, { transaction: false })
  retry(payload: { subscriptionId: string }, run: JobRun): Promise<void> {
    return this.run(payload.subscriptionId, run);
  }

  private async run(subscriptionId: string, run: JobRun): Promise<void> {
    const as: TransactionOptions = {
      tenantId: run.tenantId!,
      actor: systemActor('webhooks'),
      operation: 'webhooks.deliver',
      requestId: run.cause.requestId ?? undefined,
    };
    const until = performance.now() + TURN_MS;
    const flying = new Set<Promise<void>>();
    const faults: unknown[] = [];
    for (;;) {
      const goesOn = !run.signal.aborted && faults.length === 0 && performance.now() < until;
      const batch = goesOn && flying.size < AT_ONCE ? await this.open(as, subscriptionId, AT_ONCE - flying.size) : null;
      for (const delivery of batch?.deliveries ?? []) {
        const flight: Promise<void> = this.send(as, subscriptionId, batch!, delivery)
          .catch((error: unknown) => void faults.push(error))
          .finally(() => flying.delete(flight));
        flying.add(flight);
      }
      if (flying.size > 0) await Promise.race(flying);
      else if (!batch || batch.seen === 0) break;
    }
    // What could not be written is looked at by the next try of this job: until then nobody else has the delivery.
    if (faults.length > 0) throw faults[0];
    run.signal.throwIfAborted();
    await this.transactions.run(as, () => this.comeBack(subscriptionId, performance.now() >= until));
  }

  private open(as: TransactionOptions, subscriptionId: string, most: number): Promise<Opened | null> {
    return this.transactions.run(as, async () => {
      const batch = await take(subscriptionId, most);
      const secrets = batch?.secrets.map((sealed) => this.cipher.decrypt(sealed)) ?? [];
      return batch && { ...batch, secrets, clock: context().clock };
    });
  }

  private async send(as: TransactionOptions, id: string, target: Opened, delivery: TakenDelivery): Promise<void> {
    const attempted: Attempted = await attempt(this.http, target, delivery, target.clock.now());
    await this.transactions.run(as, () => this.settlement.settle(id, delivery, attempted));
  }

  private async comeBack(subscriptionId: string, isTurnOver: boolean): Promise<void> {
    const seconds = await secondsToNext(subscriptionId);
    if (seconds === null) return;
    if (seconds === 0 && isTurnOver) return this.wakes.now(subscriptionId);
    // Jobs go by the database's clock, whatever that of this machine says.
    const [next] = await db().query<{ at: Date }>('SELECT clock_timestamp() + make_interval(secs => $1) AS at', [
      Math.max(seconds, ELSEWHERE_SECONDS),
    ]);
    await this.wakes.at(subscriptionId, next!.at);
  }
}
