import type { PluginCache } from '@atrium/sdk';
import { LRUCache } from 'lru-cache';

const MAX_ENTRIES = 10_000;

/** What plugins remember, all of them in one bounded place; nobody reaches what is another plugin's or tenant's. */
export class PluginCaches {
  private readonly entries = new LRUCache<string, { value: Promise<unknown> }>({ max: MAX_ENTRIES });

  of(plugin: string, tenantId: string): PluginCache {
    const full = (key: string): string => `${plugin}|${tenantId}|${key}`;
    return {
      get: <T>(key: string, seconds: number, load: () => Promise<T>): Promise<T> => {
        const known = this.entries.get(full(key));
        if (known) return known.value as Promise<T>;
        const entry = { value: load() };
        this.entries.set(full(key), entry, { ttl: seconds * 1000 });
        entry.value.catch(() => {
          if (this.entries.peek(full(key)) === entry) this.entries.delete(full(key));
        });
        return entry.value;
      },
      forget: (key) => void this.entries.delete(full(key)),
    };
  }
}
