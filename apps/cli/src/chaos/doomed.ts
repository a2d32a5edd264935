import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '@atrium/platform';
import { ApiClient, ApiError } from '../client/api-client';
import type { Program } from '../harness/program';
import type { ThrowAwayInstallation } from '../harness/throw-away-installation';

export const VICTIMS = ['api', 'worker', 'database'] as const;
export type Victim = (typeof VICTIMS)[number];

/** Longest a call is repeated for, and a run waited for. Milliseconds. */
const PATIENCE_MS = 120_000;
const AGAIN_MS = 100;

/** Answers that no repetition changes. */
const FINAL: ReadonlySet<string> = new Set([
  ...['VALIDATION_FAILED', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'INVALID_TRANSITION', 'UNAUTHENTICATED'],
]);

/** API and worker of an installation, killed and started again. */
export class Doomed {
  private token: string | null = null;

  private constructor(
    private readonly installation: ThrowAwayInstallation,
    private api: Program,
    private worker: Program,
  ) {}

  static async start(installation: ThrowAwayInstallation): Promise<Doomed> {
    return new Doomed(installation, await installation.startApi(), await installation.startWorker());
  }

  /** Nobody, at the API as it is now. */
  get anonymous(): ApiClient {
    return new ApiClient(this.api.url);
  }

  /** Who {@link call} calls as from now on: the API has another address after each of its deaths. */
  signIn({ headers }: ApiClient): void {
    this.token = headers['authorization']!.replace('Bearer ', '');
  }

  /** A call that is repeated until it is answered, as a client does that gives each change a key. */
  async call<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await this.anonymous.as(this.token!).call<T>(query, variables);
      } catch (error) {
        if ((error instanceof ApiError && FINAL.has(error.code)) || performance.now() > until) throw error;
        await pause(AGAIN_MS);
      }
    }
  }

  /** Kills it and brings it back. */
  async strike(victim: Victim): Promise<void> {
    switch (victim) {
      case 'api':
        await this.api.kill();
        this.api = await this.installation.startApi();
        return;
      case 'worker':
        await this.worker.kill();
        await this.giveUp();
        this.worker = await this.installation.startWorker();
        return;
      case 'database':
        return this.installation.crashDatabase();
    }
  }

  /** Waits until `isOver`; work that waits to be tried again is not waited for. */
  async settle(isOver: () => Promise<boolean>): Promise<boolean> {
    const until = performance.now() + PATIENCE_MS;
    while (performance.now() < until) {
      if (await isOver()) return true;
      await this.sql(`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry' AND start_after > now()`);
      await pause(AGAIN_MS);
    }
    return false;
  }

  /** Reads and changes past the application; again while the server recovers. */
  async sql<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await withClient(this.installation.database.adminUrl, async (client) => {
          const { rows } = await client.query<Row>(text, values as unknown[]);
          return rows;
        });
      } catch (error) {
        if (performance.now() > until) throw error;
        await pause(AGAIN_MS);
      }
    }
  }

  /** As if the dead worker had been silent for longer than its leases last: only the waiting is left out. */
  private async giveUp(): Promise<void> {
    await this.sql(
      `UPDATE pgboss.job SET started_on = now() - interval '1 hour', heartbeat_on = now() - interval '1 hour'
       WHERE state = 'active'`,
    );
    await this.sql('UPDATE pgboss.queue SET monitor_claim_on = NULL, monitor_on = NULL');
  }
}
