import 'reflect-metadata';
import { rmSync } from 'node:fs';
import { makeRunFolder, startTestServer } from '@atrium/testing';

declare global {
  var stopTestServer: (() => Promise<void>) | undefined;
}

/** One throw-away PostgreSQL for the whole run, and a folder for what its child processes compile. */
export default async function globalSetup(): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 24 || (major === 24 && minor < 9)) {
    throw new Error(`Tests need Node.js 24.9 or newer, this is ${process.version}: run them with "npm test"`);
  }
  const compiled = makeRunFolder();
  process.env.ATRIUM_TEST_COMPILED = compiled;
  const stop = await startTestServer();
  globalThis.stopTestServer = async () => {
    await stop();
    rmSync(compiled, { recursive: true, force: true });
  };
}
