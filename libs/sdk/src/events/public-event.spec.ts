import { z } from 'zod';
import { encodeId } from '../ids/typed-id';
import { defineEvent } from './events';
import { publicEvent, publicField } from './public-event';

const ID = '01234567-89ab-7cde-8f01-23456789abcd';
const moved = defineEvent({
  name: 'piano.moved',
  version: 1,
  aggregate: 'piano',
  schema: z.object({
    pianoId: z.uuid(),
    ownerId: z.uuid().nullable(),
    state: z.string(),
    on: z.string(),
    note: z.string(),
  }),
});
const description = { en: 'A piano was moved.', 'zh-CN': '钢琴已搬动。' };
const told = publicEvent(moved, {
  description,
  permission: 'piano:read',
  place: 'company',
  data: {
    pianoId: publicField.id('piano'),
    ownerId: publicField.nullable(publicField.id('customer')),
    state: publicField.code('TUNED', 'UNTUNED'),
    on: publicField.day(),
  },
});
const payload = { pianoId: ID, ownerId: null, state: 'TUNED', on: '2026-03-11', note: 'the key is under the mat' };

it('tells what it names, ids as the API has them, and keeps the rest inside', () => {
  expect(told.project(payload)).toEqual({
    pianoId: encodeId('piano', ID),
    ownerId: null,
    state: 'TUNED',
    on: '2026-03-11',
  });
});

it.each([
  ['a code that nobody named', { state: 'the key is under the mat' }],
  ['a day that is text', { on: 'the key is under the mat' }],
  ['an id that is none', { pianoId: 'the key is under the mat' }],
  ['nothing where something must be', { on: null }],
])('tells nothing where a value would be %s', (_, wrong) => {
  expect(() => told.project({ ...payload, ...wrong })).toThrow();
});

it('has no builder by which what people wrote could be told', () => {
  const { id, code, nullable, ...simple } = publicField;
  const all = [id('x'), code('A'), nullable(code('A')), ...Object.values(simple).map((make) => make())];
  const taken = (written: string): boolean[] =>
    all.map(({ schema, encode }) => {
      try {
        return schema.safeParse(encode(written)).success;
      } catch {
        return false;
      }
    });
  for (const written of ['王芳', 'the key is under the mat', '13800138000', '']) {
    expect(taken(written)).toEqual(all.map(() => false));
  }
});

it('is refused where its specification contradicts itself', () => {
  const spec = { description, permission: 'piano:read', data: {} };
  expect(() => publicEvent(moved, { ...spec, place: {} })).toThrow('place must name one property');
  expect(() => publicEvent(moved, { ...spec, place: 'company', version: 0 })).toThrow('version must be 1 or more');
});
