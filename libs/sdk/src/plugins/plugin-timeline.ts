import type { TimelineFeed, TimelinePlace, TimelineRecord } from '../timeline';
import type { PluginContext } from './plugin-context';

/**
 * A kind of entry that the plugin adds to the timeline of customers. It is read in a read-only transaction of its own: where
 * that fails or overruns its time, the page says that the plugin's entries are missing. While the plugin is disabled there
 * are none.
 */
export type PluginTimeline = Omit<TimelineFeed, 'source' | 'read'> & {
  /** As {@link TimelineFeed.read}. */
  readonly read: (
    ctx: never,
    customers: readonly string[],
    before: TimelinePlace | null,
    limit: number,
  ) => Promise<ReadonlyMap<string, readonly TimelineRecord[]>>;
};

export const defineTimeline = <C = PluginContext>(
  feed: Omit<PluginTimeline, 'read'> & {
    readonly read: (
      ctx: C,
      customers: readonly string[],
      before: TimelinePlace | null,
      limit: number,
    ) => Promise<ReadonlyMap<string, readonly TimelineRecord[]>>;
  },
): PluginTimeline => feed as unknown as PluginTimeline;
