import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';

export const YEARS = ['2020', '2021'] as const;

/** The companies: one a borough, as the files name them. */
export const BOROUGHS = ['BRONX', 'BROOKLYN', 'MANHATTAN', 'QUEENS', 'STATEN ISLAND'] as const;

export interface RegisterFiles {
  /** Complaint file by year. */
  readonly complaints: Readonly<Record<(typeof YEARS)[number], string>>;
  /** Spreadsheet with one building to be filled with units; null where it is missing. */
  readonly spreadsheet: string | null;
  /** Were the files made here, because there were none? */
  readonly generated: boolean;
}

const HEADER = 'borough,zip,incident_address,lat,long,num_complaints';

/** The real files in `data`, or, where that folder is missing, files of the same shape made in `scratch`. */
export async function findFiles(data: string, scratch: string): Promise<RegisterFiles> {
  const file = (year: string): string => join(data, 'nyc-heat-complaints', `${year}.csv`);
  if (YEARS.every((year) => existsSync(file(year)))) {
    const spreadsheet = join(data, 'condo-import-examples', 'property-import.en.xlsx');
    return {
      complaints: { '2020': file('2020'), '2021': file('2021') },
      spreadsheet: existsSync(spreadsheet) ? spreadsheet : null,
      generated: false,
    };
  }
  await mkdir(scratch, { recursive: true });
  const complaints = { '2020': join(scratch, '2020.csv'), '2021': join(scratch, '2021.csv') };
  await writeFile(complaints['2020'], generated(0));
  await writeFile(complaints['2021'], generated(150));
  return { complaints, spreadsheet: null, generated: true };
}

/** Buildings of a made-up file: overlapping years, some on several lines with other coordinates. */
function generated(from: number): string {
  const lines = [HEADER];
  for (const [index, borough] of BOROUGHS.entries()) {
    for (let number = from; number < from + 600; number++) {
      const zip = 10_000 + index * 100 + (number % 7);
      for (let line = 0; line <= number % 3; line++) {
        lines.push(
          `${borough},${zip},${number} ${index + 1} STREET,40.${600_000 + number},-73.${900_000 + line},${line + 1}`,
        );
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Cuts a complaint file into one file a borough; the lines stay as they are. Answers the files by borough. */
export async function cutByBorough(path: string, folder: string): Promise<Map<string, string>> {
  await mkdir(folder, { recursive: true });
  const files = new Map(
    BOROUGHS.map((borough) => [borough as string, join(folder, `${borough.replace(' ', '-')}.csv`)]),
  );
  const sinks = new Map([...files].map(([borough, file]) => [borough, createWriteStream(file)]));
  let header: string | null = null;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (header === null) {
      header = line;
      for (const sink of sinks.values()) sink.write(`${line}\n`);
      continue;
    }
    const sink = sinks.get(line.slice(0, line.indexOf(',')));
    if (sink && !sink.write(`${line}\n`)) await once(sink, 'drain');
  }
  await Promise.all([...sinks.values()].map((sink) => once(sink.end(), 'finish')));
  return files;
}
