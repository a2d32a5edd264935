import { Log, type Transactions } from '@atrium/sdk';
import type { Db, PgBoss } from 'pg-boss';
import { watchPool } from '../database/database.metrics';
import { JOB_CHANNEL, openBoss, SUPERVISE_SECONDS } from './boss';
import { FairShare } from './fair-share';
import { jobsRunning } from './job.metrics';
import { type DeadLetter, JobQueue } from './job-queue';
import type { JobRegistry } from './job-registry';
import { JobRunner } from './job-runner';
import type { OwnerGate } from './owner-gate';
import { LapsedClaimError, RunningJob, ShutdownError } from './running-job';

export interface JobWorkerOptions {
  /** The database as `atrium_worker`. */
  readonly url: string;
  /** Jobs at once of the kinds without a limit of their own. */
  readonly concurrency: number;
  /** Jobs whose time comes without a notification (retries, later starts) are looked for this often; default 2,000. */
  readonly pollMs?: number;
}

const POLL_MS = 2_000;
const HEARTBEAT_MS = 3_000;
/** Finished jobs free slots one by one; a short wait lets the next look bring several. Milliseconds. */
const GATHER_MS = 4;
/** With slots taken, tenants that have none are looked for this often unless a notification came. Milliseconds. */
const NEWCOMERS_MS = 50;
/** A job that did not finish in time at a stop is rolled back; the roll-back itself may take so long. Milliseconds. */
const ROLLBACK_MS = 5_000;

/**
 * Takes jobs and runs them, many at once, fair between tenants; run as many such processes as needed. A notification
 * starts a job within milliseconds, polling sees to the rest.
 */
export class JobWorker {
  private readonly log = new Log('Jobs');
  private readonly share: FairShare;
  private readonly running = new Map<string, { try: RunningJob; ended: Promise<void> }>();
  /** Kinds that may have a job waiting. */
  private readonly hot = new Set<string>();
  private readonly newcomersAt = new Map<string, number>();
  private opened: Promise<{ boss: PgBoss; queue: JobQueue; runner: JobRunner }> | null = null;
  private listening: Awaited<ReturnType<NonNullable<Db['listen']>>> | null = null;
  private timers: NodeJS.Timeout[] = [];
  private readonly stopsWatching: (() => void)[] = [];
  private gathering: NodeJS.Timeout | null = null;
  private dispatching: Promise<void> | null = null;
  private again = false;
  private stopping = false;
  private started = 0;

  constructor(
    private readonly options: JobWorkerOptions,
    private readonly registry: JobRegistry,
    private readonly transactions: Transactions,
    private readonly gate: OwnerGate,
  ) {
    this.share = new FairShare(options.concurrency);
  }

  /** Runs jobs until {@link stop}. */
  async start(): Promise<void> {
    const { boss } = await this.open();
    const db = boss.getDb();
    this.listening =
      (await db.listen?.(
        JOB_CHANNEL,
        (name) => this.wake([name]),
        () => this.wake(this.names()),
      )) ?? null;
    this.timers.push(
      setInterval(() => void this.poll(), this.options.pollMs ?? POLL_MS),
      setInterval(() => void this.beat(), HEARTBEAT_MS),
      setInterval(() => void this.reclaim().catch((error: Error) => this.report(error)), SUPERVISE_SECONDS * 1000),
    );
    this.wake(this.names());
  }

  /**
   * Runs everything whose time has come (of the kinds `only` lets through), and what that brings about; for tests and
   * commands. Answers the number of tries.
   */
  async runDue(only: (name: string) => boolean = () => true): Promise<number> {
    const { queue } = await this.open();
    const before = this.started;
    for (;;) {
      const due = await queue.due(this.names().filter(only));
      if (due.length > 0) this.wake(due);
      else if (this.running.size === 0 && !this.dispatching) return this.started - before;
      await this.dispatching;
      await Promise.all([...this.running.values()].map(({ ended }) => ended));
    }
  }

  /** Frees jobs whose lease or time has run out, and deletes old ones. One worker in ten seconds does it for all. */
  async reclaim(): Promise<void> {
    const { boss } = await this.open();
    await boss.supervise();
  }

  /** Jobs whose last try has failed, newest first. */
  async deadLetters(filter: { tenantId?: string; name?: string; limit?: number } = {}): Promise<DeadLetter[]> {
    const { queue } = await this.open();
    return queue.deadLetters({ limit: 100, ...filter });
  }

  /** Gives dead letters (by `DeadLetter.id`), of this tenant where one is named, all their tries again. Answers how many. */
  async replay(ids: readonly string[], tenantId?: string): Promise<number> {
    const { queue } = await this.open();
    const replayed = await queue.replay(tenantId === undefined ? ids : await queue.deadOf(tenantId, ids));
    await this.poll();
    return replayed;
  }

  /**
   * Takes nothing more, lets what runs finish for `graceMs` and hands back the rest. Handlers are told by their signal.
   */
  async stop(graceMs = 20_000): Promise<void> {
    if (this.stopping || !this.opened) return;
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const stop of this.stopsWatching) stop();
    if (this.gathering) clearTimeout(this.gathering);
    await this.listening?.close();
    await this.dispatching;
    const { boss, queue } = await this.opened;
    for (const { try: one } of this.running.values()) one.ask(new ShutdownError());
    await this.ended(graceMs);
    for (const { try: one } of this.running.values()) one.abandon(new ShutdownError());
    await this.ended(ROLLBACK_MS);
    // What still hangs loses its claim: its acknowledgement would find nothing and roll back.
    await queue.handBack([...this.running.values()].map(({ try: { job } }) => job));
    await boss.stop({ graceful: false });
  }

  private open(): Promise<{ boss: PgBoss; queue: JobQueue; runner: JobRunner }> {
    this.opened ??= (async () => {
      const boss = openBoss(this.options.url);
      boss.on('error', (error) => this.report(error));
      boss.on('warning', ({ message }) => this.log.warn('pg-boss warns', { error: new QueueWarning(message) }));
      await boss.start();
      this.watch(boss);
      const queue = new JobQueue(boss);
      for (const { definition, owner } of this.registry.all()) {
        const guest = owner !== undefined && this.gate.isGuest(owner) ? owner : undefined;
        this.share.add(definition.name, definition.concurrency, guest);
      }
      await queue.prepare(this.names());
      return { boss, queue, runner: new JobRunner(queue, this.transactions, this.gate) };
    })();
    return this.opened;
  }

  private watch(boss: PgBoss): void {
    const { pool } = boss.getDb() as { pool?: Parameters<typeof watchPool>[1] };
    if (pool) this.stopsWatching.push(watchPool('atrium-jobs', pool));
    this.stopsWatching.push(
      jobsRunning.read((set) => {
        for (const { try: one } of this.running.values()) set({ job: one.job.name }, 1);
      }),
    );
  }

  private names(): string[] {
    return this.registry.all().map(({ definition }) => definition.name);
  }

  private wake(names: readonly string[]): void {
    for (const name of names) {
      if (!this.registry.find(name)) continue;
      this.hot.add(name);
      this.newcomersAt.delete(name);
    }
    this.again = true;
    void this.dispatch();
  }

  private async poll(): Promise<void> {
    try {
      const { queue } = await this.open();
      const due = await queue.due(this.names());
      if (due.length > 0) this.wake(due);
    } catch (error) {
      this.report(error as Error);
    }
  }

  private async beat(): Promise<void> {
    const alive = [...this.running.values()].map((one) => one.try).filter(({ job }) => job.heartbeat);
    if (alive.length === 0) return;
    try {
      const { queue } = await this.open();
      for (const id of await queue.touch(alive.map(({ job }) => job))) {
        this.running.get(id)?.try.abandon(new LapsedClaimError(id));
      }
    } catch (error) {
      this.report(error as Error);
    }
  }

  /** Fills free slots; one pass at a time, another one after it where somebody asked meanwhile. */
  private dispatch(): Promise<void> {
    if (this.stopping) return Promise.resolve();
    this.dispatching ??= this.pass()
      .catch((error: Error) => this.report(error))
      .finally(() => {
        this.dispatching = null;
        if (this.again) void this.dispatch();
      });
    return this.dispatching;
  }

  private async pass(): Promise<void> {
    let more = false;
    do {
      more = false;
      this.again = false;
      // In turn: what was looked at has left the set and comes back at its end.
      for (const name of [...this.hot]) more = (await this.look(name)) || more;
    } while ((more || this.again) && !this.stopping);
  }

  /** Takes what one kind may run. True: there may be more, and room for it. */
  private async look(name: string): Promise<boolean> {
    if (this.share.room(name) === 0) return false;
    this.hot.delete(name);
    let full = await this.takeNewcomers(name);
    const capped = this.share.capped(name);
    const limit = this.share.batch(name, capped);
    if (limit > 0) full = (await this.take(name, limit, capped)) === limit || full;
    if (full || capped.length > 0 || this.share.room(name) === 0) this.hot.add(name);
    return full && this.share.room(name) > 0;
  }

  /** Tenants with nothing running come before those that are being served, however old the latter's jobs are. */
  private async takeNewcomers(name: string): Promise<boolean> {
    const busy = this.share.busy(name);
    const now = performance.now();
    if (busy.length === 0 || now < (this.newcomersAt.get(name) ?? 0)) return false;
    const limit = this.share.batch(name, busy);
    const taken = await this.take(name, limit, busy);
    if (taken === 0) this.newcomersAt.set(name, now + NEWCOMERS_MS);
    return taken === limit;
  }

  private async take(name: string, limit: number, leaveOut: readonly string[]): Promise<number> {
    const { queue, runner } = await this.open();
    const registered = this.registry.find(name)!;
    const jobs = await queue.take(name, limit, leaveOut);
    if (this.stopping) {
      await queue.handBack(jobs);
      return 0;
    }
    for (const job of jobs) {
      const one = new RunningJob(job);
      this.started += 1;
      this.share.started(name, job.group);
      const ended = runner.run(one, registered).then(() => {
        this.share.finished(name, job.group);
        this.running.delete(job.id);
        this.gather();
      });
      this.running.set(job.id, { try: one, ended });
    }
    return jobs.length;
  }

  private gather(): void {
    if (this.stopping || this.hot.size === 0) return;
    this.gathering ??= setTimeout(() => {
      this.gathering = null;
      this.again = true;
      void this.dispatch();
    }, GATHER_MS);
  }

  private async ended(withinMs: number): Promise<void> {
    if (this.running.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const time = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
    await Promise.race([Promise.all([...this.running.values()].map(({ ended }) => ended)), time]);
    clearTimeout(timer);
  }

  /** A database that is away is said once in a while, not every two seconds. */
  private report(error: Error): void {
    if (!this.log.isNews(error.name)) return;
    this.log.error('The job queue cannot be reached', { error });
  }
}

/** Says of pg-boss's tables, in its words, what its operator should look at. */
class QueueWarning extends Error {
  override readonly name = 'QueueWarning';
  readonly loggable = true;
}
