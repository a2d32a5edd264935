import { DateTimeScalar, Node, type TenantStatus } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export const TenantStatusEnum: { readonly [S in TenantStatus]: S } = {
  TRIAL: 'TRIAL',
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  CLOSED: 'CLOSED',
};
registerEnumType(TenantStatusEnum, {
  name: 'TenantStatus',
  description: 'Where a company stands with the platform.',
  valuesMap: {
    TRIAL: { description: 'Signed up, trying things out.' },
    ACTIVE: { description: 'In regular use.' },
    SUSPENDED: { description: 'Staff can read, not change.' },
    CLOSED: { description: 'Nobody can sign in any more.' },
  },
});

@ObjectType({ description: 'How a company looks to its customers.' })
export class Branding {
  @Field(() => String, { nullable: true, description: 'Main colour, `#rrggbb`.' })
  primaryColor: string | null;
  @Field(() => String, { nullable: true, description: 'Address of the logo, https.' })
  logoUrl: string | null;
}

@ObjectType({ implements: () => Node, description: 'A property company (物业公司) on the platform: the caller’s own.' })
export class Tenant extends Node {
  @Field({ description: 'Short name, unique on the platform; staff sign in with it.' })
  slug: string;
  @Field({ description: 'Name.' })
  name: string;
  @Field({ description: 'Language of the company: `zh-CN` or `en`.' })
  locale: string;
  @Field({ description: 'Time zone of its days, an IANA name such as `Asia/Shanghai`.' })
  timeZone: string;
  @Field({ description: 'Currency of its books, an ISO 4217 code; it never changes.' })
  currency: string;
  @Field(() => TenantStatusEnum, { description: 'Where it stands with the platform.' })
  status: TenantStatus;
  @Field({ description: 'Code of its plan, such as `TRIAL`; `tenantUsage` tells what it allows.' })
  plan: string;
  @Field(() => Branding, { description: 'How it looks to its customers.' })
  branding: Branding;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it signed up.' })
  createdAt: Date;
}
