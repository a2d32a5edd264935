import type { SegmentField, SegmentRecord } from '../audiences/segment-field';
import type { SegmentUse } from '../audiences/segment-uses';

/**
 * A table of the plugin's whose rows name a customer, and the columns of it that rules may ask. The host shows them to the
 * core in a view that belongs to the plugin's role: tenant, data scope and whatever else the table's policies say hold.
 */
export type PluginSegmentRecord = Omit<SegmentRecord, 'table' | 'where' | 'through'> & {
  /** In the plugin's own schema, e.g. `plg_visits.entry`. */
  readonly table: string;
  /** Column with the customer's UUID. */
  readonly customer: string;
  readonly columns: readonly string[];
};

export interface PluginSegments {
  /** Names begin with the plugin's: `visits.entry`. */
  readonly records: readonly PluginSegmentRecord[];
  /** Of the plugin's own records: `visits.entry.reason`. Made with `defineSegmentField`. */
  readonly fields: readonly SegmentField[];
  /**
   * What of the plugin uses the segment (UUID): while something does, it is not deleted. Runs as the plugin, in the
   * transaction that wants to delete; also while the plugin is disabled.
   */
  readonly usesOf?: (ctx: never, segmentId: string) => Promise<readonly SegmentUse[]>;
}

/** Name of the view through which the core reads a record: `visits.dailyCount` is `segment.plg_visits_daily_count`. */
export function segmentViewOf(schema: string, record: string): string {
  const leaf = record.split('.').at(-1)!;
  return `segment.${schema}_${leaf.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}
