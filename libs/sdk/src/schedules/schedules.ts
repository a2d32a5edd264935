import { SetMetadata } from '@nestjs/common';
import { checkName, checkWhole, definitionError } from '../jobs/limits';
import type { JobRun } from '../jobs/jobs';

/**
 * Work at set times. Each tick is one job: it runs once per (schedule, tenant, tick), however many processes there are,
 * in a tenant-scoped transaction, is retried, and becomes a dead letter like any job.
 */
export interface ScheduleDefinition {
  /** `context.verb`, e.g. `events.purge`. */
  readonly name: string;
  /**
   * When, in the time zone of the tenant (of a platform-wide schedule: UTC). Either `daily`, a time such as `02:30`, or
   * `cron`, five fields: minute, hour, day of month, month, day of week (0 or 7 is Sunday).
   *
   * Where the clocks change: a time that the spring gap leaves out ticks as much later as the gap is long (02:30 at 03:30);
   * a time that the autumn doubles ticks once, at its first occurrence. A cron whose hour is `*` or a step of it follows the time that really
   * passes instead: it has no tick in the gap, and ticks in both of the doubled hours.
   */
  readonly at: { readonly daily: string } | { readonly cron: string };
  /** Once for each tenant (the default), or once for the platform, without a tenant. */
  readonly scope?: 'tenant' | 'platform';
  /**
   * Ticks that passed while no worker ran: `once` (the default) makes up for them by one run, for the latest; `each` has
   * a run for every one of them, at most the latest 100.
   */
  readonly missed?: 'once' | 'each';
  /** Tries after the first. 0 to 25; default 5. */
  readonly retries?: number;
  /** Seconds before the first retry, doubled each time, at most an hour. Default 30. */
  readonly backoffSeconds?: number;
  /** Seconds a try may take. 1 to 86,400; default 300. */
  readonly timeoutSeconds?: number;
  /** Most runs at once in one worker process. Default: the shared slots. */
  readonly concurrency?: number;
}

/** @throws Error naming what is wrong with the definition */
export function defineSchedule(schedule: ScheduleDefinition): ScheduleDefinition {
  const { name, at, retries = 5, backoffSeconds = 30, timeoutSeconds = 300, concurrency = 1 } = schedule;
  const what = `Schedule ${name}`;
  checkName(what, name, 'events.purge');
  checkWhole(what, 'retries', retries, 0, 25);
  checkWhole(what, 'backoffSeconds', backoffSeconds, 1, 3_600);
  checkWhole(what, 'timeoutSeconds', timeoutSeconds, 1, 86_400);
  checkWhole(what, 'concurrency', concurrency, 1, 1_000);
  if ('daily' in at && !/^([01]\d|2[0-3]):[0-5]\d$/.test(at.daily)) {
    definitionError(what, 'daily must be a time like 02:30');
  }
  return schedule;
}

/** One run of a schedule. */
export interface ScheduleTick extends JobRun {
  /** The time that was due. */
  readonly at: Date;
  /** Earlier ticks that passed unserved and that this run makes up for. */
  readonly missed: number;
}

export const SCHEDULE_METADATA = 'atrium:schedule';

export interface ScheduleMetadata {
  readonly schedule: ScheduleDefinition;
  readonly transaction: boolean;
}

/**
 * The method runs at each tick. Its transaction also acknowledges the run; with `transaction: false`, for long work that
 * opens its own, it can run twice after a crash (see `JobHandler`).
 */
export const Schedule =
  (schedule: ScheduleDefinition, options: { transaction?: boolean } = {}) =>
  <M extends (tick: ScheduleTick) => Promise<void>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    const metadata = { schedule, transaction: options.transaction ?? true };
    SetMetadata(SCHEDULE_METADATA, metadata satisfies ScheduleMetadata)(
      target,
      key,
      descriptor as TypedPropertyDescriptor<unknown>,
    );
  };
