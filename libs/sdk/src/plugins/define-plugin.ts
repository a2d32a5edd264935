import type { EntityTarget, MigrationInterface, ObjectLiteral } from 'typeorm';
import type { output, ZodObject } from 'zod';
import type { PermissionSpec } from '../access/permissions';
import type { NotificationType } from '../notifications/notification-type';
import type { PublicEvent } from '../events/public-event';
import type { RetentionRule } from '../retention/retention';
import type { SurveyTrigger } from '../surveys/survey-triggers';
import type { PluginChannel } from './plugin-channel';
import type { PluginContext, PluginLog } from './plugin-context';
import type { PluginField, PluginMutation, PluginQuery } from './plugin-graphql';
import type { PluginSegments } from './plugin-segments';
import type { SettingsSchema } from './plugin-settings';
import type { PluginTimeline } from './plugin-timeline';
import type { PluginEventHandler, PluginJob, PluginRoute, PluginSchedule } from './plugin-work';

/** What the core lets plugins read, each a view `core.<name>` of the tenant's rows within the caller's data scope. */
export const CORE_VIEWS = ['community', 'building', 'unit', 'customer', 'occupancy', 'staff'] as const;
export type CoreView = (typeof CORE_VIEWS)[number];

/**
 * A plugin, whole: what it is called, what it adds, what it asks for. The package's default export is what
 * {@link definePlugin} answers. `docs/plugins` has a worked example.
 */
export interface PluginDefinition<S extends SettingsSchema = SettingsSchema> {
  /** E.g. `community-events`. Everything it owns begins with it: see {@link pluginNames}. */
  readonly id: string;
  /** Of this plugin, e.g. `1.2.0`. */
  readonly version: string;
  /** Versions of the SDK it was made for, e.g. `^0.1`. */
  readonly sdk: string;
  /** Other plugins it needs, by range of their versions. They come first, and a tenant enables them first. */
  readonly requires?: Readonly<Record<string, string>>;
  /** Plugins it uses where they are installed: then they come first, in a fitting version. */
  readonly optional?: Readonly<Record<string, string>>;
  /**
   * What happens where a migration, `onInstall` or `onBoot` throws: nothing starts (`abort`, the default), or it is
   * disabled for everybody until a start succeeds. A plugin that is at odds with another stops the start in any case.
   */
  readonly onBootFailure?: 'abort' | 'disable';

  /** One object of settings for each tenant. */
  readonly settings?: S;
  /** Turns what was stored under version `from` of the plugin into settings of this one. */
  readonly upgradeSettings?: (stored: Record<string, unknown>, from: string, to: string) => Record<string, unknown>;

  /** Names begin with the id: `community-events:manage`. */
  readonly permissions?: Readonly<Record<`${string}:${string}`, PermissionSpec>>;

  readonly data?: {
    /** Run in this order, each once, as the owner of the plugin's schema; make tables by `createTenantTable`. */
    readonly migrations: readonly (new () => MigrationInterface)[];
    readonly entities?: readonly EntityTarget<ObjectLiteral>[];
    /** Views of the core it reads, and whose objects its tables may refer to. */
    readonly reads?: readonly CoreView[];
  };

  /** How long its data is kept; the tables name the kinds. Names begin with its id: `COMMUNITY_EVENTS_VISITS`. */
  readonly retention?: readonly Omit<RetentionRule, 'apply'>[];

  readonly graphql?: {
    /** By name; each begins with the plugin's name, e.g. `communityEvents…`. */
    readonly queries?: Readonly<Record<string, PluginQuery>>;
    /** By name; each contains the plugin's name, e.g. `registerForCommunityEvents`. */
    readonly mutations?: Readonly<Record<string, PluginMutation>>;
    /** By `Type.field`; on a type of the core the field begins with the plugin's name: `Customer.loyalty`. */
    readonly fields?: Readonly<Record<`${string}.${string}`, PluginField>>;
  };
  /** What it adds to the timeline of customers. Kinds begin with its id: `COMMUNITY_EVENTS_ATTENDED`. */
  readonly timeline?: readonly PluginTimeline[];
  /** What it adds to the rules of segments, and what of it uses segments. */
  readonly segments?: PluginSegments;
  /** Messages it sends, made by `defineNotification` with keys that begin with its name: `communityEvents.invitation`. */
  readonly notifications?: readonly Pick<NotificationType, 'key'>[];
  /** Ways for messages that it brings, made by `defineChannel`; the configuration chooses them by name. */
  readonly channels?: readonly PluginChannel[];
  /** What surveys can be sent after, made by `defineSurveyTrigger` with names that begin with its own; see `ctx.surveys`. */
  readonly surveyTriggers?: readonly SurveyTrigger[];
  /** Its own events and the core's. Names of its own begin with the plugin's name: `communityEvents.registered`. */
  readonly events?: readonly PluginEventHandler[];
  /** Those of its own events that webhooks may tell of. */
  readonly publicEvents?: readonly PublicEvent[];
  readonly jobs?: readonly PluginJob[];
  /** Names begin with the plugin's, as those of jobs do. */
  readonly schedules?: readonly PluginSchedule[];
  readonly http?: readonly PluginRoute[];

  /** At each start of a process, before it serves anybody. */
  readonly onBoot?: (ctx: { readonly log: PluginLog }) => Promise<void>;
  /** Once, with the first migrations: in their transaction, as the owner of the schema, for no tenant. */
  readonly onInstall?: (ctx: InstallContext) => Promise<void>;
  /** Before it is uninstalled, as in `onInstall`. Its data stays unless the operator says otherwise. */
  readonly onUninstall?: (ctx: InstallContext) => Promise<void>;
  /** In the transaction that enables it. Events from before were not kept for it: what it missed it may enqueue here. */
  readonly onEnable?: (ctx: PluginContext<output<S>>) => Promise<void>;
  /** In the transaction that disables it. Its data stays. */
  readonly onDisable?: (ctx: PluginContext<output<S>>) => Promise<void>;
  /**
   * Fills the demo company, which installations outside of production make at their first start, with something to look at;
   * the plugin is enabled there before. Called at each start: does nothing where there is something already.
   */
  readonly onDemo?: (ctx: PluginContext<output<S>>) => Promise<void>;
  /** What belongs in a tenant's archive beside the rows of the plugin's tables, which are in it anyway. */
  readonly onTenantExport?: (ctx: PluginContext<output<S>>) => AsyncIterable<PluginExport>;
  /** Before a tenant's rows are erased, the plugin's included: for what it keeps elsewhere. Can be called again. */
  readonly onTenantErase?: (ctx: PluginContext<output<S>>) => Promise<void>;
}

export interface InstallContext {
  readonly log: PluginLog;
  query<Row = Record<string, unknown>>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** One part of a tenant's archive. */
export interface PluginExport {
  /** Letters, digits, `-` and `_`; unique within the plugin. */
  readonly name: string;
  /** Objects that can be written as JSON. */
  readonly rows: AsyncIterable<Record<string, unknown>>;
}

const BRAND = Symbol.for('atrium:plugin');

/** Declares a plugin. Nothing happens yet: the host checks it when it is loaded and says what is wrong. */
export const definePlugin = <S extends SettingsSchema = ZodObject<Record<never, never>>>(
  definition: PluginDefinition<S>,
): PluginDefinition => Object.freeze({ ...definition, [BRAND]: true }) as unknown as PluginDefinition;

export const isPluginDefinition = (value: unknown): value is PluginDefinition =>
  typeof value === 'object' && value !== null && BRAND in value;
