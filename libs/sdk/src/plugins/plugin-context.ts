import type { Audiences } from '../audiences/audiences';
import type { Actor, Clock, TenantRef } from '../context/context';
import type { Events } from '../events/events';
import type { DbSession } from '../db/db-session';
import type { Locale, Message, MessageParams } from '../errors/messages';
import type { Files } from '../files/files';
import type { Jobs } from '../jobs/jobs';
import type { LogFields, LogMessage } from '../observability/log';
import type { DeliveryReports } from '../notifications/channels';
import type { Notifications } from '../notifications/notifications';
import type { OutboundHttp } from '../outbound/outbound-http';
import type { Mailer } from '../platform/services';
import type { SurveyTriggers } from '../surveys/survey-triggers';

/**
 * All that a plugin is given, for one operation, job, event or request of one tenant for which it is enabled. Do not
 * keep it: it ends with the transaction.
 */
export interface PluginContext<Settings = Readonly<Record<string, never>>> {
  readonly plugin: { readonly id: string; readonly version: string };
  readonly tenant: TenantRef;
  /** Who acts. Jobs, events and hooks run as the platform itself, with every permission. */
  readonly actor: Actor;
  readonly locale: Locale;
  readonly requestId: string;
  /**
   * The tenant's transaction, as the plugin's own database role: its own schema, and the core's views it `reads`. Reading
   * and writing statements alone: SET, set_config and transaction control are refused. The database writes the audit log.
   */
  readonly db: DbSession;
  /**
   * The same transaction without the limits of who acts: all rows of the tenant, whatever the data scope of staff and
   * whatever a customer may see. For rules that must hold over all rows, such as places that are left; not for what is shown.
   */
  readonly whole: DbSession;
  /** The tenant's settings with defaults and secrets; deeply frozen. */
  readonly settings: Settings;
  /** Emits only events of the plugin's own. */
  readonly events: Events;
  /** Only jobs of the plugin's own. */
  readonly jobs: Jobs;
  readonly files: Files;
  /** Segments as audiences, of the tenant and within what the actor sees. */
  readonly audiences: Audiences;
  /** Has customers asked after something that has happened: by the triggers that the plugin declares, and no others. */
  readonly surveys: SurveyTriggers;
  /** The way to tell customers and staff something: with their wishes, limits, templates and proof. Types of its own alone. */
  readonly notifications: Notifications;
  /** What the operator of a channel that the plugin brings tells about messages later on; of other channels nothing. */
  readonly deliveryReports: DeliveryReports;
  /** For addresses that belong to nobody the platform knows. */
  readonly mail: Mailer;
  /** The way out: no private networks, no redirects, bounded in time and size; see `OUTBOUND_ALLOWED`. */
  readonly http: Pick<OutboundHttp, 'send' | 'problemOf'>;
  readonly cache: PluginCache;
  readonly clock: Clock;
  readonly log: PluginLog;
  /** Public address of one of the plugin's own routes for this tenant. @param path begins with a slash */
  urlOf(path: string): string;
  /** A message in the caller's language. */
  say(message: Message, params?: MessageParams): string;
  /** Runs after the commit, never after a roll-back. */
  afterCommit(task: () => void | Promise<void>): void;
}

/** Values of this plugin and this tenant, remembered in this process alone: for what is costly to make and may be old. */
export interface PluginCache {
  /** What is remembered under the key, or what `load` answers now. */
  get<T>(key: string, seconds: number, load: () => Promise<T>): Promise<T>;
  forget(key: string): void;
}

/**
 * Lines of the process's log, with the plugin's id, the tenant, the request and the job or event at hand. A message is a
 * constant text: what varies goes into {@link LogFields}, which hold no personal data and no secrets.
 */
export interface PluginLog {
  debug<const M extends string>(message: M & LogMessage<M>, fields?: LogFields): void;
  info<const M extends string>(message: M & LogMessage<M>, fields?: LogFields): void;
  warn<const M extends string>(message: M & LogMessage<M>, fields?: LogFields): void;
  error<const M extends string>(message: M & LogMessage<M>, fields?: LogFields): void;
}
