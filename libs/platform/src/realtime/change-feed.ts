import type { NotificationListener } from '../database/notification-listener';
import { CHANGE_CHANNEL, readNotice } from './notice';

/** Somebody who wants to know of changes. */
export interface Watcher {
  readonly topic: string;
  readonly tenantId: string;
  /** Null watches every key of the topic. */
  readonly key: string | null;
  /** The row `id` has changed. */
  changed(id: string): void;
  /** Changes may have been missed, or are too many to name. */
  missed(): void;
}

/**
 * Brings the changes of all processes to the watchers of this one. It carries no rows and decides on no right: that
 * happens when the watcher reads.
 */
export class ChangeFeed {
  private readonly watchers = new Map<string, Set<Watcher>>();

  listenTo(notifications: NotificationListener): void {
    notifications.on(CHANGE_CHANNEL, {
      notified: (payload) => this.take(payload),
      interrupted: () => this.all(),
    });
  }

  add(watcher: Watcher): void {
    const place = placeOf(watcher);
    const there = this.watchers.get(place);
    if (there) there.add(watcher);
    else this.watchers.set(place, new Set([watcher]));
  }

  remove(watcher: Watcher): void {
    const place = placeOf(watcher);
    const there = this.watchers.get(place);
    if (there?.delete(watcher) && there.size === 0) this.watchers.delete(place);
  }

  private take(payload: string): void {
    const notice = readNotice(payload);
    if (!notice) return;
    for (const watcher of this.watchers.get(placeOf(notice)) ?? []) {
      if (notice.id === null) watcher.missed();
      else if (watcher.key === null || watcher.key === notice.key) watcher.changed(notice.id);
    }
  }

  private all(): void {
    for (const there of this.watchers.values()) for (const watcher of there) watcher.missed();
  }
}

/** By topic and tenant: no notice reaches a watcher of another tenant. */
const placeOf = ({ topic, tenantId }: Pick<Watcher, 'topic' | 'tenantId'>): string => `${tenantId} ${topic}`;
