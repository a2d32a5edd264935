import type { ContextDefinition } from '@atrium/sdk';
import { Module } from '@nestjs/common';
import { AuditResolver } from './audit.resolver';
import { AuditFilters1700000010200 } from './migrations/1700000010200-audit-filters';

@Module({ providers: [AuditResolver] })
export class AuditModule {}

export const auditContext: ContextDefinition = {
  name: 'audit',
  module: AuditModule,
  entities: [],
  migrations: [AuditFilters1700000010200],
};
