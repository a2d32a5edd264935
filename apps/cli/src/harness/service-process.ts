import 'reflect-metadata';
import { createApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import { loadConfig } from '@atrium/platform';
import { createWorkerApp, runAtLowPriority } from '@atrium/worker';
import { installedPlugins } from '../installed-plugins';
import { keepHeapModest } from '../modest-heap';
import { serveParent } from './serve-parent';

export interface ServiceOptions {
  readonly role: 'api' | 'worker';
  readonly databaseUrl: string;
}

keepHeapModest();
serveParent<ServiceOptions>(async ({ role, databaseUrl }) => {
  const config = loadConfig();
  const options = { config, databaseUrl, contexts: coreContexts, plugins: installedPlugins(config) };
  if (role === 'worker') {
    runAtLowPriority();
    const worker = await createWorkerApp(options);
    return { url: '', stop: () => worker.close() };
  }
  const api = await createApiApp(options);
  await api.listen(config.http.port, config.http.host);
  return { url: await api.getUrl(), stop: () => api.close() };
});
