import {
  IdempotencyKeyField,
  IdField,
  LocalDateScalar,
  NestedField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { ContactChannel } from '../consent/consent.policy';
import { CustomerContactInput } from '../contact/contact.inputs';
import { IdentityDocumentInput } from '../document/identity-document.inputs';
import { CustomerKind } from './customer-kind';
import { Customer } from './customer.type';

const LANGUAGE = {
  description: 'Preferred language, BCP 47, e.g. `zh-CN` or `en`.',
  nullable: true,
  max: 35,
  matches: /^$|^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
  example: 'zh-CN',
};
const EXTERNAL_ID = { description: 'Its key in another system, unique among customers.', nullable: true, max: 100 };
const BIRTHDAY = { description: 'Birthday of a person, founding day of an organisation.', nullable: true };
const REMARKS = {
  description: 'What everybody who serves the customer should know, at most 2,000 characters.',
  nullable: true,
  max: 2000,
  multiline: true,
};
const CHANNEL = { description: 'Preferred way to be reached.', nullable: true };

@InputType({ description: 'A new customer.' })
export class CreateCustomerInput {
  @ValueField(() => CustomerKind, { description: 'Person or organisation.' })
  kind: CustomerKind;
  @TextField({ description: 'Full name, at most 100 characters.', max: 100 })
  name: string;
  @TextField(EXTERNAL_ID)
  externalId?: string | null;
  @ValueField(() => LocalDateScalar, BIRTHDAY)
  birthday?: string | null;
  @TextField(LANGUAGE)
  preferredLanguage?: string | null;
  @ValueField(() => ContactChannel, CHANNEL)
  preferredChannel?: ContactChannel | null;
  @TextField(REMARKS)
  remarks?: string | null;
  @IdField('community', {
    description:
      'The community that enters the customer; needed where your roles are limited to some communities, unless to one.',
    nullable: true,
  })
  communityId?: string | null;
  @NestedField(() => CustomerContactInput, {
    description:
      'Phones and e-mail addresses, at most 20; the first of each kind is the preferred one unless another is.',
    list: true,
    nullable: true,
    max: 20,
  })
  contacts?: CustomerContactInput[] | null;
  @NestedField(() => IdentityDocumentInput, { description: 'An identity document.', nullable: true })
  identityDocument?: IdentityDocumentInput | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of a customer: what is left out stays, null empties.' })
export class UpdateCustomerInput {
  @IdField('customer', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Full name.', nullable: true, min: 1, max: 100 })
  name?: string | null;
  @TextField(EXTERNAL_ID)
  externalId?: string | null;
  @ValueField(() => LocalDateScalar, BIRTHDAY)
  birthday?: string | null;
  @TextField(LANGUAGE)
  preferredLanguage?: string | null;
  @ValueField(() => ContactChannel, CHANNEL)
  preferredChannel?: ContactChannel | null;
  @TextField(REMARKS)
  remarks?: string | null;
  @IdField('community', { description: 'The community that entered the customer.', nullable: true })
  communityId?: string | null;
}

@ObjectType({ description: 'Answer of createCustomer.' })
export class CreateCustomerPayload {
  @Field(() => Customer, { description: 'As it is now.' })
  customer: Customer;
}

@ObjectType({ description: 'Answer of updateCustomer.' })
export class UpdateCustomerPayload {
  @Field(() => Customer, { description: 'As it is now.' })
  customer: Customer;
}
