import { Allow, db, IdArg, notFound, readList, readOne } from '@atrium/sdk';
import { Args, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { platformPermissions } from '../operators.permissions';
import { PlatformHealth, PlatformTenant } from './platform-tenant.type';
import { PlatformTenantList, platformTenantView } from './platform-tenant.view';

const READ = platformPermissions['platform:read'];

@Resolver(() => PlatformTenant)
export class PlatformResolver {
  @Allow(READ)
  @Query(() => PlatformTenantList.Connection, { description: 'Companies of the installation. For platform operators.' })
  platformTenants(
    @Args({ type: () => PlatformTenantList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(PlatformTenantList.definition, info);
  }

  @Allow(READ)
  @Query(() => PlatformTenant, { description: 'One company of the installation. For platform operators.' })
  platformTenant(
    @IdArg('id', 'tenant', { description: 'The company.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(platformTenantView, id, info);
  }

  @Allow(READ)
  @Query(() => PlatformHealth, { description: 'How the installation fares. For platform operators.' })
  async platformHealth(): Promise<PlatformHealth> {
    const [row] = await db().query<{ health: PlatformHealth | null }>('SELECT app.platform_health() AS health');
    if (!row?.health) throw notFound('PlatformHealth');
    return row.health;
  }
}
