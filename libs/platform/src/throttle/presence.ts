import { isUuid, Log } from '@atrium/sdk';
import type { NotificationListener } from '../database/notification-listener';
import { SEVERAL } from './time-shares.policy';

/** Channel on which API processes tell for whom people are at work: a company's UUID, or that there are several. */
const CHANNEL = 'atrium_at_work';
const EVERY_MS = 1_000;

/** Tells the other processes who is at work here, once a second while anybody is. */
export class Presence {
  private readonly log = new Log('Presence');
  private readonly heard = new Set<string>();
  private timer: NodeJS.Timeout | null = null;

  /** @param send one statement, on any connection */
  constructor(private readonly send: (text: string, values: unknown[]) => Promise<unknown>) {}

  note(tenantId: string): void {
    this.heard.add(tenantId);
    if (!this.timer) this.tell();
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer);
  }

  private tell(): void {
    this.timer = null;
    const [first] = this.heard;
    if (first === undefined) return;
    const who = this.heard.size > 1 ? SEVERAL : first;
    this.heard.clear();
    this.timer = setTimeout(() => this.tell(), EVERY_MS).unref();
    // Lost, it is told again in a second.
    this.send('SELECT pg_notify($1, $2)', [CHANNEL, who]).catch((error: unknown) =>
      this.log.debug('Who is at work could not be told', { error }),
    );
  }
}

/** Hears it. */
export function hearPresence(notifications: NotificationListener, heard: (tenantId: string) => void): void {
  notifications.on(CHANNEL, {
    notified: (who) => {
      if (who === SEVERAL || isUuid(who)) heard(who);
    },
    interrupted: () => undefined,
  });
}
