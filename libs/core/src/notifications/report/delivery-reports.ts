import {
  db,
  type DeliveryReport,
  DeliveryReports,
  Events,
  Jobs,
  newId,
  type NotificationChannel,
  notificationType,
  now,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { deliverJob } from '../deliver/deliver.job';
import { notificationEvents, type NotificationFacts } from '../notifications.events';
import { markUndeliverable } from '../deliver/settle';

interface Delivery extends NotificationFacts, Record<string, unknown> {
  readonly deliveryId: string;
  readonly state: string;
  readonly deliveryChannel: NotificationChannel;
  readonly addressKey: string;
  readonly addressMasked: string;
  readonly isSettled: boolean;
}

const FIND = (where: string): string => `
  SELECT d.id AS "deliveryId", d.state, d.channel AS "deliveryChannel", d.address_key AS "addressKey",
    d.address_masked AS "addressMasked", n.id AS "notificationId", n.type, n.customer_id AS "customerId",
    n.staff_id AS "staffId", n.channel, n.about_type AS "aboutType", n.about_id AS "aboutId",
    n.settled_at IS NOT NULL AS "isSettled"
  FROM atrium.notification_delivery d
  JOIN atrium.notification n ON n.tenant_id = d.tenant_id AND n.id = d.notification_id
  WHERE ${where} FOR UPDATE OF n`;

/** Takes what channels report, e.g. that a mail came back. */
@Injectable()
export class StoredDeliveryReports extends DeliveryReports {
  constructor(
    private readonly events: Events,
    private readonly jobs: Jobs,
  ) {
    super();
  }

  async report(channel: NotificationChannel, reference: string, report: DeliveryReport): Promise<boolean> {
    const [found] = await db().query<Delivery>(FIND('d.channel = $1 AND d.reference = $2'), [channel, reference]);
    if (found) await this.take(found, report);
    return found !== undefined;
  }

  /** The same of a message's way. Answers false where it took no such way. */
  async reportOf(notificationId: string, channel: NotificationChannel, report: DeliveryReport): Promise<boolean> {
    const [found] = await db().query<Delivery>(FIND('d.notification_id = $1 AND d.channel = $2'), [
      notificationId,
      channel,
    ]);
    if (found) await this.take(found, report);
    return found !== undefined;
  }

  private async take(delivery: Delivery, report: DeliveryReport): Promise<void> {
    if (report.outcome === 'BOUNCED') return this.bounce(delivery, report);
    const { outcome } = report;
    // Reports come in any order: what was read has arrived, and stays so.
    if (!PRECEDES[outcome].includes(delivery.state)) return;
    await db().execute('UPDATE atrium.notification_delivery SET state = $2, reported_at = $3 WHERE id = $1', [
      delivery.deliveryId,
      outcome,
      now(),
    ]);
    await db().execute(`UPDATE atrium.notification SET state = $2 WHERE id = $1 AND state = ANY ($3::text[])`, [
      delivery.notificationId,
      outcome,
      PRECEDES[outcome],
    ]);
    const event = outcome === 'READ' ? notificationEvents.read : notificationEvents.delivered;
    await this.events.emit(event, factsOf(delivery), { aggregateId: delivery.notificationId });
  }

  private async bounce(
    delivery: Delivery,
    { permanent, reason }: Extract<DeliveryReport, { outcome: 'BOUNCED' }>,
  ): Promise<void> {
    if (delivery.state === 'BOUNCED') return;
    const failure = reason.slice(0, 500);
    const { deliveryId, notificationId, deliveryChannel, addressKey, addressMasked, customerId } = delivery;
    await db().execute(
      `UPDATE atrium.notification_delivery SET state = 'BOUNCED', failure = $2, reported_at = $3 WHERE id = $1`,
      [deliveryId, failure, now()],
    );
    if (permanent) {
      await markUndeliverable([
        {
          id: newId(),
          channel: deliveryChannel,
          address_key: addressKey,
          address_masked: addressMasked,
          reason: failure,
          customer_id: customerId,
        },
      ]);
    }
    // Whatever is left of its ways is tried, unless what it was made of is gone.
    if (!isKept(delivery) || !delivery.isSettled) {
      await db().execute(
        `UPDATE atrium.notification SET state = 'BOUNCED', reason = 'BOUNCED', settled_at = coalesce(settled_at, $2)
         WHERE id = $1 AND state IN ('SENT', 'DELIVERED')`,
        [notificationId, now()],
      );
    } else {
      await db().execute(
        `UPDATE atrium.notification SET state = 'QUEUED', reason = 'BOUNCED', settled_at = NULL, next_at = $2, attempts = 0,
           tried = array_append(tried, $3) WHERE id = $1 AND state IN ('SENT', 'DELIVERED')`,
        [notificationId, now(), deliveryChannel],
      );
      await this.jobs.enqueue(deliverJob, {});
    }
    await this.events.emit(notificationEvents.bounced, factsOf(delivery), { aggregateId: notificationId });
  }
}

/** Is all there that it was made of? An address that nobody is known by, and what opens something, are not kept. */
function isKept({ type, customerId, staffId }: Delivery): boolean {
  const known = notificationType(type);
  if (!known || (customerId === null && staffId === null)) return false;
  return !Object.values(known.variables).some(({ secret }) => secret);
}

/** States that a report moves on from. */
const PRECEDES: Readonly<Record<'DELIVERED' | 'READ', readonly string[]>> = {
  DELIVERED: ['SENDING', 'RETRYING', 'SENT'],
  READ: ['SENDING', 'RETRYING', 'SENT', 'DELIVERED'],
};

const factsOf = ({
  notificationId,
  type,
  customerId,
  staffId,
  channel,
  aboutType,
  aboutId,
}: NotificationFacts): NotificationFacts => ({
  notificationId,
  type,
  customerId,
  staffId,
  channel,
  aboutType,
  aboutId,
});
