import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Customer } from '../../customers';
import { Staff } from '../../staff';
import { NotificationChannel, NotificationPurpose, NotificationReason, NotificationState } from '../notification.enums';

@ObjectType({ description: 'One way a message took.' })
export class NotificationDelivery {
  @Field(() => ID, { description: 'Opaque and stable; the channel knows the message by it.' })
  id: string;
  @Field(() => NotificationChannel, { description: 'The channel.' })
  channel: NotificationChannel;
  @Field({ description: 'Who took it there, e.g. `smtp`.' })
  provider: string;
  @Field({ description: 'Where it went, masked.' })
  maskedAddress: string;
  @Field(() => String, { nullable: true, description: 'Subject or title it had.' })
  subject: string | null;
  @Field({ description: 'What it said; in place of what opens something by itself stands `‹…›`.' })
  body: string;
  @Field({ description: 'The language it was in.' })
  locale: string;
  @Field(() => Int, { description: 'Version of the company’s template; 0 for the words it came with.' })
  templateVersion: number;
  @Field({ description: '`SENDING`, `RETRYING`, `SENT`, `DELIVERED`, `READ`, `FAILED` or `BOUNCED`.' })
  state: string;
  @Field(() => Int, { description: 'Tries.' })
  attempts: number;
  @Field({ description: 'A crash has left it unknown whether an earlier try succeeded: it may have come twice.' })
  perhapsTwice: boolean;
  @Field(() => String, { nullable: true, description: 'What the channel said when it failed or came back.' })
  failure: string | null;
  @Field(() => DateTimeScalar, { description: 'When it was last handed over.' })
  handedAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the channel took it.' })
  sentAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the channel last reported about it.' })
  reportedAt: Date | null;
}

@ObjectType({ implements: () => Node, description: 'A message to somebody, with what became of it.' })
export class Notification extends Node {
  @Field({ description: 'Key of its kind, as `notificationTypes` lists them.' })
  type: string;
  @Field(() => NotificationPurpose, { description: 'What it is for.' })
  purpose: NotificationPurpose;
  @Field(() => NotificationState, { description: 'Where it stands.' })
  state: NotificationState;
  @Field(() => NotificationReason, { nullable: true, description: 'Why it was not sent, or waits.' })
  reason: NotificationReason | null;
  @Field(() => NotificationChannel, {
    nullable: true,
    description: 'The way it took or takes; null where none was found.',
  })
  channel: NotificationChannel | null;
  @Field({ description: 'Is it (also) among the messages in the app?' })
  isInApp: boolean;
  @Field({ description: 'A crash has left it unknown whether it was sent: it may have come twice.' })
  perhapsTwice: boolean;
  @Field(() => Customer, { nullable: true, description: 'The customer it is for.' })
  customer: Customer | null;
  @Field(() => Staff, {
    nullable: true,
    description: 'The member of staff it is for; null without the permission `staff:read`.',
  })
  staff: Staff | null;
  @Field(() => ID, { nullable: true, description: 'The object it is about, for `node`.' })
  aboutId: string | null;
  @Field(() => [NotificationDelivery], { description: 'The ways it took, one after the other.' })
  deliveries: NotificationDelivery[];
  @Field(() => DateTimeScalar, { description: 'When it was caused.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is looked at next; null once it is settled.' })
  nextAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When its fate was settled.' })
  settledAt: Date | null;
}

@ObjectType({ implements: () => Node, description: 'An address that messages came back from: none is sent to it.' })
export class UndeliverableAddress extends Node {
  @Field(() => NotificationChannel, { description: 'The channel whose messages came back.' })
  channel: NotificationChannel;
  @Field({ description: 'The address, masked.' })
  maskedAddress: string;
  @Field({ description: 'What was said when it came back.' })
  reason: string;
  @Field(() => Customer, { nullable: true, description: 'The customer whose message it was.' })
  customer: Customer | null;
  @Field(() => DateTimeScalar, { description: 'Since when.' })
  createdAt: Date;
}
