import {
  AnyIdArg,
  context,
  findNode,
  forbidden,
  InstalledPlugins,
  isCustomer,
  isTypeForCustomers,
  Node,
  SignedIn,
  viewOf,
} from '@atrium/sdk';
import { Inject, Optional } from '@nestjs/common';
import { Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { pluginDisabled } from '../plugin-host/plugin.messages';

@Resolver()
export class NodeResolver {
  constructor(@Optional() @Inject(InstalledPlugins) private readonly plugins?: InstalledPlugins) {}

  @Query(() => Node, { nullable: true, description: 'The object that has this id; null when you see none.' })
  @SignedIn('the view of each type names the permission to read it', 'CUSTOMERS_TOO')
  async node(
    @AnyIdArg('id', { description: 'Id of any object that is a Node.' }) id: { type: string; uuid: string },
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const view = viewOf(id.type);
    const access = view?.nodeAccess;
    if (!view || !access) return null;
    if (isCustomer()) return isTypeForCustomers(view.type) ? findNode(id.type, id.uuid, info) : null;
    const { permissions } = context().actor;
    if (view.plugin && !(await this.isEnabled(view.plugin.id))) throw pluginDisabled(view.plugin.id);
    if (access !== 'signedIn' && !access.some((name) => permissions.has(name))) throw forbidden(access.join(' | '));
    return findNode(id.type, id.uuid, info);
  }

  private async isEnabled(plugin: string): Promise<boolean> {
    const { tenant } = context();
    return tenant !== null && ((await this.plugins?.enabledFor(tenant.id))?.includes(plugin) ?? false);
  }
}
