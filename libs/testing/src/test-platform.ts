import { apiAdapter, AppModule, initApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import { type Config, loadConfig, PgSessionFactory, SessionFactory } from '@atrium/platform';
import type { ReadyRole } from '@atrium/sdk';
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
import { addTestMember, signUpTestTenant, type TestTenant } from './test-tenant';

export type TenantName = 'a' | 'b';

export interface AsOptions {
  /** Default `a`. */
  tenant?: TenantName;
  /** UUIDs of the communities the caller is limited to. Default: not limited. */
  communities?: readonly string[];
}

/** Access tokens live long, so that a test can move the clock without signing in anew. */
const TEST_SETTINGS = { ATRIUM_MODE: 'test', LOG_LEVEL: 'error', ACCESS_TOKEN_TTL_SECONDS: '86400' };

const clientOf = (api: NestFastifyApplication, token: string | null): TestClient =>
  new TestClient(api.getHttpAdapter().getInstance() as never, token);

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
    const config = loadConfig({ ...TEST_SETTINGS, DATA_DIR: dataDir, ...env }, dataDir);
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
      .compile();
    const app = module.createNestApplication<NestFastifyApplication>(apiAdapter(config), {
      logger: ['error', 'warn', 'fatal'],
    });
    const api = await initApiApp(app);
    const sessions = api.get<WatchedSessions>(SessionFactory);
    const nobody = clientOf(api, null);
    const tenants = { a: await signUpTestTenant(nobody, 'alpha'), b: await signUpTestTenant(nobody, 'beta') };
    return new TestPlatform(database, config, api, clock, tenants, sessions, dataDir);
  }

  /** A new staff member with a ready-made role, signed in. */
  async as(role: ReadyRole, options: AsOptions = {}): Promise<TestClient> {
    const { tenant = 'a', communities } = options;
    const member = await addTestMember(this.api, this.tenants[tenant], role, communities ?? null);
    return this.client(member.accessToken);
  }

  client(token: string | null = null): TestClient {
    return clientOf(this.api, token);
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

export const createTestPlatform = (env?: Record<string, string>): Promise<TestPlatform> => TestPlatform.create(env);
