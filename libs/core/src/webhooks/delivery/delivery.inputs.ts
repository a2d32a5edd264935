import { DateTimeScalar, IdField, ValueField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { WebhookDelivery } from './delivery.type';

@InputType({ description: 'A webhook to try.' })
export class SendTestWebhookInput {
  @IdField('webhook_subscription', { description: 'The webhook.' })
  subscriptionId: string;
}

@InputType({ description: 'A delivery to send again.' })
export class ReplayWebhookDeliveryInput {
  @IdField('webhook_delivery', { description: 'The delivery.' })
  id: string;
}

@InputType({ description: 'Deliveries of one webhook to send again.' })
export class ReplayWebhookDeliveriesInput {
  @IdField('webhook_subscription', { description: 'The webhook.' })
  subscriptionId: string;
  @ValueField(() => DateTimeScalar, { description: 'Those put down from then on.' })
  from: Date;
  @ValueField(() => DateTimeScalar, {
    description: 'Those put down before then; until now when left out.',
    nullable: true,
  })
  before?: Date | null;
  @ValueField(() => Boolean, {
    description:
      'Also those that were delivered, e.g. because the receiver has lost them. Default: what failed or was cancelled.',
    defaultValue: false,
  })
  includeDelivered: boolean;
}

@ObjectType({ description: 'The delivery.' })
export class WebhookDeliveryPayload {
  @Field(() => WebhookDelivery, { description: 'As it is now: poll `webhookDelivery` for what becomes of it.' })
  delivery: unknown;
}

@ObjectType({ description: 'What is sent again.' })
export class ReplayWebhookDeliveriesPayload {
  @Field(() => Int, { description: 'How many deliveries, at most 10,000, the oldest first.' })
  replayed: number;
  @Field({ description: 'There are more: call again.' })
  hasMore: boolean;
}
