import {
  Channels,
  Events,
  JobHandler,
  type JobRun,
  Jobs,
  Log,
  RefusedMessageError,
  systemActor,
  type TransactionOptions,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { nextDue, takeBack } from './claimed-messages';
import { deliverJob } from './deliver.job';
import { handedOver, handoverSeconds } from './deliver.metrics';
import { PlanDeliveries } from './plan-deliveries';
import type { Handover } from './planned-message';
import { type HandedOver, type HandoverResult, settle } from './settle';

/** Afterwards the tenant stands in line again: whatever it has waiting, others wait no longer than this. Milliseconds. */
const TURN_MS = 1_000;
/** One job looks for all that falls due within so many milliseconds. */
const WAKE_STEP_MS = 5_000;

/**
 * Sends what is due for one tenant. A transaction takes a chunk and puts it down as in hand, the chunk is handed over
 * outside of it, and the transaction that takes the next one keeps what became of it: a worker that dies leaves one
 * chunk of which nobody knows. The job's next try finds it and sends it again, marked.
 */
@Injectable()
export class DeliveryRunner {
  private readonly log = new Log('Notifications');

  constructor(
    private readonly plans: PlanDeliveries,
    private readonly channels: Channels,
    private readonly transactions: Transactions,
    private readonly events: Events,
    private readonly jobs: Jobs,
  ) {}

  @JobHandler(deliverJob, { transaction: false })
  async run(_payload: object, run: JobRun): Promise<void> {
    const as: TransactionOptions = {
      tenantId: run.tenantId!,
      actor: systemActor(deliverJob.name),
      operation: deliverJob.name,
    };
    if (run.attempt > 1) await this.transactions.run(as, () => takeBack(run.id));
    const until = performance.now() + TURN_MS;
    let done: readonly HandedOver[] = [];
    for (;;) {
      const isOver = run.signal.aborted || performance.now() > until;
      const { handovers, looked } = await this.transactions.run(as, async () => {
        await settle(done, run.id, this.events);
        if (!isOver) return this.plans.next(run.id);
        await this.jobs.enqueue(deliverJob, {});
        return { handovers: [], looked: 0 };
      });
      if (isOver) return;
      if (looked === 0) break;
      done = await Promise.all(handovers.map((one) => this.handOver(one)));
    }
    await this.transactions.run(as, () => this.wakeLater());
  }

  private async handOver(handover: Handover): Promise<HandedOver> {
    const { channel, outgoing } = handover;
    const began = performance.now();
    let result: HandoverResult;
    try {
      const { reference = null, delivered = false } = await this.channels.provider(channel)!.send(outgoing);
      result = { kind: 'SENT', reference, delivered };
    } catch (error) {
      result = this.failure(handover, error as Error);
    }
    handedOver.add({ channel, outcome: result.kind });
    handoverSeconds.observe({ channel }, (performance.now() - began) / 1000);
    return { handover, result };
  }

  private failure({ channel, message }: Handover, error: Error): HandoverResult {
    if (error instanceof RefusedMessageError)
      return { kind: 'REFUSED', reply: error.message, addressIsDead: error.addressIsDead };
    if (this.log.isNews(`${channel} ${error.name}`)) {
      this.log.warn('A message could not be handed over; it is tried again', { kind: message.type, error });
    }
    return { kind: 'FAILED', reply: replyOf(error) };
  }

  /** The job that looks at what falls due next; one for all that does so at about the same time. */
  private async wakeLater(): Promise<void> {
    const due = await nextDue();
    if (!due) return;
    const at = Math.ceil(due.getTime() / WAKE_STEP_MS) * WAKE_STEP_MS;
    await this.jobs.enqueue(deliverJob, {}, { startAfter: new Date(at), singletonKey: `at ${at}` });
  }
}

/** What a server said names people and hosts: a code says enough. */
const replyOf = (error: Error): string => {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return [error.name, code, responseCode]
    .filter((part) => part !== undefined)
    .map(String)
    .join(' ');
};
