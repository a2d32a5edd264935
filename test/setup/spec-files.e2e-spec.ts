import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import config from '../../jest.config.js';

const ROOT = join(__dirname, '../..');

/** The configuration of this run, for the spec files of another folder and without a database. */
function configFor(rootDir: string): string {
  const own = JSON.parse(JSON.stringify(config).replaceAll('<rootDir>', ROOT)) as Partial<typeof config>;
  for (const key of ['globalSetup', 'globalTeardown', 'testPathIgnorePatterns'] as const) delete own[key];
  return JSON.stringify({ ...own, rootDir, testMatch: [`${rootDir}/*.spec.ts`] });
}

it('a spec file finds nothing of those that ran before it in the same worker, though they share packages', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['-C', 'atrium-source', '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    ...[join(ROOT, 'node_modules/jest/bin/jest.js'), '--runInBand', '--json'],
    ...['--config', configFor(join(ROOT, 'test/fixtures/spec-files'))],
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ numPassedTests: 4, numTotalTests: 4, numPassedTestSuites: 2 });
});
