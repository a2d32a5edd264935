import {
  Allow,
  batched,
  db,
  ForCustomers,
  invalidField,
  newId,
  openToCustomers,
  RAW_ID,
  ref,
  requireOfStaff,
  staleVersion,
} from '@atrium/sdk';
import { Args, Info, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Customer, customerPermissions, lockCustomer } from '../../customers';
import { ownId } from '../../portal';
import { timeZoneName } from '../../tenants';
import type { NotificationChannel } from '../notification.enums';
import { notificationMessages as messages } from '../notifications.messages';
import { requireOnce } from '../settings/settings.resolver';
import {
  NotificationPreference,
  NotificationPreferencePayload,
  SetMyNotificationPreferenceInput,
  SetNotificationPreferenceInput,
} from './preference.inputs';

interface Row {
  readonly customer: string;
  readonly channels: NotificationChannel[] | null;
  readonly time_zone: string | null;
  readonly quiet_from: string | null;
  readonly quiet_until: string | null;
  readonly version: number;
}

openToCustomers('Customer', 'notificationPreference');

@Resolver(() => Customer)
export class PreferenceResolver {
  @ResolveField(() => NotificationPreference, { description: 'How the customer wants to be told things.' })
  async notificationPreference(
    @Parent() customer: Record<string, string>,
    @Info() info: GraphQLResolveInfo,
  ): Promise<NotificationPreference> {
    requireOfStaff('customer:read');
    return (await batched(info, customer[RAW_ID]!, preferencesOf)) ?? NOTHING;
  }

  @ForCustomers()
  @Mutation(() => NotificationPreferencePayload, { description: 'Says how one wants to be told things.' })
  setMyNotificationPreference(
    @Args('input') input: SetMyNotificationPreferenceInput,
  ): Promise<NotificationPreferencePayload> {
    return set(ownId(), input);
  }

  @Allow(customerPermissions['customer:manage'])
  @Mutation(() => NotificationPreferencePayload, { description: 'Notes how a customer wants to be told things.' })
  async setNotificationPreference(
    @Args('input') input: SetNotificationPreferenceInput,
  ): Promise<NotificationPreferencePayload> {
    await lockCustomer(input.customerId);
    return set(input.customerId, input);
  }
}

async function set(
  customerId: string,
  { version, channels, timeZone, quietHours }: SetMyNotificationPreferenceInput,
): Promise<NotificationPreferencePayload> {
  if (channels) requireOnce(channels, 'input.channels');
  const zone = timeZone ? timeZoneName(timeZone) : null;
  if (timeZone && !zone) {
    throw invalidField('input.timeZone', 'UNKNOWN_TIME_ZONE', messages.unknownZone, { zone: timeZone });
  }
  const [row] = await db().query<{ version: number }>(
    'SELECT version FROM atrium.notification_preference WHERE customer_id = $1 FOR UPDATE',
    [customerId],
  );
  const current = row?.version ?? 0;
  if (current !== version) throw staleVersion(version, current);
  const values = [customerId, channels ?? null, zone, quietHours?.from ?? null, quietHours?.until ?? null];
  if (current === 0) {
    await db().execute(
      `INSERT INTO atrium.notification_preference (customer_id, channels, time_zone, quiet_from, quiet_until, id)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [...values, newId()],
    );
  } else {
    await db().execute(
      `UPDATE atrium.notification_preference SET channels = $2, time_zone = $3, quiet_from = $4, quiet_until = $5,
         version = version + 1, updated_at = now() WHERE customer_id = $1`,
      values,
    );
  }
  const preference = (await preferencesOf([customerId])).get(customerId)!;
  return { preference, customer: ref('customer', customerId) };
}

async function preferencesOf(ids: readonly string[]): Promise<ReadonlyMap<string, NotificationPreference>> {
  const rows = await db().query<Row & Record<string, unknown>>(
    `SELECT customer_id AS customer, channels, time_zone, to_char(quiet_from, 'HH24:MI') AS quiet_from,
       to_char(quiet_until, 'HH24:MI') AS quiet_until, version
     FROM atrium.notification_preference WHERE customer_id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(
    rows.map(({ customer, channels, time_zone, quiet_from, quiet_until, version }) => [
      customer,
      {
        channels,
        timeZone: time_zone,
        quietHours: quiet_from !== null && quiet_until !== null ? { from: quiet_from, until: quiet_until } : null,
        version,
      },
    ]),
  );
}

const NOTHING: NotificationPreference = { channels: null, timeZone: null, quietHours: null, version: 0 };
