import { JOB_HANDLER_METADATA, type JobDefinition, type JobHandlerMetadata, type JobRun } from '@atrium/sdk';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

export interface RegisteredJob {
  readonly definition: JobDefinition;
  /** Runs in a transaction that the worker opens. */
  readonly transaction: boolean;
  readonly handle: (payload: object, run: JobRun) => Promise<void>;
}

/** Every `@JobHandler` of the loaded modules. Two for one job stop the start. */
@Injectable()
export class JobRegistry implements OnModuleInit {
  private readonly jobs = new Map<string, RegisteredJob>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const wrapper of this.discovery.getProviders()) {
      const instance = wrapper.instance as Record<string, unknown> | null;
      if (!wrapper.isDependencyTreeStatic() || instance === null || typeof instance !== 'object') continue;
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object | null)) {
        const handler = instance[method] as (payload: object, run: JobRun) => Promise<void>;
        const metadata = Reflect.getMetadata(JOB_HANDLER_METADATA, handler) as JobHandlerMetadata | undefined;
        if (!metadata) continue;
        this.add({
          definition: metadata.job,
          transaction: metadata.transaction,
          handle: (payload, run) => handler.call(instance, payload, run),
        });
      }
    }
  }

  add(job: RegisteredJob): void {
    const { name } = job.definition;
    if (this.jobs.has(name)) throw new Error(`Two handlers for the job ${name}`);
    this.jobs.set(name, job);
  }

  find(name: string): RegisteredJob | undefined {
    return this.jobs.get(name);
  }

  all(): readonly RegisteredJob[] {
    return [...this.jobs.values()];
  }
}
