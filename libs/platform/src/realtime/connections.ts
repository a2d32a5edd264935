import { AtriumError, type Clock, Log } from '@atrium/sdk';
import type { NotificationListener } from '../database/notification-listener';
import { ACCESS_CHANNEL } from '../auth/notified-access-changes';
import { CLOSE, type LiveConnection } from './live-connection';
import { realtimeMessages } from './realtime.messages';
import { socketsOpen, subscriptionsOpen } from './realtime.metrics';

export interface ConnectionLimits {
  readonly connectionsPerTenant: number;
  readonly subscriptionsPerConnection: number;
  readonly subscriptionsPerTenant: number;
}

/** Milliseconds between two looks for credentials that have expired. */
const LOOK_MS = 1_000;
/** How long a client may take to close its side when the server stops. Milliseconds. */
const CLOSING_MS = 2_000;

/** The connections of this process. Ends those whose credential has expired or has been taken away. */
export class Connections {
  private readonly log = new Log('Realtime');
  private readonly all = new Set<LiveConnection>();
  private readonly byTenant = new Map<string, Set<LiveConnection>>();
  private timer: NodeJS.Timeout | null = null;
  private stopsWatching: (() => void)[] = [];

  constructor(
    private readonly limits: ConnectionLimits,
    private readonly clock: Clock,
  ) {}

  listenTo(notifications: NotificationListener): void {
    notifications.on(ACCESS_CHANNEL, {
      notified: (tenantId) => this.recheck(this.byTenant.get(tenantId) ?? []),
      interrupted: () => this.recheck(this.all),
    });
    this.timer = setInterval(() => this.endExpired(), LOOK_MS).unref();
    this.stopsWatching = [
      socketsOpen.read((set) => set({}, this.all.size)),
      subscriptionsOpen.read((set) => {
        let open = 0;
        for (const { queries } of this.all) open += queries.size;
        set({}, open);
      }),
    ];
  }

  get size(): number {
    return this.all.size;
  }

  /** Whether there is room for it. */
  add(connection: LiveConnection): boolean {
    const tenantId = connection.caller?.tenant?.id ?? '';
    const siblings = this.byTenant.get(tenantId) ?? new Set();
    if (siblings.size >= this.limits.connectionsPerTenant) return false;
    this.byTenant.set(tenantId, siblings.add(connection));
    this.all.add(connection);
    return true;
  }

  remove(connection: LiveConnection): void {
    if (!this.all.delete(connection)) return;
    const tenantId = connection.caller?.tenant?.id ?? '';
    const siblings = this.byTenant.get(tenantId);
    if (siblings?.delete(connection) && siblings.size === 0) this.byTenant.delete(tenantId);
  }

  /** `LIMIT_EXCEEDED` when the connection or its tenant has as many subscriptions as it may have. */
  checkRoom(connection: LiveConnection): void {
    const { subscriptionsPerConnection, subscriptionsPerTenant } = this.limits;
    const full = (what: 'perConnection' | 'perTenant', limit: number): AtriumError =>
      new AtriumError('LIMIT_EXCEEDED', realtimeMessages[what], {
        params: { limit },
        extra: { what: what === 'perConnection' ? 'subscriptionsPerConnection' : 'subscriptionsPerTenant', limit },
      });
    if (connection.queries.size >= subscriptionsPerConnection) throw full('perConnection', subscriptionsPerConnection);
    let open = 0;
    for (const { queries } of this.byTenant.get(connection.caller?.tenant?.id ?? '') ?? []) open += queries.size;
    if (open >= subscriptionsPerTenant) throw full('perTenant', subscriptionsPerTenant);
  }

  /** Tells every client to come back, to another process. */
  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    for (const stop of this.stopsWatching) stop();
    for (const connection of this.all) connection.close(CLOSE.goingAway, 'The server is stopping');
    const until = Date.now() + CLOSING_MS;
    while (this.all.size > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const connection of this.all) connection.terminate();
  }

  private endExpired(): void {
    const now = this.clock.now();
    for (const connection of this.all) {
      // Asked for once more, because it knows best what to say.
      if (connection.isExpired(now)) this.recheck([connection]);
    }
  }

  private recheck(connections: Iterable<LiveConnection>): void {
    for (const connection of [...connections]) {
      connection.authenticate().catch((error: unknown) => {
        if (error instanceof AtriumError && error.code === 'UNAUTHENTICATED') connection.refuse(error);
        else this.log.warn('A connection could not be checked again', { error });
      });
    }
  }
}
