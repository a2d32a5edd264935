import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, ObjectType } from '@nestjs/graphql';
import { Staff } from '../../staff';

@ObjectType({
  implements: () => Node,
  description: 'Leave for the platform’s operators to read the company’s data for a while (支持授权).',
})
export class SupportGrant extends Node {
  @Field({ description: 'What it is for.' })
  reason: string;
  @Field(() => Staff, { description: 'Who gave it. Needs `staff:read`.' })
  grantedBy: Staff;
  @Field(() => DateTimeScalar, { description: 'When it was given.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it ends by itself.' })
  expiresAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back; null when it was not.' })
  revokedAt: Date | null;
  @Field(() => [String], {
    description: 'Names of the operators who used it, sorted. What each read is in `auditEntries`.',
  })
  usedBy: string[];
}
