import { apiAdapter, AppModule, initApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import {
  Authenticator,
  type Call,
  type Caller,
  type Config,
  loadConfig,
  PgSessionFactory,
  SessionFactory,
} from '@atrium/platform';
import {
  allPermissions,
  anonymousActor,
  db,
  isUuid,
  newId,
  type ReadyRole,
  systemActor,
  Transactions,
  unauthenticated,
} from '@atrium/sdk';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { FakeClock } from './fake-clock';
import { TestClient } from './test-client';
import { createTestDatabase, type TestDatabase } from './test-database';
import { WatchedSessions } from './test-sessions';

export type TenantName = 'a' | 'b';

export interface TestTenant {
  /** UUID. */
  readonly id: string;
  readonly slug: string;
}

export interface AsOptions {
  /** Default `a`. */
  tenant?: TenantName;
  /** UUIDs of the communities the caller is limited to. Default: not limited. */
  communities?: readonly string[];
}

/** PROVISIONAL: callers by a token that only tests make, until sign-in is there. */
class TestAuthenticator extends Authenticator {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async authenticate({ headers }: Call): Promise<Caller> {
    const client = { ip: null, name: 'test' };
    const token = headers.authorization?.replace('Bearer ', '');
    if (!token) return { actor: anonymousActor, tenant: null, locale: 'en', client };
    const { tenantId, role, communities, actorId } = JSON.parse(Buffer.from(token, 'base64').toString()) as {
      tenantId: string;
      role: ReadyRole;
      communities: string[] | null;
      actorId: string;
    };
    const tenant = await this.transactions.findTenant({ id: tenantId });
    if (!tenant || !isUuid(tenantId)) throw unauthenticated();
    const permissions = allPermissions().filter(({ roles }) => role === 'ADMIN' || roles.includes(role));
    return {
      tenant,
      locale: 'en',
      client,
      actor: {
        kind: 'STAFF',
        id: actorId,
        name: role,
        roles: [role],
        permissions: new Set(permissions.map(({ name }) => name)),
        communityScope: communities,
        sessionId: null,
      },
    };
  }
}

/** The whole platform on a database of its own, with two tenants, called over HTTP. */
export class TestPlatform {
  private constructor(
    readonly database: TestDatabase,
    readonly config: Config,
    readonly api: NestFastifyApplication,
    readonly clock: FakeClock,
    readonly tenants: Readonly<Record<TenantName, TestTenant>>,
    private readonly sessions: WatchedSessions,
    private readonly dataDir: string,
  ) {}

  static async create(env: Record<string, string> = {}): Promise<TestPlatform> {
    const database = await createTestDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), 'atrium-data-'));
    const clock = new FakeClock();
    const config = loadConfig({ ATRIUM_MODE: 'test', DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env }, dataDir);
    const module = await Test.createTestingModule({
      imports: [
        AppModule.forRoot({ role: 'api', config, contexts: coreContexts, databaseUrl: database.appUrl, clock }),
      ],
    })
      .overrideProvider(SessionFactory)
      .useFactory({
        factory: (source: DataSource) => new WatchedSessions(new PgSessionFactory(source)),
        inject: [DataSource],
      })
      .overrideProvider(Authenticator)
      .useFactory({
        factory: (transactions: Transactions) => new TestAuthenticator(transactions),
        inject: [Transactions],
      })
      .compile();
    const app = module.createNestApplication<NestFastifyApplication>(apiAdapter(config), {
      logger: ['error', 'warn', 'fatal'],
    });
    const api = await initApiApp(app);
    const sessions = api.get<WatchedSessions>(SessionFactory);
    const tenants = { a: await makeTenant(api, 'alpha'), b: await makeTenant(api, 'beta') };
    return new TestPlatform(database, config, api, clock, tenants, sessions, dataDir);
  }

  /** A caller with a ready-made role. */
  as(role: ReadyRole, options: AsOptions = {}): Promise<TestClient> {
    const { tenant = 'a', communities } = options;
    const token = { tenantId: this.tenants[tenant].id, role, communities: communities ?? null, actorId: newId() };
    return Promise.resolve(this.client(Buffer.from(JSON.stringify(token)).toString('base64')));
  }

  client(token: string | null = null): TestClient {
    return new TestClient(this.api.getHttpAdapter().getInstance() as never, token);
  }

  /** Fails unless `task` sends exactly `statements` statements, transaction control left out. */
  async expectQueries<T>(statements: number, task: () => Promise<T>): Promise<T> {
    const counted = await this.sessions.count(task);
    if (counted.statements !== statements) {
      throw new Error(`Expected ${statements} statements, ${counted.statements} were sent`);
    }
    return counted.result;
  }

  /** See {@link WatchedSessions.rehearse}. */
  rehearse<T>(task: () => Promise<T>): Promise<T> {
    return this.sessions.rehearse(task);
  }

  async close(): Promise<void> {
    await this.api.close();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** PROVISIONAL: until `signUpTenant` is there. */
async function makeTenant(api: NestFastifyApplication, slug: string): Promise<TestTenant> {
  const id = newId();
  await api
    .get(Transactions)
    .run({ tenantId: id, actor: systemActor('test'), operation: 'test' }, () =>
      db().execute(
        `INSERT INTO atrium.tenant (id, slug, name, locale, time_zone, currency) VALUES ($1, $2, $2, 'zh-CN', 'Asia/Shanghai', 'CNY')`,
        [id, slug],
      ),
    );
  return { id, slug };
}

export const createTestPlatform = (env?: Record<string, string>): Promise<TestPlatform> => TestPlatform.create(env);
