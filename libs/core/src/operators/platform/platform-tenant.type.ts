import { DateTimeScalar } from '@atrium/sdk';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { TenantQuotaUse, TenantStatusEnum } from '../../tenants';

@ObjectType({
  description: 'A company as the platform’s operators see it: that it is there and how it stands, nothing it stores.',
})
export class PlatformTenant {
  @Field(() => ID, { description: 'Id of the company.' })
  id: string;
  @Field({ description: 'Short name its staff sign in with.' })
  slug: string;
  @Field({ description: 'Name.' })
  name: string;
  @Field({ description: 'Language: `zh-CN` or `en`.' })
  locale: string;
  @Field({ description: 'Time zone, such as `Asia/Shanghai`.' })
  timeZone: string;
  @Field({ description: 'Currency, ISO 4217.' })
  currency: string;
  @Field(() => TenantStatusEnum, { description: 'Where it stands.' })
  status: string;
  @Field({ description: 'Plan it has.' })
  plan: string;
  @Field(() => [TenantQuotaUse], {
    description: 'What it may have, by its plan and what was agreed apart from it, and has.',
  })
  quotas: TenantQuotaUse[];
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when it lets the platform’s support in; null when it does not.',
  })
  supportUntil: Date | null;
  @Field(() => DateTimeScalar, { description: 'When it signed up.' })
  createdAt: Date;
}

@ObjectType({ description: 'Jobs of the whole installation.' })
export class PlatformJobs {
  @Field(() => Int, { description: 'Whose time has come and that no worker has taken.' })
  waiting: number;
  @Field(() => Int, { description: 'That workers are at.' })
  running: number;
  @Field(() => Int, { description: 'Whose last try failed.' })
  dead: number;
  @Field(() => Int, { description: 'How long the oldest of them has waited. Seconds.' })
  oldestWaitingSeconds: number;
}

@ObjectType({ description: 'How the installation fares.' })
export class PlatformHealth {
  @Field({ description: 'Version of PostgreSQL.' })
  databaseVersion: string;
  @Field({ description: 'Size of the database. Bytes, as a text because it can exceed an Int.' })
  databaseBytes: string;
  @Field(() => Int, { description: 'Companies, closed ones included.' })
  tenants: number;
  @Field(() => Int, { description: 'Suspended companies.' })
  suspendedTenants: number;
  @Field(() => PlatformJobs, { description: 'Jobs.' })
  jobs: PlatformJobs;
}
