import { Allow, context, JsonScalar, type PublicEvent, PublicEvents } from '@atrium/sdk';
import { Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { WEBHOOK_READ } from './webhooks.permissions';

@ObjectType({ description: 'A kind of event that webhooks can be told of.' })
export class WebhookEventType {
  @Field({ description: 'Name, such as `customer.created`.' })
  name: string;
  @Field(() => Int, { description: 'Version of its data. Within one, fields are only added.' })
  version: number;
  @Field({ description: 'What happened, in the caller’s language.' })
  description: string;
  @Field({ description: 'Permission needed to choose it.' })
  permission: string;
  @Field({ description: 'Does it happen in communities? Others can be chosen for the whole company alone.' })
  isOfCommunities: boolean;
  @Field(() => JsonScalar, { description: 'JSON Schema of `data` in the deliveries.' })
  schema: unknown;
}

@Resolver()
export class WebhookEventTypesResolver {
  constructor(private readonly events: PublicEvents) {}

  @Allow(...WEBHOOK_READ)
  @Query(() => [WebhookEventType], {
    description: 'Kinds of events that webhooks can be told of, by name; the same for every company.',
  })
  webhookEventTypes(): WebhookEventType[] {
    return this.events.all().map(wordEvent);
  }
}

const wordEvent = ({ definition, version, description, permission, place, schema }: PublicEvent): WebhookEventType => ({
  ...{ name: definition.name, version, description: description[context().locale], permission },
  isOfCommunities: place !== 'company',
  schema: z.toJSONSchema(schema),
});
