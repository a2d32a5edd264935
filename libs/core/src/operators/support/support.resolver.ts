import { Allow, AllowWhileSuspended, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { platformPermissions, supportPermissions } from '../operators.permissions';
import { SupportGrant } from './support-grant.type';
import { SupportGrantList, supportGrantView } from './support-grant.view';
import { SupportGrants } from './support-grants';
import {
  GrantSupportInput,
  OpenSupportSessionInput,
  OpenSupportSessionPayload,
  RevokeSupportInput,
  SupportGrantPayload,
} from './support.inputs';

const GRANT = supportPermissions['support:grant'];
const READ = [supportPermissions['support:read'], GRANT] as const;

@Resolver(() => SupportGrant)
export class SupportResolver {
  constructor(private readonly grants: SupportGrants) {}

  @Allow(...READ)
  @Query(() => SupportGrantList.Connection, { description: 'When the platform’s support was let in, newest first.' })
  supportGrants(
    @Args({ type: () => SupportGrantList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(SupportGrantList.definition, info);
  }

  @Allow(...READ)
  @Query(() => SupportGrant, { description: 'One grant to the platform’s support.' })
  supportGrant(
    @IdArg('id', 'support_grant', { description: 'The grant.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(supportGrantView, id, info);
  }

  @AllowWhileSuspended(GRANT)
  @Mutation(() => SupportGrantPayload, {
    description:
      'Lets the platform’s operators read the company’s data for some hours. Each thing they read stands in `auditEntries` under their name. FORBIDDEN for whoever is limited to some communities.',
  })
  async grantSupport(@Args('input') input: GrantSupportInput): Promise<SupportGrantPayload> {
    return { grant: ref('support_grant', await this.grants.grant(input)) };
  }

  @AllowWhileSuspended(GRANT)
  @Mutation(() => SupportGrantPayload, {
    description: 'Takes a grant back: sessions opened with it end at once. INVALID_TRANSITION when it has ended.',
  })
  async revokeSupport(@Args('input') { id }: RevokeSupportInput): Promise<SupportGrantPayload> {
    await this.grants.revoke(id);
    return { grant: ref('support_grant', id) };
  }

  @Allow(platformPermissions['platform:support'])
  @Mutation(() => OpenSupportSessionPayload, {
    description:
      'Lets a platform operator read the data of a company that has granted it, until the grant ends. FORBIDDEN without a grant.',
  })
  openSupportSession(@Args('input') { tenantId }: OpenSupportSessionInput): Promise<OpenSupportSessionPayload> {
    return this.grants.open(tenantId);
  }
}
