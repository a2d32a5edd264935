import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ContactKind } from './contact.policy';

registerEnumType(ContactKind, {
  name: 'ContactKind',
  description: 'What a contact is.',
  valuesMap: { PHONE: { description: 'A telephone number.' }, EMAIL: { description: 'An e-mail address.' } },
});

@ObjectType({ implements: () => Node, description: 'A phone or an e-mail address of a customer.' })
export class CustomerContact extends Node {
  @Field(() => ContactKind, { description: 'Phone or e-mail.' })
  kind: ContactKind;
  @Field({
    description:
      'Digits of a phone (country code left out within China), or an e-mail address. Masked, such as `138****8000`, for readers without `customer:read-contact`; `revealContact` shows one.',
  })
  value: string;
  @Field({ description: 'Is the value masked?' })
  isMasked: boolean;
  @Field(() => String, { nullable: true, description: 'Extension to dial; phones only.' })
  extension: string | null;
  @Field(() => String, { nullable: true, description: 'What it is, e.g. `mobile`, `office`, `daughter`.' })
  label: string | null;
  @Field({ description: 'Is it the first to try of its kind?' })
  isPreferred: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was found to be right; null when it was not.' })
  verifiedAt: Date | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}
