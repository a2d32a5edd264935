import { Allow, encodeId, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { WEBHOOK_MANAGE, WEBHOOK_READ } from '../webhooks.permissions';
import { webhookSubscriptionView, WebhookSubscriptionList } from '../webhooks.views';
import {
  CreateWebhookSubscriptionInput,
  DeleteWebhookSubscriptionPayload,
  RotateWebhookSecretInput,
  UpdateWebhookSubscriptionInput,
  WebhookSecretPayload,
  WebhookSubscriptionIdInput,
  WebhookSubscriptionPayload,
} from './subscription.inputs';
import { WebhookSubscription } from './subscription.type';
import { WebhookSubscriptions } from './subscriptions.service';

const TYPE = 'webhook_subscription';
const answer = (id: string): WebhookSubscriptionPayload => ({ subscription: ref(TYPE, id) });

@Resolver(() => WebhookSubscription)
export class WebhookSubscriptionsResolver {
  constructor(private readonly subscriptions: WebhookSubscriptions) {}

  @Allow(...WEBHOOK_READ)
  @Query(() => WebhookSubscriptionList.Connection, {
    description: 'Addresses that are told of events by HTTP. API clients see their own.',
  })
  webhookSubscriptions(
    @Args({ type: () => WebhookSubscriptionList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(WebhookSubscriptionList.definition, info);
  }

  @Allow(...WEBHOOK_READ)
  @Query(() => WebhookSubscription, { description: 'One webhook.' })
  webhookSubscription(
    @IdArg('id', TYPE, { description: 'Which one.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(webhookSubscriptionView, id, info);
  }

  @Allow(WEBHOOK_MANAGE)
  @Mutation(() => WebhookSecretPayload, {
    description:
      'Has an address told of chosen events, from now on. Its secret is shown this once, which is why the call takes no idempotency key: should the answer be lost, renew the secret. Made by an API client it is the client’s own.',
  })
  async createWebhookSubscription(@Args('input') input: CreateWebhookSubscriptionInput): Promise<WebhookSecretPayload> {
    const { id, secret } = await this.subscriptions.create(input);
    return { ...answer(id), secret };
  }

  @Allow(WEBHOOK_MANAGE)
  @Mutation(() => WebhookSubscriptionPayload, {
    description: 'Changes a webhook. What waits goes to the new address; what it is not told of any more is cancelled.',
  })
  async updateWebhookSubscription(
    @Args('input') input: UpdateWebhookSubscriptionInput,
  ): Promise<WebhookSubscriptionPayload> {
    await this.subscriptions.update(input);
    return answer(input.id);
  }

  @Allow(WEBHOOK_MANAGE)
  @Mutation(() => WebhookSecretPayload, {
    description: 'Gives a webhook a new secret; deliveries are signed by the one before as well for a while.',
  })
  async rotateWebhookSecret(
    @Args('input') { id, graceHours }: RotateWebhookSecretInput,
  ): Promise<WebhookSecretPayload> {
    return { secret: await this.subscriptions.rotateSecret(id, graceHours), ...answer(id) };
  }

  @Allow(WEBHOOK_MANAGE)
  @Mutation(() => WebhookSubscriptionPayload, {
    description:
      'Has a disabled webhook told of events again. What waited is sent now; `replayWebhookDeliveries` brings back what has failed.',
  })
  async enableWebhookSubscription(
    @Args('input') { id }: WebhookSubscriptionIdInput,
  ): Promise<WebhookSubscriptionPayload> {
    await this.subscriptions.enable(id);
    return answer(id);
  }

  @Allow(WEBHOOK_MANAGE)
  @Mutation(() => WebhookSubscriptionPayload, {
    description: 'Has a webhook told of nothing more. What waits waits on; what happens meanwhile is not kept for it.',
  })
  async disableWebhookSubscription(
    @Args('input') { id }: WebhookSubscriptionIdInput,
  ): Promise<WebhookSubscriptionPayload> {
    await this.subscriptions.disable(id);
    return answer(id);
  }

  @Allow(WEBHOOK_MANAGE)
  @Mutation(() => DeleteWebhookSubscriptionPayload, {
    description: 'Ends a webhook for good, with the log of its deliveries.',
  })
  async deleteWebhookSubscription(
    @Args('input') { id }: WebhookSubscriptionIdInput,
  ): Promise<DeleteWebhookSubscriptionPayload> {
    await this.subscriptions.delete(id);
    return { deletedId: encodeId(TYPE, id) };
  }
}
