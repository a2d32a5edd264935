import { IdField, IntField, NestedField, TextField, VersionField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsOptional, IsString, MaxLength } from 'class-validator';
import { DataScopeInput } from '../../staff';
import { WebhookSubscription } from './subscription.type';

export const MAX_URL = 2_000;
/** A week is enough to bring a new secret to every machine. */
const MAX_GRACE_HOURS = 168;
const DEFAULT_GRACE_HOURS = 24;

const nameField = { description: 'Name people know it by.', max: 100 };
const urlField = {
  description: `Where deliveries are sent: https, at most ${MAX_URL} characters, no user name, no fragment.`,
  max: MAX_URL,
};
const SCOPE = 'Where they must happen. Only whoever sees all communities can ask for the whole company.';

function EventsField(options: { nullable: boolean }): PropertyDecorator {
  return (target, key) => {
    Field(() => [String], {
      description: 'Events to be told of, 1 to 100 of those in `webhookEventTypes`; each asks for its own permission.',
      nullable: options.nullable,
    })(target, key);
    if (options.nullable) IsOptional()(target, key);
    ArrayMinSize(1)(target, key);
    ArrayMaxSize(100)(target, key);
    IsString({ each: true })(target, key);
    MaxLength(80, { each: true })(target, key);
  };
}

@InputType({ description: 'A webhook.' })
export class CreateWebhookSubscriptionInput {
  @TextField(nameField)
  name: string;
  @TextField(urlField)
  url: string;
  @EventsField({ nullable: false })
  events: string[];
  @NestedField(() => DataScopeInput, { description: SCOPE })
  dataScope: DataScopeInput;
  @IdField('api_client', {
    description:
      'The API client it is to belong to: it is told of nothing that the client may not read, and ends with it.',
    nullable: true,
  })
  apiClientId?: string | null;
  @IdField('public_client', { description: 'The app it is to belong to, and to end with.', nullable: true })
  publicClientId?: string | null;
}

@InputType({ description: 'Changes to a webhook. What is left out stays as it is.' })
export class UpdateWebhookSubscriptionInput {
  @IdField('webhook_subscription', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...nameField, nullable: true, min: 1 })
  name?: string | null;
  @TextField({ ...urlField, nullable: true, min: 1 })
  url?: string | null;
  @EventsField({ nullable: true })
  events?: string[] | null;
  @NestedField(() => DataScopeInput, { description: SCOPE, nullable: true })
  dataScope?: DataScopeInput | null;
}

@InputType({ description: 'A webhook that is to get a new secret.' })
export class RotateWebhookSecretInput {
  @IdField('webhook_subscription', { description: 'Which one.' })
  id: string;
  @IntField({
    description: 'Hours for which deliveries are signed by the secret before, too; 0 ends it at once.',
    min: 0,
    max: MAX_GRACE_HOURS,
    defaultValue: DEFAULT_GRACE_HOURS,
  })
  graceHours: number;
}

@InputType({ description: 'A webhook.' })
export class WebhookSubscriptionIdInput {
  @IdField('webhook_subscription', { description: 'Which one.' })
  id: string;
}

@ObjectType({ description: 'The webhook after the change.' })
export class WebhookSubscriptionPayload {
  @Field(() => WebhookSubscription, { description: 'As it is now.' })
  subscription: unknown;
}

@ObjectType({ description: 'The webhook with its new secret.' })
export class WebhookSecretPayload {
  @Field(() => WebhookSubscription, { description: 'As it is now.' })
  subscription: unknown;
  @Field({ description: 'By which its deliveries are signed, `whsec_…`. It is shown this once.' })
  secret: string;
}

@ObjectType({ description: 'The webhook that is gone, with the log of its deliveries.' })
export class DeleteWebhookSubscriptionPayload {
  @Field(() => ID, { description: 'Id of the deleted webhook.' })
  deletedId: string;
}
