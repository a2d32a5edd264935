import { Allow, readList } from '@atrium/sdk';
import { Args, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { auditPermissions } from './audit.permissions';
import { AuditEntry } from './audit.type';
import { AuditEntryList } from './audit.view';

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Allow(auditPermissions['audit:read'])
  @Query(() => AuditEntryList.Connection, {
    description:
      'Changes of stored objects, latest first. Whoever is limited to communities sees the changes in those alone.',
  })
  auditEntries(
    @Args({ type: () => AuditEntryList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(AuditEntryList.definition, info);
  }
}
