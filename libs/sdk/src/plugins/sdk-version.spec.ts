import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pluginNames } from './plugin-names';
import { SDK_VERSION } from './sdk-version';

it('is the version of the package', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };
  expect(SDK_VERSION).toBe(version);
});

it('a plugin has a name for every place', () => {
  expect(pluginNames('community-events')).toEqual({
    camel: 'communityEvents',
    pascal: 'CommunityEvents',
    snake: 'community_events',
    schema: 'plg_community_events',
    owner: 'plg_community_events_owner',
  });
});
