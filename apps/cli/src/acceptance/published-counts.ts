/** What the data's own README says, by borough. */
export interface PublishedCounts {
  readonly lines2020: number;
  readonly buildings2020: number;
  readonly lines2021: number;
  readonly buildings2021: number;
  readonly buildingsUnion: number;
}

const ROWS: readonly [keyof PublishedCounts, RegExp][] = [
  ['lines2020', /^2020 lines/],
  ['buildings2020', /^2020 distinct buildings/],
  ['lines2021', /^2021 lines/],
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
  const numberAt = (pattern: RegExp, column: number): number => {
    const row = table.find(([first = '']) => pattern.test(first));
    // "7,146 / 59,145": lines, then complaints.
    return Number((row?.[column] ?? '').split('/')[0]!.replaceAll(',', ''));
  };
  return new Map(
    header.flatMap((name, column): [string, PublishedCounts][] => {
      if (column === 0 || name === 'all') return [];
      const counts = Object.fromEntries(ROWS.map(([key, pattern]) => [key, numberAt(pattern, column)]));
      return [[name.toUpperCase(), counts as unknown as PublishedCounts]];
    }),
  );
}
