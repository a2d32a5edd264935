import { DateTimeScalar, IdField, TextField, ValueField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Customer } from '../customer/customer.type';
import { ConsentPurpose, ConsentSource, ContactChannel } from './consent.policy';
import { CustomerConsent } from './consent.type';

@InputType({ description: "A customer's decision about messages." })
export class DecideConsentInput {
  @IdField('customer', { description: 'Whose.' })
  customerId: string;
  @ValueField(() => ContactChannel, { description: 'Over which channel.' })
  channel: ContactChannel;
  @ValueField(() => ConsentPurpose, { description: 'For which purpose.' })
  purpose: ConsentPurpose;
  @ValueField(() => ConsentSource, { description: 'How the decision reached us.' })
  source: ConsentSource;
  @TextField({
    description: 'Where the proof is: a file, a recording, a form; at most 500 characters.',
    nullable: true,
    max: 500,
  })
  evidence?: string | null;
  @ValueField(() => DateTimeScalar, { description: 'When it was decided; now unless given.', nullable: true })
  decidedAt?: Date | null;
}

@ObjectType({ description: 'Answer of grantConsent and withdrawConsent.' })
export class DecideConsentPayload {
  @Field(() => CustomerConsent, { description: 'The decision.' })
  consent: CustomerConsent;
  @Field(() => Customer, { description: 'The customer as it is now.' })
  customer: Customer;
}
