import type { ContextDefinition } from '@atrium/sdk';
import { CountedQuotas1700000140010 } from './migrations/1700000140010-counted-quotas';
import { TenantEntity } from './tenant.entity';
import { TenantsModule } from './tenants.module';

export const tenantsContext: ContextDefinition = {
  name: 'tenants',
  module: TenantsModule,
  entities: [TenantEntity],
  migrations: [CountedQuotas1700000140010],
};
