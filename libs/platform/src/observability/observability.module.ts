import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { DataSource } from 'typeorm';
import { CONFIG, PROCESS, type ProcessOptions } from '../platform.tokens';
import type { Config } from '../config';
import { HealthController } from './health.controller';
import { ManagementServer } from './management-server';
import { Readiness } from './readiness';
import { startTracing } from './start-tracing';

/** Of an installation in production whose configuration does not say. Seconds. */
const DRAIN_SECONDS = 5;
/** How long a connection may take to send the first byte of a request once the process stops. */
const SILENT_MS = 1_000;

/** How a process is watched, and the first thing it does when it stops: it says so. */
@Global()
@Module({})
export class ObservabilityModule
  implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private management: ManagementServer | null = null;
  private stopTracing: () => Promise<void> = () => Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PROCESS) private readonly process: ProcessOptions,
    private readonly readiness: Readiness,
    private readonly host: HttpAdapterHost,
  ) {}

  static forRoot({ role }: Pick<ProcessOptions, 'role'>): DynamicModule {
    return {
      module: ObservabilityModule,
      controllers: role === 'api' ? [HealthController] : [],
      providers: [
        {
          provide: Readiness,
          inject: [DataSource],
          useFactory: (source: DataSource) => new Readiness(() => source.query('SELECT 1')),
        },
      ],
      exports: [Readiness],
    };
  }

  async onModuleInit(): Promise<void> {
    this.stopTracing = startTracing(this.config, this.process.role);
    const { managementHost: host, managementPort: port } = this.config.observability;
    if (port > 0) this.management = await ManagementServer.join({ host, port }, this.readiness);
    if (this.process.role === 'api') this.drainFirst(this.host.httpAdapter.getInstance<FastifyInstance>());
  }

  onApplicationBootstrap(): void {
    this.readiness.started();
  }

  beforeApplicationShutdown(): void {
    this.readiness.drain();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.management?.leave(this.readiness);
    await this.stopTracing();
  }

  /**
   * Whoever closes the server: for a while it takes requests as before and only says that it is no longer ready, because
   * a load balancer needs time to notice. Every answer tells its connection to close, so that those kept alive are gone
   * before the server looks for idle ones to end. What still runs at the deadline is cut off.
   */
  private drainFirst(server: FastifyInstance): void {
    const { general, shutdown } = this.config;
    const seconds = shutdown.drainSeconds ?? (general.mode === 'production' ? DRAIN_SECONDS : 0);
    server.addHook('onSend', (_request, reply, payload, done) => {
      if (this.readiness.draining) reply.header('connection', 'close');
      done(null, payload);
    });
    const sockets = new Set<Socket>();
    server.server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.addHook('preClose', async () => {
      this.readiness.drain();
      await pause(seconds * 1000);
      // Opened ahead, as browsers and load balancers do: to the server they are not idle.
      setTimeout(() => {
        for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      }, SILENT_MS).unref();
      setTimeout(() => server.server.closeAllConnections(), shutdown.deadlineSeconds * 1000).unref();
    });
  }
}
