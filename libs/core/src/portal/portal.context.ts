import type { ContextDefinition } from '@atrium/sdk';
import { CustomerSignIn1700000130010 } from './migrations/1700000130010-customer-sign-in';
import { PortalModule } from './portal.module';

/** What customers do for themselves: sign in, see what is theirs, keep their profile. */
export const portalContext: ContextDefinition = {
  name: 'portal',
  module: PortalModule,
  entities: [],
  migrations: [CustomerSignIn1700000130010],
};
