import { EmailField, DateTimeScalar, IdField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ConsentPurpose, ContactChannel, Customer, CustomerConsent, CustomerContact } from '../../customers';

const LABEL = { description: 'What it is, e.g. `mobile`, `office`.', nullable: true, max: 40 } as const;

@InputType({ description: 'A change of one’s own profile: what is left out stays, null empties.' })
export class UpdateMyProfileInput {
  @VersionField()
  version: number;
  @TextField({
    description: 'Preferred language, BCP 47, e.g. `zh-CN`.',
    nullable: true,
    max: 35,
    matches: /^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$/,
    example: 'zh-CN',
  })
  preferredLanguage?: string | null;
  @ValueField(() => ContactChannel, { description: 'Preferred way to be reached.', nullable: true })
  preferredChannel?: ContactChannel | null;
}

@InputType({ description: 'One’s own decision about messages.' })
export class DecideMyConsentInput {
  @ValueField(() => ContactChannel, { description: 'Over which channel.' })
  channel: ContactChannel;
  @ValueField(() => ConsentPurpose, { description: 'For which purpose.' })
  purpose: ConsentPurpose;
  @ValueField(() => Boolean, { description: 'True: such messages are welcome. False: no more of them.' })
  agree: boolean;
}

@InputType({ description: 'A phone or an e-mail address to add to one’s own; one of the two.' })
export class RequestMyContactInput {
  @TextField({ description: 'Phone number, as people write it.', nullable: true, max: 40 })
  phone?: string | null;
  @EmailField({ description: 'E-mail address.', nullable: true })
  email?: string | null;
  @TextField(LABEL)
  label?: string | null;
}

@InputType({ description: 'The code that was sent to the new contact.' })
export class ConfirmMyContactInput {
  @TextField({ description: 'What `requestMyContact` answered.', max: 200 })
  challenge: string;
  @TextField({ description: 'The six digits.', max: 6, min: 6, matches: /^[0-9]{6}$/, example: '042817' })
  code: string;
}

@InputType({ description: 'A change of one of one’s own contacts: what is left out stays, null empties.' })
export class UpdateMyContactInput {
  @IdField('customer_contact', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @TextField(LABEL)
  label?: string | null;
  @ValueField(() => Boolean, {
    description: 'Is it the first to try of its kind? Another one then is no longer.',
    nullable: true,
  })
  isPreferred?: boolean | null;
}

@InputType({ description: 'One of one’s own contacts to remove.' })
export class RemoveMyContactInput {
  @IdField('customer_contact', { description: 'Which one.' })
  id: string;
}

@ObjectType({ description: 'Answer of updateMyProfile.' })
export class UpdateMyProfilePayload {
  @Field(() => Customer, { description: 'As it is now.' })
  customer: unknown;
}

@ObjectType({ description: 'Answer of decideMyConsent.' })
export class DecideMyConsentPayload {
  @Field(() => CustomerConsent, { description: 'The decision.' })
  consent: unknown;
  @Field(() => Customer, { description: 'The customer as it is now.' })
  customer: unknown;
}

@ObjectType({ description: 'A code is on its way to the new contact.' })
export class RequestMyContactPayload {
  @Field({ description: 'Goes with the code into `confirmMyContact`.' })
  challenge: string;
  @Field(() => DateTimeScalar, { description: 'Until when the code can be entered.' })
  expiresAt: Date;
  @Field(() => Int, { description: 'Digits of a code.' })
  digits: number;
}

@ObjectType({ description: 'Answer of confirmMyContact and updateMyContact.' })
export class MyContactPayload {
  @Field(() => CustomerContact, { description: 'As it is now.' })
  contact: unknown;
  @Field(() => Customer, { description: 'The customer as it is now.' })
  customer: unknown;
}

@ObjectType({ description: 'Answer of removeMyContact.' })
export class RemoveMyContactPayload {
  @Field(() => ID, { description: 'The contact that is gone.' })
  removedContactId: string;
  @Field(() => Customer, { description: 'The customer as it is now.' })
  customer: unknown;
}
