// What the files say, counted without a line of the importer's code: its answers are compared with these.

/** A building as the file spells it. */
export interface CountedBuilding {
  readonly address: string;
  readonly zip: string;
  /** Of the first of its lines, as written there. */
  readonly lat: string;
  readonly long: string;
  /** Of all its lines together. */
  readonly complaints: number;
}

export interface CountedYear {
  /** Data lines. */
  readonly lines: number;
  /** Distinct (zip, address) exactly as spelled, by {@link buildingKey}. */
  readonly buildings: ReadonlyMap<string, CountedBuilding>;
}

const HEADER = 'borough,zip,incident_address,lat,long,num_complaints';

export const buildingKey = (zip: string, address: string): string => `${zip}|${address}`;

/**
 * Counts a file of complaints per borough. The files are plain: no quotes, no commas in values.
 * @throws Error for a file that is not of this form: it is not what the run was made for
 */
export function countYear(content: string): Map<string, CountedYear> {
  const [header, ...lines] = content.split('\n').map((line) => line.replace(/\r$/, ''));
  if (header !== HEADER) throw new Error(`The first line must be ${HEADER}, was ${JSON.stringify(header)}`);
  const years = new Map<string, { lines: number; buildings: Map<string, CountedBuilding> }>();
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const cells = line.split(',');
    if (cells.length !== 6 || line.includes('"')) throw new Error(`Line ${index + 2} is not plain: ${line}`);
    const [borough, zip, address, lat, long, complaints] = cells as [string, string, string, string, string, string];
    if (!/^[1-9]\d*$/.test(complaints)) throw new Error(`Line ${index + 2} has no complaints: ${line}`);
    let year = years.get(borough);
    if (!year) years.set(borough, (year = { lines: 0, buildings: new Map() }));
    year.lines += 1;
    const key = buildingKey(zip, address);
    const known = year.buildings.get(key) ?? { address, zip, lat, long, complaints: 0 };
    year.buildings.set(key, { ...known, complaints: known.complaints + Number(complaints) });
  }
  return years;
}

/** What a register holds after both files: all buildings, each where the later file has it. */
export const union = (
  earlier: ReadonlyMap<string, CountedBuilding>,
  later: ReadonlyMap<string, CountedBuilding>,
): Map<string, CountedBuilding> => new Map([...earlier, ...later]);

/** Complaints of all buildings. */
export const complaintsOf = (buildings: ReadonlyMap<string, CountedBuilding>): number =>
  [...buildings.values()].reduce((sum, { complaints }) => sum + complaints, 0);

/** Complaints of each building, in both years together. */
export function complaintsByBuilding(...years: readonly ReadonlyMap<string, CountedBuilding>[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const buildings of years) {
    for (const [key, { complaints }] of buildings) total.set(key, (total.get(key) ?? 0) + complaints);
  }
  return total;
}
