import { IntField, NestedField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { NotificationChannel } from '../notification.enums';

const TIME = { max: 5, matches: /^([01]\d|2[0-3]):[0-5]\d$/, example: '21:00' };

@InputType({ description: 'Hours in which nobody is disturbed; from 21:00 until 08:00 is the night.' })
export class QuietHoursInput {
  @TextField({ description: 'When they begin, on the wall clock of the recipient.', ...TIME })
  from: string;
  @TextField({ description: 'When they end.', ...TIME })
  until: string;
}

@ObjectType({ description: 'Hours in which nobody is disturbed.' })
export class QuietHoursOfDay {
  @Field({ description: 'When they begin, e.g. `21:00`, on the wall clock of the recipient.' })
  from: string;
  @Field({ description: 'When they end.' })
  until: string;
}

@InputType({ description: 'How many messages a channel takes.' })
export class ChannelLimitInput {
  @ValueField(() => NotificationChannel, { description: 'The channel.' })
  channel: NotificationChannel;
  @IntField({ description: 'Messages of the company in a minute at most.', min: 1, max: 1_000_000 })
  perMinute: number;
}

@ObjectType({ description: 'How many messages a channel takes.' })
export class ChannelLimit {
  @Field(() => NotificationChannel, { description: 'The channel.' })
  channel: NotificationChannel;
  @Field(() => Int, { description: 'Messages of the company in a minute at most.' })
  perMinute: number;
}

@InputType({ description: 'How the company tells people things: all of it, as it shall be.' })
export class SetNotificationSettingsInput {
  @VersionField(0)
  version: number;
  @ValueField(() => [NotificationChannel], {
    description:
      'Channels in the order in which the company prefers them; those left out follow as each message has them.',
  })
  channelOrder: NotificationChannel[];
  @NestedField(() => QuietHoursInput, {
    description: 'Quiet hours of customers who have not chosen their own; null: none.',
    nullable: true,
  })
  quietHours?: QuietHoursInput | null;
  @IntField({
    description: 'Messages to one customer in 24 hours at most, urgent ones left out; null: no limit.',
    nullable: true,
    min: 1,
    max: 1_000,
  })
  dailyLimit?: number | null;
  @IntField({
    description: 'Marketing messages to one customer in seven days at most; null: no limit.',
    nullable: true,
    min: 0,
    max: 100,
  })
  marketingWeeklyLimit?: number | null;
  @NestedField(() => ChannelLimitInput, { description: 'Limits of channels.', list: true })
  channelLimits: ChannelLimitInput[];
  @ValueField(() => [String], { description: 'Keys of the kinds of messages that the company does not send.' })
  typesOff: string[];
}

@ObjectType({ description: 'How the company tells people things.' })
export class NotificationSettings {
  @Field(() => [NotificationChannel], { description: 'Channels in the order in which the company prefers them.' })
  channelOrder: NotificationChannel[];
  @Field(() => QuietHoursOfDay, {
    nullable: true,
    description: 'Quiet hours of customers who have not chosen their own.',
  })
  quietHours: QuietHoursOfDay | null;
  @Field(() => Int, { nullable: true, description: 'Messages to one customer in 24 hours at most.' })
  dailyLimit: number | null;
  @Field(() => Int, { nullable: true, description: 'Marketing messages to one customer in seven days at most.' })
  marketingWeeklyLimit: number | null;
  @Field(() => [ChannelLimit], { description: 'Limits of channels.' })
  channelLimits: ChannelLimit[];
  @Field(() => [String], { description: 'Kinds of messages that are not sent.' })
  typesOff: string[];
  @Field(() => Int, { description: 'Rises with each change; 0 while nothing was set.' })
  version: number;
}

@ObjectType({ description: 'Answer of setNotificationSettings.' })
export class SetNotificationSettingsPayload {
  @Field(() => NotificationSettings, { description: 'As they are now.' })
  settings: NotificationSettings;
}
