import type { ContextDefinition } from '@atrium/sdk';
import { TenantEntity } from './tenant.entity';
import { TenantsModule } from './tenants.module';

export const tenantsContext: ContextDefinition = {
  name: 'tenants',
  module: TenantsModule,
  entities: [TenantEntity],
  migrations: [],
};
