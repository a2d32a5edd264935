/** What the data's own README says, by borough. */
export interface PublishedCounts {
  readonly lines2020: number;
  readonly complaints2020: number;
  readonly buildings2020: number;
  readonly lines2021: number;
  readonly complaints2021: number;
  readonly buildings2021: number;
  readonly buildingsUnion: number;
}

/** Where a count stands: the row, and the part of its cells. */
const ROWS: readonly [keyof PublishedCounts, RegExp, part?: number][] = [
  ['lines2020', /^2020 lines/],
  ['complaints2020', /^2020 lines/, 1],
  ['buildings2020', /^2020 distinct buildings/],
  ['lines2021', /^2021 lines/],
  ['complaints2021', /^2021 lines/, 1],
  ['buildings2021', /^2021 distinct buildings/],
  ['buildingsUnion', /^2020 and 2021 together/],
];

/** Reads the table of counts; keys are boroughs in capitals, as in the files. Empty where there is no such table. */
export function readPublishedCounts(readme: string): Map<string, PublishedCounts> {
  const table = readme
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [header = []] = table;
  const numberAt = (pattern: RegExp, column: number, part: number): number => {
    const row = table.find(([first = '']) => pattern.test(first));
    // "7,146 / 59,145": lines, then complaints.
    return Number((row?.[column] ?? '').split('/')[part]?.replaceAll(',', ''));
  };
  return new Map(
    header.flatMap((name, column): [string, PublishedCounts][] => {
      if (column === 0 || name === 'all') return [];
      const counts = Object.fromEntries(ROWS.map(([key, pattern, part = 0]) => [key, numberAt(pattern, column, part)]));
      return [[name.toUpperCase(), counts as unknown as PublishedCounts]];
    }),
  );
}
