import { JOB_HANDLER_METADATA, type JobDefinition, type JobHandlerMetadata, type JobRun } from '@atrium/sdk';
import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { discoverHandlers } from './discover-handlers';
import { JOB_LABEL } from '../observability/labels';
import { HandlerOwners } from './handler-owners';

export interface RegisteredJob {
  readonly definition: JobDefinition;
  /** Runs in a transaction that the worker opens. */
  readonly transaction: boolean;
  /** The context or plugin it belongs to, see {@link HandlerOwners}. */
  readonly owner?: string;
  readonly handle: (payload: object, run: JobRun) => Promise<void>;
}

/** Every `@JobHandler` of the loaded modules. Two for one job stop the start. */
@Injectable()
export class JobRegistry implements OnModuleInit {
  private readonly jobs = new Map<string, RegisteredJob>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    @Optional() private readonly owners?: HandlerOwners,
  ) {}

  onModuleInit(): void {
    const found = discoverHandlers<JobHandlerMetadata>(this.discovery, this.scanner, JOB_HANDLER_METADATA);
    for (const { metadata, call, wrapper } of found) {
      this.add({
        definition: metadata.job,
        transaction: metadata.transaction,
        owner: this.owners?.ownerOf(wrapper),
        handle: call,
      });
    }
  }

  add(job: RegisteredJob): void {
    const { name } = job.definition;
    if (this.jobs.has(name)) throw new Error(`Two handlers for the job ${name}`);
    JOB_LABEL.declare(name);
    this.jobs.set(name, job);
  }

  find(name: string): RegisteredJob | undefined {
    return this.jobs.get(name);
  }

  all(): readonly RegisteredJob[] {
    return [...this.jobs.values()];
  }
}
