import { IdempotencyKeyField, IdField, NestedField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Customer } from '../customer/customer.type';
import { ContactKind } from './contact.policy';
import { CustomerContact } from './contact.type';

const VALUE = { description: 'Number or address as people write it, e.g. `+86 138-0013-8000`, `010-88886666 转 801`.' };
const EXTENSION = {
  description: 'Extension to dial, up to 8 digits; one in the value counts too.',
  max: 8,
  matches: /^[0-9]*$/,
  example: '801',
  nullable: true,
};
const LABEL = { description: 'What it is, e.g. `mobile`, `office`, `daughter`.', nullable: true, max: 40 };
const VERIFIED = 'Was it found to be right?';

@InputType({ description: 'A phone or an e-mail address.' })
export class CustomerContactInput {
  @ValueField(() => ContactKind, { description: 'Phone or e-mail.' })
  kind: ContactKind;
  @TextField({ ...VALUE, max: 254 })
  value: string;
  @TextField(EXTENSION)
  extension?: string | null;
  @TextField(LABEL)
  label?: string | null;
  @ValueField(() => Boolean, { description: 'Is it the first to try of its kind?', defaultValue: false })
  isPreferred: boolean;
  @ValueField(() => Boolean, { description: VERIFIED, defaultValue: false })
  verified: boolean;
}

@InputType({ description: 'A further contact of a customer.' })
export class AddCustomerContactInput {
  @IdField('customer', { description: 'Whose.' })
  customerId: string;
  @NestedField(() => CustomerContactInput, { description: 'The contact.' })
  contact: CustomerContactInput;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of a contact: what is left out stays, null empties.' })
export class UpdateCustomerContactInput {
  @IdField('customer_contact', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...VALUE, nullable: true, min: 1, max: 254 })
  value?: string | null;
  @TextField(EXTENSION)
  extension?: string | null;
  @TextField(LABEL)
  label?: string | null;
  @ValueField(() => Boolean, {
    description: 'Is it the first to try of its kind? Another one then is no longer.',
    nullable: true,
  })
  isPreferred?: boolean | null;
  @ValueField(() => Boolean, { description: `${VERIFIED} A new value was not, unless this says so.`, nullable: true })
  verified?: boolean | null;
}

@InputType({ description: 'Removes a contact from a customer.' })
export class RemoveCustomerContactInput {
  @IdField('customer_contact', { description: 'Which one.' })
  id: string;
}

@InputType({ description: 'Shows a contact unmasked.' })
export class RevealContactInput {
  @IdField('customer_contact', { description: 'Which one.' })
  id: string;
  @TextField({ description: 'What it is needed for; kept with your name.', min: 2, max: 200 })
  reason: string;
}

@ObjectType({ description: 'Answer of addCustomerContact.' })
export class AddCustomerContactPayload {
  @Field(() => CustomerContact, { description: 'The new contact.' })
  contact: CustomerContact;
  @Field(() => Customer, { description: 'The customer as it is now.' })
  customer: Customer;
}

@ObjectType({ description: 'Answer of updateCustomerContact.' })
export class UpdateCustomerContactPayload {
  @Field(() => CustomerContact, { description: 'As it is now.' })
  contact: CustomerContact;
}

@ObjectType({ description: 'Answer of removeCustomerContact.' })
export class RemoveCustomerContactPayload {
  @Field(() => ID, { description: 'Id of the contact that is gone.' })
  removedContactId: string;
  @Field(() => Customer, { description: 'The customer as it is now.' })
  customer: Customer;
}

@ObjectType({ description: 'Answer of revealContact.' })
export class RevealContactPayload {
  @Field({ description: 'The number or address, unmasked.' })
  value: string;
  @Field(() => CustomerContact, { description: 'The contact.' })
  contact: CustomerContact;
}
