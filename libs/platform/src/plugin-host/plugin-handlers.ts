import { type EventDelivery, EventHandler, JobHandler, type JobRun, Schedule, type ScheduleTick } from '@atrium/sdk';
import { Inject, type Type } from '@nestjs/common';
import type { LoadedPlugin } from './arrange-plugins';
import { PluginRegistry } from './plugin-registry';
import { PluginRunner } from './plugin-runner';

/** The handlers of jobs, events and schedules that a plugin's declarations stand for. */
export function handlersOf({ definition }: LoadedPlugin): Type {
  const { id, jobs = [], events = [], schedules = [] } = definition;
  class Handlers {
    constructor(
      readonly runner: PluginRunner,
      readonly registry: PluginRegistry,
    ) {}
  }
  Object.defineProperty(Handlers, 'name', { value: `Handlers(${id})` });
  Inject(PluginRunner)(Handlers, undefined, 0);
  Inject(PluginRegistry)(Handlers, undefined, 1);
  const add = <A extends unknown[]>(
    key: string,
    method: (this: Handlers, ...args: A) => Promise<void>,
  ): TypedPropertyDescriptor<(...args: A) => Promise<void>> => {
    const descriptor = { value: method, writable: true, configurable: true, enumerable: false };
    Object.defineProperty(Handlers.prototype, key, descriptor);
    return descriptor as never;
  };
  for (const { job, run } of jobs) {
    const key = job.name.replace(/\W/g, '_');
    const descriptor = add(key, function (payload: object, tried: JobRun) {
      return this.runner.inOperation(this.registry.find(id)!, (ctx) => run(ctx as never, payload as never, tried), {
        place: 'job',
        name: job.name,
        signal: tried.signal,
      });
    });
    JobHandler(job)(Handlers.prototype, key, descriptor);
  }
  for (const { event, options, handle } of events) {
    const key = `on_${options.name}`;
    const descriptor = add(key, function (payload: object, delivery: EventDelivery) {
      return this.runner.inOperation(
        this.registry.find(id)!,
        (ctx) => handle(ctx as never, payload as never, delivery),
        { place: 'event', name: options.name, signal: delivery.signal },
      );
    });
    EventHandler(event, options)(Handlers.prototype, key, descriptor);
  }
  for (const { schedule, run } of schedules) {
    const key = `at_${schedule.name.replace(/\W/g, '_')}`;
    const descriptor = add(key, function (tick: ScheduleTick) {
      return this.runner.inOperation(this.registry.find(id)!, (ctx) => run(ctx as never, tick), {
        place: 'schedule',
        name: schedule.name,
        signal: tick.signal,
      });
    });
    Schedule(schedule)(Handlers.prototype, key, descriptor);
  }
  return Handlers as unknown as Type;
}
