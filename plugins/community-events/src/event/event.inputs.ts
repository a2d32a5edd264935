import {
  DateTimeScalar,
  IdempotencyKeyField,
  IdField,
  IntField,
  MoneyInput,
  NestedField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { EventKind } from './event.enums';
import { CommunityEventsEvent } from './event.type';

/** What can be said of an event from its first draft on. */
@InputType({ isAbstract: true })
abstract class Details {
  @TextField({ description: 'Where it takes place.', max: 200, nullable: true })
  place?: string | null;
  @ValueField(() => DateTimeScalar, { description: 'From when on customers register; null: at once.', nullable: true })
  registrationOpensAt?: Date | null;
  @ValueField(() => DateTimeScalar, { description: 'Until when; null: until it begins.', nullable: true })
  registrationClosesAt?: Date | null;
  @IntField({
    description: 'Places, each for one person; null: room for everybody.',
    min: 1,
    max: 100_000,
    nullable: true,
  })
  capacity?: number | null;
  @IntField({ description: 'Most people of one household; null: no limit.', min: 1, max: 1_000, nullable: true })
  householdLimit?: number | null;
  @IntField({
    description: 'Hours before its start of the reminder; 0: none; null: as the company set.',
    min: 0,
    max: 168,
    nullable: true,
  })
  remindHours?: number | null;
  @NestedField(() => MoneyInput, { description: 'What it may cost.', nullable: true })
  budget?: MoneyInput | null;
  @NestedField(() => MoneyInput, { description: 'What it has cost.', nullable: true })
  spent?: MoneyInput | null;
}

@InputType({ description: 'An event to plan.' })
export class CommunityEventsCreateInput extends Details {
  @ValueField(() => EventKind, { description: 'What kind it is.' })
  kind: EventKind;
  @TextField({ description: 'Title.', max: 200 })
  title: string;
  @TextField({ description: 'Plain text.', max: 20_000, multiline: true })
  description: string;
  @ValueField(() => DateTimeScalar, { description: 'When it begins.' })
  startsAt: Date;
  @ValueField(() => DateTimeScalar, { description: 'When it ends.' })
  endsAt: Date;
  @IdField('community', { description: 'The community it is for; null: all of the company.', nullable: true })
  communityId?: string | null;
  @IdField('segment', { description: 'For the members of this segment; null: for everybody there.', nullable: true })
  segmentId?: string | null;
  @ValueField(() => Boolean, { description: 'Is there a waiting list when it is full?', defaultValue: true })
  hasWaitingList: boolean;
  @ValueField(() => Boolean, { description: 'Is its audience told when it is published?', defaultValue: true })
  notifies: boolean;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of an event: what is left out stays, null takes back what can be taken back.' })
export class CommunityEventsUpdateInput extends Details {
  @IdField('community_events_event', { description: 'The event.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Title.', max: 200, min: 1, nullable: true })
  title?: string | null;
  @TextField({ description: 'Plain text.', max: 20_000, min: 1, multiline: true, nullable: true })
  description?: string | null;
  @ValueField(() => DateTimeScalar, { description: 'When it begins; who has registered is told.', nullable: true })
  startsAt?: Date | null;
  @ValueField(() => DateTimeScalar, { description: 'When it ends.', nullable: true })
  endsAt?: Date | null;
  @ValueField(() => Boolean, { description: 'Is there a waiting list when it is full?', nullable: true })
  hasWaitingList?: boolean | null;
}

@InputType({ description: 'An event, as the caller has seen it.' })
export class CommunityEventsPublishInput {
  @IdField('community_events_event', { description: 'The event.' })
  id: string;
  @VersionField()
  version: number;
}

@InputType({ description: 'An event that does not take place.' })
export class CommunityEventsCancelInput extends CommunityEventsPublishInput {
  @TextField({ description: 'Why; who has registered is told.', max: 500 })
  reason: string;
}

@ObjectType({ description: 'An event after the change.' })
export class CommunityEventsEventPayload {
  @Field(() => CommunityEventsEvent, { description: 'The event.' })
  event: unknown;
}
