import type { ContextDefinition } from '@atrium/sdk';
import { Operators1700000120000 } from './migrations/1700000120000-operators';
import { Support1700000120010 } from './migrations/1700000120010-support';
import { QuotasForOperators1700000600030 } from './migrations/1700000600030-quotas-for-operators';
import { OperatorsModule } from './operators.module';

export const operatorsContext: ContextDefinition = {
  name: 'operators',
  module: OperatorsModule,
  entities: [],
  migrations: [Operators1700000120000, Support1700000120010, QuotasForOperators1700000600030],
};
