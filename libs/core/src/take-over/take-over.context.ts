import type { ContextDefinition } from '@atrium/sdk';
import { TakeOver1700000140050 } from './migrations/1700000140050-take-over';
import { TakeOverModule } from './take-over.module';

export const takeOverContext: ContextDefinition = {
  name: 'take-over',
  module: TakeOverModule,
  entities: [],
  migrations: [TakeOver1700000140050],
};
