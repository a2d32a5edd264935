import { findHeaderRow, readHeaders } from './header-row';
import { TableError } from './table-error';

const rows = (...cells: string[][]) => cells.map((row, i) => ({ number: i + 1, cells: row }));

describe('findHeaderRow', () => {
  it.each([
    ['the first row', rows(['楼栋', '房号', '面积'], ['1', '101', '89']), 0],
    ['below a merged title', rows(['2026 年业主登记表', '', ''], ['楼栋', '房号', '面积'], ['1', '101', '89']), 1],
    [
      'below a title and a note of two cells',
      rows(['登记表'], ['填表人', '王芳', '', '', ''], ['a', 'b', 'c', 'd', 'e']),
      2,
    ],
    ['a header with a gap', rows(['a', '', 'c'], ['1', '2', '3']), 0],
    ['one column', rows(['phone'], ['13800001111']), 0],
    ['only a title', rows(['title']), 0],
    ['nothing', rows([], ['', ' ']), -1],
  ])('%s', (_, given, expected) => {
    expect(findHeaderRow(given)).toBe(expected);
  });
});

describe('readHeaders', () => {
  it('trims, collapses white space and drops empty ones at the end', () => {
    expect(readHeaders({ number: 1, cells: ['  Unit\n name ', '', '面积', ' ', ''] }, 10)).toEqual([
      'Unit name',
      '',
      '面积',
    ]);
  });

  it('refuses a title that stands twice', () => {
    expect(() => readHeaders({ number: 1, cells: ['a', 'b', 'a '] }, 10)).toThrow(
      new TableError('DUPLICATE_HEADER', { header: 'a', columns: [1, 3] }),
    );
  });

  it('refuses too many columns', () => {
    expect(() => readHeaders({ number: 3, cells: ['a', 'b', 'c'] }, 2)).toThrow(
      new TableError('TOO_MANY_COLUMNS', { row: 3, columns: 3, limit: 2 }),
    );
  });
});
