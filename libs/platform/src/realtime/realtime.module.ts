import type { IncomingMessage, Server } from 'node:http';
import { compile, default as proxyAddress } from '@fastify/proxy-addr';
import { Changes, type Clock } from '@atrium/sdk';
import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnModuleInit,
  Optional,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, HttpAdapterHost, MetadataScanner } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config';
import { NotificationListener } from '../database/notification-listener';
import { Authenticator } from '../graphql/authenticator';
import { findHandlers } from '../graphql/boot-check/handlers';
import { OperationRunner } from '../graphql/operation/operation-runner';
import { PersistedDocuments } from '../graphql/persisted/persisted-documents';
import { GRAPHQL_SETTINGS, type GraphqlSettings } from '../graphql/settings';
import { CLOCK, CONFIG } from '../platform.tokens';
import { CostThrottle } from '../throttle/cost-throttle';
import { ChangeFeed } from './change-feed';
import { Connections } from './connections';
import { Gate } from './gate';
import { NotifiedChanges } from './notified-changes';
import { SocketServer } from './socket-server';
import { Subscriptions } from './subscriptions';

/** Of an API process's connections this share reads for subscribers at the same time. */
const SHARE_OF_POOL = 4;

/** Every process can tell of changes. */
@Global()
@Module({ providers: [{ provide: Changes, useClass: NotifiedChanges }], exports: [Changes] })
export class RealtimeModule {}

/** An API process tells its subscribers of them, over WebSocket. */
@Module({})
export class RealtimeServerModule implements OnModuleInit, OnApplicationBootstrap {
  private server: SocketServer | null = null;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly schemaHost: GraphQLSchemaHost,
    private readonly discovery: DiscoveryService,
    private readonly runner: OperationRunner,
    private readonly authenticator: Authenticator,
    private readonly feed: ChangeFeed,
    private readonly connections: Connections,
    private readonly documents: PersistedDocuments,
    @Inject(GRAPHQL_SETTINGS) private readonly settings: GraphqlSettings,
    @Inject(CONFIG) private readonly config: Config,
    @Optional() private readonly throttle?: CostThrottle,
  ) {}

  /** @param graphql the module that serves the schema */
  static forRoot(graphql: DynamicModule): DynamicModule {
    return {
      module: RealtimeServerModule,
      imports: [graphql, DiscoveryModule],
      providers: [
        // Made with the module, so that they listen before the first notification can come.
        {
          provide: ChangeFeed,
          inject: [NotificationListener],
          useFactory: (notifications: NotificationListener) => {
            const feed = new ChangeFeed();
            feed.listenTo(notifications);
            return feed;
          },
        },
        {
          provide: Connections,
          inject: [CONFIG, CLOCK, NotificationListener],
          useFactory: ({ realtime }: Config, clock: Clock, notifications: NotificationListener) => {
            const connections = new Connections(realtime, clock);
            connections.listenTo(notifications);
            return connections;
          },
        },
      ],
    };
  }

  /** The sockets end before the HTTP server closes, whoever closes it: it would wait for them. */
  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('preClose', async () => {
      this.server?.stop();
      await this.connections.close();
    });
  }

  onApplicationBootstrap(): void {
    const { limits, path, production: hideSuggestions } = this.settings;
    const { database, realtime, http } = this.config;
    const handlers = findHandlers(this.discovery, new MetadataScanner());
    const subscriptions = new Subscriptions({
      schema: this.schemaHost.schema,
      limits,
      hideSuggestions,
      watched: new Map(handlers.flatMap(({ field, watched }) => (watched ? [[field, watched]] : []))),
      runner: this.runner,
      feed: this.feed,
      connections: this.connections,
      documents: this.documents,
      throttle: this.throttle ?? null,
      gate: new Gate(Math.max(1, Math.floor(database.apiPoolSize / SHARE_OF_POOL))),
    });
    const options = {
      path,
      keepAliveMs: realtime.keepAliveSeconds * 1000,
      maxMessageBytes: limits.maxRequestBytes,
      hideSuggestions,
      addressOf: addressBehind(http.trustProxy),
    };
    const { authenticator, connections } = this;
    this.server = new SocketServer(options, { authenticator, connections, subscriptions });
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', this.server.upgrade);
  }
}

/** The client's address, by the same trust in proxies as that of requests over HTTP. */
function addressBehind(trust: Config['http']['trustProxy']): (request: IncomingMessage) => string | null {
  const trusted =
    typeof trust === 'string'
      ? compile(trust.split(','))
      : (_address: string, hop: number): boolean => (typeof trust === 'number' ? hop < trust : trust);
  return (request) => proxyAddress(request, trusted) ?? null;
}
