import { Allow, type QuotaLimits, Quotas, type QuotaUse } from '@atrium/sdk';
import { Field, Float, ObjectType, Query, registerEnumType, Resolver } from '@nestjs/graphql';
import { tenantPermissions } from './tenants.permissions';

const NAMES: { readonly [Q in keyof QuotaLimits]: string } = {
  staff: 'STAFF',
  units: 'UNITS',
  callsPerMinute: 'CALLS_PER_MINUTE',
  storageBytes: 'STORAGE_BYTES',
};
const TenantQuota = Object.fromEntries(Object.values(NAMES).map((name) => [name, name]));
registerEnumType(TenantQuota, {
  name: 'TenantQuota',
  description: 'What a company’s plan limits.',
  valuesMap: {
    STAFF: { description: 'Staff members who are invited or active.' },
    UNITS: { description: 'Units in the register.' },
    CALLS_PER_MINUTE: { description: 'Calls of the API in a minute, all clients of the company together.' },
    STORAGE_BYTES: { description: 'Bytes of files, announced uploads included.' },
  },
});

@ObjectType({ description: 'How much of one thing a company may have, and has.' })
export class TenantQuotaUse {
  @Field(() => TenantQuota, { description: 'What is limited.' })
  quota: string;
  @Field(() => Float, { nullable: true, description: 'How many it may have; null for without limit.' })
  limit: number | null;
  @Field(() => Float, { nullable: true, description: 'How many it has; null for calls per minute.' })
  used: number | null;
}

@Resolver()
export class UsageResolver {
  constructor(private readonly quotas: Quotas) {}

  @Allow(tenantPermissions['tenant:manage'])
  @Query(() => [TenantQuotaUse], { description: 'What the caller’s company may have by its plan, and has.' })
  async tenantUsage(): Promise<TenantQuotaUse[]> {
    const usage: readonly QuotaUse[] = await this.quotas.usage();
    return usage.map(({ quota, limit, used }) => ({ quota: NAMES[quota], limit, used }));
  }
}
