import { resolve } from 'node:path';
import type { TestPlatform } from '@atrium/testing';
import { type ChildProgram, runChild } from './child-program';

const API = resolve(__dirname, '../../apps/api/src/index.ts');
const CORE = resolve(__dirname, '../../libs/core/src/index.ts');
const PLATFORM = resolve(__dirname, '../../libs/platform/src/index.ts');

/** The clock of a machine that is wrong, for whoever asks what time it is now. */
const wrongClock = (aheadMs: number): string => `
  const RightDate = Date;
  globalThis.Date = class extends RightDate {
    constructor(...given) { if (given.length > 0) super(...given); else super(RightDate.now() + ${aheadMs}); }
    static now() { return RightDate.now() + ${aheadMs}; }
  };`;

/** Another API process of the same installation, a process of the operating system; SIGTERM ends it. */
export async function startSecondApi(
  platform: TestPlatform,
  more: Record<string, string> = {},
  { clockAheadMs = 0 }: { clockAheadMs?: number } = {},
): Promise<ChildProgram & { url: string }> {
  const { dataDir } = platform.config.general;
  const env = {
    ATRIUM_MODE: 'test',
    LOG_LEVEL: 'error',
    DATA_DIR: dataDir,
    ACCESS_TOKEN_TTL_SECONDS: '86400',
    PORT: '0',
    ...more,
  };
  const child = runChild(`
    ${clockAheadMs === 0 ? '' : wrongClock(clockAheadMs)}
    load('reflect-metadata');
    const { createApiApp } = load(${JSON.stringify(API)});
    const { coreContexts } = load(${JSON.stringify(CORE)});
    const { loadConfig } = load(${JSON.stringify(PLATFORM)});
    const config = loadConfig(${JSON.stringify(env)}, ${JSON.stringify(dataDir)});
    const databaseUrl = ${JSON.stringify(platform.database.appUrl)};
    const app = await createApiApp({ config, contexts: coreContexts, databaseUrl });
    process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
    await app.listen(0, '127.0.0.1');
    say(await app.getUrl());
  `);
  return { ...child, url: await child.next<string>() };
}
