import type { TimelineFeed } from '@atrium/sdk';
import { fieldTooSlow } from './plugin.messages';
import type { RegisteredPlugin } from './plugin-registry';
import type { PluginRunner } from './plugin-runner';

const TIMEOUT_MS = 2_000;

/** The kinds of entries that a plugin adds to timelines, each read apart from the core's. */
export const feedsOf = (plugin: RegisteredPlugin, runner: PluginRunner): TimelineFeed[] =>
  (plugin.definition.timeline ?? []).map((feed) => ({
    ...feed,
    source: plugin.definition.id,
    read: (customers, before, limit) =>
      runner.apart(
        plugin,
        { place: 'field', name: `timeline ${feed.kind}` },
        TIMEOUT_MS,
        () => fieldTooSlow(plugin.definition.id, TIMEOUT_MS),
        (ctx) => feed.read(ctx as never, customers, before, limit),
      ),
  }));
