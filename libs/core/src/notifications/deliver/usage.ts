import { currentTenant, db, type ExternalChannel, now } from '@atrium/sdk';
import type { NotificationRules } from '../settings/stored-settings';
import type { Usage } from './plan.policy';

interface Counted {
  readonly customer: string;
  readonly day: number;
  readonly marketingWeek: number;
}

/**
 * How much has been sent, counted on while messages are planned. Whoever plans messages of a company waits for whoever
 * is at it, so that two at once do not both take the last place.
 */
export class UsageCounter {
  private constructor(
    private readonly customers: Map<string, { day: number; marketingWeek: number }>,
    private readonly channels: Map<ExternalChannel, number>,
  ) {}

  /** @param customers UUIDs */
  static async open(customers: readonly string[], rules: NotificationRules): Promise<UsageCounter> {
    await db().query(
      { name: 'notification_limits_lock', text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 520))' },
      [currentTenant().id],
    );
    const at = now().getTime();
    const counted =
      customers.length === 0
        ? []
        : await db().query<Counted & Record<string, unknown>>(
            {
              name: 'notification_usage',
              text: `SELECT customer_id AS customer, count(*) FILTER (WHERE handed_at > $2)::int AS day,
                 count(*) FILTER (WHERE purpose = 'MARKETING')::int AS "marketingWeek"
               FROM atrium.notification_delivery
               WHERE customer_id = ANY ($1::uuid[]) AND handed_at > $3 AND NOT is_urgent
               GROUP BY customer_id`,
            },
            [customers, new Date(at - 86_400_000), new Date(at - 7 * 86_400_000)],
          );
    const room = new Map<ExternalChannel, number>();
    for (const [channel, most] of Object.entries(rules.perMinute) as [ExternalChannel, number][]) {
      const [row] = await db().query<{ count: number }>(
        'SELECT count(*)::int AS count FROM atrium.notification_delivery WHERE channel = $1 AND handed_at > $2',
        [channel, new Date(at - 60_000)],
      );
      room.set(channel, most - row!.count);
    }
    return new UsageCounter(new Map(counted.map((row) => [row.customer, { ...row }])), room);
  }

  of(customer: string | null): Usage {
    const { day, marketingWeek } = (customer === null ? null : this.customers.get(customer)) ?? NOTHING;
    return { day, marketingWeek, room: (channel) => (this.channels.get(channel) ?? 1) > 0 };
  }

  /** One more is sent. */
  add(customer: string | null, channel: ExternalChannel, isMarketing: boolean): void {
    const left = this.channels.get(channel);
    if (left !== undefined) this.channels.set(channel, left - 1);
    if (customer === null) return;
    const { day, marketingWeek } = this.customers.get(customer) ?? NOTHING;
    this.customers.set(customer, { day: day + 1, marketingWeek: marketingWeek + (isMarketing ? 1 : 0) });
  }
}

const NOTHING = { day: 0, marketingWeek: 0 };
