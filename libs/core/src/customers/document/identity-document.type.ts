import { LocalDateScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IdentityDocumentKind } from './identity-document.policy';

registerEnumType(IdentityDocumentKind, {
  name: 'IdentityDocumentKind',
  description: 'Kind of an identity document.',
  valuesMap: {
    RESIDENT_ID: { description: 'Resident identity card (居民身份证), 18 characters with a check character.' },
    PASSPORT: { description: 'Passport (护照).' },
    HK_MACAO_PERMIT: {
      description: 'Mainland travel permit for Hong Kong and Macao residents (港澳居民来往内地通行证).',
    },
    TAIWAN_PERMIT: { description: 'Mainland travel permit for Taiwan residents (台湾居民来往大陆通行证).' },
    BUSINESS_LICENCE: {
      description: 'Business licence (营业执照): unified social credit code or registration number.',
    },
    OTHER: { description: 'Anything else.' },
  },
});

@ObjectType({
  implements: () => Node,
  description: 'An identity document of a customer; its number is kept encrypted.',
})
export class IdentityDocument extends Node {
  @Field(() => IdentityDocumentKind, { description: 'Kind of document; a customer has at most one of each.' })
  kind: IdentityDocumentKind;
  @Field({
    description:
      'The number with its middle hidden, such as `1101**********002X`, for every reader; `revealIdentityNumber` shows it to holders of `customer:read-sensitive`.',
  })
  maskedNumber: string;
  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Last day on which it is valid, as far as it is known.',
  })
  validUntil: string | null;
  @Field(() => Int, { description: 'Rises with each change.' })
  version: number;
}
