import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Mailbox } from '../mailbox';
import { createTestPlatform } from '../test-platform';
import { startTestServer } from '../test-server';
import { pluginSamples, proofPlugins } from './proof-plugins';
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

/** Verifies the composed platform on a database server of its own, which is gone afterwards; 0 when all of it is proven. */
async function main(): Promise<number> {
  const stopServer = await startTestServer();
  try {
    const mailbox = await Mailbox.open();
    const platform = await createTestPlatform({ SMTP_URL: mailbox.url, ...PROOF_SETTINGS }, [], proofPlugins());
    try {
      const report = await verifyIsolation(platform, {
        mailbox,
        samples: pluginSamples,
        log: print,
        only: matcher(values.only),
        probes: matcher(values.probes),
      });
      print('');
      for (const line of report.lines()) print(line);
      return report.failures.length === 0 ? 0 : 1;
    } finally {
      await platform.close();
      await mailbox.close();
    }
  } finally {
    await stopServer();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
