import {
  AccessChanges,
  Allow,
  context,
  IdField,
  NestedField,
  type QuotaLimits,
  readMany,
  TextField,
  Transactions,
  ValueField,
} from '@atrium/sdk';
import { Args, Field, Float, Info, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { IsInt, Max, Min } from 'class-validator';
import type { GraphQLResolveInfo } from 'graphql';
import { PlatformTenant, platformPermissions, platformTenantView } from '../../operators';
import type { StandingAction } from './standing.policy';
import { TenantStanding } from './tenant-standing';

@InputType({ description: 'A company whose standing changes.' })
export class TenantStandingInput {
  @IdField('tenant', { description: 'The company.' })
  tenantId: string;
  @TextField({ description: 'Why; it is kept in the log of the platform.', max: 500 })
  reason: string;
}

@InputType({
  description:
    'What is agreed with a company apart from its plan. Whole numbers; what is left out goes by the plan, null is without limit.',
})
export class AgreedQuotasInput {
  @ValueField(() => Float, { description: 'Staff members.', nullable: true })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  staff?: number | null;
  @ValueField(() => Float, { description: 'Units.', nullable: true })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  units?: number | null;
  @ValueField(() => Float, { description: 'Calls of the API in a minute.', nullable: true })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  callsPerMinute?: number | null;
  @ValueField(() => Float, { description: 'Bytes of files.', nullable: true })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  storageBytes?: number | null;
}

@InputType({ description: 'A company’s plan.' })
export class SetTenantPlanInput {
  @IdField('tenant', { description: 'The company.' })
  tenantId: string;
  @TextField({ description: 'Code of the plan, such as `STANDARD`.', max: 40 })
  plan: string;
  @NestedField(() => AgreedQuotasInput, {
    description: 'Replaces what was agreed apart from the plan; left out, that stays.',
    nullable: true,
  })
  agreed?: AgreedQuotasInput | null;
}

@ObjectType({ description: 'The company after the change.' })
export class PlatformTenantPayload {
  @Field(() => PlatformTenant, { description: 'The company.' })
  tenant: unknown;
}

const MANAGE = platformPermissions['platform:manage'];

/** Each works in a transaction of the company, so that the company's own audit log shows what was done to it. */
@Resolver()
export class StandingResolver {
  constructor(
    private readonly transactions: Transactions,
    private readonly accessChanges: AccessChanges,
    private readonly standing: TenantStanding,
  ) {}

  @Allow(MANAGE)
  @Mutation(() => PlatformTenantPayload, {
    description:
      'Suspends a company: its staff can read and change nothing, within two seconds everywhere. Payments of its residents still land. For platform operators.',
  })
  suspendTenant(@Args('input') input: TenantStandingInput, @Info() info: GraphQLResolveInfo) {
    return this.act('SUSPEND', input, info);
  }

  @Allow(MANAGE)
  @Mutation(() => PlatformTenantPayload, {
    description: 'Gives a suspended or closed company back the standing it had before. For platform operators.',
  })
  resumeTenant(@Args('input') input: TenantStandingInput, @Info() info: GraphQLResolveInfo) {
    return this.act('RESUME', input, info);
  }

  @Allow(MANAGE)
  @Mutation(() => PlatformTenantPayload, {
    description: 'Closes a company: nobody can sign in any more. Nothing is erased. For platform operators.',
  })
  closeTenant(@Args('input') input: TenantStandingInput, @Info() info: GraphQLResolveInfo) {
    return this.act('CLOSE', input, info);
  }

  @Allow(MANAGE)
  @Mutation(() => PlatformTenantPayload, {
    description:
      'Changes a company’s plan and what is agreed apart from it; leaving the plan TRIAL makes the company ACTIVE. What it already has stays, also beyond a limit. For platform operators.',
  })
  setTenantPlan(@Args('input') { tenantId, plan, agreed }: SetTenantPlanInput, @Info() info: GraphQLResolveInfo) {
    return this.change(tenantId, info, () =>
      this.standing.setPlan(tenantId, plan, agreed ? ({ ...agreed } as Partial<QuotaLimits>) : null),
    );
  }

  private act(action: StandingAction, { tenantId, reason }: TenantStandingInput, info: GraphQLResolveInfo) {
    return this.change(tenantId, info, () => this.standing.act(tenantId, action, reason));
  }

  private async change(
    tenantId: string,
    info: GraphQLResolveInfo,
    task: () => Promise<unknown>,
  ): Promise<PlatformTenantPayload> {
    const { actor } = context();
    await this.transactions.run({ tenantId, actor, operation: info.fieldName, whileClosed: true }, async () => {
      await task();
      await this.accessChanges.announce();
    });
    const [tenant] = await readMany(platformTenantView, [tenantId], info, ['tenant']);
    return { tenant };
  }
}
