import { resolve } from 'node:path';
import { createTestPlatform, type TestPlatform } from '@atrium/testing';
import { type ChildProgram, endChildren, runChild } from '../support/child-program';

const SERVE = resolve(__dirname, '../../apps/cli/src/commands/serve.ts');
const PERSON = '王芳 13900139000';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterEach(endChildren);
afterAll(() => platform?.close());

/** A process of the command line that has started; `code` is what then happens in it. */
async function running(command: 'apiCommand' | 'workerCommand', code: string): Promise<ChildProgram> {
  const { config, database } = platform;
  const env = {
    ATRIUM_MODE: 'production',
    LOG_LEVEL: 'fatal',
    PORT: '0',
    MANAGEMENT_PORT: '0',
    WITHOUT_PLUGINS: 'community-events',
    PUBLIC_URL: 'https://atrium.example.com',
    DATA_DIR: config.general.dataDir,
    APP_DATABASE_URL: database.appUrl,
    WORKER_DATABASE_URL: database.workerUrl,
    ACCESS_TOKEN_SECRET: config.secrets.accessTokenSecret,
    ENCRYPTION_KEY: config.secrets.encryptionKey,
  };
  const child = runChild(
    `load('reflect-metadata');
     Object.assign(process.env, ${JSON.stringify(env)});
     const ready = new Promise((is) => load(${JSON.stringify(SERVE)}).${command}(is));
     say(await ready);
     ${code}`,
  );
  expect(await child.next()).toMatch(/ready/);
  return child;
}
const linesOf = (child: ChildProgram): unknown[] =>
  child
    .errors()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

it.each([
  ['apiCommand', 'an exception', `setTimeout(() => { throw new Error('${PERSON}'); })`, 'uncaughtException'],
  ['workerCommand', 'a rejection', `void Promise.reject(new TypeError('no function'))`, 'unhandledRejection'],
] as const)(
  '%s: %s that nobody catches is the last line of the log, and the process fails',
  async (command, _, code, kind) => {
    const child = await running(command, code);
    expect(await child.ended).toEqual({ code: 1, signal: null });
    expect(linesOf(child)).toEqual([
      expect.objectContaining({
        level: 'fatal',
        part: 'Process',
        pid: child.pid,
        kind,
        error: expect.objectContaining({
          type: kind === 'uncaughtException' ? 'Error' : 'TypeError',
          stack: expect.stringContaining('at ') as string,
        }) as object,
        msg: 'The process ends: nobody caught an error',
      }),
    ]);
    expect(child.errors()).not.toContain(PERSON);
  },
);
