import { db, Jobs } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { deliverJob, retryJob } from './delivery.job';

/** Has what waits for a subscription sent, when the running transaction commits. */
@Injectable()
export class Wakes {
  constructor(private readonly jobs: Jobs) {}

  async now(subscriptionId: string): Promise<void> {
    await this.enqueue(subscriptionId, `now:${subscriptionId}`);
  }

  async at(subscriptionId: string, startAfter: Date): Promise<void> {
    const key = `at:${subscriptionId}:${Math.floor(startAfter.getTime() / 1000)}`;
    await this.enqueue(subscriptionId, key, startAfter);
  }

  private async enqueue(subscriptionId: string, singletonKey: string, startAfter?: Date): Promise<void> {
    const [health] = await db().query<{ ill: boolean }>(
      'SELECT failures > 0 OR is_slow AS ill FROM atrium.webhook_health WHERE subscription_id = $1',
      [subscriptionId],
    );
    await this.jobs.enqueue(health?.ill ? retryJob : deliverJob, { subscriptionId }, { singletonKey, startAfter });
  }
}
