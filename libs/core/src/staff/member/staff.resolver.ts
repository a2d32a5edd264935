import { Allow, IdArg, readList, readOne } from '@atrium/sdk';
import { Args, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { staffPermissions } from '../staff.permissions';
import { Staff } from './staff.type';
import { StaffList, staffView } from './staff.view';

const READ = [staffPermissions['staff:read'], staffPermissions['staff:manage']] as const;

@Resolver(() => Staff)
export class StaffResolver {
  @Allow(...READ)
  @Query(() => StaffList.Connection, { description: 'People who work for the company.' })
  staff(@Args({ type: () => StaffList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(StaffList.definition, info);
  }

  @Allow(...READ)
  @Query(() => Staff, { description: 'One person who works for the company.' })
  staffMember(
    @IdArg('id', 'staff', { description: 'The person.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(staffView, id, info);
  }
}
