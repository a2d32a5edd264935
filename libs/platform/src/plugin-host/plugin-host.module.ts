import { Cipher, type Clock, InstalledPlugins, Transactions } from '@atrium/sdk';
import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
  Optional,
  type Provider,
} from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyInstance } from 'fastify';
import { DataSource } from 'typeorm';
import { openDataSource } from '../database/data-source';
import { NotificationListener } from '../database/notification-listener';
import { PgSessionFactory, PgTransactions } from '../database/operations';
import type { Config } from '../config';
import { CLOCK, CONFIG, PROCESS, type ProcessOptions } from '../platform.tokens';
import { DemoPlugins } from './demo-plugins';
import { checkPluginSchema } from './plugin-schema';
import { PluginCaches } from './plugin-cache';
import { PluginChannels } from './plugin-channels';
import { PluginFaults } from './plugin-faults';
import { PluginHealthReader } from './plugin-health';
import { PluginMeter } from './plugin-meter';
import { PluginRegistry } from './plugin-registry';
import { PluginResolver } from './plugin.resolver';
import { PluginRoutes } from './plugin-routes';
import { PLUGIN_SESSIONS, PluginRunner } from './plugin-runner';
import { PluginStates } from './plugin-states';
import { PluginWake } from './plugin-wake';
import { TenantHooks } from './tenant-hooks';
import { TenantPlugins } from './tenant-plugins';

/** The connections on which an API process reads fields of plugins. */
export const PLUGIN_SOURCE = Symbol('atrium:plugin-source');

/**
 * The connection on which is looked up what tenants have enabled. On the pool of the operations that ask, all of them
 * could hold a connection and wait for one more.
 */
const STATES_SOURCE = Symbol('atrium:plugin-states-source');

/** Transactions there: nobody who waits for one holds another of its connections. */
const APART = Symbol('atrium:plugin-transactions');

/** The plugins of a process. What they declare comes with their own modules, see `withPlugins`. */
@Global()
@Module({})
export class PluginHostModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  static forRoot(options: ProcessOptions): DynamicModule {
    const { role, plugins = [] } = options;
    const isApi = role === 'api';
    const reading: Provider[] = [
      { provide: PLUGIN_SOURCE, useFactory: () => readingSource(options) },
      {
        provide: PLUGIN_SESSIONS,
        inject: [PLUGIN_SOURCE],
        useFactory: (source: DataSource) => new PgSessionFactory(source),
      },
    ];
    return {
      module: PluginHostModule,
      providers: [
        { provide: PluginRegistry, useFactory: () => new PluginRegistry(plugins) },
        { provide: STATES_SOURCE, useFactory: () => (plugins.length > 0 ? statesSource(options) : null) },
        {
          provide: APART,
          inject: [Transactions, CLOCK, STATES_SOURCE],
          useFactory: (shared: Transactions, clock: Clock, source: DataSource | null): Transactions =>
            source ? new PgTransactions(source, new PgSessionFactory(source), clock) : shared,
        },
        {
          provide: PluginStates,
          inject: [PluginRegistry, APART, Cipher],
          useFactory: (registry: PluginRegistry, apart: Transactions, cipher: Cipher) =>
            new PluginStates(registry, apart, cipher),
        },
        { provide: PluginFaults, inject: [APART], useFactory: (apart: Transactions) => new PluginFaults(apart) },
        {
          provide: PluginMeter,
          inject: [CONFIG],
          useFactory: ({ general }: Config) => new PluginMeter(general.pluginFloodLimit),
        },
        PluginCaches,
        PluginRunner,
        PluginChannels,
        TenantPlugins,
        TenantHooks,
        DemoPlugins,
        PluginWake,
        { provide: InstalledPlugins, useExisting: TenantPlugins },
        ...(isApi ? [PluginHealthReader, PluginResolver] : []),
        ...(isApi && plugins.length > 0 ? reading : []),
      ],
      exports: [PluginRegistry, PluginRunner, PluginChannels, InstalledPlugins, TenantHooks, DemoPlugins, PluginFaults],
    };
  }

  constructor(
    private readonly registry: PluginRegistry,
    private readonly runner: PluginRunner,
    private readonly transactions: Transactions,
    private readonly source: DataSource,
    states: PluginStates,
    notifications: NotificationListener,
    private readonly faults: PluginFaults,
    @Inject(PROCESS) private readonly process: ProcessOptions,
    private readonly host: HttpAdapterHost,
    private readonly modules: ModuleRef,
    @Inject(STATES_SOURCE) private readonly lookingUp: DataSource | null,
    @Optional() @Inject(PLUGIN_SOURCE) private readonly reading?: DataSource,
  ) {
    states.listenTo(notifications);
  }

  async onModuleInit(): Promise<void> {
    const { role, config } = this.process;
    await this.registry.start(this.source, role, config.general.pluginHookSeconds * 1_000);
    if (!this.reading) return;
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    const { requestTimeoutMs } = config.http;
    new PluginRoutes(this.registry.all(), this.runner, this.transactions, requestTimeoutMs).register(server);
  }

  onApplicationBootstrap(): void {
    if (!this.reading) return;
    const { schema } = this.modules.get(GraphQLSchemaHost, { strict: false });
    checkPluginSchema(schema, this.registry.all());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.faults.flush();
    for (const source of [this.reading, this.lookingUp]) if (source?.isInitialized) await source.destroy();
  }
}

const statesSource = ({ config, databaseUrl }: ProcessOptions): Promise<DataSource> =>
  openDataSource({
    url: databaseUrl,
    entities: [],
    poolSize: 1,
    statementTimeoutMs: config.database.statementTimeoutMs,
    applicationName: 'atrium-plugin-states',
  });

const readingSource = ({ config, databaseUrl, contexts }: ProcessOptions): Promise<DataSource> =>
  openDataSource({
    url: databaseUrl,
    entities: contexts.flatMap(({ entities }) => entities),
    poolSize: config.database.pluginPoolSize,
    statementTimeoutMs: config.database.statementTimeoutMs,
    applicationName: 'atrium-plugins',
  });
