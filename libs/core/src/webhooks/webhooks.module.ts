import { Module } from '@nestjs/common';
import { AfterSuspension } from './delivery/after-suspension';
import { WebhookDeliveriesResolver } from './delivery/deliveries.resolver';
import { WebhookDeliveries } from './delivery/deliveries.service';
import { DeliveryRunner } from './delivery/delivery-runner';
import { DisabledNotice } from './delivery/disabled-notice';
import { Settlement } from './delivery/settlement';
import { Wakes } from './delivery/wakes';
import { WebhookEventTypesResolver } from './event-types.resolver';
import { Publisher } from './publish/publisher';
import { ChosenEvents } from './subscription/chosen-events';
import { WebhookSubscriptionsResolver } from './subscription/subscriptions.resolver';
import { WebhookSubscriptions } from './subscription/subscriptions.service';

@Module({
  providers: [
    AfterSuspension,
    ChosenEvents,
    DeliveryRunner,
    DisabledNotice,
    Publisher,
    Settlement,
    Wakes,
    WebhookDeliveries,
    WebhookDeliveriesResolver,
    WebhookEventTypesResolver,
    WebhookSubscriptions,
    WebhookSubscriptionsResolver,
  ],
})
export class WebhooksModule {}
