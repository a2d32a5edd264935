import { Client, escapeIdentifier } from 'pg';
import { connectionLost } from './database.metrics';

export interface Listener {
  /** A notification on the channel. */
  readonly notified: (payload: string) => void;
  /** The connection was lost and is there again: notifications may have been missed. */
  readonly interrupted: () => void;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5000;

/**
 * Receives PostgreSQL notifications on a connection of its own, for as long as it is open: a lost connection is made
 * again without end.
 */
export class NotificationListener {
  private readonly listeners = new Map<string, Listener[]>();
  private client: Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private failures = 0;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly applicationName: string,
  ) {}

  /** Before {@link open}: a channel listened to from the first connection on. */
  on(channel: string, listener: Listener): void {
    this.listeners.set(channel, [...(this.listeners.get(channel) ?? []), listener]);
  }

  /** Resolves when listening; when the database is away it is tried again in the background. */
  async open(): Promise<void> {
    if (this.listeners.size === 0 || this.closed) return;
    const client = new Client({
      connectionString: this.url,
      application_name: this.applicationName,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    this.client = client;
    client.on('notification', ({ channel, payload }) => {
      for (const { notified } of this.listeners.get(channel) ?? []) notified(payload ?? '');
    });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('connection ended')));
    try {
      await client.connect();
      for (const channel of this.listeners.keys()) await client.query(`LISTEN ${escapeIdentifier(channel)}`);
    } catch (error) {
      this.lost(client, error as Error);
      return;
    }
    if (this.client !== client) return;
    if (this.failures > 0) for (const { interrupted } of [...this.listeners.values()].flat()) interrupted();
    this.failures = 0;
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.retry) clearTimeout(this.retry);
    const { client } = this;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private lost(client: Client, error: Error): void {
    if (this.client !== client) return;
    this.client = null;
    client.end().catch(() => undefined);
    const wait = Math.min(FIRST_RETRY_MS * 2 ** this.failures, LONGEST_RETRY_MS);
    this.failures += 1;
    connectionLost('atrium-notifications', error);
    this.retry = setTimeout(() => void this.open(), wait).unref();
  }
}
