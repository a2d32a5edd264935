import type { SegmentUse } from '../audiences/segment-uses';
import type { Locale } from '../errors/messages';
import type { TimelineFeed } from '../timeline';

/** Something of a plugin that uses a segment. */
export type PluginSegmentUse = SegmentUse & {
  /** Name of the plugin for people. */
  readonly label: Readonly<Record<Locale, string>>;
};

/** The plugins of this installation, as the core sees them. */
export abstract class InstalledPlugins {
  /** Ids of those that are enabled for the tenant, sorted; at most two seconds old. */
  abstract enabledFor(tenantId: string): Promise<readonly string[]>;
  /** What plugins that are enabled for the current tenant add to the timeline of customers. */
  abstract timelineFeeds(): Promise<readonly TimelineFeed[]>;
  /** What of plugins that the current tenant has ever enabled uses a segment (UUID), asked in its transaction. */
  abstract usesOfSegment(segmentId: string): Promise<readonly PluginSegmentUse[]>;
}
