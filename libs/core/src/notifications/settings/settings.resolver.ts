import {
  Allow,
  db,
  type ExternalChannel,
  invalidField,
  newId,
  notificationType,
  requireWholeCompany,
  staleVersion,
} from '@atrium/sdk';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { NotificationChannel } from '../notification.enums';
import { notificationMessages as messages } from '../notifications.messages';
import { NOTIFICATION_READ, notificationPermissions } from '../notifications.permissions';
import { NotificationSettings, SetNotificationSettingsInput, SetNotificationSettingsPayload } from './settings.inputs';
import { notificationRules } from './stored-settings';

@Resolver()
export class NotificationSettingsResolver {
  @Allow(...NOTIFICATION_READ)
  @Query(() => NotificationSettings, { description: 'How the company tells people things.' })
  async notificationSettings(): Promise<NotificationSettings> {
    return shown();
  }

  @Allow(notificationPermissions['notification:manage'])
  @Mutation(() => SetNotificationSettingsPayload, {
    description: 'Sets how the company tells people things; version 0 while nothing was set.',
  })
  async setNotificationSettings(
    @Args('input') input: SetNotificationSettingsInput,
  ): Promise<SetNotificationSettingsPayload> {
    requireWholeCompany();
    check(input);
    const { version, channelOrder, quietHours, dailyLimit, marketingWeeklyLimit, channelLimits, typesOff } = input;
    const current = await lockedVersion();
    if (current !== version) throw staleVersion(version, current);
    const values = [
      channelOrder,
      quietHours?.from ?? null,
      quietHours?.until ?? null,
      dailyLimit ?? null,
      marketingWeeklyLimit ?? null,
      JSON.stringify(Object.fromEntries(channelLimits.map(({ channel, perMinute }) => [channel, perMinute]))),
      typesOff,
    ];
    if (current === 0) {
      await db().execute(
        `INSERT INTO atrium.notification_settings (channel_order, quiet_from, quiet_until, daily_limit,
           marketing_weekly_limit, per_minute, types_off, id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [...values, newId()],
      );
    } else {
      await db().execute(
        `UPDATE atrium.notification_settings SET channel_order = $1, quiet_from = $2, quiet_until = $3, daily_limit = $4,
           marketing_weekly_limit = $5, per_minute = $6, types_off = $7, version = version + 1, updated_at = now()`,
        values,
      );
    }
    return { settings: await shown() };
  }
}

async function lockedVersion(): Promise<number> {
  const [row] = await db().query<{ version: number }>('SELECT version FROM atrium.notification_settings FOR UPDATE');
  return row?.version ?? 0;
}

async function shown(): Promise<NotificationSettings> {
  const { channelOrder, quiet, dailyLimit, marketingWeeklyLimit, perMinute, typesOff } = await notificationRules();
  const [row] = await db().query<{ version: number }>('SELECT version FROM atrium.notification_settings');
  return {
    channelOrder: [...channelOrder],
    quietHours: quiet,
    dailyLimit,
    marketingWeeklyLimit,
    channelLimits: (Object.entries(perMinute) as [ExternalChannel, number][]).map(([channel, most]) => ({
      channel,
      perMinute: most,
    })),
    typesOff: [...typesOff],
    version: row?.version ?? 0,
  };
}

function check({ channelOrder, channelLimits, typesOff }: SetNotificationSettingsInput): void {
  requireOnce(channelOrder, 'input.channelOrder');
  requireOnce(
    channelLimits.map(({ channel }) => channel),
    'input.channelLimits',
  );
  for (const [index, { channel }] of channelLimits.entries()) {
    if (channel === NotificationChannel.IN_APP) {
      throw invalidField(`input.channelLimits.${index}.channel`, 'NOT_ALLOWED', messages.inAppLimit);
    }
  }
  for (const [index, type] of typesOff.entries()) {
    if (!notificationType(type)) {
      throw invalidField(`input.typesOff.${index}`, 'UNKNOWN_TYPE', messages.unknownType, { type });
    }
  }
}

/** @throws AtriumError VALIDATION_FAILED where a channel is named twice */
export function requireOnce(channels: readonly NotificationChannel[], path: string): void {
  if (new Set(channels).size < channels.length) throw invalidField(path, 'DUPLICATE', messages.twice);
}
