import * as fc from 'fast-check';
import { skipRows } from './skip-rows';

async function* pieces(text: string, sizes: readonly number[]): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function skip(text: string, after: number, sizes: readonly number[] = [1_000_000]): Promise<string> {
  const out: Buffer[] = [];
  for await (const piece of skipRows(pieces(text, sizes), after)) out.push(Buffer.from(piece));
  return Buffer.concat(out).toString();
}

const row = (attributes: string) => `<row ${attributes}><c><v>1</v></c></row>`;
const sheet = (...rows: string[]) => `<worksheet><cols/><sheetData>${rows.join('')}</sheetData></worksheet>`;
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => row(`spans="1:3" r="${from + i}" ht="15"`));

describe('skipRows', () => {
  it.each([
    ['the first row that is wanted follows', sheet(...numbered(1, 9)), 5, sheet(...numbered(5, 9))],
    ['nothing to skip', sheet(...numbered(3, 9)), 2, sheet(...numbered(3, 9))],
    ['everything skipped but the last', sheet(...numbered(1, 9)), 20, sheet(row('spans="1:3" r="9" ht="15"'))],
    ['gaps', sheet(row('r="2"'), row('r="7"'), row('r="9"')), 5, sheet(row('r="2"'), row('r="7"'), row('r="9"'))],
    [
      'a row without number is counted from the one before',
      sheet(row('r="1"'), row('r="4"'), row('ht="1"'), row('r="6"')),
      4,
      sheet(row('r="4"'), row('ht="1"'), row('r="6"')),
    ],
    ['rows without numbers', sheet('<row><c/></row>', '<row/>'), 1, sheet('<row><c/></row>', '<row/>')],
    ['no rows', sheet(), 1, sheet()],
    ['prefixed elements', '<x:sheetData><x:row r="1"/></x:sheetData>', 1, '<x:sheetData><x:row r="1"/></x:sheetData>'],
  ])('%s', async (_, xml, after, expected) => {
    expect(await skip(xml, after)).toBe(expected);
  });

  it('however the bytes come, no wanted row is lost and the beginning and end stay', async () => {
    const numbers = fc
      .uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 })
      .map((all) => all.sort((a, b) => a - b));
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(numbers, fc.integer({ min: 0, max: 62 }), sizes, async (given, after, chunkSizes) => {
        const out = await skip(sheet(...given.map((n) => row(`r="${n}"`))), after, chunkSizes);
        const left = [...out.matchAll(/<row r="(\d+)">/g)].map((match) => Number(match[1]));
        expect(left.filter((n) => n > after)).toEqual(given.filter((n) => n > after));
        expect(left).toEqual(given.slice(given.length - left.length));
        expect(out).toBe(sheet(...left.map((n) => row(`r="${n}"`))));
      }),
    );
  });

  it('a row without end is not gathered', async () => {
    const endless = sheet(`<row r="1">${'<c/>'.repeat(600_000)}</row>`, row('r="2"'));
    const out: number[] = [];
    for await (const piece of skipRows(pieces(endless, [65_536]), 1)) out.push(piece.length);
    expect(Math.max(...out)).toBeLessThan(1_200_000);
    expect(out.reduce((sum, length) => sum + length)).toBe(endless.length);
  });

  it('of a large sheet little is left to parse', async () => {
    const out = await skip(sheet(...numbered(1, 20_000)), 19_990, [65_536]);
    expect(out.length).toBeLessThan(65_536 * 2);
    expect(out).toContain('r="19991"');
  });
});
