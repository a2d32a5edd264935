import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ConsentPurpose, ConsentSource, ConsentStatus, ContactChannel } from './consent.policy';

registerEnumType(ContactChannel, {
  name: 'ContactChannel',
  description: 'A way to reach a customer.',
  valuesMap: {
    PHONE: { description: 'A call.' },
    SMS: { description: 'A text message.' },
    EMAIL: { description: 'An e-mail.' },
    APP: { description: 'A message in the resident app.' },
    WECHAT: { description: 'A WeChat message.' },
    POST: { description: 'A letter, or a note at the door.' },
  },
});
registerEnumType(ConsentPurpose, {
  name: 'ConsentPurpose',
  description: 'What messages are for.',
  valuesMap: {
    CONTRACT: { description: 'What serves the contract: bills, outages, repairs. Allowed until the customer objects.' },
    MARKETING: { description: 'Offers and activities. Allowed only with a consent.' },
    SURVEY: { description: 'Questions about how content the customer is. Allowed until the customer objects.' },
  },
});
registerEnumType(ConsentStatus, {
  name: 'ConsentStatus',
  description: 'What a customer decided.',
  valuesMap: { GRANTED: { description: 'Yes.' }, WITHDRAWN: { description: 'No, or no longer.' } },
});
registerEnumType(ConsentSource, {
  name: 'ConsentSource',
  description: "How a customer's decision reached us.",
  valuesMap: {
    WRITTEN: { description: 'Signed.' },
    VERBAL: { description: 'Said, in person or on the phone.' },
    ONLINE: { description: 'Given in an app or on a page.' },
    IMPORT: { description: 'Taken over from another system.' },
  },
});

@ObjectType({
  implements: () => Node,
  description: "A customer's decision about messages over one channel for one purpose.",
})
export class CustomerConsent extends Node {
  @Field(() => ContactChannel, { description: 'Over which channel.' })
  channel: ContactChannel;
  @Field(() => ConsentPurpose, { description: 'For which purpose.' })
  purpose: ConsentPurpose;
  @Field(() => ConsentStatus, { description: 'What was decided.' })
  status: ConsentStatus;
  @Field(() => DateTimeScalar, { description: 'When it was decided.' })
  decidedAt: Date;
  @Field(() => ConsentSource, { description: 'How the decision reached us.' })
  source: ConsentSource;
  @Field(() => String, { nullable: true, description: 'Where the proof is: a file, a recording, a form.' })
  evidence: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When another decision took its place; null while it is in force.',
  })
  supersededAt: Date | null;
}
