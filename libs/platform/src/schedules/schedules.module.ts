import { Log } from '@atrium/sdk';
import { type BeforeApplicationShutdown, type DynamicModule, Injectable, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Interval, ScheduleModule } from '@nestjs/schedule';
import type { ProcessOptions } from '../platform.tokens';
import { SchedulePlanner } from './schedule-planner';
import { scheduleLooks } from './schedule.metrics';
import { ScheduleRegistry } from './schedule-registry';

/** Between looks for due ticks, in each worker. Milliseconds. */
const LOOK_MS = 5_000;

/** The clock: all it does is ask the planner to look. */
@Injectable()
class Pulse implements BeforeApplicationShutdown {
  private readonly log = new Log('Schedules');
  private stopped = false;

  constructor(private readonly planner: SchedulePlanner) {}

  @Interval('schedules', LOOK_MS)
  async beat(): Promise<void> {
    if (this.stopped) return;
    try {
      await this.planner.pass();
      scheduleLooks.add({ outcome: 'ok' });
    } catch (error) {
      // A database that is away is said once in a while, not every five seconds.
      scheduleLooks.add({ outcome: 'failed' });
      if (this.log.isNews('look')) this.log.error('Due ticks could not be looked for', { error });
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.planner.idle();
  }
}

/** Work at set times. Workers plan it; every process knows the schedules, for their names and rules to be checked. */
@Module({})
export class SchedulesModule {
  static forRoot({ role, runsJobs = true }: Pick<ProcessOptions, 'role' | 'runsJobs'>): DynamicModule {
    const ticks = role === 'worker' && runsJobs;
    return {
      module: SchedulesModule,
      imports: [DiscoveryModule, ...(ticks ? [ScheduleModule.forRoot()] : [])],
      providers: [ScheduleRegistry, ...(role === 'worker' ? [SchedulePlanner] : []), ...(ticks ? [Pulse] : [])],
    };
  }
}
