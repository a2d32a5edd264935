import { LRUCache } from 'lru-cache';

const HOUR_MS = 3_600_000;
const MAX_CAUSES = 20_000;

/**
 * How many events and jobs a plugin brings about for one cause: a request, a tick, an import. All that follows from it in
 * handlers and jobs bears its id, so a handler that brings itself about again and again comes to an end, and so does one that
 * makes ten of one.
 */
export class PluginMeter {
  private readonly used = new LRUCache<string, { count: number }>({ max: MAX_CAUSES, ttl: HOUR_MS });

  /** @param most events and jobs of one plugin for one cause, in an hour of this process */
  constructor(readonly most: number) {}

  /** Is there room for so many more? What there is no room for is not counted. */
  take(plugin: string, tenantId: string, cause: string, count: number): boolean {
    const key = `${plugin} ${tenantId} ${cause}`;
    const entry = this.used.get(key) ?? { count: 0 };
    if (entry.count + count > this.most) return false;
    entry.count += count;
    // The hour begins with the first of them.
    if (!this.used.has(key)) this.used.set(key, entry);
    return true;
  }
}
