/** Candidates in the order that decides a tie. */
export const DELIMITERS = [',', ';', '\t'] as const;

/** Up to here a delimiter may be a chance comma in some addresses. */
const EVEN_ENOUGH = 0.5;

/**
 * The delimiter that splits the sample most evenly: the one with the largest share of rows of the same number of cells,
 * two or more; with equal shares the one that gives more cells. Where none splits more than half of the rows alike, the
 * file is one column and read with ','.
 * @param samples the same first rows of a file as each candidate splits them
 */
export function chooseDelimiter(samples: ReadonlyMap<string, readonly (readonly string[])[]>): string {
  let best = { delimiter: ',', evenness: EVEN_ENOUGH, width: Infinity };
  for (const [delimiter, rows] of samples) {
    const counts = new Map<number, number>();
    for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
    for (const [width, count] of counts) {
      if (width < 2) continue;
      const evenness = count / rows.length;
      if (evenness > best.evenness || (evenness === best.evenness && width > best.width)) {
        best = { delimiter, evenness, width };
      }
    }
  }
  return best.delimiter;
}
