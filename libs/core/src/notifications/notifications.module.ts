import { Notifications } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import { DeliveryRunner } from './deliver/delivery-runner';
import { PlanDeliveries } from './deliver/plan-deliveries';
import { Recipients } from './deliver/recipients';
import { QueuedNotifications } from './message/queued-notifications';

/** Telling people things; whoever has something to tell is given {@link Notifications}. */
@Global()
@Module({
  providers: [
    DeliveryRunner,
    PlanDeliveries,
    QueuedNotifications,
    Recipients,
    { provide: Notifications, useExisting: QueuedNotifications },
  ],
  exports: [Notifications],
})
export class NotificationsModule {}
