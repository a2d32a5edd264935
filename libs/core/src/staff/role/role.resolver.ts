import { Allow, encodeId, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { staffPermissions } from '../staff.permissions';
import { CreateRoleInput, DeleteRoleInput, DeleteRolePayload, RolePayload, UpdateRoleInput } from './role.inputs';
import { Role } from './role.type';
import { RoleList, roleView } from './role.view';
import { Roles } from './roles';

const MANAGE = staffPermissions['role:manage'];
const READ = [staffPermissions['staff:read'], staffPermissions['staff:manage'], MANAGE] as const;

@Resolver(() => Role)
export class RoleResolver {
  constructor(private readonly changes: Roles) {}

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

  @Allow(MANAGE)
  @Mutation(() => RolePayload, { description: 'Makes a role. FORBIDDEN for permissions one does not hold.' })
  async createRole(@Args('input') input: CreateRoleInput): Promise<RolePayload> {
    return { role: ref('role', await this.changes.create(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => RolePayload, {
    description: 'Changes a role. FORBIDDEN for one that gives, or shall give, what one does not hold.',
  })
  async updateRole(@Args('input') input: UpdateRoleInput): Promise<RolePayload> {
    await this.changes.update(input);
    return { role: ref('role', input.id) };
  }

  @Allow(MANAGE)
  @Mutation(() => DeleteRolePayload, {
    description: 'Deletes a role of the company’s own. CONFLICT while somebody holds it.',
  })
  async deleteRole(@Args('input') { id }: DeleteRoleInput): Promise<DeleteRolePayload> {
    await this.changes.delete(id);
    return { deletedRoleId: encodeId('role', id) };
  }
}
