import { Allow, IdArg, readList, readOne } from '@atrium/sdk';
import { Args, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { staffPermissions } from '../staff.permissions';
import { Role } from './role.type';
import { RoleList, roleView } from './role.view';

const READ = ['staff:read', 'staff:manage', 'role:manage'] as const satisfies (keyof typeof staffPermissions)[];

@Resolver(() => Role)
export class RoleResolver {
  @Allow(...READ)
  @Query(() => RoleList.Connection, { description: 'Roles of the company, ready-made ones included.' })
  roles(@Args({ type: () => RoleList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(RoleList.definition, info);
  }

  @Allow(...READ)
  @Query(() => Role, { description: 'One role.' })
  role(
    @IdArg('id', 'role', { description: 'The role.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(roleView, id, info);
  }
}
