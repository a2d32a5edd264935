import { isAbsolute } from 'node:path';
import { PLUGIN_ID } from '@atrium/sdk';
import { choice, integer, list, secret, text, trustedProxies, url, type Field } from './field';
import { LIMIT_SETTINGS } from './limit-settings';
import { MESSAGING_SETTINGS } from './messaging-settings';
import { OBSERVABILITY_SETTINGS } from './observability-settings';

const POSTGRES_URL = { schemes: ['postgres', 'postgresql'], example: 'postgres://user:password@host:5432/database' };

const AS_A_KEY = '32 bytes in base64 (44 characters), as from `openssl rand -base64 32`';
const isKey = (value: string): boolean => /^[A-Za-z0-9+/]{43}=$/.test(value);

/** Everything that can be configured, by group. Adding a line here gives it a type, a check and a line of the page. */
export const SETTINGS = {
  general: {
    mode: choice({
      env: 'ATRIUM_MODE',
      description: 'What the installation is for. `production` generates no secrets and demands those it needs.',
      values: ['development', 'production', 'test'],
      default: 'development',
    }),
    dataDir: text({
      env: 'DATA_DIR',
      description:
        'Folder of the embedded database, the generated secrets, uploaded files and unsent mail; relative to the working folder. Back it up.',
      allowed: 'the path of a folder',
      isValid: (value) => !value.includes('\0'),
      default: '.data',
    }),
    plugins: list({
      env: 'ATRIUM_PLUGINS',
      description:
        'Further plugins of this installation, beside those that come with Atrium: names of packages installed in the working folder, or absolute paths of folders. The same for all processes.',
      allowed: 'package names or absolute paths, separated by commas, none twice',
      isValid: (entry) => isAbsolute(entry) || /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/.test(entry),
      defaultText: 'none',
    }),
    withoutPlugins: list({
      env: 'WITHOUT_PLUGINS',
      description:
        'Plugins that come with Atrium and are not to be installed, by their ids, such as `community-events`. The same for all processes.',
      allowed: 'ids of plugins separated by commas, none twice',
      isValid: (entry) => PLUGIN_ID.test(entry),
      defaultText: 'none: all of them are installed',
    }),
    pluginFloodLimit: integer({
      env: 'PLUGIN_FLOOD_LIMIT',
      description:
        'How many events and jobs a plugin may bring about for one company and one cause (a request, a tick of a schedule, an import, with all that follows from it) in an hour of one process. More are refused, and shown in `pluginHealth`.',
      min: 100,
      max: 100_000_000,
      default: 250_000,
    }),
    pluginHookSeconds: integer({
      env: 'PLUGIN_HOOK_SECONDS',
      description:
        'How long a plugin may take for its part in a start (`onBoot`), and for each step of its part in the export or erasure of a company.',
      unit: 's',
      min: 1,
      max: 3_600,
      default: 60,
    }),
  },
  http: {
    host: text({
      env: 'HOST',
      description: 'Address the API listens on; `0.0.0.0` for every interface, as in a container.',
      allowed: 'a host name or an IP address',
      isValid: (value) => /^[\w.:-]+$/.test(value),
      default: '127.0.0.1',
    }),
    port: integer({
      env: 'PORT',
      description: 'Port the API listens on; 0 takes any free one.',
      min: 0,
      max: 65_535,
      default: 4000,
    }),
    publicUrl: url({
      env: 'PUBLIC_URL',
      description: 'Address under which people reach the API: the base of links in e-mails and of file links.',
      schemes: ['http', 'https'],
      example: 'https://atrium.example.com',
      defaultText: 'the address listened on; demanded in production',
      demandedInProduction: true,
    }),
    trustProxy: trustedProxies({
      env: 'TRUST_PROXY',
      description:
        'Proxies in front of the API whose `X-Forwarded-For` is believed. Wrong trust lets a client choose its address, which limits and allow-lists go by; without trust all who come through a proxy share its limits.',
    }),
    requestTimeoutMs: integer({
      env: 'REQUEST_TIMEOUT_MS',
      description: 'Longest time for one GraphQL operation; its transaction is then rolled back.',
      unit: 'ms',
      min: 100,
      max: 600_000,
      default: 15_000,
    }),
  },
  database: {
    url: url({
      env: 'DATABASE_URL',
      description:
        'A PostgreSQL (15 or later) of your own, as its owner or superuser: for migrations and the making of roles. Without it an embedded one is run in the data folder.',
      ...POSTGRES_URL,
      defaultText: 'the embedded database',
    }),
    appUrl: url({
      env: 'APP_DATABASE_URL',
      description: 'The database as `atrium_app`, where an administrator made the roles.',
      ...POSTGRES_URL,
      defaultText: 'derived from `DATABASE_URL`',
    }),
    workerUrl: url({
      env: 'WORKER_DATABASE_URL',
      description: 'The database as `atrium_worker`, where an administrator made the roles.',
      ...POSTGRES_URL,
      defaultText: 'derived from `DATABASE_URL`',
    }),
    apiPoolSize: integer({
      env: 'API_POOL_SIZE',
      description: 'Connections of one API process for GraphQL operations.',
      unit: 'connections',
      min: 1,
      max: 500,
      default: 16,
    }),
    workerPoolSize: integer({
      env: 'WORKER_POOL_SIZE',
      description: 'Connections of one worker process for jobs and events.',
      unit: 'connections',
      min: 1,
      max: 500,
      default: 8,
    }),
    pluginPoolSize: integer({
      env: 'PLUGIN_POOL_SIZE',
      description:
        'Connections of one API process for fields of plugins, kept apart so that they cannot starve the core.',
      unit: 'connections',
      min: 1,
      max: 100,
      default: 4,
    }),
    statementTimeoutMs: integer({
      env: 'STATEMENT_TIMEOUT_MS',
      description: 'Longest time for one SQL statement of an operation; not above `REQUEST_TIMEOUT_MS`.',
      unit: 'ms',
      min: 100,
      max: 600_000,
      default: 10_000,
    }),
  },
  secrets: {
    accessTokenSecret: secret({
      env: 'ACCESS_TOKEN_SECRET',
      description: 'Signs access tokens. The same for all processes; a new one signs everybody out.',
      allowed: 'at least 32 characters',
      isValid: (value) => value.length >= 32,
    }),
    encryptionKey: secret({
      env: 'ENCRYPTION_KEY',
      description:
        'Encrypts identity numbers and stored secrets. What was encrypted with a lost key cannot be read again: keep a copy apart from the backups.',
      allowed: AS_A_KEY,
      isValid: isKey,
    }),
    furtherEncryptionKeys: list({
      env: 'FURTHER_ENCRYPTION_KEYS',
      description:
        'Keys that open what they have encrypted, beside `ENCRYPTION_KEY`: the one before until `atrium rotate-key` has ended, the next one before it becomes the key.',
      allowed: `keys separated by commas, each ${AS_A_KEY}`,
      defaultText: 'none',
      secrecy: 'secret',
      isValid: isKey,
    }),
    fingerprintKey: text({
      env: 'FINGERPRINT_KEY',
      description:
        'Makes fingerprints by which equal identity numbers are found and recovery codes checked. From the first change of `ENCRYPTION_KEY` on: the very first one, for good.',
      allowed: AS_A_KEY,
      default: '',
      defaultText: '`ENCRYPTION_KEY`',
      secrecy: 'secret',
      isValid: (value) => value === '' || isKey(value),
    }),
    databaseRolePassword: secret({
      env: 'DATABASE_ROLE_PASSWORD',
      description:
        'Password given to the roles `atrium_app` and `atrium_worker`. Not demanded in production where `APP_DATABASE_URL` or `WORKER_DATABASE_URL` is set.',
      allowed: '16 to 128 letters, digits, `-` and `_`',
      isValid: (value) => /^[\w-]{16,128}$/.test(value),
    }),
  },
  tenants: {
    signUpPlan: text({
      env: 'SIGN_UP_PLAN',
      description: 'Plan a company signs up to: one of those `atrium plan list` shows.',
      allowed: 'the code of a plan, such as TRIAL',
      isValid: (value) => /^[A-Z][A-Z0-9_]{0,39}$/.test(value),
      default: 'TRIAL',
    }),
    erasureGraceDays: integer({
      env: 'TENANT_ERASURE_GRACE_DAYS',
      description: 'Days between the wish of a company to be erased and its erasure, in which it can be taken back.',
      unit: 'days',
      min: 0,
      max: 365,
      default: 30,
    }),
    privacyRequestDays: integer({
      env: 'PRIVACY_REQUEST_DAYS',
      description: 'Days within which a request about somebody’s own data is to be answered.',
      unit: 'days',
      min: 1,
      max: 90,
      default: 15,
    }),
    takeOverOfferDays: integer({
      env: 'TAKE_OVER_OFFER_DAYS',
      description: 'Days for which the offer of a community to another company is good.',
      unit: 'days',
      min: 1,
      max: 90,
      default: 14,
    }),
  },
  ...MESSAGING_SETTINGS,
  ...LIMIT_SETTINGS,
  ...OBSERVABILITY_SETTINGS,
} as const;

/** Headings of the groups on the configuration page, in its order. */
export const GROUP_TITLES: Record<keyof typeof SETTINGS, string> = {
  general: 'General',
  http: 'HTTP',
  database: 'Database',
  secrets: 'Secrets',
  mail: 'Mail',
  tenants: 'Tenants',
  sms: 'Short messages',
  channels: 'Channels of notifications',
  outbound: 'Webhooks and the way out',
  graphql: 'GraphQL limits',
  networks: 'Networks of callers',
  files: 'Files',
  imports: 'Imports',
  realtime: 'Subscriptions',
  signIn: 'Sign-in',
  observability: 'Watching',
  shutdown: 'Stopping',
};

type ValueOf<F> = F extends Field<infer T> ? T : never;

/** The checked configuration; deeply frozen. Durations and sizes carry their unit in their name. */
export type Config = {
  readonly [G in keyof typeof SETTINGS]: {
    readonly [K in keyof (typeof SETTINGS)[G]]: ValueOf<(typeof SETTINGS)[G][K]>;
  };
};

/** A field with its place in the configuration. */
export interface PlacedField {
  group: keyof typeof SETTINGS;
  key: string;
  field: Field<unknown>;
}

/** All fields, in the order of the page. */
export const FIELDS: readonly PlacedField[] = (Object.keys(GROUP_TITLES) as (keyof typeof SETTINGS)[]).flatMap(
  (group) => Object.entries<Field<unknown>>(SETTINGS[group]).map(([key, field]) => ({ group, key, field })),
);
