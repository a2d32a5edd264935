import { inOrderOfErasure } from './tenant-tables';

const order = (references: Record<string, string[]>): string[][] =>
  inOrderOfErasure(Object.entries(references).map(([name, refersTo]) => ({ name, refersTo }))).map((group) =>
    group.map(({ name }) => name).sort(),
  );

describe('the order in which tables are emptied', () => {
  it.each<[string, Record<string, string[]>, string[][]]>([
    [
      'what refers goes first',
      { unit: ['building'], building: ['community'], community: [] },
      [['unit'], ['building'], ['community']],
    ],
    ['what nothing joins goes together', { a: [], b: [] }, [['a', 'b']]],
    ['references to tables of nobody play no part', { a: ['elsewhere'] }, [['a']]],
    ['a circle goes as one', { a: ['b'], b: ['a'], root: [] }, [['root'], ['a', 'b']]],
    [
      'what hangs on a circle goes before it, what the circle hangs on after it',
      { note: ['x'], x: ['y'], y: ['x', 'root'], root: [] },
      [['note'], ['x', 'y'], ['root']],
    ],
    [
      'of two circles the one that refers goes first',
      { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] },
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
  ])('%s', (_, references, expected) => {
    expect(order(references)).toEqual(expected);
  });
});
