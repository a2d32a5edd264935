import { IdField, NestedField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Customer } from '../../customers';
import { NotificationChannel } from '../notification.enums';
import { QuietHoursInput, QuietHoursOfDay } from '../settings/settings.inputs';

const CHANNELS =
  'Channels, the most welcome first; those left out follow as the company has them. With IN_APP first, messages are in the app alone. Null: no wish beyond the preferred channel.';
const ZONE = 'Time zone, e.g. `Asia/Shanghai`; null: the company’s.';

@ObjectType({ description: 'How a customer, or a member of staff, wants to be told things.' })
export class NotificationPreference {
  @Field(() => [NotificationChannel], { nullable: true, description: CHANNELS })
  channels: NotificationChannel[] | null;
  @Field(() => String, { nullable: true, description: ZONE })
  timeZone: string | null;
  @Field(() => QuietHoursOfDay, {
    nullable: true,
    description: 'Own quiet hours; null: the company’s for customers, none for staff.',
  })
  quietHours: QuietHoursOfDay | null;
  @Field(() => Int, { description: 'Rises with each change; 0 while nothing was chosen.' })
  version: number;
}

@InputType({ description: 'How one wants to be told things: all of it, as it shall be.' })
export class SetMyNotificationPreferenceInput {
  @VersionField(0)
  version: number;
  @ValueField(() => [NotificationChannel], { description: CHANNELS, nullable: true })
  channels?: NotificationChannel[] | null;
  @TextField({ description: ZONE, nullable: true, max: 64 })
  timeZone?: string | null;
  @NestedField(() => QuietHoursInput, { description: 'Own quiet hours; null: the company’s.', nullable: true })
  quietHours?: QuietHoursInput | null;
}

@InputType({ description: 'How a customer wants to be told things: all of it, as it shall be.' })
export class SetNotificationPreferenceInput extends SetMyNotificationPreferenceInput {
  @IdField('customer', { description: 'The customer.' })
  customerId: string;
}

@ObjectType({ description: 'Answer of setNotificationPreference and setMyNotificationPreference.' })
export class NotificationPreferencePayload {
  @Field(() => NotificationPreference, { description: 'As it is now.' })
  preference: NotificationPreference;
  @Field(() => Customer, { nullable: true, description: 'The customer; null where it is staff.' })
  customer: unknown;
}
