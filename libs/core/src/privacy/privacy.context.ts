import type { ContextDefinition } from '@atrium/sdk';
import { formerCustomers } from './former-customers';
import { Privacy1700000140040 } from './migrations/1700000140040-privacy';
import { EraseWhateverNamesThem1700000600010 } from './migrations/1700000600010-erase-whatever-names-them';
import { PrivacyModule } from './privacy.module';

export const privacyContext: ContextDefinition = {
  name: 'privacy',
  module: PrivacyModule,
  entities: [],
  migrations: [Privacy1700000140040, EraseWhateverNamesThem1700000600010],
  retention: [formerCustomers],
};
