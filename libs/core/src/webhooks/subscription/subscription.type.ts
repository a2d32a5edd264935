import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { PublicClient } from '../../apps';
import { ApiClient, DataScope } from '../../staff';

export enum WebhookState {
  ENABLED = 'ENABLED',
  DISABLED = 'DISABLED',
}
registerEnumType(WebhookState, {
  name: 'WebhookState',
  description: 'Whether a webhook is told of events.',
  valuesMap: {
    ENABLED: { description: 'It is told of what happens.' },
    DISABLED: { description: 'What happens is not kept for it; what waited already waits until it is enabled.' },
  },
});

export enum WebhookDisabledReason {
  BY_HAND = 'BY_HAND',
  GONE = 'GONE',
  FAILING = 'FAILING',
}
registerEnumType(WebhookDisabledReason, {
  name: 'WebhookDisabledReason',
  description: 'Why a webhook was disabled.',
  valuesMap: {
    BY_HAND: { description: 'Somebody disabled it.' },
    GONE: { description: 'The receiver answered 410 Gone.' },
    FAILING: { description: 'Every delivery failed for days (`WEBHOOK_DISABLE_AFTER_HOURS`).' },
  },
});

@ObjectType({ description: 'A secret of a webhook, without the secret.' })
export class WebhookSecretInfo {
  @Field({ description: 'The last characters of the secret, to tell secrets apart.' })
  hint: string;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Until when deliveries are signed by it, because a newer one has taken its place; null for the newest.',
  })
  expiresAt: Date | null;
}

@ObjectType({
  implements: () => Node,
  description: 'An address that is told of chosen events by signed HTTP requests (Webhook 订阅).',
})
export class WebhookSubscription extends Node {
  @Field({ description: 'Name people know it by.' })
  name: string;
  @Field({ description: 'Where deliveries are sent.' })
  url: string;
  @Field(() => [String], { description: 'Events it is told of, such as `customer.created`, sorted.' })
  events: string[];
  @Field(() => DataScope, { description: 'Where they must happen.' })
  dataScope: DataScope;
  @Field(() => WebhookState, { description: 'Whether it is told of events.' })
  state: WebhookState;
  @Field(() => WebhookDisabledReason, { nullable: true, description: 'Why it was disabled; null while it is not.' })
  disabledReason: WebhookDisabledReason | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was disabled; null while it is not.' })
  disabledAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The first failure since the last delivery; null while all is well.',
  })
  failingSince: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When something was last delivered; null for never.' })
  lastDeliveredAt: Date | null;
  @Field(() => [WebhookSecretInfo], { description: 'Its secrets, newest first; two while a rotation goes on.' })
  secrets: WebhookSecretInfo[];
  @Field(() => ApiClient, {
    nullable: true,
    description:
      'The API client it belongs to and ends with; null for the company’s own. Needs `api-client:read`; null without.',
  })
  apiClient: unknown;
  @Field(() => PublicClient, {
    nullable: true,
    description: 'The app it belongs to and ends with. Needs `public-client:manage`; null without.',
  })
  publicClient: unknown;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
