import type { ContextDefinition } from '@atrium/sdk';
import { AppsModule } from './apps.module';
import { PublicClientEntity } from './client/public-client.entity';
import { PersistedOperations1700000290020 } from './migrations/1700000290020-persisted-operations';
import { PublicClients1700000130020 } from './migrations/1700000130020-public-clients';

/** Browser and mobile apps that people sign in with. */
export const appsContext: ContextDefinition = {
  name: 'apps',
  module: AppsModule,
  entities: [PublicClientEntity],
  migrations: [PublicClients1700000130020, PersistedOperations1700000290020],
};
