import { db, type ExternalChannel, type NotificationChannel } from '@atrium/sdk';
import type { QuietHours } from '../deliver/quiet-hours.policy';

/** How a company tells people things. */
export interface NotificationRules {
  /** Ways in the order in which they are preferred. */
  readonly channelOrder: readonly NotificationChannel[];
  readonly quiet: QuietHours | null;
  /** Messages to one customer in 24 hours, urgent ones and those in the app left out; null: no limit. */
  readonly dailyLimit: number | null;
  /** Marketing to one customer in seven days; null: no limit. */
  readonly marketingWeeklyLimit: number | null;
  /** Messages of the company in a minute, by channel; what is left out has no limit. */
  readonly perMinute: Readonly<Partial<Record<ExternalChannel, number>>>;
  /** Types that are not sent. */
  readonly typesOff: ReadonlySet<string>;
}

/** Where a company has set nothing. */
export const DEFAULT_RULES = {
  channelOrder: [],
  quiet: { from: '21:00', until: '08:00' },
  dailyLimit: 10,
  marketingWeeklyLimit: 2,
  perMinute: {},
  typesOff: new Set<string>(),
} as const satisfies NotificationRules;

interface Row {
  readonly channel_order: readonly NotificationChannel[];
  readonly quiet_from: string | null;
  readonly quiet_until: string | null;
  readonly daily_limit: number | null;
  readonly marketing_weekly_limit: number | null;
  readonly per_minute: Readonly<Partial<Record<ExternalChannel, number>>>;
  readonly types_off: readonly string[];
}

/** Of the current tenant. */
export async function notificationRules(): Promise<NotificationRules> {
  const [row] = await db().query<Row & Record<string, unknown>>(
    `SELECT channel_order, to_char(quiet_from, 'HH24:MI') AS quiet_from, to_char(quiet_until, 'HH24:MI') AS quiet_until,
       daily_limit, marketing_weekly_limit, per_minute, types_off FROM atrium.notification_settings`,
  );
  if (!row) return DEFAULT_RULES;
  return {
    channelOrder: row.channel_order,
    quiet: quietOf(row),
    dailyLimit: row.daily_limit,
    marketingWeeklyLimit: row.marketing_weekly_limit,
    perMinute: row.per_minute,
    typesOff: new Set(row.types_off),
  };
}

export const quietOf = (row: { quiet_from: string | null; quiet_until: string | null }): QuietHours | null =>
  row.quiet_from !== null && row.quiet_until !== null ? { from: row.quiet_from, until: row.quiet_until } : null;
