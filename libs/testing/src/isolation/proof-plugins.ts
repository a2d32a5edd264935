import { join } from 'node:path';
import { arrangePlugins, type LoadedPlugin, loadPlugins } from '@atrium/platform';
import { communityEventsSamples } from './community-events-samples';
import { proofPlugin, proofSamples } from './proof-plugin';
import type { Samples } from './samples';

/** What the proof's platform is started with: its own, and those that come with Atrium. */
export const proofPlugins = (): readonly LoadedPlugin[] =>
  arrangePlugins([
    { source: 'isolation proof', definition: proofPlugin, metadata: {} },
    ...loadPlugins(['@atrium/community-events'], join(__dirname, '../../../..')),
  ]);

/** What their fields demand. */
export const pluginSamples: readonly Partial<Samples>[] = [proofSamples, communityEventsSamples];
