import { secret } from '@atrium/sdk';
import { z } from 'zod';
import { checkSettings, mergedSettings, splitSecrets } from './settings.policy';
import { jsonSchemaOf, settingsProblems } from './settings-schema';

const schema = z.object({
  greeting: z.string().min(1).max(5).default('Hi'),
  limit: z.int().min(1).optional(),
  key: secret(z.string().min(8)),
});

it('is told to consoles as JSON Schema', () => {
  expect(jsonSchemaOf(schema)).toMatchObject({
    type: 'object',
    required: ['key'],
    properties: {
      greeting: { type: 'string', default: 'Hi', maxLength: 5 },
      key: { type: 'string', writeOnly: true, minLength: 8 },
    },
  });
  expect(settingsProblems(schema)).toEqual([]);
});

it.each([
  [
    'a secret number',
    z.object({ a: z.object({ b: secret(z.string()) }) }),
    'setting a: only settings of the first level',
  ],
  ['what JSON cannot say', z.object({ a: z.date() }), 'settings cannot be written as JSON Schema'],
])('refuses %s', (_, given, problem) => expect(settingsProblems(given)[0]).toContain(problem));

it('brings defaults, and freezes what plugins get', () => {
  const checked = checkSettings(schema, { key: 'long enough' }, 'input.settings');
  expect(checked).toEqual({ ok: true, settings: { greeting: 'Hi', key: 'long enough' } });
  expect(Object.isFrozen(checked.ok && checked.settings)).toBe(true);
});

it('says what is wrong with each, in both languages', () => {
  const checked = checkSettings(schema, { greeting: 'far too long', limit: 0.5, colour: 'red' }, 'input.settings');
  const problems = checked.ok ? [] : checked.problems;
  expect(problems.map(({ path, code }) => [path, code])).toEqual([
    ['input.settings.colour', 'UNKNOWN_SETTING'],
    ['input.settings.greeting', 'INVALID_VALUE'],
    ['input.settings.limit', 'INVALID_VALUE'],
    ['input.settings.key', 'REQUIRED'],
  ]);
  for (const { message } of problems) {
    expect(message.text.en).toMatch(/^[\x20-\x7e]+$/);
    expect(message.text['zh-CN']).toMatch(/\p{Script=Han}/u);
  }
});

it('merges a change: what is left out stays, null takes back', () => {
  expect(mergedSettings({ greeting: 'Hey', limit: 3 }, { greeting: null, key: 'k' })).toEqual({ limit: 3, key: 'k' });
});

it('parts secrets from the rest', () => {
  expect(splitSecrets(schema, { greeting: 'Hey', key: 'long enough' })).toEqual({
    open: { greeting: 'Hey' },
    secrets: { key: 'long enough' },
  });
});
