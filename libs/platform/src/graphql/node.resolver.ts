import { AnyIdArg, context, findNode, forbidden, Node, SignedIn, viewOf } from '@atrium/sdk';
import { Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'The object that has this id; null when you see none.' })
  @SignedIn('the view of each type names the permission to read it')
  node(
    @AnyIdArg('id', { description: 'Id of any object that is a Node.' }) id: { type: string; uuid: string },
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> | null {
    const access = viewOf(id.type)?.nodeAccess;
    if (!access) return null;
    const { permissions } = context().actor;
    if (access !== 'signedIn' && !access.some((name) => permissions.has(name))) throw forbidden(access.join(' | '));
    return findNode(id.type, id.uuid, info);
  }
}
