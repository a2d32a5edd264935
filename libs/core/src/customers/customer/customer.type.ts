import { DateTimeScalar, LocalDateScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Community } from '../../properties';
import { ContactChannel } from '../consent/consent.policy';
import { CustomerConsent } from '../consent/consent.type';
import { CustomerContact } from '../contact/contact.type';
import { IdentityDocument } from '../document/identity-document.type';
import { SensitiveProfile } from '../profile/sensitive-profile.type';
import { CustomerKind } from './customer-kind';

registerEnumType(CustomerKind, {
  name: 'CustomerKind',
  description: 'Person or organisation.',
  valuesMap: {
    PERSON: { description: 'A person (个人).' },
    ORGANISATION: { description: 'A company, office or body (单位).' },
  },
});

@ObjectType({
  implements: () => Node,
  description:
    'A customer (客户): owner, lessee, family member or company. One that was merged into another is an alias: it keeps its own id and what was entered under it, lists leave it out, and its survivor shows all of both.',
})
export class Customer extends Node {
  @Field({ description: 'Number for people, unique in the tenant, e.g. `C00000123`.' })
  code: string;
  @Field(() => String, { nullable: true, description: 'Its key in another system, unique among customers.' })
  externalId: string | null;
  @Field(() => CustomerKind, { description: 'Person or organisation.' })
  kind: CustomerKind;
  @Field({ description: 'Full name.' })
  name: string;
  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Birthday of a person, founding day of an organisation.',
  })
  birthday: string | null;
  @Field(() => String, { nullable: true, description: 'Preferred language, BCP 47, e.g. `zh-CN`.' })
  preferredLanguage: string | null;
  @Field(() => ContactChannel, { nullable: true, description: 'Preferred way to be reached.' })
  preferredChannel: ContactChannel | null;
  @Field(() => String, { nullable: true, description: 'What everybody who serves the customer should know.' })
  remarks: string | null;
  @Field(() => Community, {
    nullable: true,
    description: 'The community that entered the customer; its staff see the customer without any occupancy there.',
  })
  community: Community | null;
  @Field(() => [CustomerContact], { description: 'Phones and e-mail addresses, preferred ones first.' })
  contacts: CustomerContact[];
  @Field(() => [CustomerConsent], {
    description:
      'Decisions in force, at most one per channel and purpose. Without one, messages that serve the contract are allowed and marketing is not.',
  })
  consents: CustomerConsent[];
  @Field(() => [IdentityDocument], { description: 'Identity documents, numbers masked.' })
  identityDocuments: IdentityDocument[];
  @Field(() => [SensitiveProfile], {
    nullable: true,
    description: 'What is sensitive about the person; null for readers without `customer:read-sensitive`.',
  })
  sensitiveProfiles: SensitiveProfile[] | null;
  @Field(() => [Customer], { description: 'Duplicates that were merged into this customer.' })
  aliases: Customer[];
  @Field(() => Customer, { nullable: true, description: 'The survivor, where this customer was merged into another.' })
  mergedInto: Customer | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
