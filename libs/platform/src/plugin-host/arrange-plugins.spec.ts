import {
  defineEvent,
  definePlugin,
  type PluginDefinition,
  type PublicEvent,
  publicEvent,
  type SegmentField,
} from '@atrium/sdk';
import { z } from 'zod';
import { arrangePlugins } from './arrange-plugins';

type Given = Partial<PluginDefinition> & { id: string };

const plugin = (given: Given) => ({
  source: `@example/${given.id}`,
  definition: definePlugin({ version: '1.0.0', sdk: '^0.1', ...given }),
  metadata: {},
});
const arranged = (...given: Given[]): string[] =>
  arrangePlugins(given.map(plugin)).map(({ definition }) => definition.id);
const problems = (...given: Given[]): string => {
  try {
    return arranged(...given).join();
  } catch (error) {
    return (error as Error).message;
  }
};
const field = { description: 'x', type: () => String, permission: null, read: async () => new Map() };

const words = { en: 'x', 'zh-CN': 'x' };
const account = {
  name: 'loyalty.account',
  table: 'plg_loyalty.account',
  customer: 'customer_id',
  columns: ['points'],
  label: words,
  description: words,
};
const points: SegmentField = {
  name: 'loyalty.account.points',
  of: 'loyalty.account',
  type: 'NUMBER',
  label: words,
  description: words,
  sql: (row) => `${row}.points`,
};

const told = (name: string, permission: string): PublicEvent =>
  publicEvent(defineEvent({ name, version: 1, aggregate: 'thing', schema: z.object({}) }), {
    ...{ description: words, permission, place: 'company', data: {} },
  });

describe('the order', () => {
  it('puts each behind what it needs or uses, else by id', () => {
    expect(
      arranged(
        { id: 'loyalty', requires: { members: '^1.0' }, optional: { surveys: '^1.0', absent: '^9.0' } },
        { id: 'surveys' },
        { id: 'members', requires: { people: '>=1.0 <2' } },
        { id: 'people' },
        { id: 'alone' },
      ),
    ).toEqual(['alone', 'people', 'members', 'surveys', 'loyalty']);
  });
});

it.each<[string, Given[], string]>([
  [
    'a public event of somebody else',
    [{ id: 'a', publicEvents: [told('b.done', 'a:read')] }],
    'b.done must begin with a.',
  ],
  [
    'a public event that asks for no permission of its own',
    [{ id: 'a', publicEvents: [told('a.done', 'staff:read')] }],
    'public event a.done: its permission must be one of the plugin',
  ],
  ['one that is missing', [{ id: 'a', requires: { b: '^1.0' } }], 'a 1.0.0 needs b ^1.0, which is not installed'],
  [
    'one in another version',
    [
      { id: 'a', requires: { b: '^1.0' } },
      { id: 'b', version: '2.1.0' },
    ],
    'a 1.0.0 needs b ^1.0, and b 2.1.0 is installed',
  ],
  [
    'an optional one in another version',
    [
      { id: 'a', optional: { b: '^1.0' } },
      { id: 'b', version: '2.1.0' },
    ],
    'a 1.0.0 needs b ^1.0, and b 2.1.0 is installed',
  ],
  [
    'a circle',
    [
      { id: 'a', requires: { b: '^1.0' } },
      { id: 'b', requires: { c: '^1.0' } },
      { id: 'c', requires: { a: '^1.0' } },
    ],
    'a needs b needs c needs a: a circle',
  ],
  [
    'two with one id',
    [{ id: 'a' }, { id: 'a', version: '1.1.0' }],
    'a 1.0.0 (@example/a) and a 1.1.0 (@example/a) both claim the id a',
  ],
  ['another SDK', [{ id: 'a', sdk: '^9.0' }], 'it is made for SDK ^9.0, this is SDK'],
  ['a version that is none', [{ id: 'a', version: 'one' }], 'version "one" must be like 1.2.0'],
  ['an id that is none', [{ id: 'A_b' }], 'id "A_b" must be like community-events'],
  [
    'an id whose role would own the tables of another',
    [{ id: 'loyalty' }, { id: 'loyalty-owner' }],
    'loyalty-owner 1.0.0 (@example/loyalty-owner): id loyalty-owner must not end in -owner: plg_loyalty_owner is the role that owns the tables of loyalty',
  ],
  [
    'a permission of somebody else',
    [{ id: 'a', permissions: { 'b:read': { description: { en: 'x', 'zh-CN': 'x' }, roles: [] } } }],
    'permission b:read must be like a:manage',
  ],
  [
    'a field without its name',
    [{ id: 'loyalty', graphql: { fields: { 'Customer.points': field } } }],
    'field Customer.points must begin with loyalty behind the dot',
  ],
  [
    'a time budget out of bounds',
    [{ id: 'loyalty', graphql: { fields: { 'Customer.loyalty': { ...field, timeoutMs: 60_000 } } } }],
    'field Customer.loyalty: timeoutMs must be 1 to 10000',
  ],
  [
    'a segment record with another name',
    [{ id: 'loyalty', segments: { records: [{ ...account, name: 'points' }], fields: [] } }],
    'segment record points must be like loyalty.entry',
  ],
  [
    'a segment record of somebody else’s table',
    [{ id: 'loyalty', segments: { records: [{ ...account, table: 'atrium.customer_contact' }], fields: [] } }],
    'segment record loyalty.account reads atrium.customer_contact, which is not in plg_loyalty',
  ],
  [
    'a segment field about a record of the core',
    [{ id: 'loyalty', segments: { records: [account], fields: [{ ...points, name: 'unit.points', of: 'unit' }] } }],
    'segment field unit.points is about unit, which is no segment record of the plugin',
  ],
  [
    'two segment fields of one name',
    [{ id: 'loyalty', segments: { records: [account], fields: [points, points] } }],
    'segment field loyalty.account.points is there twice',
  ],
])('refuses %s and names both sides', (_, given, problem) => expect(problems(...given)).toContain(problem));

it('refuses two plugins that claim one field, however alike their names are', () => {
  const graphql = { fields: { 'Customer.loyaltyX': field } } as PluginDefinition['graphql'];
  const other = { fields: { 'Customer.loyaltyX': field } } as PluginDefinition['graphql'];
  const clash = problems({ id: 'loyalty', graphql }, { id: 'loyalty-x', graphql: other });
  expect(clash).toContain('loyalty 1.0.0 (@example/loyalty) and loyalty-x 1.0.0 (@example/loyalty-x)');
  expect(clash).toContain('both claim the field Customer.loyaltyX');
});
