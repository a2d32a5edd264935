import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, anonymousActor, newId, type TenantRef, unauthenticated } from '@atrium/sdk';
import {
  Authenticator,
  type Call,
  type Caller,
  GRAPHQL_SETTINGS,
  graphqlSettings,
  loadConfig,
  migrate,
  PlatformModule,
  withClient,
} from '@atrium/platform';
import { createTestDatabase, FakeClock, type TestDatabase } from '@atrium/testing';
import type { Type } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { SampleNotes1900000000000 } from './note.model';
import { NoteChildren, NoteFields, NoteResolver, PayloadFields } from './note.resolver';

export const tenant: TenantRef = {
  id: newId(),
  slug: 'sunrise',
  name: 'Sunrise Property',
  locale: 'zh-CN',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  status: 'ACTIVE',
};
export const neighbour: TenantRef = { ...tenant, id: newId(), slug: 'sunset', name: 'Sunset Property' };

const staff = (name: string, ...permissions: string[]): Actor => ({
  ...anonymousActor,
  kind: 'STAFF',
  id: newId(),
  name,
  permissions: new Set(permissions),
});
export const ada = staff('Ada', 'sample:read', 'sample:write');

/** Tokens are the names of these callers. */
const callers: Readonly<Record<string, Pick<Caller, 'actor' | 'tenant'>>> = {
  ada: { actor: ada, tenant },
  reader: { actor: staff('Rita', 'sample:read'), tenant },
  nobody: { actor: staff('Norman'), tenant },
  suspended: { actor: ada, tenant: { ...tenant, status: 'SUSPENDED' } },
  neighbour: { actor: ada, tenant: neighbour },
};

class SampleAuthenticator extends Authenticator {
  authenticate({ headers, ip }: Call): Promise<Caller> {
    const token = headers.authorization?.replace('Bearer ', '');
    if (token === 'explosive') return Promise.reject(new Error('the key store is on fire'));
    const known = token === undefined ? { actor: anonymousActor, tenant: null } : callers[token];
    if (!known) return Promise.reject(unauthenticated());
    const locale = headers['accept-language']?.startsWith('zh') ? 'zh-CN' : 'en';
    return Promise.resolve({ ...known, locale, client: { ip, name: String(headers['x-client'] ?? 'tests') } });
  }
}

export interface SamplePlatform {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly clock: FakeClock;
  readonly url: string;
  stop(): Promise<void>;
}

export const SAMPLE_RESOLVERS: readonly Type[] = [NoteResolver, NoteFields, PayloadFields, NoteChildren];

export interface SampleOptions {
  /** Configuration beside the defaults. */
  readonly env?: Record<string, string>;
  readonly requestTimeoutMs?: number;
  readonly production?: boolean;
  /** In place of the sample's. */
  readonly providers?: readonly Type[];
  readonly controllers?: readonly Type[];
}

async function sampleDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await migrate(database.adminUrl, [SampleNotes1900000000000]);
  await withClient(database.adminUrl, async (client) => {
    for (const { id, slug, name, locale, timeZone, currency } of [tenant, neighbour]) {
      await client.query(
        `INSERT INTO atrium.tenant (id, slug, name, locale, time_zone, currency, status, plan) VALUES ($1, $2, $3, $4, $5, $6, 'ACTIVE', 'UNLIMITED')`,
        [id, slug, name, locale, timeZone, currency],
      );
    }
  });
  return database;
}

/** A small application with the whole GraphQL pipeline, listening, on a database of its own. */
export async function startSample(options: SampleOptions = {}): Promise<SamplePlatform> {
  const database = await sampleDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'atrium-sample-'));
  const clock = new FakeClock();
  const { env, providers = SAMPLE_RESOLVERS, controllers = [], ...settings } = options;
  const config = loadConfig({ ATRIUM_MODE: 'test', DATA_DIR: dataDir, ...env }, dataDir);
  const testing = await Test.createTestingModule({
    imports: [PlatformModule.forRoot({ role: 'api', config, databaseUrl: database.appUrl, contexts: [], clock })],
    providers: [...providers],
    controllers: [...controllers],
  })
    .overrideProvider(Authenticator)
    .useClass(SampleAuthenticator)
    .overrideProvider(GRAPHQL_SETTINGS)
    .useValue({ ...graphqlSettings(config), ...settings })
    .compile();
  const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  const stop = async (): Promise<void> => {
    await app.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await stop();
    throw error;
  }
  return { app, database, clock, url: await app.getUrl(), stop };
}

export interface Answer {
  status: number;
  headers: Headers;
  data?: Record<string, never> | null;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions: {
      code: string;
      messageKey: string;
      requestId: string;
      retryable: boolean;
      fields?: { path: string; code: string; message: string }[];
    } & Record<string, unknown>;
  }[];
  extensions?: { cost: { requested: number; limit: number } };
}

/** Posts one operation as the caller `token`. */
export async function ask(
  { url }: Pick<SamplePlatform, 'url'>,
  token: string | null,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
    signal,
  });
  return { status: response.status, headers: response.headers, ...((await response.json()) as object) };
}

/** Sessions of the application that are in the middle of something, by what the server says of them. */
export async function busySessions({ database }: Pick<SamplePlatform, 'database'>): Promise<string[]> {
  return withClient(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ state: string }>(
      `SELECT state FROM pg_stat_activity
       WHERE datname = current_database() AND usename = 'atrium_app' AND state <> 'idle'`,
    );
    return rows.map(({ state }) => state);
  });
}
