import { IdField, LocalDateScalar, NestedField, TextField, ValueField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Customer } from '../customer/customer.type';
import { IdentityDocumentKind } from './identity-document.policy';
import { IdentityDocument } from './identity-document.type';

@InputType({ description: 'An identity document.' })
export class IdentityDocumentInput {
  @ValueField(() => IdentityDocumentKind, { description: 'Kind of document.' })
  kind: IdentityDocumentKind;
  @TextField({ description: 'The number on it; spaces do not matter. It is kept encrypted.', max: 60 })
  number: string;
  @ValueField(() => LocalDateScalar, { description: 'Last day on which it is valid.', nullable: true })
  validUntil?: string | null;
}

@InputType({ description: 'Enters an identity document of a customer, in place of the one of the same kind.' })
export class SetIdentityDocumentInput {
  @IdField('customer', { description: 'Whose.' })
  customerId: string;
  @NestedField(() => IdentityDocumentInput, { description: 'The document.' })
  document: IdentityDocumentInput;
}

@InputType({ description: 'Removes an identity document; its number is gone for good.' })
export class RemoveIdentityDocumentInput {
  @IdField('identity_document', { description: 'Which one.' })
  id: string;
}

@InputType({ description: 'Shows the number of an identity document.' })
export class RevealIdentityNumberInput {
  @IdField('identity_document', { description: 'Which one.' })
  id: string;
  @TextField({ description: 'What it is needed for; kept with your name.', min: 2, max: 200 })
  reason: string;
}

@ObjectType({ description: 'Answer of setIdentityDocument.' })
export class SetIdentityDocumentPayload {
  @Field(() => Customer, { description: 'The customer as it is now.' })
  customer: Customer;
}

@ObjectType({ description: 'Answer of removeIdentityDocument.' })
export class RemoveIdentityDocumentPayload {
  @Field(() => ID, { description: 'Id of the document that is gone.' })
  removedDocumentId: string;
  @Field(() => Customer, { description: 'The customer as it is now.' })
  customer: Customer;
}

@ObjectType({ description: 'Answer of revealIdentityNumber.' })
export class RevealIdentityNumberPayload {
  @Field({ description: 'The number, unmasked.' })
  number: string;
  @Field(() => IdentityDocument, { description: 'The document.' })
  document: IdentityDocument;
}
