import type { ContextDefinition } from '@atrium/sdk';
import { Webhooks1700000550000 } from './migrations/1700000550000-webhooks';
import { WebhooksModule } from './webhooks.module';
import { webhookRetention } from './webhooks.retention';

/** Tells programs outside of what happens, by signed HTTP requests. */
export const webhooksContext: ContextDefinition = {
  name: 'webhooks',
  module: WebhooksModule,
  entities: [],
  migrations: [Webhooks1700000550000],
  retention: webhookRetention,
};
