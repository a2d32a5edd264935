import type { ContextDefinition } from '@atrium/sdk';
import { AudiencesModule } from './audiences.module';
import { segmentPublicEvents } from './audiences.public-events';
import { Audiences1700000400000 } from './migrations/1700000400000-audiences';

export const audiencesContext: ContextDefinition = {
  name: 'audiences',
  module: AudiencesModule,
  entities: [],
  migrations: [Audiences1700000400000],
  publicEvents: segmentPublicEvents,
};
