import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AcceptanceFiles, generateData } from './generated-data';
import { type PublishedCounts, readPublishedCounts } from './published-counts';

/** Everything a run needs. */
export interface AcceptanceData extends AcceptanceFiles {
  /** What to tell people about where the data come from. */
  readonly origin: string;
  /** What the data's README says; empty for generated data. */
  readonly published: ReadonlyMap<string, PublishedCounts>;
}

/** The real files of `folder`; where that is missing, generated ones of the same shape, written into `scratch`. */
export async function acceptanceData(folder: string, scratch: string): Promise<AcceptanceData> {
  if (!existsSync(folder)) {
    const origin = `There is no folder ${folder}: the data are GENERATED, of the same shape.`;
    return { ...(await generateData(scratch)), origin, published: new Map() };
  }
  const complaints = join(folder, 'nyc-heat-complaints');
  const [of2020, of2021, readme] = await Promise.all([
    readFile(join(complaints, '2020.csv')),
    readFile(join(complaints, '2021.csv')),
    readFile(join(folder, 'README.md'), 'utf8').catch(() => ''),
  ]);
  return {
    origin: `Real data of ${folder}.`,
    years: { 2020: of2020, 2021: of2021 },
    propertySheet: join(folder, 'condo-import-examples', 'property-import.en.xlsx'),
    ticketSheet: join(folder, 'condo-import-examples', 'ticket-import.en.xlsx'),
    published: readPublishedCounts(readme),
  };
}
