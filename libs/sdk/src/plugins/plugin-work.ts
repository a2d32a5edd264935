import type { EventDefinition, EventDelivery, EventHandlerOptions } from '../events/events';
import type { JobDefinition, JobRun } from '../jobs/jobs';
import type { ScheduleDefinition, ScheduleTick } from '../schedules/schedules';
import type { PluginContext } from './plugin-context';

/** A job with the code that does it, in a transaction of its tenant which also acknowledges it. */
export interface PluginJob {
  readonly job: JobDefinition;
  readonly run: (ctx: never, payload: never, run: JobRun) => Promise<void>;
}

/** While the plugin is disabled for a tenant, the tenant's jobs wait. */
export const doJob = <P extends object, C = PluginContext>(
  job: JobDefinition<P>,
  run: (ctx: C, payload: P, run: JobRun) => Promise<void>,
): PluginJob => ({ job: job as unknown as JobDefinition, run });

/** Work at set times, in a transaction of each tenant that has enabled the plugin, which also acknowledges it. */
export interface PluginSchedule {
  readonly schedule: ScheduleDefinition;
  readonly run: (ctx: never, tick: ScheduleTick) => Promise<void>;
}

/** Ticks from while the plugin is disabled for a tenant are left out. */
export const onSchedule = <C = PluginContext>(
  schedule: Omit<ScheduleDefinition, 'scope'>,
  run: (ctx: C, tick: ScheduleTick) => Promise<void>,
): PluginSchedule => ({ schedule: { ...schedule, scope: 'tenant' }, run });

/** A handler of events, the plugin's own or the core's: in a transaction of the tenant, which also acknowledges. */
export interface PluginEventHandler {
  readonly event: EventDefinition;
  readonly options: EventHandlerOptions & { readonly name: string };
  readonly handle: (ctx: never, payload: never, delivery: EventDelivery) => Promise<void>;
}

/**
 * @param name of the handler, unique in the plugin: events that wait are kept for that name, so keep it
 * Events from while the plugin is disabled for a tenant are not kept for it.
 */
export const onEvent = <P extends object, C = PluginContext>(
  name: string,
  event: EventDefinition<P>,
  handle: (ctx: C, payload: P, delivery: EventDelivery) => Promise<void>,
  options: Omit<EventHandlerOptions, 'name'> = {},
): PluginEventHandler => ({ event: event as unknown as EventDefinition, handle, options: { ...options, name } });

export interface PluginRequest {
  readonly method: string;
  /** Parts of the path, by the names in the route's `path`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** By name in small letters; of several with one name the first. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came, for signatures. At most 1 MiB. */
  readonly body: Buffer;
  readonly ip: string | null;
  /** The body as JSON. `VALIDATION_FAILED` when it is none. */
  json(): unknown;
}

export interface PluginResponse {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: string | Buffer | object;
}

/** What lies under `/x/<id>/<slug of the company><path>`: signed call-backs, feeds. */
export interface RouteSpec<C> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Begins with a slash; `:name` is a part of its own, e.g. `/feed/:token`. */
  readonly path: string;
  /**
   * Finds out who calls, reading alone: the name that the audit log gives to whoever it is, or null for a stranger, who
   * is answered 401. Compare secrets by `timingSafeEqual`.
   */
  readonly check: (ctx: C, request: PluginRequest) => Promise<string | null>;
  /** Within a transaction of the company; one that can only read where `method` is GET. */
  readonly handle: (ctx: C, request: PluginRequest) => Promise<PluginResponse>;
}
export type PluginRoute = RouteSpec<never>;

export const defineRoute = <C = PluginContext>(spec: RouteSpec<C>): PluginRoute => spec as unknown as PluginRoute;
