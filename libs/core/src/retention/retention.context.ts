import type { ContextDefinition } from '@atrium/sdk';
import { Retention1700000300010 } from './migrations/1700000300010-retention';
import { RetentionModule } from './retention.module';
import { coreRetention } from './retention.rules';

export const retentionContext: ContextDefinition = {
  name: 'retention',
  module: RetentionModule,
  entities: [],
  migrations: [Retention1700000300010],
  retention: coreRetention,
};
