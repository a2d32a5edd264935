import { DateTimeScalar, IdField, Node } from '@atrium/sdk';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ implements: () => Node, description: 'A message in the app, for the caller.' })
export class InboxMessage extends Node {
  @Field({ description: 'Key of its kind, e.g. for an icon.' })
  type: string;
  @Field({ description: 'Its title, in the language the recipient had then.' })
  title: string;
  @Field({ description: 'What it says. Plain text: it is shown, never interpreted.' })
  body: string;
  @Field(() => ID, { nullable: true, description: 'The object it is about, for `node`.' })
  aboutId: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was read.' })
  readAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'When it came.' })
  createdAt: Date;
}

@ObjectType({ description: 'What has changed among the caller’s messages in the app.' })
export class InboxChange {
  @Field(() => Int, { description: 'Messages not read yet.' })
  unreadCount: number;
  @Field(() => InboxMessage, { nullable: true, description: 'The newest message.' })
  newest: unknown;
}

@InputType({ description: 'Messages in the app that were read.' })
export class MarkInboxReadInput {
  @IdField('inbox_message', { description: 'Which; all when left out.', list: true, nullable: true })
  ids?: string[] | null;
}

@ObjectType({ description: 'Answer of markInboxRead.' })
export class MarkInboxReadPayload {
  @Field(() => Int, { description: 'Messages that were not read before.' })
  marked: number;
  @Field(() => Int, { description: 'Messages not read yet.' })
  unreadCount: number;
}
