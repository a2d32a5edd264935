import { LRUCache } from 'lru-cache';

/** Longest time a change in another process may go unnoticed, should its notification be lost. */
export const PRINCIPAL_TTL_MS = 2000;
const MAX_ENTRIES = 10_000;

/** Remembers who stands behind a credential, so that a busy client costs no look-up a call. */
export class PrincipalCache {
  private readonly entries = new LRUCache<string, { tenantId: string; value: object }>({
    max: MAX_ENTRIES,
    ttl: PRINCIPAL_TTL_MS,
  });
  private readonly loading = new Map<string, Promise<object | null>>();
  private generation = 0;

  /**
   * What `load` answered a moment ago, or answers now; calls at once share one. What was read before a change was told
   * of is not kept. Nothing is remembered of credentials that do not exist.
   */
  get<T extends object>(tenantId: string, key: string, load: () => Promise<T | null>): Promise<T | null> {
    const known = this.entries.get(key);
    if (known) return Promise.resolve(known.value as T);
    const running = this.loading.get(key);
    if (running) return running as Promise<T | null>;
    const started = this.generation;
    const loading = load()
      .then((value) => {
        if (value && this.generation === started) this.entries.set(key, { tenantId, value });
        return value;
      })
      .finally(() => {
        if (this.loading.get(key) === loading) this.loading.delete(key);
      });
    this.loading.set(key, loading);
    return loading;
  }

  forgetTenant(tenantId: string): void {
    this.generation += 1;
    this.loading.clear();
    for (const [key, entry] of this.entries.entries()) if (entry.tenantId === tenantId) this.entries.delete(key);
  }

  forgetAll(): void {
    this.generation += 1;
    this.loading.clear();
    this.entries.clear();
  }
}
