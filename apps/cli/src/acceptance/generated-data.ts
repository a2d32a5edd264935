import { createTableWriter } from '@atrium/platform';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

/** The files of a run. */
export interface AcceptanceFiles {
  readonly years: { readonly 2020: Buffer; readonly 2021: Buffer };
  /** Path of the spreadsheet of one building whose units are to be made. */
  readonly propertySheet: string;
  /** Path of a spreadsheet of tickets at an address that is not in the other. */
  readonly ticketSheet: string;
}

/** Buildings with complaints in 2020, and those that come in 2021, by borough; about as many as in the real files. */
const BOROUGHS = [
  { name: 'BRONX', zip: 10451, buildings: 7_100, newcomers: 3_300 },
  { name: 'BROOKLYN', zip: 11201, buildings: 9_200, newcomers: 5_700 },
  { name: 'MANHATTAN', zip: 10001, buildings: 6_000, newcomers: 3_300 },
  { name: 'QUEENS', zip: 11354, buildings: 5_000, newcomers: 3_900 },
  { name: 'STATEN ISLAND', zip: 10301, buildings: 540, newcomers: 520 },
] as const;
const HEADER = 'borough,zip,incident_address,lat,long,num_complaints\n';
/** Every so many buildings have a second line with slightly other coordinates; so many of 2020 have none in 2021. */
const TWICE_EVERY = 40;
const GONE_EVERY = 3;
const TICKET_HEADERS = [
  ...['Address', 'Unit Name', 'Unit Type', 'Is resident ticket', 'Phone', 'Full Name', 'Details', 'Ticket number'],
  'Date of creation',
];
const STREETS = ['GRAND CONCOURSE', 'EAST  153 STREET', 'WALTON AVENUE', 'PARK PLACE', 'OCEAN PARKWAY', 'MAIN STREET'];

/** Files of the shape of the real ones, the same at every run, of buildings that do not exist. */
export async function generateData(folder: string): Promise<AcceptanceFiles> {
  const propertySheet = join(folder, 'property-import.xlsx');
  const sheet = createTableWriter({
    format: 'xlsx',
    sink: createWriteStream(propertySheet),
    headers: ['Address', 'Units', 'Sections', 'Floors', 'Minimal Floor'],
  });
  await sheet.writeRows([['city Nowhere, Example street 19A', 144, 4, 9, 1]]);
  await sheet.end();
  const ticketSheet = join(folder, 'ticket-import.xlsx');
  const tickets = createTableWriter({ format: 'xlsx', sink: createWriteStream(ticketSheet), headers: TICKET_HEADERS });
  await tickets.writeRows(
    ['Flat', 'Parking', 'Apartment', 'Commercial', 'Warehouse'].map((usage, index) => [
      ...['2 Nowhere Street, Elsewhere', String(index + 1), usage, 'yes', `+7987789988${index}`, 'John Nobody'],
      ...['Any problem description', index < 2 ? `A-${index}` : '56', '2022-08-20'],
    ]),
  );
  await tickets.end();
  return { years: { 2020: year(0), 2021: year(1) }, propertySheet, ticketSheet };
}

function year(after2020: 0 | 1): Buffer {
  const lines = BOROUGHS.flatMap(({ name, zip, buildings, newcomers }) =>
    Array.from({ length: after2020 ? buildings + newcomers : buildings }, (_, index) => index)
      .filter((index) => !after2020 || index >= buildings || index % GONE_EVERY !== 0)
      .flatMap((index) => linesOf(name, zip, index, after2020)),
  );
  return Buffer.from(HEADER + lines.join(''));
}

function linesOf(borough: string, zip: number, index: number, after2020: 0 | 1): string[] {
  const address = `${1 + Math.floor(index / STREETS.length)} ${STREETS[index % STREETS.length]}`;
  const line = (shift: number): string => {
    const lat = 40_500_000 + ((index * 37) % 400_000) + shift;
    const long = 73_700_000 + ((index * 53) % 500_000) + shift;
    const complaints = 1 + ((index * 7 + after2020) % 30);
    return `${borough},${zip + (index % 20)},${address},${degrees(lat)},-${degrees(long)},${complaints}\n`;
  };
  return index % TWICE_EVERY === 0 ? [line(after2020), line(9)] : [line(after2020)];
}

const degrees = (millionths: number): string => (millionths / 1_000_000).toFixed(6);
