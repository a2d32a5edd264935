import { Customer, Unit } from '@atrium/core';
import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { CommunityEventsEvent } from '../event/event.type';
import { RegistrationState } from './registration.enums';

@ObjectType({ implements: () => Node, description: 'A customer who takes part in an event, alone or with others.' })
export class CommunityEventsRegistration extends Node {
  @Field(() => CommunityEventsEvent, { description: 'The event.' })
  event: CommunityEventsEvent;
  @Field(() => Customer, { nullable: true, description: 'Who registered; null for whoever may not see customers.' })
  customer: Customer | null;
  @Field(() => Unit, { nullable: true, description: 'The home they come from.' })
  unit: Unit | null;
  @Field(() => Int, { description: 'How many people.' })
  people: number;
  @Field(() => RegistrationState, { description: 'Where it stands.' })
  state: RegistrationState;
  @Field(() => String, { nullable: true, description: 'To be shown at the door; of use once, while there is a place.' })
  code: string | null;
  @Field(() => String, { nullable: true, description: 'What they want to say.' })
  note: string | null;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it got its places.' })
  confirmedAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back.' })
  cancelledAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When they came.' })
  checkedInAt: Date | null;
}
