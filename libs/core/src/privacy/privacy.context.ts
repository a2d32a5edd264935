import type { ContextDefinition } from '@atrium/sdk';
import { formerCustomers } from './former-customers';
import { Privacy1700000140040 } from './migrations/1700000140040-privacy';
import { PrivacyModule } from './privacy.module';

export const privacyContext: ContextDefinition = {
  name: 'privacy',
  module: PrivacyModule,
  entities: [],
  migrations: [Privacy1700000140040],
  retention: [formerCustomers],
};
