import {
  Audiences,
  context,
  DeliveryReports,
  currentTenant,
  type DbSession,
  type EventDefinition,
  Events,
  Files,
  Links,
  OutboundHttp,
  type JobDefinition,
  Jobs,
  Mailer,
  NoTextError,
  Notifications,
  type NotificationType,
  type OperationContext,
  type PluginContext,
  renderMessage,
  runInContext,
  type SurveyTrigger,
  SurveyTriggers,
} from '@atrium/sdk';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { SessionFactory } from '../database/session-factory';
import { asRole, wholeOf } from '../database/role-session';
import { explain } from '../graphql/errors/explain';
import { inSpan } from '../observability/tracing';
import { within } from '../graphql/operation/deadline';
import { JobTimeoutError } from '../jobs/running-job';
import type { Config } from '../config';
import { CONFIG } from '../platform.tokens';
import { flooded, pluginDisabled, settingsUnfit } from './plugin.messages';
import { type FaultKind, PluginFaults, type PluginSpot } from './plugin-faults';
import { PluginMeter } from './plugin-meter';
import { PluginCaches } from './plugin-cache';
import { runInWork } from '../observability/work';
import { pluginLog } from './plugin-log';
import type { RegisteredPlugin } from './plugin-registry';
import { PluginStates } from './plugin-states';
import type { Values } from './settings.policy';

/** Sessions on the connections that are for reading plugins' data in answers; only the API has them. */
export const PLUGIN_SESSIONS = Symbol('atrium:plugin-sessions');

type Task<T> = (ctx: PluginContext<never>) => Promise<T>;

/** Where its code runs, and when it takes too long. */
export interface Watch extends PluginSpot {
  /** Aborted when a try is given up; without one the time is `lateMs`, by default that of a request. */
  readonly signal?: AbortSignal;
  readonly lateMs?: number;
}

/** Runs a plugin's code: as its role, with its tenant's settings, and with no more of the platform than its context. */
@Injectable()
export class PluginRunner {
  constructor(
    private readonly states: PluginStates,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly files: Files,
    private readonly mail: Mailer,
    private readonly caches: PluginCaches,
    private readonly faults: PluginFaults,
    private readonly meter: PluginMeter,
    private readonly modules: ModuleRef,
    @Inject(CONFIG) private readonly config: Config,
    @Optional() @Inject(PLUGIN_SESSIONS) private readonly readSessions?: SessionFactory,
  ) {}

  /** Is it enabled for the tenant of the running operation? */
  async isEnabled({ definition }: RegisteredPlugin): Promise<boolean> {
    return (await this.states.of(currentTenant().id)).get(definition.id)?.enabled ?? false;
  }

  /** In the running operation's transaction. `PLUGIN_DISABLED` where the tenant has not enabled it. */
  async inOperation<T>(plugin: RegisteredPlugin, task: Task<T>, watch: Watch): Promise<T> {
    return this.with(plugin, await this.settingsOf(plugin), task, watch);
  }

  /** The same with these settings, enabled or not: for hooks. */
  with<T>(plugin: RegisteredPlugin, settings: Values, task: Task<T>, watch: Watch): Promise<T> {
    const core = context();
    const own = { ...core, db: this.asPlugin(plugin, core.db) };
    const ctx = this.contextOf(plugin, core, own, settings, watch);
    return this.watched(plugin, watch, () => runInContext(own, () => task(ctx)));
  }

  /**
   * Its code at work: the log names it, and what it throws that is not meant for the caller is noted, as is that it takes
   * too long; whoever waits for it ends the waiting.
   */
  private async watched<T>({ definition }: RegisteredPlugin, watch: Watch, task: () => Promise<T>): Promise<T> {
    const { id } = definition;
    const { place, name, signal, lateMs = this.config.http.requestTimeoutMs } = watch;
    const core = context();
    let isNoted = false;
    const note = (kind: FaultKind, error: unknown): void => {
      if (!isNoted) this.faults.note(id, { place, name }, kind, error, core);
      isNoted = true;
    };
    const timer = signal ? undefined : setTimeout(() => note('LATE', null), lateMs).unref();
    const abandoned = (): void => {
      if (signal?.reason instanceof JobTimeoutError) note('LATE', signal.reason);
    };
    signal?.addEventListener('abort', abandoned);
    try {
      const attributes = { 'atrium.plugin': id, 'atrium.plugin.place': place };
      return await runInWork({ plugin: id }, () => inSpan(`plugin ${id}`, { attributes }, task));
    } catch (error) {
      // What is not answered as text is executed field by field: nothing is wrong.
      if (error instanceof NoTextError) throw error;
      const isMeant = explain(error, 'execution', { hideSuggestions: true }).error.code !== 'INTERNAL';
      if (!isMeant) note('FAILED', error);
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abandoned);
    }
  }

  /** What a hook answers piece by piece: each piece is made as {@link with} would. */
  iterate<T>(
    plugin: RegisteredPlugin,
    settings: Values,
    start: (ctx: PluginContext<never>) => AsyncIterable<T>,
  ): { items: AsyncIterable<T>; within: <U>(inner: AsyncIterable<U>) => AsyncIterable<U> } {
    const core = context();
    const own = { ...core, db: this.asPlugin(plugin, core.db) };
    const ctx = this.contextOf(plugin, core, own, settings, { place: 'hook', name: 'onTenantExport' });
    const within = <U>(inner: AsyncIterable<U>): AsyncIterable<U> => inContext(own, inner);
    return { items: within(runInContext(own, () => start(ctx))), within };
  }

  /**
   * In a read-only transaction of its own, apart from the running operation's: what goes wrong there cannot harm it.
   * `late` is thrown after `ms`, and the connection ended whatever runs on it.
   */
  async apart<T>(plugin: RegisteredPlugin, spot: PluginSpot, ms: number, late: () => Error, task: Task<T>): Promise<T> {
    if (!this.readSessions) throw new Error('Fields of plugins are read by API processes alone');
    const settings = await this.settingsOf(plugin);
    const core = context();
    const session = this.readSessions.open({
      tenantId: currentTenant().id,
      actor: core.actor,
      communityScope: core.actor.communityScope,
      readOnly: true,
      operation: plugin.names.camel,
      work: 'plugin',
      requestId: core.requestId,
      client: core.client,
      clock: core.clock,
    });
    const own = { ...core, db: session.as(plugin.names.schema) };
    const watch = { ...spot, lateMs: ms };
    const ctx = this.contextOf(plugin, core, own, settings, watch);
    try {
      const result = await within(
        ms,
        this.watched(plugin, watch, () => runInContext(own, () => task(ctx))),
        () => new LateError(late()),
      );
      await session.commit();
      return result;
    } catch (error) {
      if (!(error instanceof LateError)) {
        await session.rollback();
        throw error;
      }
      session.destroy(error.told);
      throw error.told;
    }
  }

  /** A session as the plugin sees it; one that is it already stays. */
  asPlugin({ names }: RegisteredPlugin, session: DbSession): DbSession {
    return asRole(session, names.schema);
  }

  /** The platform's own way out: it may ask for what a plugin's request may not. */
  private http(core: OperationContext): PluginContext['http'] {
    const outside = this.modules.get(OutboundHttp, { strict: false });
    return {
      send: ({ allowPrivate: _, ...request }) => runInContext(core, () => outside.send(request)),
      problemOf: (url) => outside.problemOf(url),
    };
  }

  private async settingsOf({ definition: { id } }: RegisteredPlugin): Promise<Values> {
    const state = (await this.states.of(currentTenant().id)).get(id);
    if (!state?.enabled) throw pluginDisabled(id);
    if (!state.settings) throw settingsUnfit(id);
    return state.settings;
  }

  /** The core's, which stands above the platform: looked up, not injected. */
  private get audiences(): Audiences {
    return this.modules.get(Audiences, { strict: false });
  }

  private get surveys(): SurveyTriggers {
    return this.modules.get(SurveyTriggers, { strict: false });
  }

  private get notifications(): Notifications {
    return this.modules.get(Notifications, { strict: false });
  }

  private contextOf(
    { definition, names }: RegisteredPlugin,
    core: OperationContext,
    own: OperationContext,
    settings: Values,
    spot: PluginSpot,
  ): PluginContext<never> {
    const { id, version } = definition;
    const tenant = currentTenant();
    const { actor, locale, requestId, clock } = core;
    const ownName = ({ name }: { name: string }): void => {
      if (!name.startsWith(`${names.camel}.`))
        throw new Error(`${name} is not the plugin ${id}'s: it begins otherwise`);
    };
    const ownTrigger = ({ name }: { name: string }): void => {
      if (!definition.surveyTriggers?.some((one) => one.name === name)) {
        throw new Error(`${name} is no survey trigger that the plugin ${id} declares`);
      }
    };
    const ownChannel = (channel: unknown): void => {
      if (!definition.channels?.some((one) => one.channel === channel)) {
        throw new Error(`The plugin ${id} brings no channel ${String(channel)}`);
      }
    };
    /** What it brings about has an end, see {@link PluginMeter}. */
    const spend = (count: number): void => {
      if (count === 0 || this.meter.take(id, tenant.id, requestId, count)) return;
      const refusal = flooded(id, this.meter.most);
      this.faults.note(id, spot, 'FLOOD', refusal, core);
      throw refusal;
    };
    const ownTypes = (given: unknown): void => {
      for (const { key } of [given].flat() as readonly Pick<NotificationType, 'key'>[]) ownName({ name: key });
    };
    return {
      plugin: { id, version },
      tenant,
      actor,
      locale,
      requestId,
      db: own.db,
      whole: wholeOf(own.db),
      settings: settings as never,
      events: outside(core, this.events, ([event, items], method) => {
        ownName(event as EventDefinition);
        spend(method === 'emitAll' ? (items as readonly unknown[]).length : method === 'emit' ? 1 : 0);
      }),
      jobs: outside(core, this.jobs, ([job]) => {
        ownName(job as JobDefinition);
        spend(1);
      }),
      files: outside(core, this.files),
      notifications: outside(core, this.notifications, ([type]) => ownTypes(type)),
      deliveryReports: outside(core, this.modules.get(DeliveryReports, { strict: false }), ([channel]) =>
        ownChannel(channel),
      ),
      mail: outside(core, this.mail),
      audiences: outside(core, this.audiences),
      surveys: outside(core, this.surveys, ([trigger]) => ownTrigger(trigger as SurveyTrigger)),
      http: this.http(core),
      cache: this.caches.of(id, tenant.id),
      clock,
      log: pluginLog(id),
      urlOf: (path) => this.modules.get(Links, { strict: false }).url(`/x/${id}/${tenant.slug}${path}`),
      say: (message, params) => renderMessage(message, locale, params),
      afterCommit: (task) => core.afterCommit(task),
    };
  }
}

/** A generator runs in the context of whoever asks for its next value: here that is always the same. */
function inContext<T>(own: OperationContext, inner: AsyncIterable<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => {
      const iterator = runInContext(own, () => inner[Symbol.asyncIterator]());
      return {
        next: () => runInContext(own, () => iterator.next()),
        return: () =>
          runInContext(own, () => iterator.return?.() ?? Promise.resolve({ done: true as const, value: undefined })),
      };
    },
  };
}

/** Ran over its time; carries what is told of it. */
class LateError extends Error {
  constructor(readonly told: Error) {
    super('late');
  }
}

/**
 * A service of the platform in the plugin's hands: it works by the platform's own role in the same transaction. `check`
 * sees the arguments of each call.
 */
function outside<T extends object>(
  core: OperationContext,
  service: T,
  check?: (args: readonly unknown[], method: PropertyKey) => void,
): T {
  return new Proxy(service, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return undefined;
      return (...args: unknown[]): unknown => {
        check?.(args, key);
        return runInContext(core, () => (value as (...all: unknown[]) => unknown).apply(target, args));
      };
    },
  });
}
