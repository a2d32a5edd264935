import { rmSync } from 'node:fs';
import { mkdtemp, realpath } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { endChildren, runChild } from '../../../../test/support/child-program';
import { acquireInstanceLock, InstanceRunningError } from './instance-lock';

const ROOM = path.join(__dirname, 'instance-lock.ts');
let dataDir: string;

const holdInChild = (url: string) =>
  runChild(
    `const { acquireInstanceLock } = load(${JSON.stringify(ROOM)});
     try {
       await acquireInstanceLock(${JSON.stringify(dataDir)}, ${JSON.stringify(url)});
       say('held');
       setInterval(() => {}, 60000);
     } catch (error) {
       say(error.message);
     }`,
  );

beforeEach(async () => {
  dataDir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'atrium-instance-')));
});

afterEach(async () => {
  await endChildren();
  rmSync(dataDir, { recursive: true, force: true });
});

it('refuses a second instance and names the first one: process, address, folder', async () => {
  const child = holdInChild('http://localhost:4000/graphql');
  expect(await child.next()).toBe('held');

  const refusal = await acquireInstanceLock(dataDir).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(InstanceRunningError);
  expect(refusal).toMatchObject({ dataDir, instance: { pid: child.pid, url: 'http://localhost:4000/graphql' } });
  expect(String(refusal)).toContain(`process ${child.pid} at http://localhost:4000/graphql`);
  expect(String(refusal)).toContain(dataDir);
});

it('refuses a second one in the same process, and tells the address once it is known', async () => {
  const lock = await acquireInstanceLock(dataDir);
  await expect(acquireInstanceLock(dataDir)).rejects.toThrow(`process ${process.pid}, still starting`);
  lock.announce('http://localhost:4001');
  await expect(acquireInstanceLock(dataDir)).rejects.toThrow(`process ${process.pid} at http://localhost:4001`);
  lock.release();
});

it('is free after a release, which may be repeated', async () => {
  const first = await acquireInstanceLock(dataDir);
  first.release();
  const second = await acquireInstanceLock(dataDir);
  first.release();
  await expect(acquireInstanceLock(dataDir)).rejects.toThrow(InstanceRunningError);
  second.release();
});

it('is free again after kill -9 of its holder', async () => {
  const child = holdInChild('http://localhost:4000');
  expect(await child.next()).toBe('held');
  child.kill('SIGKILL');
  await child.ended;
  const lock = await acquireInstanceLock(dataDir, 'http://localhost:4002');
  await expect(acquireInstanceLock(dataDir)).rejects.toMatchObject({
    instance: { pid: process.pid, url: 'http://localhost:4002' },
  });
  lock.release();
});

it('lets exactly one of several simultaneous starts through', async () => {
  const answers = await Promise.all([1, 2, 3].map((n) => holdInChild(`http://localhost:400${n}`).next<string>()));
  expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
  expect(answers.filter((answer) => answer.includes('already runs on the data folder'))).toHaveLength(2);
});
