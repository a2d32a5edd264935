import { apiAdapter, AppModule, createApiApp, initApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import {
  type Config,
  EVENT_JOB_PREFIX,
  JobWorker,
  loadConfig,
  type LoadedPlugin,
  loadPlugins,
  migrate,
  migrationsOf,
  PgSessionFactory,
  PLUGIN_SESSIONS,
  PLUGIN_SOURCE,
  SchedulePlanner,
  SessionFactory,
} from '@atrium/platform';
import { type ContextDefinition, decodeId, isUuid, type ReadyRole } from '@atrium/sdk';
import { createWorkerApp } from '@atrium/worker';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Test } from '@nestjs/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { FakeClock } from './fake-clock';
import { TestClient } from './test-client';
import { type HttpAnswer, type HttpRequest, type HttpRoute, inject, routesOf } from './test-http';
import { TestSocket } from './test-socket';
import { type UploadedFile, uploadFile } from './upload-file';
import { createTestDatabase, type TestDatabase } from './test-database';
import { WatchedSessions } from './test-sessions';
import { addTestCustomerSession, addTestMember, signUpTestTenant, type TestTenant } from './test-tenant';

export type TenantName = 'a' | 'b';

export interface AsOptions {
  /** Default `a`. */
  tenant?: TenantName;
  /** UUIDs of the communities the caller is limited to. Default: not limited. */
  communities?: readonly string[];
  /** Which customer a `CUSTOMER` is, by UUID or id. Default: a new one that has nothing, as a neighbour would. */
  customer?: string;
}

/** Access tokens live long, so that a test can move the clock without signing in anew. */
const TEST_SETTINGS = {
  ATRIUM_MODE: 'test',
  LOG_LEVEL: 'error',
  SIGN_UP_PLAN: 'UNLIMITED',
  // Where work rests while others ask is shown by specs of its own.
  TENANT_SHARE_PERCENT: '100',
  ACCESS_TOKEN_TTL_SECONDS: '86400',
};

const clientOf = (api: NestFastifyApplication, token: string | null): TestClient =>
  new TestClient(api.getHttpAdapter().getInstance() as never, token);

/** Milliseconds between two looks at a job. */
const POLL_MS = 20;

/** The whole platform on a database of its own, with two tenants, called over HTTP. */
export class TestPlatform {
  private worker: INestApplicationContext | null = null;
  private idleWorker: INestApplicationContext | null = null;
  private sibling: NestFastifyApplication | null = null;

  private constructor(
    readonly database: TestDatabase,
    readonly config: Config,
    readonly api: NestFastifyApplication,
    readonly clock: FakeClock,
    readonly tenants: Readonly<Record<TenantName, TestTenant>>,
    /** Every path that is served, GraphQL's included. */
    readonly routes: readonly HttpRoute[],
    private readonly contexts: readonly ContextDefinition[],
    private readonly plugins: readonly LoadedPlugin[],
    private readonly sessions: WatchedSessions,
    private readonly dataDir: string,
  ) {}

  /** `added` contexts stand beside those of the core; plugins are those given and those that ATRIUM_PLUGINS names. */
  static async create(
    env: Record<string, string> = {},
    added: readonly ContextDefinition[] = [],
    given: readonly LoadedPlugin[] = [],
  ): Promise<TestPlatform> {
    const contexts = [...coreContexts, ...added];
    const database = await createTestDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), 'atrium-data-'));
    const closings: (() => Promise<unknown>)[] = [() => database.drop()];
    try {
      return await TestPlatform.start(env, contexts, given, database, dataDir, closings);
    } catch (error) {
      for (const close of closings.reverse()) await close();
      rmSync(dataDir, { recursive: true, force: true });
      throw error;
    }
  }

  private static async start(
    env: Record<string, string>,
    contexts: readonly ContextDefinition[],
    given: readonly LoadedPlugin[],
    database: TestDatabase,
    dataDir: string,
    closings: (() => Promise<unknown>)[],
  ): Promise<TestPlatform> {
    const clock = new FakeClock();
    const config = loadConfig({ ...TEST_SETTINGS, DATA_DIR: dataDir, ...env }, dataDir);
    const plugins = given.length > 0 ? given : loadPlugins(config.general.plugins);
    if (contexts.length > coreContexts.length || plugins.length > 0)
      await migrate(database.adminUrl, migrationsOf(contexts), plugins);
    const testing = Test.createTestingModule({
      imports: [AppModule.forRoot({ role: 'api', config, contexts, plugins, databaseUrl: database.appUrl, clock })],
    })
      .overrideProvider(SessionFactory)
      .useFactory({
        factory: (source: DataSource) => new WatchedSessions(new PgSessionFactory(source)),
        inject: [DataSource],
      });
    if (plugins.length > 0) {
      testing.overrideProvider(PLUGIN_SESSIONS).useFactory({
        factory: (sessions: WatchedSessions, source: DataSource) => sessions.beside(new PgSessionFactory(source)),
        inject: [SessionFactory, PLUGIN_SOURCE],
      });
    }
    const module = await testing.compile();
    const adapter = apiAdapter(config);
    const routes = routesOf(adapter);
    const app = module.createNestApplication<NestFastifyApplication>(adapter, {
      logger: ['error', 'warn', 'fatal'],
    });
    closings.push(() => app.close());
    const api = await initApiApp(app);
    const sessions = api.get<WatchedSessions>(SessionFactory);
    const nobody = clientOf(api, null);
    const tenants = { a: await signUpTestTenant(nobody, 'alpha'), b: await signUpTestTenant(nobody, 'beta') };
    return new TestPlatform(database, config, api, clock, tenants, routes, contexts, plugins, sessions, dataDir);
  }

  /** A new staff member with a ready-made role, or a customer, signed in. */
  async as(role: ReadyRole | 'CUSTOMER', options: AsOptions = {}): Promise<TestClient> {
    const { tenant = 'a', communities } = options;
    if (role === 'CUSTOMER') {
      const { customer } = options;
      const id = customer === undefined ? null : isUuid(customer) ? customer : this.uuid(customer);
      return this.client((await addTestCustomerSession(this.api, this.tenants[tenant], id)).accessToken);
    }
    const member = await addTestMember(this.api, this.tenants[tenant], role, communities ?? null);
    return this.client(member.accessToken);
  }

  client(token: string | null = null): TestClient {
    return clientOf(this.api, token);
  }

  /** The same caller at a second API on the same database, which shares nothing with the first but that. */
  async elsewhere({ token }: TestClient): Promise<TestClient> {
    const { config, clock, contexts, plugins, database } = this;
    this.sibling ??= await createApiApp({ config, clock, contexts, plugins, databaseUrl: database.appUrl });
    return clientOf(this.sibling, token);
  }

  /** A WebSocket as this caller, on the test's own API process. */
  async socket(client: TestClient): Promise<TestSocket> {
    const authorization = client.token === null ? undefined : `Bearer ${client.token}`;
    return TestSocket.open(await this.url(), { authorization });
  }

  /** Where the API listens, from the first call on. */
  async url(): Promise<string> {
    if (!this.api.getHttpServer().listening) await this.api.listen(0, '127.0.0.1');
    return this.api.getUrl();
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

  /** Runs jobs in this process, on connections of the worker's role, until {@link stopWorker}. */
  async startWorker(): Promise<void> {
    const { config, clock, contexts, plugins, database } = this;
    this.worker ??= await createWorkerApp({ config, clock, contexts, plugins, databaseUrl: database.workerUrl });
  }

  async stopWorker(): Promise<void> {
    await this.worker?.close();
    this.worker = null;
  }

  /**
   * Runs every job whose time has come, and what that brings about, then returns: for tests that look at the outcome.
   * Answers the number of tries.
   *
   * @param only jobs of these names; a night of all schedules takes long
   */
  async runJobs(only?: (name: string) => boolean): Promise<number> {
    return (await this.atRest()).get(JobWorker).runDue(only);
  }

  /**
   * Has every event handled that waits for it, and what its handlers emit in turn; jobs that they enqueue are left for
   * {@link runJobs}, which does both.
   */
  async drainEvents(): Promise<void> {
    await this.runJobs((name) => name.startsWith(EVENT_JOB_PREFIX));
  }

  /**
   * Adds the jobs of schedules that are due by the test's clock; {@link runJobs} runs them. A new schedule or tenant is
   * known after the first call. Answers the number of jobs.
   */
  async runSchedules(): Promise<number> {
    return (await this.atRest()).get(SchedulePlanner).pass();
  }

  /** A worker that does nothing by itself, for commands that need one. */
  async atRest(): Promise<INestApplicationContext> {
    const { config, clock, contexts, plugins, database } = this;
    const options = { config, clock, contexts, plugins, databaseUrl: database.workerUrl, runsJobs: false };
    return (this.idleWorker ??= await createWorkerApp(options));
  }

  /** Uploads a file as `client`; answers its id. */
  upload(client: TestClient, file: UploadedFile): Promise<string> {
    return uploadFile((request) => this.http(request), client, file);
  }

  /** The content behind a signed address. */
  async download(url: string): Promise<string> {
    const { statusCode, body } = await this.http({ method: 'GET', url });
    if (statusCode !== 200) throw new Error(`Download: ${statusCode} ${body}`);
    return body;
  }

  /** One request as it is, to a path or a whole address. */
  http(request: HttpRequest): Promise<HttpAnswer> {
    return inject(this.server, request);
  }

  /** A bulk job, with the `selection` asked for, once it is `over`: by default when it has ended. */
  async finishedJob(
    client: TestClient,
    id: string,
    selection: string,
    over: (job: Record<string, unknown>) => boolean = ({ state }) => state !== 'QUEUED' && state !== 'RUNNING',
  ): Promise<Record<string, unknown>> {
    for (;;) {
      const { job } = await client.ok<{ job: Record<string, unknown> }>(
        `query ($id: ID!) { job(id: $id) { ${selection} } }`,
        { id },
      );
      if (over(job)) return job;
      await pause(POLL_MS);
    }
  }

  /** The UUID behind a typed id. */
  uuid(id: string): string {
    const decoded = decodeId(id);
    if (!decoded.ok) throw new Error(`${id} is no id`);
    return decoded.uuid;
  }

  private get server(): FastifyInstance {
    return this.api.getHttpAdapter().getInstance() as never;
  }

  async close(): Promise<void> {
    await this.stopWorker();
    await this.idleWorker?.close();
    await this.sibling?.close();
    await this.api.close();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

export const createTestPlatform = (
  env?: Record<string, string>,
  added?: readonly ContextDefinition[],
  plugins?: readonly LoadedPlugin[],
): Promise<TestPlatform> => TestPlatform.create(env, added, plugins);
