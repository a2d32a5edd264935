import { DateTimeScalar, IdField, IntField, TextField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { SupportGrant } from './support-grant.type';

/** Three days: a long weekend. Whoever needs more asks again. */
export const MAX_GRANT_HOURS = 72;

@InputType({ description: 'Leave for the platform’s operators to read the company’s data.' })
export class GrantSupportInput {
  @IntField({ description: `For how long, 1 to ${MAX_GRANT_HOURS}. Hours.`, min: 1, max: MAX_GRANT_HOURS })
  hours: number;
  @TextField({ description: 'What it is for, such as the number of the request.', max: 500 })
  reason: string;
}

@InputType({ description: 'A grant to take back.' })
export class RevokeSupportInput {
  @IdField('support_grant', { description: 'The grant.' })
  id: string;
}

@ObjectType({ description: 'The grant after the change.' })
export class SupportGrantPayload {
  @Field(() => SupportGrant, { description: 'The grant.' })
  grant: unknown;
}

@InputType({ description: 'A company that has granted support.' })
export class OpenSupportSessionInput {
  @IdField('tenant', { description: 'The company.' })
  tenantId: string;
}

@ObjectType({ description: 'A session that reads one company’s data.' })
export class OpenSupportSessionPayload {
  @Field({ description: 'For the header `Authorization: Bearer …`.' })
  token: string;
  @Field(() => DateTimeScalar, { description: 'When the grant ends, and the session with it.' })
  expiresAt: Date;
}
