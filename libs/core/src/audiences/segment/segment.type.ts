import { DateTimeScalar, JsonScalar, Node } from '@atrium/sdk';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export enum SegmentMembership {
  DYNAMIC = 'DYNAMIC',
  FROZEN = 'FROZEN',
}
registerEnumType(SegmentMembership, {
  name: 'SegmentMembershipKind',
  description: 'When it is decided who is in a segment.',
  valuesMap: {
    DYNAMIC: { description: 'Whenever it is used (动态).' },
    FROZEN: { description: 'When its members were last taken by `takeSegmentMembers` (固化).' },
  },
});

export enum SegmentSnapshotState {
  TAKING = 'TAKING',
  READY = 'READY',
  FAILED = 'FAILED',
}
registerEnumType(SegmentSnapshotState, {
  name: 'SegmentSnapshotState',
  description: 'Where the taking of members stands.',
  valuesMap: {
    TAKING: { description: 'A job takes them; those taken before are used until it is done.' },
    READY: { description: 'They are taken.' },
    FAILED: { description: 'They could not be taken; `failure` says why.' },
  },
});

@ObjectType({ implements: () => Node, description: 'The members of a frozen segment as of one moment.' })
export class SegmentSnapshot extends Node {
  @Field(() => SegmentSnapshotState, { description: 'Where it stands.' })
  state: SegmentSnapshotState;
  @Field(() => DateTimeScalar, { nullable: true, description: 'The moment; null until it is ready.' })
  takenAt: Date | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'How many were taken at that moment, whatever became of them since (`segmentMembers` counts those that are still there); null until it is ready, and for whoever is limited to some communities.',
  })
  memberCount: number | null;
  @Field(() => Boolean, { description: 'Were they taken by the rule the segment has now?' })
  isOfCurrentRule: boolean;
  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  failure: string | null;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
}

@ObjectType({
  description: 'What is wrong with a rule that was stored, e.g. a field of a plugin that is disabled now.',
})
export class SegmentProblem {
  @Field({ description: 'Where in the rule, e.g. `rule.all.0.choice.field`.' })
  path: string;
  @Field({ description: 'For programs, e.g. `PLUGIN_DISABLED` or `UNKNOWN_FIELD`.' })
  code: string;
  @Field({ description: 'For people, in the caller’s language.' })
  message: string;
}

@ObjectType({ description: 'Something that uses a segment.' })
export class SegmentUsage {
  @Field({ description: 'What kind of thing, in the caller’s language.' })
  kind: string;
  @Field({ description: 'Its title.' })
  title: string;
  @Field(() => ID, { nullable: true, description: 'The object, for `node`; null where there is none.' })
  link: string | null;
}

@ObjectType({
  implements: () => Node,
  description: 'Customers chosen by a rule (客户分群), to be used as an audience.',
})
export class Segment extends Node {
  @Field({ description: 'Name, unique in the company.' })
  name: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => SegmentMembership, { description: 'When it is decided who is in it.' })
  membership: SegmentMembership;
  @Field(() => JsonScalar, { description: 'The rule, in the form of `SegmentRuleInput`.' })
  rule: unknown;
  @Field(() => Boolean, {
    description:
      'Is it about no community, and made by nobody who is limited to some? Only such staff change it who are not limited either.',
  })
  isCompanyWide: boolean;
  @Field(() => [SegmentSnapshot], {
    description: 'Members taken, or being taken, newest first. Empty for a dynamic one.',
  })
  snapshots: SegmentSnapshot[];
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
