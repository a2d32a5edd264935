import { Allow, db, encodeId, IdArg, notFound, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { NOTIFICATION_READ, notificationPermissions } from '../notifications.permissions';
import { StoredDeliveryReports } from '../report/delivery-reports';
import {
  ClearUndeliverableInput,
  ClearUndeliverablePayload,
  NotificationPayload,
  ReportBounceInput,
} from './notification.inputs';
import { Notification } from './notification.type';
import { NotificationList, notificationView, UndeliverableList } from './notification.views';

const MANAGE = notificationPermissions['notification:manage'];

@Resolver(() => Notification)
export class NotificationResolver {
  constructor(private readonly reports: StoredDeliveryReports) {}

  @Allow(...NOTIFICATION_READ)
  @Query(() => NotificationList.Connection, {
    description: 'Messages to customers the caller sees, to staff and to others, newest first.',
  })
  notifications(
    @Args({ type: () => NotificationList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(NotificationList.definition, info);
  }

  @Allow(...NOTIFICATION_READ)
  @Query(() => Notification, { description: 'One message.' })
  notification(
    @IdArg('id', 'notification', { description: 'The message.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(notificationView, id, info);
  }

  @Allow(...NOTIFICATION_READ)
  @Query(() => UndeliverableList.Connection, { description: 'Addresses that nothing is sent to, newest first.' })
  undeliverableAddresses(
    @Args({ type: () => UndeliverableList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(UndeliverableList.definition, info);
  }

  @Allow(MANAGE)
  @Mutation(() => NotificationPayload, {
    description:
      'Notes that a message came back. Its other channels are tried, where what it was made of is still there; NOT_FOUND for a channel it did not take.',
  })
  async reportBounce(
    @Args('input') { id, channel, reason, isPermanent }: ReportBounceInput,
  ): Promise<NotificationPayload> {
    const report = { outcome: 'BOUNCED', permanent: isPermanent, reason } as const;
    if (!(await this.reports.reportOf(id, channel, report))) throw notFound('Notification');
    return { notification: ref('notification', id) };
  }

  @Allow(MANAGE)
  @Mutation(() => ClearUndeliverablePayload, { description: 'From now on messages are sent to the address again.' })
  async clearUndeliverableAddress(@Args('input') { id }: ClearUndeliverableInput): Promise<ClearUndeliverablePayload> {
    const gone = await db().execute('DELETE FROM atrium.undeliverable_address WHERE id = $1', [id]);
    if (gone === 0) throw notFound('UndeliverableAddress');
    return { deletedId: encodeId('undeliverable_address', id) };
  }
}
