import { Log } from '@atrium/sdk';
import type { DataSource } from 'typeorm';
import { DEAD_LETTERS, JOB_SCHEMA } from './boss';
import { backlogReadings, deadLetters, deliveriesWaiting, deliveryAge, queueAge, queueDepth } from './job.metrics';

/** Figures are not older than this when they are given, and not read more often. Milliseconds. */
const FRESH_MS = 15_000;
/** How long a scrape waits for a reading. Milliseconds. */
const PATIENCE_MS = 2_000;
/** More jobs than this are not counted: a figure of that size says enough. */
const MOST_COUNTED = 100_000;

interface QueueRow {
  job: string;
  due: number;
  later: number;
  active: number;
  oldest: number;
}
interface HandlerRow {
  handler: string;
  due: number;
  later: number;
  dead: number;
  oldest: number;
}
interface Backlog {
  readonly queues: readonly QueueRow[];
  readonly handlers: readonly HandlerRow[];
  readonly deadJobs: number;
}

const QUEUES = `
  SELECT name AS job, count(*) FILTER (WHERE is_due)::int AS due, count(*) FILTER (WHERE is_waiting AND NOT is_due)::int AS later,
         count(*) FILTER (WHERE NOT is_waiting)::int AS active,
         coalesce(extract(epoch FROM max(now() - start_after) FILTER (WHERE is_due)), 0)::float8 AS oldest
  FROM (SELECT name, start_after, state < 'active' AS is_waiting, state < 'active' AND start_after <= now() AS is_due
        FROM ${JOB_SCHEMA}.job WHERE state <= 'active' AND name <> '${DEAD_LETTERS}' LIMIT ${MOST_COUNTED}) j
  GROUP BY name`;
const DEAD = `SELECT count(*)::int AS dead FROM ${JOB_SCHEMA}.job WHERE name = '${DEAD_LETTERS}' AND state = 'created'`;
const HANDLERS = `
  SELECT handler, sum(due)::int AS due, sum(later)::int AS later, sum(dead)::int AS dead, max(oldest_seconds) AS oldest
  FROM app.event_backlog() GROUP BY handler`;

/**
 * What waits in the installation, as the figures of a worker tell it. Read when somebody asks, but however many do, by
 * one at a time and at most once in fifteen seconds; who asks meanwhile gets the last reading.
 */
export class QueueBacklog {
  private readonly log = new Log('Jobs');
  private last: Backlog | null = null;
  private readAt = -Infinity;
  private reading: Promise<void> | null = null;
  private readonly stops: (() => void)[];

  constructor(
    private readonly source: DataSource,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.stops = [
      queueDepth.read((set) =>
        this.tell(({ queues }) => {
          for (const { job, due, later, active } of queues) {
            set({ job, state: 'due' }, due);
            set({ job, state: 'later' }, later);
            set({ job, state: 'active' }, active);
          }
        }),
      ),
      queueAge.read((set) => this.tell(({ queues }) => queues.forEach(({ job, oldest }) => set({ job }, oldest)))),
      deliveriesWaiting.read((set) =>
        this.tell(({ handlers }) => {
          for (const { handler, due, later } of handlers) {
            set({ handler, state: 'due' }, due);
            set({ handler, state: 'later' }, later);
          }
        }),
      ),
      deliveryAge.read((set) =>
        this.tell(({ handlers }) => handlers.forEach(({ handler, oldest }) => set({ handler }, oldest))),
      ),
      deadLetters.read((set) =>
        this.tell(({ handlers, deadJobs }) => {
          set({ kind: 'job' }, deadJobs);
          set(
            { kind: 'event' },
            handlers.reduce((sum, { dead }) => sum + dead, 0),
          );
        }),
      ),
    ];
  }

  stop(): void {
    for (const stop of this.stops) stop();
  }

  private async tell(say: (backlog: Backlog) => void): Promise<void> {
    if (this.now() - this.readAt >= FRESH_MS) {
      this.reading ??= this.read().finally(() => (this.reading = null));
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
      await Promise.race([this.reading, late]);
      clearTimeout(timer);
    }
    if (this.last) say(this.last);
  }

  private async read(): Promise<void> {
    try {
      const queues = await this.source.query<QueueRow[]>(QUEUES);
      const [dead] = await this.source.query<{ dead: number }[]>(DEAD);
      const handlers = await this.source.query<HandlerRow[]>(HANDLERS);
      this.last = { queues, handlers, deadJobs: dead!.dead };
      backlogReadings.add({ outcome: 'ok' });
    } catch (error) {
      backlogReadings.add({ outcome: 'failed' });
      if (this.log.isNews('backlog')) this.log.warn('The queues could not be read for the metrics', { error });
    }
    // A failed reading is not tried again at once either.
    this.readAt = this.now();
  }
}
