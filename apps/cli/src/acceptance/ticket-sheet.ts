import { Workbook } from 'exceljs';
import type { ApiClient } from '../client/api-client';
import { importFile } from '../client/import-file';
import { compareNumbers } from './comparison';
import { readAll } from './read-back';

/** A row of the spreadsheet, read by another library than the importer's. */
interface SheetTicket {
  readonly address: string;
  readonly unit: string;
  readonly usage: string;
  readonly phone: string;
  readonly name: string;
  readonly details: string;
  readonly number: string;
  readonly day: string;
}

/** What the other product calls a kind of unit, and what it is here. */
const USAGES: Readonly<Record<string, string>> = {
  flat: 'RESIDENTIAL',
  apartment: 'RESIDENTIAL',
  parking: 'PARKING',
  commercial: 'RETAIL',
  warehouse: 'STORAGE',
};

async function readSheet(path: string): Promise<SheetTicket[]> {
  const workbook = new Workbook();
  await workbook.xlsx.readFile(path);
  const rows: SheetTicket[] = [];
  workbook.worksheets[0]?.eachRow((row, index) => {
    const cell = (column: number): string => row.getCell(column).text;
    if (index === 1) return;
    const [address, unit, usage, , phone, name, details, number, day] = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(cell) as [
      ...[string, string, string, string, string, string, string, string, string],
    ];
    rows.push({ address, unit, usage, phone, name, details, number, day });
  });
  if (rows.length === 0) throw new Error(`${path} has no rows`);
  return rows;
}

interface ReadTicket {
  readonly id: string;
  readonly formerNumber: string | null;
  readonly isHistoric: boolean;
  readonly description: string | null;
  readonly openedAt: string;
  readonly reporter: { readonly name: string | null; readonly phone: string | null };
  readonly building: { readonly address: string | null } | null;
  readonly unit: { readonly code: string; readonly usage: string } | null;
}
const READ = `id formerNumber isHistoric description openedAt reporter { name phone } building { address }
  unit { code usage }`;

/**
 * Imports tickets at an address that the register does not know, with the mapping that is proposed: refused at first,
 * with the address named and nothing made; then with the building made. Brought again they change nothing.
 */
export async function importTicketSheet(
  api: ApiClient,
  path: string,
): Promise<{ ids: string[]; problems: string[]; address: string }> {
  const expected = await readSheet(path);
  const { address } = expected[0]!;
  const problems: string[] = [];
  const bring = async (onMissingParent: 'CREATE' | 'REFUSE', counts: Readonly<Record<string, number>>) => {
    const report = await importFile(api, path, { kind: 'TICKETS', onMissingParent });
    for (const [what, count] of Object.entries(counts)) {
      const actual = report.result.counts.find(({ name }) => name === what)?.value ?? 0;
      problems.push(...compareNumbers(`Tickets ${what} with ${onMissingParent}`, count, actual));
    }
    return report;
  };
  const refused = await bring('REFUSE', { failed: expected.length, created: 0 });
  if (!refused.errors.nodes.every((node) => node.problems.some(({ given }) => given === address))) {
    problems.push(`The refusal does not name ${address}: ${JSON.stringify(refused.errors.nodes)}`);
  }
  problems.push(...compareNumbers('Tickets after the refusal', 0, (await read(api)).length));
  await bring('CREATE', { created: expected.length, buildingsCreated: 1, unitsCreated: expected.length });
  await bring('REFUSE', { unchanged: expected.length, created: 0 });

  const tickets = await read(api);
  problems.push(...compareNumbers('Tickets', expected.length, tickets.length));
  const told = (ticket: Readonly<Record<string, unknown>>): string => JSON.stringify(ticket);
  const wanted = expected.map(({ unit, usage, phone, name, details, number, day }) =>
    told({ number, details, name, phone: digits(phone), day, address, unit, usage: USAGES[usage.toLowerCase()] }),
  );
  const found = tickets.map(({ formerNumber, description, reporter, openedAt, building, unit }) =>
    told({
      ...{ number: formerNumber, details: description, name: reporter.name, phone: digits(reporter.phone ?? '') },
      ...{ day: dayIn(openedAt), address: building?.address, unit: unit?.code, usage: unit?.usage },
    }),
  );
  for (const one of wanted) if (!found.includes(one)) problems.push(`There is no ticket ${one}`);
  for (const one of found) if (!wanted.includes(one)) problems.push(`${one} is in no row`);
  if (!tickets.every(({ isHistoric }) => isHistoric)) problems.push('Not all tickets are historic');
  return { ids: tickets.map(({ id }) => id), problems, address };
}

const read = (api: ApiClient): Promise<ReadTicket[]> => readAll(api, 'tickets', READ);
const digits = (phone: string): string => phone.replace(/\D/g, '');
/** The day on the company's clock: it is in Moscow. */
const dayIn = (at: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Moscow' }).format(new Date(at));
