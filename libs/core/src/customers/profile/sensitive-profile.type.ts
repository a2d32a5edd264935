import { LocalDateScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

/** What is sensitive about a person and matters to their service (PIPL art. 28: kept apart, with its own consent). */
export enum SensitiveProfileKind {
  ELDERLY_LIVING_ALONE = 'ELDERLY_LIVING_ALONE',
  MINOR = 'MINOR',
}
registerEnumType(SensitiveProfileKind, {
  name: 'SensitiveProfileKind',
  description: 'What is sensitive about a person and matters to their service.',
  valuesMap: {
    ELDERLY_LIVING_ALONE: { description: 'An elderly person who lives alone (独居老人).' },
    MINOR: { description: 'A minor (未成年人); a parent or guardian consents.' },
  },
});

@ObjectType({
  implements: () => Node,
  description:
    'Something sensitive about a person, kept with a consent of its own; read with `customer:read-sensitive`.',
})
export class SensitiveProfile extends Node {
  @Field(() => SensitiveProfileKind, { description: 'What it is.' })
  kind: SensitiveProfileKind;
  @Field(() => LocalDateScalar, { description: 'When the person, or the guardian, agreed to its being kept.' })
  consentedOn: string;
  @Field({ description: 'Who agreed.' })
  consentedBy: string;
  @Field(() => String, { nullable: true, description: 'Where the proof of the consent is.' })
  evidence: string | null;
  @Field(() => String, { nullable: true, description: 'What the service should know.' })
  note: string | null;
  @Field(() => Int, { description: 'Rises with each change.' })
  version: number;
}
