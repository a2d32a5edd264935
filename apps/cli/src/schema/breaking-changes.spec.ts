import { breakingChanges, unannounced, unreleasedSection } from './breaking-changes';

const released = `
  type Query { units(first: Int): [Unit!]! unit(id: ID!): Unit }
  type Unit { id: ID! code: String! floor: Int }
  enum UnitState { VACANT OCCUPIED }
  input UnitFilter { code: String }`;

describe('breaking changes of the schema', () => {
  it('are not what clients do not notice', async () => {
    const grown = released
      .replace('floor: Int', 'floor: Int state: UnitState')
      .replace('first: Int', 'first: Int, filter: UnitFilter')
      .replace('type Query', '"All." type Query');
    expect(await breakingChanges(released, grown)).toEqual([]);
  });

  it.each([
    ['a field that is gone', 'floor: Int', '', 'Unit.floor'],
    ['a field of another type', 'code: String!', 'code: Int!', 'Unit.code'],
    ['a field that may now be null', 'code: String!', 'code: String', 'Unit.code'],
    ['an argument that is now needed', 'first: Int', 'first: Int!', 'Query.units.first'],
    ['an enum value that is gone', 'VACANT ', '', 'UnitState.VACANT'],
    ['an input field that is gone', 'code: String }', 'name: String }', 'UnitFilter.code'],
  ])('are %s', async (_, before, after, path) => {
    const found = await breakingChanges(released, released.replace(before, after));
    expect(found.map((change) => change.path)).toEqual([path]);
  });

  it('are announced by their path, in the section of the next release alone', () => {
    const changelog = [
      '# Changelog',
      '## [Unreleased]',
      '- `Unit.floor` is gone: read `Unit.storey`.',
      '## 1.0.0',
      '- `Unit.code` is a number.',
    ].join('\n');
    const changes = ['Unit.floor', 'Unit.code', 'Unit.flo'].map((path) => ({ path, message: '' }));
    expect(unannounced(changes, unreleasedSection(changelog)).map(({ path }) => path)).toEqual([
      'Unit.code',
      'Unit.flo',
    ]);
    expect(unreleasedSection('# Changelog\n## 1.0.0\n- old')).toBe('');
  });
});
