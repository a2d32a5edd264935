import { Allow, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { WEBHOOK_MANAGE, WEBHOOK_READ } from '../webhooks.permissions';
import { WebhookDeliveryList, webhookDeliveryView } from '../webhooks.views';
import { WebhookDeliveries } from './deliveries.service';
import {
  ReplayWebhookDeliveriesInput,
  ReplayWebhookDeliveriesPayload,
  ReplayWebhookDeliveryInput,
  SendTestWebhookInput,
  WebhookDeliveryPayload,
} from './delivery.inputs';
import { WebhookDelivery } from './delivery.type';

const TYPE = 'webhook_delivery';

@Resolver(() => WebhookDelivery)
export class WebhookDeliveriesResolver {
  constructor(private readonly deliveries: WebhookDeliveries) {}

  @Allow(...WEBHOOK_READ)
  @Query(() => WebhookDeliveryList.Connection, {
    description: 'The log of deliveries, kept for as long as the company sets (`WEBHOOK_DELIVERIES`).',
  })
  webhookDeliveries(
    @Args({ type: () => WebhookDeliveryList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(WebhookDeliveryList.definition, info);
  }

  @Allow(...WEBHOOK_READ)
  @Query(() => WebhookDelivery, { description: 'One delivery.' })
  webhookDelivery(
    @IdArg('id', TYPE, { description: 'Which one.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(webhookDeliveryView, id, info);
  }

  @Allow(WEBHOOK_MANAGE)
  @Mutation(() => WebhookDeliveryPayload, {
    description: 'Sends `webhook.ping` to a webhook, once, also while it is disabled.',
  })
  async sendTestWebhook(@Args('input') { subscriptionId }: SendTestWebhookInput): Promise<WebhookDeliveryPayload> {
    return { delivery: ref(TYPE, await this.deliveries.sendTest(subscriptionId)) };
  }

  @Allow(WEBHOOK_MANAGE)
  @Mutation(() => WebhookDeliveryPayload, {
    description: 'Sends a delivery that has ended again, with all its tries, under the same id.',
  })
  async replayWebhookDelivery(@Args('input') { id }: ReplayWebhookDeliveryInput): Promise<WebhookDeliveryPayload> {
    await this.deliveries.replay(id);
    return { delivery: ref(TYPE, id) };
  }

  @Allow(WEBHOOK_MANAGE)
  @Mutation(() => ReplayWebhookDeliveriesPayload, {
    description: 'Sends what has ended in a span of time again, e.g. after the receiver was mended.',
  })
  replayWebhookDeliveries(@Args('input') input: ReplayWebhookDeliveriesInput): Promise<ReplayWebhookDeliveriesPayload> {
    return this.deliveries.replaySpan(input);
  }
}
