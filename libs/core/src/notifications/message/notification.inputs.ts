import { IdField, TextField, ValueField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { NotificationChannel } from '../notification.enums';
import { Notification } from './notification.type';

@InputType({ description: 'A message that came back, as staff have learned.' })
export class ReportBounceInput {
  @IdField('notification', { description: 'The message.' })
  id: string;
  @ValueField(() => NotificationChannel, { description: 'The channel it came back on.' })
  channel: NotificationChannel;
  @TextField({ description: 'What was said.', max: 500 })
  reason: string;
  @ValueField(() => Boolean, {
    description: 'Is it for good? Then nothing more is sent to the address.',
    defaultValue: true,
  })
  isPermanent: boolean;
}

@InputType({ description: 'An address that works again.' })
export class ClearUndeliverableInput {
  @IdField('undeliverable_address', { description: 'The address.' })
  id: string;
}

@ObjectType({ description: 'Answer of reportBounce.' })
export class NotificationPayload {
  @Field(() => Notification, { description: 'The message as it is now.' })
  notification: unknown;
}

@ObjectType({ description: 'Answer of clearUndeliverableAddress.' })
export class ClearUndeliverablePayload {
  @Field(() => ID, { description: 'Id of what is gone.' })
  deletedId: string;
}
