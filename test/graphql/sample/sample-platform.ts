import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, anonymousActor, newId, type TenantRef, unauthenticated } from '@atrium/sdk';
import {
  AtriumGraphqlModule,
  Authenticator,
  type Call,
  type Caller,
  loadConfig,
  migrate,
  PlatformModule,
  withClient,
} from '@atrium/platform';
import { createTestDatabase, FakeClock, type TestDatabase } from '@atrium/testing';
import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
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

@Global()
@Module({ providers: [{ provide: Authenticator, useClass: SampleAuthenticator }], exports: [Authenticator] })
class SampleAuthModule {}

export interface SamplePlatform {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly clock: FakeClock;
  stop(): Promise<void>;
}

export const SAMPLE_RESOLVERS: readonly Type[] = [NoteResolver, NoteFields, PayloadFields, NoteChildren];

/** The module alone; `providers` in place of the sample's. */
export function sampleModule(
  env: Record<string, string>,
  databaseUrl: string,
  dataDir: string,
  clock: FakeClock,
  providers: readonly Type[] = SAMPLE_RESOLVERS,
): DynamicModule {
  @Module({})
  class SampleModule {}
  const config = loadConfig({ ATRIUM_MODE: 'test', DATA_DIR: dataDir, ...env }, dataDir);
  return {
    module: SampleModule,
    imports: [
      PlatformModule.forRoot({ role: 'api', config, databaseUrl, contexts: [], clock }),
      SampleAuthModule,
      AtriumGraphqlModule.forRoot(),
    ],
    providers: [...providers],
  };
}

/** A small application with the whole GraphQL pipeline on a database of its own. */
export async function startSample(env: Record<string, string> = {}): Promise<SamplePlatform> {
  const database = await createTestDatabase();
  await migrate(database.adminUrl, [SampleNotes1900000000000]);
  await withClient(database.adminUrl, async (client) => {
    for (const { id, slug, name, locale, timeZone, currency } of [tenant, neighbour]) {
      await client.query(
        `INSERT INTO atrium.tenant (id, slug, name, locale, time_zone, currency, status) VALUES ($1, $2, $3, $4, $5, $6, 'ACTIVE')`,
        [id, slug, name, locale, timeZone, currency],
      );
    }
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'atrium-sample-'));
  const clock = new FakeClock();
  const testing = await Test.createTestingModule({
    imports: [sampleModule(env, database.appUrl, dataDir, clock)],
  }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    database,
    clock,
    stop: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
