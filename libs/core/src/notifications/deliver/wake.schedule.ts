import { defineSchedule, Jobs, now, Schedule, type ScheduleTick } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { nextDue } from './claimed-messages';
import { deliverJob } from './deliver.job';

const wake = defineSchedule({ name: 'notifications.wake', at: { cron: '23 * * * *' } });

/** Has what is due looked at, should a job that was to do so have been lost. */
@Injectable()
export class WakeSchedule {
  constructor(private readonly jobs: Jobs) {}

  @Schedule(wake)
  async tick(_tick: ScheduleTick): Promise<void> {
    const due = await nextDue();
    if (due && due <= now()) await this.jobs.enqueue(deliverJob, {}, { singletonKey: 'wake' });
  }
}
