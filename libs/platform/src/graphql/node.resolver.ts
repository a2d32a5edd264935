import {
  AnyIdArg,
  context,
  findNode,
  forbidden,
  isCustomer,
  isTypeForCustomers,
  Node,
  SignedIn,
  viewOf,
} from '@atrium/sdk';
import { Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'The object that has this id; null when you see none.' })
  @SignedIn('the view of each type names the permission to read it', 'CUSTOMERS_TOO')
  node(
    @AnyIdArg('id', { description: 'Id of any object that is a Node.' }) id: { type: string; uuid: string },
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> | null {
    const view = viewOf(id.type);
    const access = view?.nodeAccess;
    if (!view || !access) return null;
    if (isCustomer()) return isTypeForCustomers(view.type) ? findNode(id.type, id.uuid, info) : null;
    const { permissions } = context().actor;
    if (access !== 'signedIn' && !access.some((name) => permissions.has(name))) throw forbidden(access.join(' | '));
    return findNode(id.type, id.uuid, info);
  }
}
