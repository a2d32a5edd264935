import { IdField, LocalDateScalar, TextField, ValueField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Customer } from '../customer/customer.type';
import { SensitiveProfile, SensitiveProfileKind } from './sensitive-profile.type';

@InputType({ description: 'Something sensitive about a person, in place of what was kept under the same kind.' })
export class SetSensitiveProfileInput {
  @IdField('customer', { description: 'Whose.' })
  customerId: string;
  @ValueField(() => SensitiveProfileKind, { description: 'What it is.' })
  kind: SensitiveProfileKind;
  @ValueField(() => LocalDateScalar, { description: 'When the person, or the guardian, agreed to its being kept.' })
  consentedOn: string;
  @TextField({ description: 'Who agreed: the person, or the guardian of a minor.', max: 100 })
  consentedBy: string;
  @TextField({ description: 'Where the proof of the consent is.', nullable: true, max: 500 })
  evidence?: string | null;
  @TextField({ description: 'What the service should know.', nullable: true, max: 2000, multiline: true })
  note?: string | null;
}

@InputType({ description: 'Removes a sensitive profile, for instance because the consent was withdrawn.' })
export class RemoveSensitiveProfileInput {
  @IdField('sensitive_profile', { description: 'Which one.' })
  id: string;
}

@ObjectType({ description: 'Answer of setSensitiveProfile.' })
export class SetSensitiveProfilePayload {
  @Field(() => SensitiveProfile, { description: 'As it is now.' })
  profile: SensitiveProfile;
  @Field(() => Customer, { description: 'The customer.' })
  customer: Customer;
}

@ObjectType({ description: 'Answer of removeSensitiveProfile.' })
export class RemoveSensitiveProfilePayload {
  @Field(() => ID, { description: 'Id of the profile that is gone.' })
  removedProfileId: string;
  @Field(() => Customer, { description: 'The customer.' })
  customer: Customer;
}
