import { Community, Segment } from '@atrium/core';
import { DateTimeScalar, Money, Node } from '@atrium/sdk';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { CommunityEventsPhoto } from '../photo/photo.type';
import { EventKind, EventState } from './event.enums';

@ObjectType({ implements: () => Node, description: 'An event of a community or of the whole company (社区活动).' })
export class CommunityEventsEvent extends Node {
  @Field(() => EventKind, { description: 'What kind it is.' })
  kind: EventKind;
  @Field(() => EventState, { description: 'Where it stands.' })
  state: EventState;
  @Field({ description: 'Title.' })
  title: string;
  @Field({ description: 'Plain text: it is shown, never interpreted.' })
  description: string;
  @Field(() => String, { nullable: true, description: 'Where it takes place.' })
  place: string | null;
  @Field(() => DateTimeScalar, { description: 'When it begins.' })
  startsAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it ends.' })
  endsAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'From when on customers register; null: at once.' })
  registrationOpensAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; null: until it begins.' })
  registrationClosesAt: Date | null;
  @Field(() => Int, { nullable: true, description: 'Places, each for one person; null: there is room for everybody.' })
  capacity: number | null;
  @Field({ description: 'Is there a waiting list when it is full?' })
  hasWaitingList: boolean;
  @Field(() => Int, { nullable: true, description: 'Most people of one household; null: no limit.' })
  householdLimit: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Hours before its start of the reminder; null: as the company set.',
  })
  remindHours: number | null;
  @Field({ description: 'Is its audience told when it is published?' })
  notifies: boolean;
  @Field(() => Community, { nullable: true, description: 'The community it is for; null: all of the company.' })
  community: Community | null;
  @Field(() => Segment, {
    nullable: true,
    description: 'The segment it is for; null: everybody who lives or works there.',
  })
  segment: Segment | null;
  @Field(() => [CommunityEventsPhoto], { description: 'Photos, oldest first.' })
  photos: CommunityEventsPhoto[];
  @Field(() => Money, { nullable: true, description: 'What it may cost.' })
  budget: Money | null;
  @Field(() => Money, { nullable: true, description: 'What it has cost.' })
  spent: Money | null;
  @Field(() => String, { nullable: true, description: 'Why it was cancelled.' })
  cancelledReason: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was published.' })
  publishedAt: Date | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
}

@ObjectType({ description: 'Places of an event, in people, as of what has been committed.' })
export class CommunityEventsPlaces {
  @Field(() => Int, { nullable: true, description: 'All of them; null: there is room for everybody.' })
  capacity: number | null;
  @Field(() => Int, { description: 'People who have one.' })
  taken: number;
  @Field(() => Int, { nullable: true, description: 'Those that are left; null: there is room for everybody.' })
  left: number | null;
  @Field(() => Int, { description: 'People in the waiting list.' })
  waiting: number;
}

@ObjectType({ description: 'Who came to an event, in people. For staff.' })
export class CommunityEventsFigures {
  @Field(() => Int, { description: 'Customers who were told of it.' })
  invited: number;
  @Field(() => Int, { description: 'People with a place who are not checked in.' })
  confirmed: number;
  @Field(() => Int, { description: 'People in the waiting list.' })
  waiting: number;
  @Field(() => Int, { description: 'People who were checked in.' })
  attended: number;
  @Field(() => Int, { description: 'People who had a place and did not come.' })
  noShow: number;
}
