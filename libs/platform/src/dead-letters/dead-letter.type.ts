import { DateTimeScalar, JsonScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export enum DeadLetterKind {
  JOB = 'JOB',
  EVENT = 'EVENT',
}
registerEnumType(DeadLetterKind, {
  name: 'DeadLetterKind',
  description: 'What failed for good.',
  valuesMap: {
    JOB: { description: 'A piece of background work, such as sending a mail.' },
    EVENT: { description: 'An event that one of its handlers could not handle; other handlers are not concerned.' },
  },
});

@ObjectType({ description: 'Why the last try failed.' })
export class DeadLetterFailure {
  @Field({ description: 'Kind of error, for programs.' })
  name: string;
  @Field({ description: 'What the error says: for those who run the platform, not translated.' })
  message: string;
}

@ObjectType({
  implements: () => Node,
  description: 'Background work of the company that failed at every try. It rests until it is replayed.',
})
export class DeadLetter extends Node {
  @Field(() => DeadLetterKind, { description: 'What it is.' })
  kind: DeadLetterKind;
  @Field({ description: 'Kind of job or event, such as `mail.send` or `customer.created`.' })
  name: string;
  @Field(() => String, { nullable: true, description: 'Of an event: the handler that could not handle it.' })
  handler: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Of an event: UUID of the object it happened to, of the kind the event’s name tells.',
  })
  aggregateId: string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'What the event says. Null for jobs: theirs can hold what is for one person alone, such as a link in a mail.',
  })
  payload: unknown;
  @Field(() => DeadLetterFailure, { description: 'Why the last try failed.' })
  failure: DeadLetterFailure;
  @Field(() => Int, { description: 'How often it was tried, since it was last replayed.' })
  tries: number;
  @Field(() => Int, {
    description: 'Of an event: how many later events of the same object this handler has handled meanwhile.',
  })
  overtakenBy: number;
  @Field(() => String, { nullable: true, description: 'Who or what caused it, by name.' })
  causedBy: string | null;
  @Field(() => String, { nullable: true, description: 'Id of the request that caused it, as log lines bear it.' })
  requestId: string | null;
  @Field(() => DateTimeScalar, { description: 'When it came into being.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When the last try failed.' })
  diedAt: Date;
}
