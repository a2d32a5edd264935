import type { ContextDefinition } from '@atrium/sdk';
import { Teams1700000120300 } from './migrations/1700000120300-teams';
import { TeamsModule } from './teams.module';

export const teamsContext: ContextDefinition = {
  name: 'teams',
  module: TeamsModule,
  entities: [],
  migrations: [Teams1700000120300],
};
