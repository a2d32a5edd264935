import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ERROR_CODES } from '@atrium/sdk';
import { graphqlSettings, loadConfig } from '@atrium/platform';

const page = (name: string): string => readFileSync(resolve(__dirname, '../../docs/api', name), 'utf8');
/** First column → last column of the page's only table. */
const table = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(/^\| `(\w+)`.*?\|.*\| ([^|]*) \|$/gm)].map(([, name, last]) => [
      name!,
      last!.replaceAll(',', '').trim(),
    ]),
  );

test('every error code is explained, and no other', () => {
  expect([...table(page('errors.md')).keys()].sort()).toEqual([...ERROR_CODES].sort());
});

test('the limits are those of the configuration', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'atrium-pages-'));
  const { limits, requestTimeoutMs } = graphqlSettings(loadConfig({ ATRIUM_MODE: 'test', DATA_DIR: dataDir }, dataDir));
  rmSync(dataDir, { recursive: true });
  expect(Object.fromEntries(table(page('limits.md')))).toEqual({
    cost: String(limits.maxCost),
    depth: String(limits.maxDepth),
    aliases: String(limits.maxAliases),
    tokens: String(limits.maxTokens),
    documentBytes: String(limits.maxDocumentBytes),
    batch: String(limits.maxBatch),
    fields: '',
    what: 'default',
  });
  expect(page('limits.md')).toContain(`time limit (${requestTimeoutMs / 1000} s)`);
});
