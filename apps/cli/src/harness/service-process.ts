import 'reflect-metadata';
import { createApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import { loadConfig } from '@atrium/platform';
import { createWorkerApp } from '@atrium/worker';
import type { INestApplicationContext } from '@nestjs/common';

/** What a service is started with, in its first argument as JSON. */
export interface ServiceOptions {
  readonly role: 'api' | 'worker';
  readonly databaseUrl: string;
}

/** What its parent asks of it. */
export type Request = 'peakMemory' | 'stop';

/** What it answers; the first one, with the address, says that it is ready. */
export interface Reply {
  readonly url?: string;
  readonly bytes?: number;
}

const KIB = 1024;

async function main(): Promise<void> {
  const { role, databaseUrl } = JSON.parse(process.argv[2] ?? '{}') as ServiceOptions;
  const config = loadConfig();
  const options = { config, databaseUrl, contexts: coreContexts };
  const { app, url } =
    role === 'api' ? await api(options, config.http.port) : { app: await createWorkerApp(options), url: '' };
  const stop = (): void => {
    void stopped(app).then((code) => process.exit(code));
  };
  process.on('message', (request: Request) => {
    if (request === 'stop') stop();
    else process.send?.({ bytes: process.resourceUsage().maxRSS * KIB } satisfies Reply);
  });
  process.on('disconnect', stop);
  process.send?.({ url } satisfies Reply);
}

async function api(
  options: Parameters<typeof createApiApp>[0],
  port: number,
): Promise<{ app: INestApplicationContext; url: string }> {
  const app = await createApiApp(options);
  await app.listen(port, '127.0.0.1');
  return { app, url: await app.getUrl() };
}

async function stopped(app: INestApplicationContext): Promise<number> {
  try {
    await app.close();
    return 0;
  } catch (error) {
    console.error(error);
    return 1;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
