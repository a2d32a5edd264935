import { currentTenant, db, defineJob, JobHandler, type JobRun } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { wakeHandler } from '../events/delivery-records';
import { EVENT_JOB_PREFIX } from '../events/event-registry';
import { WAKE_JOBS } from '../jobs/job-queue';
import { PluginRegistry } from './plugin-registry';

/** Added by the transaction that enables a plugin: only the worker may touch jobs that are there. */
export const wakePlugin = defineJob({ name: 'plugin.wake', version: 1, schema: z.object({ plugin: z.string() }) });

/** What has rested while a plugin was disabled for the tenant goes on. */
@Injectable()
export class PluginWake {
  constructor(private readonly registry: PluginRegistry) {}

  @JobHandler(wakePlugin)
  async wake({ plugin: id }: { plugin: string }, _run: JobRun): Promise<void> {
    const plugin = this.registry.find(id);
    if (!plugin) return;
    const { jobs = [], events = [] } = plugin.definition;
    if (jobs.length > 0) await db().query(WAKE_JOBS, [jobs.map(({ job }) => job.name), currentTenant().id]);
    for (const { options } of events) await wakeHandler(`${EVENT_JOB_PREFIX}${plugin.names.camel}.${options.name}`);
  }
}
