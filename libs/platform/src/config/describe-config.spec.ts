import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseEnv } from 'node:util';
import { describeConfig, exampleEnv } from './describe-config';
import { loadConfig } from './load-config';
import { FIELDS } from './settings';
import { GENERATED_FILES } from './write-configuration-page';

const REPOSITORY = path.join(__dirname, '..', '..', '..', '..');

it.each(Object.entries(GENERATED_FILES))('%s is up to date (npm run docs:configuration)', (file, render) => {
  expect(readFileSync(path.join(REPOSITORY, file), 'utf8')).toBe(render());
});

it('describes every variable once, with its meaning, rule and default', () => {
  const page = describeConfig();
  for (const { field } of FIELDS) {
    const lines = page.split('\n').filter((line) => line.startsWith(`| \`${field.env}\``));
    expect(lines).toHaveLength(1);
    const cells = lines[0]?.split(/(?<!\\)\|/).map((cell) => cell.trim());
    expect(cells?.slice(2, 4)).toEqual([field.description, field.allowed]);
    expect(cells?.[4]).not.toBe('');
  }
});

it('gives an example file that, with every line uncommented, means the defaults', () => {
  const uncommented = exampleEnv().replace(/^# ([A-Z][A-Z0-9_]*=.*)$/gm, '$1');
  const variables = parseEnv(uncommented);
  expect(Object.keys(variables).sort()).toEqual(FIELDS.map(({ field }) => field.env).sort());
  const secrets = {
    ACCESS_TOKEN_SECRET: 'x'.repeat(32),
    ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
    DATABASE_ROLE_PASSWORD: 'x'.repeat(16),
  };
  expect(loadConfig({ ...variables, ...secrets }, __dirname)).toEqual(loadConfig(secrets, __dirname));
});

it('shows no line that the formatter would change', async () => {
  const { format } = await import('prettier');
  expect(await format(describeConfig(), { parser: 'markdown', printWidth: 120 })).toBe(describeConfig());
});
