import { DateTimeScalar, EmailField, IdField, TextField } from '@atrium/sdk';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Customer } from '../../customers';
import { SessionTokens } from '../../staff';

const PHONE = { description: 'Phone number, as people write it.', nullable: true, max: 40 } as const;
const EMAIL = { description: 'E-mail address; its case does not matter.', nullable: true } as const;

@InputType({
  description: 'Where a customer wants a one-time code sent: by SMS to a phone, or by e-mail; one of the two.',
})
export class RequestCustomerCodeInput {
  @TextField({ description: 'Short name of the company.', max: 100 })
  slug: string;
  @TextField(PHONE)
  phone?: string | null;
  @EmailField(EMAIL)
  email?: string | null;
}

@InputType({ description: 'A one-time code, entered.' })
export class VerifyCustomerCodeInput {
  @TextField({ description: 'What `requestCustomerCode` answered.', max: 200 })
  challenge: string;
  @TextField({ description: 'The six digits.', max: 6, min: 6, matches: /^[0-9]{6}$/, example: '042817' })
  code: string;
  @IdField('customer', {
    description: 'Which customer signs in, where several share the contact: one of the `choices` of the first answer.',
    nullable: true,
  })
  customerId?: string | null;
}

@InputType({ description: 'A session of a customer to go on with.' })
export class RefreshCustomerSessionInput {
  @TextField({ description: 'The refresh token last given; it is good once.', max: 200 })
  refreshToken: string;
}

@InputType({ description: 'A session of one’s own to end.' })
export class RevokeCustomerSessionInput {
  @IdField('customer_session', { description: 'The session.' })
  id: string;
}

@InputType({ description: 'Whose sessions to end.' })
export class EndCustomerSessionsInput {
  @IdField('customer', { description: 'The customer.' })
  customerId: string;
}

@ObjectType({
  description: 'The same answer whether or not a customer has the phone or address: a code is sent only if one has.',
})
export class RequestCustomerCodePayload {
  @Field({ description: 'Goes with the code. Keep it to yourself: without it nobody can try codes.' })
  challenge: string;
  @Field(() => DateTimeScalar, { description: 'Until when the code can be entered.' })
  expiresAt: Date;
  @Field(() => Int, { description: 'Digits of a code.' })
  digits: number;
}

@ObjectType({ description: 'One of several customers that share a phone or an address, such as a family.' })
export class CustomerChoice {
  @Field(() => ID, { description: 'Goes into `customerId`.' })
  customerId: string;
  @Field({ description: 'Name.' })
  name: string;
  @Field({ description: 'Number of the customer.' })
  code: string;
}

@ObjectType({ description: 'Either the tokens of the new session, or the customers to choose from.' })
export class VerifyCustomerCodePayload {
  @Field(() => SessionTokens, { nullable: true, description: 'What to call with; null while a choice is to be made.' })
  tokens: SessionTokens | null;
  @Field(() => [CustomerChoice], {
    description: 'Who shares the contact, where several do: ask, then call again with the same code and `customerId`.',
  })
  choices: CustomerChoice[];
}

@ObjectType({ description: 'New tokens of the same session; the old ones are used up.' })
export class RefreshCustomerSessionPayload {
  @Field(() => SessionTokens, { description: 'What to call with from now on.' })
  tokens: SessionTokens;
}

@ObjectType({ description: 'The end of the caller’s session.' })
export class SignOutCustomerPayload {
  @Field({ description: 'True: its tokens count no more.' })
  signedOut: boolean;
}

@ObjectType({ description: 'The end of a session.' })
export class RevokeCustomerSessionPayload {
  @Field({ description: 'True: its tokens count no more.' })
  revoked: boolean;
}

@ObjectType({ description: 'The end of all sessions of a customer.' })
export class EndCustomerSessionsPayload {
  @Field(() => Int, { description: 'How many were ended.' })
  ended: number;
  @Field(() => Customer, { description: 'The customer.' })
  customer: unknown;
}
