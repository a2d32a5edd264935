import type { ContextDefinition } from '@atrium/sdk';
import { TenantErasure1700000140030 } from './migrations/1700000140030-tenant-erasure';
import { TenantLifeModule } from './tenant-life.module';

export const tenantLifeContext: ContextDefinition = {
  name: 'tenant-life',
  module: TenantLifeModule,
  entities: [],
  migrations: [TenantErasure1700000140030],
};
