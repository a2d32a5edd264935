import { DateTimeScalar, IdempotencyKeyField, IdField, TextField, ValueField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Customer } from '../customer/customer.type';
import { CustomerNote, CustomerNoteKind } from './note.type';

@InputType({ description: 'Something to be written down about a customer.' })
export class AddCustomerNoteInput {
  @IdField('customer', { description: 'About whom.' })
  customerId: string;
  @ValueField(() => CustomerNoteKind, { description: 'What it is about.', defaultValue: CustomerNoteKind.NOTE })
  kind: CustomerNoteKind;
  @TextField({ description: 'The text, at most 4,000 characters.', max: 4000, multiline: true })
  body: string;
  @ValueField(() => DateTimeScalar, { description: 'When it happened; now unless given.', nullable: true })
  occurredAt?: Date | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'Answer of addCustomerNote.' })
export class AddCustomerNotePayload {
  @Field(() => CustomerNote, { description: 'The note.' })
  note: CustomerNote;
  @Field(() => Customer, { description: 'The customer.' })
  customer: Customer;
}
