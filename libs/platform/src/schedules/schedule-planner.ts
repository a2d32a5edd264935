import { context, db, Jobs, Log, systemActor, Transactions, type TransactionOptions } from '@atrium/sdk';
import { Inject, Injectable } from '@nestjs/common';
import { OwnerGate } from '../jobs/owner-gate';
import { PROCESS, type ProcessOptions } from '../platform.tokens';
import { type RegisteredSchedule, ScheduleRegistry } from './schedule-registry';
import { scheduleTicks } from './schedule.metrics';
import { type DueTicks, dueTicks, nextTick } from './ticks';

/** Due ticks looked at in one go. */
const LOOK = 500;

interface DueRow {
  schedule: string;
  tenantId: string | null;
  timeZone: string;
  nextAt: Date;
}

interface MissingRow {
  schedule: string;
  tenantId: string | null;
  rule: string;
  timeZone: string;
}

const as = (tenantId: string | null): TransactionOptions => ({
  tenantId,
  actor: systemActor('schedules'),
  operation: 'schedules',
});

/**
 * Turns time into jobs. The row of a schedule and tenant holds the next tick; moving it on and adding the job commit
 * together, and only the process that finds the row as it was moves it: a tick becomes one job, however many processes
 * look. The database's clock decides, so that processes need not agree on the time.
 */
@Injectable()
export class SchedulePlanner {
  private readonly log = new Log('Schedules');
  private passing: Promise<number> | null = null;

  constructor(
    private readonly registry: ScheduleRegistry,
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly gate: OwnerGate,
    @Inject(PROCESS) private readonly process: Pick<ProcessOptions, 'clock'>,
  ) {}

  /** Adds the jobs of ticks that are due, and knows new tenants and schedules afterwards. Answers the number of jobs. */
  pass(): Promise<number> {
    this.passing ??= this.look().finally(() => (this.passing = null));
    return this.passing;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.passing?.catch(() => undefined);
  }

  private async look(): Promise<number> {
    if (this.registry.all().length === 0) return 0;
    const now = await this.now();
    const added = await this.serve(now);
    await this.reconcile(now);
    return added;
  }

  /** A test's clock where there is one. */
  private async now(): Promise<Date> {
    if (this.process.clock) return this.process.clock.now();
    const [row] = await this.transactions.run(as(null), () =>
      db().query<{ now: Date }>('SELECT clock_timestamp() AS now'),
    );
    return row!.now;
  }

  private async serve(now: Date): Promise<number> {
    let added = 0;
    const names = this.registry.all().map(({ definition }) => definition.name);
    const ticks = new Map<string, DueTicks>();
    for (;;) {
      const rows = await this.transactions.run(as(null), () =>
        db().query<DueRow>(
          `SELECT schedule, tenant_id AS "tenantId", time_zone AS "timeZone", next_at AS "nextAt" FROM app.schedule_state
           WHERE next_at <= $1 AND schedule = ANY ($2) ORDER BY next_at, schedule LIMIT ${LOOK}`,
          [now, names],
        ),
      );
      let failed = false;
      for (const [tenantId, due] of Map.groupBy(rows, (row) => row.tenantId)) {
        try {
          added += await this.transactions.run(as(tenantId), () => this.enqueue(due, now, ticks));
        } catch (error) {
          // Nothing is lost: its rows are as they were, and the next look comes in seconds.
          failed = true;
          this.log.error('The ticks of a tenant could not be planned', { tenantId, error });
        }
      }
      if (failed || rows.length < LOOK) return added;
    }
  }

  /** @param ticks of all tenants so far: those of one zone have the same, which takes long after a week without a worker */
  private async enqueue(due: readonly DueRow[], now: Date, ticks: Map<string, DueTicks>): Promise<number> {
    let added = 0;
    for (const { schedule, tenantId, timeZone, nextAt } of due) {
      const { definition, rule, owner, job } = this.registry.find(schedule)!;
      const key = `${schedule} ${timeZone} ${nextAt.toISOString()}`;
      const { run, next } = ticks.get(key) ?? dueTicks(rule, timeZone, definition.missed, nextAt, now);
      ticks.set(key, { run, next });
      const moved = await db().execute(
        `UPDATE app.schedule_state SET next_at = $4
         WHERE schedule = $1 AND tenant_id IS NOT DISTINCT FROM $2::uuid AND next_at = $3`,
        [schedule, tenantId, nextAt, next],
      );
      if (moved === 0) continue;
      if (tenantId !== null && !(await this.gate.isOpen(owner))) continue;
      for (const { at, missed } of run) {
        await this.jobs.enqueue(job, { at: at.toISOString(), missed });
        context().afterCommit(() => scheduleTicks.add({ schedule, when: missed > 0 ? 'late' : 'on_time' }));
      }
      added += run.length;
    }
    return added;
  }

  /** Rows for new tenants and schedules, and for those whose rule or time zone is another now; none for closed tenants. */
  private async reconcile(now: Date): Promise<void> {
    const of = (scope: 'tenant' | 'platform'): RegisteredSchedule[] =>
      this.registry.all().filter(({ definition }) => (definition.scope ?? 'tenant') === scope);
    const lists = [of('tenant'), of('platform')].flatMap((some) => [
      some.map(({ definition }) => definition.name),
      some.map(({ rule }) => rule),
    ]);
    await this.transactions.run(as(null), async () => {
      await db().execute(
        `DELETE FROM app.schedule_state s WHERE s.tenant_id NOT IN (SELECT t.id FROM app.tenant_zones() t)`,
      );
      const missing = await db().query<MissingRow>(
        `SELECT w.schedule, t.id AS "tenantId", w.rule, t.time_zone AS "timeZone"
         FROM unnest($1::text[], $2::text[]) w (schedule, rule) CROSS JOIN app.tenant_zones() t
         LEFT JOIN app.schedule_state s ON s.schedule = w.schedule AND s.tenant_id = t.id
         WHERE s.schedule IS NULL OR s.rule <> w.rule OR s.time_zone <> t.time_zone
         UNION ALL
         SELECT w.schedule, NULL, w.rule, 'UTC' FROM unnest($3::text[], $4::text[]) w (schedule, rule)
         LEFT JOIN app.schedule_state s ON s.schedule = w.schedule AND s.tenant_id IS NULL
         WHERE s.schedule IS NULL OR s.rule <> w.rule`,
        lists,
      );
      if (missing.length === 0) return;
      const known = new Map<string, Date>();
      const next = missing.map(({ rule, timeZone }) => {
        const key = `${rule} ${timeZone}`;
        known.set(key, known.get(key) ?? nextTick(rule, timeZone, now));
        return known.get(key)!;
      });
      await db().execute(
        `INSERT INTO app.schedule_state AS s (schedule, tenant_id, rule, time_zone, next_at)
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[])
         ON CONFLICT (schedule, tenant_id) DO UPDATE
           SET rule = excluded.rule, time_zone = excluded.time_zone, next_at = excluded.next_at
           WHERE s.rule <> excluded.rule OR s.time_zone <> excluded.time_zone`,
        [
          missing.map(({ schedule }) => schedule),
          missing.map(({ tenantId }) => tenantId),
          missing.map(({ rule }) => rule),
          missing.map(({ timeZone }) => timeZone),
          next,
        ],
      );
    });
  }
}
