import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Columns of the complaint files. */
const BOROUGH = 0;
const ZIP = 1;
const ADDRESS = 2;

export interface BoroughCount {
  readonly lines: number;
  /** `zip|address`, exactly as spelled. */
  readonly buildings: ReadonlySet<string>;
}

/** Name of a building in both counts. */
export const buildingKey = (zip: string, address: string): string => `${zip}|${address}`;

/**
 * Counts a file by reading its lines, with nothing that the importer uses: no value of these files is quoted, so commas
 * part them.
 */
export async function countFile(path: string): Promise<Map<string, BoroughCount>> {
  const counts = new Map<string, { lines: number; buildings: Set<string> }>();
  let header = true;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (header || line === '') {
      header = false;
      continue;
    }
    const cells = line.split(',');
    if (line.includes('"') || cells.length !== 6) throw new Error(`${path}: cannot be counted by commas: ${line}`);
    const borough = counts.get(cells[BOROUGH]!) ?? { lines: 0, buildings: new Set<string>() };
    borough.lines += 1;
    borough.buildings.add(buildingKey(cells[ZIP]!.trim(), cells[ADDRESS]!.trim()));
    counts.set(cells[BOROUGH]!, borough);
  }
  return counts;
}
