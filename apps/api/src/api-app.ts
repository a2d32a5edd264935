import { type Config, JsonLogger, type ProcessOptions } from '@atrium/platform';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import { FIRST_QUERIES } from './first-queries';
import { mountGraphiql } from './graphiql';

/** Longest request body that is not an upload. Bytes. */
const BODY_LIMIT = 1024 * 1024;

/** The HTTP server of an API process. */
export function apiAdapter({ http }: Config): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: typeof http.trustProxy === 'number' ? nearest(http.trustProxy) : http.trustProxy,
    bodyLimit: BODY_LIMIT,
    // Idle keep-alive connections end at once, those with a request when it is answered.
    forceCloseConnections: 'idle',
    // What still comes while it stops is answered as before, see ObservabilityModule.
    return503OnClosing: false,
  });
}

/** Believes the nearest `count` proxies. */
const nearest =
  (count: number) =>
  (_address: string, hop: number): boolean =>
    hop < count;

/** What is done between making the application and listening. */
export async function initApiApp(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  mountGraphiql(app, { endpoint: '/graphql', subscriptionEndpoint: '/graphql', defaultQuery: FIRST_QUERIES });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** The API of one process, ready to `listen`. Closing it lets running requests finish. */
export async function createApiApp(options: Omit<ProcessOptions, 'role'>): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot({ ...options, role: 'api' }),
    apiAdapter(options.config),
    { logger: new JsonLogger(options.config), abortOnError: false },
  );
  return initApiApp(app);
}
