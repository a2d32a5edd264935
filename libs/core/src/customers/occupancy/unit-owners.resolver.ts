import { currentTenant, db, RAW_ID, readMany, requirePermission } from '@atrium/sdk';
import { Info, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Unit } from '../../properties';
import { Customer } from '../customer/customer.type';
import { anyOf, ownersOf } from '../customers.sql';
import { customerView } from '../customers.views';

/** `Unit.owners`: the view of units brings it along; this reads it for a unit that came without. */
@Resolver(() => Unit)
export class UnitOwnersResolver {
  @ResolveField(() => [Customer], { description: 'Owner and co-owners of today, by name.' })
  async owners(@Parent() unit: Record<string, string>, @Info() info: GraphQLResolveInfo) {
    requirePermission('customer:read');
    const owners = await db().query<{ id: string }>(
      `SELECT c.id FROM atrium.customer c WHERE c.id ${anyOf(ownersOf('$1', '$2'))} ORDER BY c.sort_key, c.id`,
      [currentTenant().id, unit[RAW_ID]],
    );
    return readMany(
      customerView,
      owners.map(({ id }) => id),
      info,
    );
  }
}
