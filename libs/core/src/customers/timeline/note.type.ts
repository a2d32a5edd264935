import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';

export enum CustomerNoteKind {
  CALL = 'CALL',
  VISIT = 'VISIT',
  NOTE = 'NOTE',
}
registerEnumType(CustomerNoteKind, {
  name: 'CustomerNoteKind',
  description: 'What a note is about.',
  valuesMap: {
    CALL: { description: 'A telephone call.' },
    VISIT: { description: 'A visit by the customer or to the customer.' },
    NOTE: { description: 'Anything else worth keeping.' },
  },
});

@ObjectType({ implements: () => Node, description: 'What a member of staff wrote down about a customer.' })
export class CustomerNote extends Node {
  @Field(() => CustomerNoteKind, { description: 'What it is about.' })
  kind: CustomerNoteKind;
  @Field({ description: 'The text.' })
  body: string;
  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt: Date;
  @Field({ description: 'Who wrote it.' })
  authorName: string;
}
