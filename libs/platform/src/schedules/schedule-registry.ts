import {
  defineJob,
  type JobDefinition,
  SCHEDULE_METADATA,
  type ScheduleDefinition,
  type ScheduleMetadata,
  type ScheduleTick,
} from '@atrium/sdk';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { z } from 'zod';
import { discoverHandlers } from '../jobs/discover-handlers';
import { HandlerOwners } from '../jobs/handler-owners';
import { JobRegistry } from '../jobs/job-registry';
import { SCHEDULE_LABEL } from '../observability/labels';
import { OwnerGate } from '../jobs/owner-gate';
import { checkRule, ruleOf } from './ticks';

const tickSchema = z.object({ at: z.iso.datetime(), missed: z.int().min(0) });
export type TickPayload = z.infer<typeof tickSchema>;

export interface RegisteredSchedule {
  readonly definition: ScheduleDefinition;
  readonly rule: string;
  readonly owner: string;
  readonly job: JobDefinition<TickPayload>;
}

/** Every `@Schedule` of the loaded modules, each with a kind of job that runs its ticks. Two of one name stop the start. */
@Injectable()
export class ScheduleRegistry implements OnModuleInit {
  private readonly schedules = new Map<string, RegisteredSchedule>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly owners: HandlerOwners,
    private readonly jobs: JobRegistry,
    private readonly gate: OwnerGate,
  ) {}

  onModuleInit(): void {
    const found = discoverHandlers<ScheduleMetadata>(this.discovery, this.scanner, SCHEDULE_METADATA);
    for (const { wrapper, metadata, call } of found) {
      this.add(metadata, this.owners.ownerOf(wrapper), call as (tick: ScheduleTick) => Promise<void>);
    }
  }

  all(): readonly RegisteredSchedule[] {
    return [...this.schedules.values()];
  }

  find(name: string): RegisteredSchedule | undefined {
    return this.schedules.get(name);
  }

  private add(
    { schedule: definition, transaction }: ScheduleMetadata,
    owner: string,
    handle: (tick: ScheduleTick) => Promise<void>,
  ): void {
    const { name, retries = 5, backoffSeconds = 30, timeoutSeconds = 300, concurrency } = definition;
    if (this.schedules.has(name)) throw new Error(`Two schedules are named ${name}`);
    const rule = ruleOf(definition);
    try {
      checkRule(rule);
    } catch (cause) {
      throw new Error(`Schedule ${name}: ${(cause as Error).message}`, { cause });
    }
    const job = defineJob({
      name: `schedule.${name}`,
      version: 1,
      schema: tickSchema,
      retries,
      backoffSeconds,
      timeoutSeconds,
      concurrency,
    });
    SCHEDULE_LABEL.declare(name);
    this.schedules.set(name, { definition, rule, owner, job });
    this.jobs.add({
      definition: job,
      transaction,
      owner,
      handle: async (payload, run) => {
        const { at, missed } = payload as TickPayload;
        // In a transaction of the tenant, or none: then the planner has asked.
        if (transaction && run.tenantId !== null && !(await this.gate.isOpen(owner))) return;
        await handle({ ...run, at: new Date(at), missed });
      },
    });
  }
}
