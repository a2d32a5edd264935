import {
  Allow,
  batched,
  context,
  db,
  invalidField,
  newId,
  notFound,
  openToCustomers,
  RAW_ID,
  ref,
  requireOfStaff,
  SignedIn,
  staleVersion,
} from '@atrium/sdk';
import { Args, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Customer, customerPermissions, lockCustomer } from '../../customers';
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

const OWN = 'how one wants to be told things is one’s own business';
/** Whose it is. */
type Owner = 'customer_id' | 'staff_id';

interface Row {
  readonly owner: string;
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
    return (await batched(info, customer[RAW_ID]!, ofCustomers)) ?? NOTHING;
  }

  @SignedIn(OWN, 'CUSTOMERS_TOO')
  @Query(() => NotificationPreference, { description: 'How the caller, a customer or staff, wants to be told things.' })
  async myNotificationPreference(): Promise<NotificationPreference> {
    const { owner, id } = caller();
    return (await preferencesOf(owner, [id])).get(id) ?? NOTHING;
  }

  @SignedIn(OWN, 'CUSTOMERS_TOO')
  @Mutation(() => NotificationPreferencePayload, {
    description: 'Says how one wants to be told things, as a customer or as staff.',
  })
  setMyNotificationPreference(
    @Args('input') input: SetMyNotificationPreferenceInput,
  ): Promise<NotificationPreferencePayload> {
    const { owner, id } = caller();
    return set(owner, id, input);
  }

  @Allow(customerPermissions['customer:manage'])
  @Mutation(() => NotificationPreferencePayload, { description: 'Notes how a customer wants to be told things.' })
  async setNotificationPreference(
    @Args('input') input: SetNotificationPreferenceInput,
  ): Promise<NotificationPreferencePayload> {
    await lockCustomer(input.customerId);
    return set('customer_id', input.customerId, input);
  }
}

/** @throws AtriumError NOT_FOUND for programs, whom nobody tells anything */
function caller(): { owner: Owner; id: string } {
  const { kind, id } = context().actor;
  if (id === null || (kind !== 'CUSTOMER' && kind !== 'STAFF')) throw notFound('NotificationPreference');
  return { owner: kind === 'STAFF' ? 'staff_id' : 'customer_id', id };
}

async function set(
  owner: Owner,
  id: string,
  { version, channels, timeZone, quietHours }: SetMyNotificationPreferenceInput,
): Promise<NotificationPreferencePayload> {
  if (channels) requireOnce(channels, 'input.channels');
  const zone = timeZone ? timeZoneName(timeZone) : null;
  if (timeZone && !zone) {
    throw invalidField('input.timeZone', 'UNKNOWN_TIME_ZONE', messages.unknownZone, { zone: timeZone });
  }
  const [row] = await db().query<{ version: number }>(
    `SELECT version FROM atrium.notification_preference WHERE ${owner} = $1 FOR UPDATE`,
    [id],
  );
  const current = row?.version ?? 0;
  if (current !== version) throw staleVersion(version, current);
  const values = [id, channels ?? null, zone, quietHours?.from ?? null, quietHours?.until ?? null];
  if (current === 0) {
    await db().execute(
      `INSERT INTO atrium.notification_preference (${owner}, channels, time_zone, quiet_from, quiet_until, id)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [...values, newId()],
    );
  } else {
    await db().execute(
      `UPDATE atrium.notification_preference SET channels = $2, time_zone = $3, quiet_from = $4, quiet_until = $5,
         version = version + 1, updated_at = now() WHERE ${owner} = $1`,
      values,
    );
  }
  const preference = (await preferencesOf(owner, [id])).get(id)!;
  return { preference, customer: owner === 'customer_id' ? ref('customer', id) : null };
}

const ofCustomers = (ids: readonly string[]): Promise<ReadonlyMap<string, NotificationPreference>> =>
  preferencesOf('customer_id', ids);

async function preferencesOf(
  owner: Owner,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NotificationPreference>> {
  const rows = await db().query<Row & Record<string, unknown>>(
    `SELECT ${owner} AS owner, channels, time_zone, to_char(quiet_from, 'HH24:MI') AS quiet_from,
       to_char(quiet_until, 'HH24:MI') AS quiet_until, version
     FROM atrium.notification_preference WHERE ${owner} = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(
    rows.map(({ owner: whose, channels, time_zone, quiet_from, quiet_until, version }) => [
      whose,
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
