import { IdempotencyKeyField, IdField, IntField, TextField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { CommunityEventsRegistration } from './registration.type';

@InputType({ description: 'Who takes part in an event.' })
export class CommunityEventsRegisterInput {
  @IdField('community_events_event', { description: 'The event.' })
  eventId: string;
  @IdField('customer', { description: 'Who; of staff alone, customers register themselves.', nullable: true })
  customerId?: string | null;
  @IdField('unit', { description: 'The home they come from; needed where there are several.', nullable: true })
  unitId?: string | null;
  @IntField({ description: 'How many people.', min: 1, max: 50, defaultValue: 1 })
  people: number;
  @TextField({ description: 'What they want to say.', max: 500, nullable: true })
  note?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A registration to take back.' })
export class CommunityEventsCancelRegistrationInput {
  @IdField('community_events_registration', { description: 'The registration.' })
  id: string;
}

@InputType({ description: 'Somebody who has come: the code they show, or else their registration.' })
export class CommunityEventsCheckInInput {
  @IdField('community_events_event', { description: 'The event.' })
  eventId: string;
  @TextField({ description: 'The code, as it is shown, typed or scanned.', max: 40, nullable: true })
  code?: string | null;
  @IdField('community_events_registration', {
    description: 'Their registration, where they have no code with them.',
    nullable: true,
  })
  registrationId?: string | null;
}

@ObjectType({ description: 'A registration after the change.' })
export class CommunityEventsRegistrationPayload {
  @Field(() => CommunityEventsRegistration, {
    nullable: true,
    description: 'The registration; null where the caller does not see whose it is.',
  })
  registration: unknown;
}

@ObjectType({ description: 'Who has come.' })
export class CommunityEventsCheckInPayload extends CommunityEventsRegistrationPayload {
  @Field(() => Int, { description: 'How many people the registration is for.' })
  people: number;
}
