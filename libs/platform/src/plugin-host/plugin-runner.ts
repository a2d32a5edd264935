import {
  AtriumError,
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
import { pluginDisabled, settingsUnfit } from './plugin.messages';
import { PluginCaches } from './plugin-cache';
import { runInWork } from '../observability/work';
import { pluginFaults, type PluginPlace } from './plugin.metrics';
import { pluginLog } from './plugin-log';
import type { RegisteredPlugin } from './plugin-registry';
import { PluginStates } from './plugin-states';
import type { Values } from './settings.policy';

/** Sessions on the connections that are for reading plugins' data in answers; only the API has them. */
export const PLUGIN_SESSIONS = Symbol('atrium:plugin-sessions');

type Task<T> = (ctx: PluginContext<never>) => Promise<T>;

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
    private readonly modules: ModuleRef,
    @Optional() @Inject(PLUGIN_SESSIONS) private readonly readSessions?: SessionFactory,
  ) {}

  /** Is it enabled for the tenant of the running operation? */
  async isEnabled({ definition }: RegisteredPlugin): Promise<boolean> {
    return (await this.states.of(currentTenant().id)).get(definition.id)?.enabled ?? false;
  }

  /** In the running operation's transaction. `PLUGIN_DISABLED` where the tenant has not enabled it. */
  async inOperation<T>(plugin: RegisteredPlugin, task: Task<T>, place: PluginPlace = 'operation'): Promise<T> {
    return this.with(plugin, await this.settingsOf(plugin), task, place);
  }

  /** The same with these settings, enabled or not: for hooks. */
  with<T>(plugin: RegisteredPlugin, settings: Values, task: Task<T>, place: PluginPlace = 'hook'): Promise<T> {
    const core = context();
    const own = { ...core, db: this.asPlugin(plugin, core.db) };
    const ctx = this.contextOf(plugin, core, own, settings);
    return this.watched(plugin, place, () => runInContext(own, () => task(ctx)));
  }

  /** Its code at work: the log names it, and what it throws that is not meant for the caller is counted. */
  private watched<T>(
    { definition: { id } }: RegisteredPlugin,
    place: PluginPlace,
    task: () => Promise<T>,
    isOver = (): boolean => false,
  ): Promise<T> {
    return runInWork({ plugin: id }, () =>
      inSpan(`plugin ${id}`, { attributes: { 'atrium.plugin': id, 'atrium.plugin.place': place } }, task),
    ).catch((error: unknown) => {
      const isMeant = explain(error, 'execution', { hideSuggestions: true }).error.code !== 'INTERNAL';
      if (!isMeant && !isOver()) pluginFaults.add({ plugin: id, place });
      throw error;
    });
  }

  /** What a hook answers piece by piece: each piece is made as {@link with} would. */
  iterate<T>(
    plugin: RegisteredPlugin,
    settings: Values,
    start: (ctx: PluginContext<never>) => AsyncIterable<T>,
  ): { items: AsyncIterable<T>; within: <U>(inner: AsyncIterable<U>) => AsyncIterable<U> } {
    const core = context();
    const own = { ...core, db: this.asPlugin(plugin, core.db) };
    const ctx = this.contextOf(plugin, core, own, settings);
    const within = <U>(inner: AsyncIterable<U>): AsyncIterable<U> => inContext(own, inner);
    return { items: within(runInContext(own, () => start(ctx))), within };
  }

  /**
   * In a read-only transaction of its own, apart from the running operation's: what goes wrong there cannot harm it.
   * `late` is thrown after `ms`, and the connection ended whatever runs on it.
   */
  async apart<T>(
    plugin: RegisteredPlugin,
    place: PluginPlace,
    ms: number,
    late: () => Error,
    task: Task<T>,
  ): Promise<T> {
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
    const ctx = this.contextOf(plugin, core, own, settings);
    // What was too late was counted as that: what comes of cutting it off is no fault of its own.
    let isLate = false;
    try {
      const work = this.watched(
        plugin,
        place,
        () => runInContext(own, () => task(ctx)),
        () => isLate,
      );
      const result = await within(ms, work, () => new LateError(late()));
      await session.commit();
      return result;
    } catch (error) {
      if (!(error instanceof LateError)) {
        await session.rollback();
        throw error;
      }
      isLate = true;
      pluginFaults.add({ plugin: plugin.definition.id, place });
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
      events: outside(core, this.events, (event) => ownName(event as EventDefinition)),
      jobs: outside(core, this.jobs, (job) => ownName(job as JobDefinition)),
      files: outside(core, this.files),
      notifications: outside(core, this.notifications, (type) => ownTypes(type)),
      deliveryReports: outside(core, this.modules.get(DeliveryReports, { strict: false }), ownChannel),
      mail: outside(core, this.mail),
      audiences: outside(core, this.audiences),
      surveys: outside(core, this.surveys, (trigger) => ownTrigger(trigger as SurveyTrigger)),
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
 * sees the first argument of each call.
 */
function outside<T extends object>(core: OperationContext, service: T, check?: (first: unknown) => void): T {
  return new Proxy(service, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return undefined;
      return (...args: unknown[]): unknown => {
        check?.(args[0]);
        return runInContext(core, () => (value as (...all: unknown[]) => unknown).apply(target, args));
      };
    },
  });
}

export const asAtriumError = (error: unknown, otherwise: (cause: unknown) => AtriumError): AtriumError =>
  error instanceof AtriumError ? error : otherwise(error);
