import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Mailbox } from '../mailbox';
import { createTestPlatform } from '../test-platform';
import { startTestServer } from '../test-server';
import { NOT_YET_PROVEN } from './not-yet-proven';
import { proofPlugins, proofSamples } from './proof-plugin';
import type { Failure, Report } from './report';
import { PROOF_SETTINGS, verifyIsolation } from './verify';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({ options: { only: { type: 'string' }, probes: { type: 'string' } } });
/**
 * Only these fields, by a part of names such as `Query.units`, and only these kinds of probes, by a part of names such as
 * `tablesAreClosed`: for trying one; the proof is the whole.
 */
const matcher = (part: string | undefined) => {
  const pattern = new RegExp(part ?? '', 'i');
  return (name: string): boolean => pattern.test(name);
};

/** Verifies the composed platform on a database server of its own, which is gone afterwards. */
async function main(): Promise<number> {
  const stopServer = await startTestServer();
  try {
    const mailbox = await Mailbox.open();
    const platform = await createTestPlatform({ SMTP_URL: mailbox.url, ...PROOF_SETTINGS }, [], proofPlugins());
    try {
      const report = await verifyIsolation(platform, {
        mailbox,
        samples: proofSamples,
        log: print,
        only: matcher(values.only),
        probes: matcher(values.probes),
      });
      print('');
      for (const line of report.lines()) print(line);
      const whole = values.only === undefined && values.probes === undefined;
      return judge(report, whole);
    } finally {
      await platform.close();
      await mailbox.close();
    }
  } finally {
    await stopServer();
  }
}

/** 0 when nothing leaked and all that is not proven is known to be; an entry of that list must be needed. */
function judge({ failures }: Report, whole: boolean): number {
  const known = (failure: Failure): boolean =>
    !failure.isLeak && NOT_YET_PROVEN.some(({ what }) => what.test(failure.what));
  const needless = NOT_YET_PROVEN.filter(({ what }) => !failures.some((failure) => what.test(failure.what)));
  for (const { what } of whole ? needless : []) print(`NO LONGER NEEDED  ${what.source} (not-yet-proven.ts)`);
  const open = failures.filter((failure) => !known(failure));
  print(`${open.length} failures beside ${failures.length - open.length} gaps that not-yet-proven.ts names`);
  for (const { what, kind, isLeak } of open) print(`  ${isLeak ? 'LEAK' : 'NOT PROVEN'} ${what} (${kind})`);
  return open.length === 0 && !(whole && needless.length > 0) ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
