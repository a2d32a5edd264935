import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { WebhookSubscription } from '../subscription/subscription.type';
import { WebhookAttemptOutcome } from './attempt';

export enum WebhookDeliveryState {
  WAITING = 'WAITING',
  DELIVERED = 'DELIVERED',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(WebhookDeliveryState, {
  name: 'WebhookDeliveryState',
  description: 'What became of a delivery.',
  valuesMap: {
    WAITING: { description: 'It waits for its first or next try, or is under way.' },
    DELIVERED: { description: 'The receiver took it (2xx).' },
    FAILED: { description: 'No try is left.' },
    CANCELLED: { description: 'When its time came, its webhook was not to be told of it any more.' },
  },
});
registerEnumType(WebhookAttemptOutcome, {
  name: 'WebhookAttemptOutcome',
  description: 'How an attempt to deliver ended.',
  valuesMap: {
    SENDING: { description: 'It was begun; its end is not known yet, or the process that made it died.' },
    DELIVERED: { description: 'The receiver answered 2xx.' },
    HTTP_ERROR: { description: 'The receiver answered 4xx or 5xx.' },
    REDIRECTED: { description: 'The receiver answered 3xx; redirects are not followed.' },
    ADDRESS_REFUSED: { description: 'The address lies in a private or local network, or is without TLS.' },
    UNKNOWN_HOST: { description: 'The name of the host could not be found.' },
    NO_CONNECTION: { description: 'Nobody took the connection, or it broke.' },
    TLS_FAILED: { description: 'No secure connection came about, e.g. because of the certificate.' },
    TIMED_OUT: { description: 'No answer within ten seconds.' },
    BAD_ANSWER: { description: 'The answer was no HTTP.' },
  },
});

@ObjectType({ description: 'One attempt to deliver.' })
export class WebhookAttempt {
  @Field(() => Int, { description: 'Which one of its delivery, from 1.' })
  number: number;
  @Field(() => DateTimeScalar, { description: 'When it was begun.' })
  createdAt: Date;
  @Field(() => WebhookAttemptOutcome, { description: 'How it ended.' })
  outcome: WebhookAttemptOutcome;
  @Field(() => Int, { nullable: true, description: 'Status of the answer; null where there was none.' })
  status: number | null;
  @Field(() => Int, { nullable: true, description: 'How long it took, ms; null while it is not known.' })
  latencyMs: number | null;
  @Field(() => String, { nullable: true, description: 'Why there was no answer.' })
  detail: string | null;
  @Field(() => String, { nullable: true, description: 'The beginning of the answer, at most 1,000 characters.' })
  answer: string | null;
}

@ObjectType({
  implements: () => Node,
  description: 'What one webhook is told of one event, and what came of it (投递).',
})
export class WebhookDelivery extends Node {
  @Field(() => WebhookSubscription, { description: 'The webhook.' })
  subscription: unknown;
  @Field(() => ID, {
    description: 'Id of the event, the `webhook-id` of each try: the same for all webhooks, tries and replays.',
  })
  eventId: string;
  @Field({ description: 'Name of the event, such as `customer.created`; `webhook.ping` for a test.' })
  type: string;
  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt: Date;
  @Field({ description: 'What is sent, exactly.' })
  body: string;
  @Field({ description: 'Was it asked for by `sendTestWebhook`? It has one try, whatever the state of its webhook.' })
  isTest: boolean;
  @Field(() => WebhookDeliveryState, { description: 'What became of it.' })
  state: WebhookDeliveryState;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Not tried again before this; null when no try follows.',
  })
  nextAttemptAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null while it waits.' })
  endedAt: Date | null;
  @Field(() => Int, { description: 'How often it was sent again after it had ended.' })
  replays: number;
  @Field(() => [WebhookAttempt], { description: 'Its attempts, newest first.' })
  attempts: WebhookAttempt[];
  @Field(() => DateTimeScalar, { description: 'When it was put down.' })
  createdAt: Date;
}
