import type { Clock, ContextDefinition } from '@atrium/sdk';
import type { Config } from './config';
import type { LoadedPlugin } from './plugin-host/arrange-plugins';

/** The checked {@link Config}. */
export const CONFIG = Symbol('atrium:config');
/** The {@link Clock} of the process: the database's; tests bring one of their own. */
export const CLOCK = Symbol('atrium:clock');
/** What this process is and where its database is: {@link ProcessOptions}. */
export const PROCESS = Symbol('atrium:process');

/** What one process of the platform is made of. */
export interface ProcessOptions {
  readonly role: 'api' | 'worker';
  readonly config: Config;
  /** The database as `atrium_app` (API) or `atrium_worker`. */
  readonly databaseUrl: string;
  readonly contexts: readonly ContextDefinition[];
  /** Arranged by `loadPlugins`. */
  readonly plugins?: readonly LoadedPlugin[];
  readonly clock?: Clock;
  /** Of a worker: take jobs from the start on (the default); without it they run by `JobWorker.runDue()`, as in tests. */
  readonly runsJobs?: boolean;
}
