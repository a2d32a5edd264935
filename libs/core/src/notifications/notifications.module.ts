import { Cipher, DeliveryReports, Notifications } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import { CustomersModule } from '../customers';
import { DeliveryRunner } from './deliver/delivery-runner';
import { PlanDeliveries } from './deliver/plan-deliveries';
import { Recipients } from './deliver/recipients';
import { WakeSchedule } from './deliver/wake.schedule';
import { InboxResolver } from './inbox/inbox.resolver';
import { openInboxWith } from './inbox/inbox.view';
import { NotificationResolver } from './message/notification.resolver';
import { QueuedNotifications } from './message/queued-notifications';
import { PreferenceResolver } from './preference/preference.resolver';
import { StoredDeliveryReports } from './report/delivery-reports';
import { NotificationSettingsResolver } from './settings/settings.resolver';
import { TemplateResolver } from './template/template.resolver';
import { TemplatesService } from './template/templates.service';
import './timeline-source';
import { UnsubscribeController } from './unsubscribe/unsubscribe.controller';
import { UnsubscribeLinks } from './unsubscribe/unsubscribe-links';

/** Telling people things; whoever has something to tell is given {@link Notifications}. */
@Global()
@Module({
  imports: [CustomersModule],
  controllers: [UnsubscribeController],
  providers: [
    DeliveryRunner,
    InboxResolver,
    NotificationResolver,
    NotificationSettingsResolver,
    PlanDeliveries,
    PreferenceResolver,
    QueuedNotifications,
    Recipients,
    StoredDeliveryReports,
    TemplateResolver,
    TemplatesService,
    UnsubscribeLinks,
    WakeSchedule,
    { provide: Notifications, useExisting: QueuedNotifications },
    { provide: DeliveryReports, useExisting: StoredDeliveryReports },
  ],
  exports: [Notifications, DeliveryReports, UnsubscribeLinks],
})
export class NotificationsModule {
  constructor(cipher: Cipher) {
    openInboxWith(cipher);
  }
}
