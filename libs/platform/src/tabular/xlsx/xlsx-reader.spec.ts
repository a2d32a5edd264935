import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { types } from 'node:util';
import * as ExcelJS from 'exceljs';
import * as fc from 'fast-check';
import { ZipFile } from 'yazl';
import { openTable } from '../open-table';
import { TableError } from '../table-error';
import type { OpenTableOptions, RowsOptions, TableReader, TableRow } from '../table-reader';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabular-xlsx-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
const newPath = () => join(folder, `${files++}.xlsx`);

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relationships = (...targets: [type: string, target: string][]) =>
  `<Relationships>${targets
    .map(([type, target], i) => `<Relationship Id="r${i}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

interface Parts {
  /** XML inside sheetData */
  rows?: string;
  /** XML inside sst */
  strings?: string;
  /** numFmtIds of the cell styles */
  formats?: number[];
  workbookPr?: string;
  /** Parts added or replaced; null leaves one out. */
  parts?: Record<string, string | Buffer | null>;
}

/** A workbook part by part, so that also what no program would write can be tried. */
async function workbook({ rows = '', strings, formats = [], workbookPr = '', parts = {} }: Parts) {
  const all: Record<string, string | Buffer | null> = {
    '_rels/.rels': relationships(['officeDocument', 'xl/workbook.xml']),
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    'xl/workbook.xml': `<workbook xmlns:r="${OFFICE}">${workbookPr}<sheets><sheet name="One" sheetId="1" r:id="r0"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', '/xl/styles.xml'],
      ...(strings === undefined ? [] : [['sharedStrings', 'sharedStrings.xml'] as [string, string]]),
    ),
    'xl/styles.xml': `<styleSheet><cellXfs>${formats.map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`,
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
    ...parts,
  };
  const path = newPath();
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(all)) {
    if (content !== null) zip.addBuffer(Buffer.from(content), name);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return { path };
}

const headerRow =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>';

async function readAll(table: TableReader, options?: RowsOptions): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const batch of table.rows(options)) rows.push(...batch);
  return rows;
}

async function read(source: { path: string }, options?: OpenTableOptions) {
  const table = await openTable(source, options);
  try {
    return { table, rows: await readAll(table) };
  } finally {
    await table.close();
  }
}

const refusal = async (source: { path: string }, options?: OpenTableOptions): Promise<unknown> => {
  const error: unknown = await read(source, options).catch((e: unknown) => e);
  if (!(error instanceof TableError)) throw new Error(`expected a TableError, got ${String(error)}`);
  return { code: error.code, params: error.params };
};

describe('what other programs write', () => {
  it('a workbook by exceljs with every kind of cell', async () => {
    const path = newPath();
    const book = new ExcelJS.Workbook();
    book.addWorksheet('Empty');
    const sheet = book.addWorksheet('登记');
    sheet.mergeCells('A1:H1');
    sheet.getCell('A1').value = '2026 年业主登记表';
    sheet.getRow(2).values = ['text', 'rich', 'number', 'date', 'time', 'bool', 'formula', 'error'];
    const date = new Date('2026-03-11T00:00:00Z');
    sheet.getRow(4).values = [
      ' 张三 & <李四> ',
      { richText: [{ text: 'bold', font: { bold: true } }, { text: ' plain' }] },
      89.37,
      date,
      new Date('2026-03-11T08:30:05Z'),
      true,
      { formula: '1+1', result: 2 },
      { error: '#N/A' },
    ];
    sheet.getCell('D4').numFmt = 'yyyy"年"m"月"d"日"';
    sheet.getCell('E4').numFmt = 'yyyy-mm-dd hh:mm:ss';
    sheet.getRow(5).values = ['110101199003071233', null, 0.1, 5, null, false, { formula: '"=x"', result: '=x' }];
    const hidden = book.addWorksheet('Hidden', { state: 'hidden' });
    hidden.getRow(1).values = ['x', 'y'];
    await book.xlsx.writeFile(path);

    const { table, rows } = await read({ path });
    expect(table).toMatchObject({
      format: 'xlsx',
      delimiter: null,
      sheet: '登记',
      sheetNames: ['Empty', '登记'],
      headerRow: 2,
      headers: ['text', 'rich', 'number', 'date', 'time', 'bool', 'formula', 'error'],
    });
    expect(rows).toEqual([
      {
        number: 4,
        cells: [' 张三 & <李四> ', 'bold plain', '89.37', '2026-03-11', '2026-03-11T08:30:05', 'true', '2', '#N/A'],
        problems: [{ code: 'ERROR_CELL', column: 8, params: { value: '#N/A' } }],
      },
      { number: 5, cells: ['110101199003071233', '', '0.1', '5', '', 'false', '=x', ''] },
    ]);
    expect((await read({ path }, { sheet: 'Hidden' })).table.headers).toEqual(['x', 'y']);
    expect(await refusal({ path }, { sheet: 'Nope' })).toEqual({
      code: 'SHEET_NOT_FOUND',
      params: { given: 'Nope', allowed: ['Empty', '登记'] },
    });
  });

  it('namespace prefixes, missing references, phonetic readings, CDATA and comments', async () => {
    const source = await workbook({
      parts: {
        'xl/worksheets/sheet1.xml':
          '<x:worksheet xmlns:x="m"><x:sheetData>' +
          '<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row><x:row/>' +
          '<x:row><x:c t="str"><x:f>A1&amp;"x"</x:f><x:v>a<![CDATA[<b>]]><!-- no -->c</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>' +
          '</x:sheetData></x:worksheet>',
      },
      strings: '<si><r><t>姓</t></r><r><t>名</t></r><rPh sb="0" eb="1"><t>ming</t></rPh></si><si><t>n_x000D_o</t></si>',
    });
    const { table, rows } = await read(source);
    expect(table.headers).toEqual(['姓名', 'n o']);
    expect(rows).toEqual([{ number: 3, cells: ['a<b>c', '2'] }]);
  });

  it('the 1904 date system and built-in formats', async () => {
    const source = await workbook({
      rows: `${headerRow}<row r="2"><c r="A2" s="0"><v>44630</v></c><c r="B2" s="1"><v>44630.5</v></c></row>`,
      formats: [14, 22],
      workbookPr: '<workbookPr date1904="1"/>',
    });
    expect((await read(source)).rows).toEqual([{ number: 2, cells: ['2026-03-11', '2026-03-11T12:00:00'] }]);
  });

  it('an identity number typed as a number is reported', async () => {
    const source = await workbook({ rows: `${headerRow}<row r="2"><c r="B2"><v>1.1010119900307123E+17</v></c></row>` });
    expect((await read(source)).rows).toEqual([
      {
        number: 2,
        cells: ['', '110101199003071230'],
        problems: [{ code: 'DIGITS_LOST', column: 2, params: { value: '110101199003071230' } }],
      },
    ]);
  });

  it('UTF-16 parts', async () => {
    const xml = `<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData>${headerRow}<row r="2"><c r="A2" t="inlineStr"><is><t>张三</t></is></c></row></sheetData></worksheet>`;
    const source = await workbook({
      parts: { 'xl/worksheets/sheet1.xml': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(xml, 'utf16le')]) },
    });
    expect((await read(source)).rows[0]?.cells).toEqual(['张三', '']);
  });
});

describe('streaming', () => {
  const count = 3_000;
  const strings = Array.from({ length: count * 2 }, (_, i) => `<si><t>text ${i} 张三</t></si>`).join('');
  const rows = Array.from({ length: count }, (_, i) => {
    const r = i + 1;
    // The second column refers backwards: worst case for strings kept in groups.
    return `<row r="${r}"><c r="A${r}" t="s"><v>${i}</v></c><c r="B${r}" t="s"><v>${count * 2 - 1 - i}</v></c></row>`;
  }).join('');

  it('shared strings beyond the memory limit come from a file', async () => {
    const source = await workbook({ rows, strings });
    const inMemory = await read(source);
    const spilled = await read(source, { limits: { maxSharedStringBytes: 1_000 } });
    expect(spilled.rows).toHaveLength(count - 1);
    expect(spilled.rows.at(-1)?.cells).toEqual([`text ${count - 1} 张三`, `text ${count} 张三`]);
    expect(spilled.rows).toEqual(inMemory.rows);
  });

  it('comes in batches, reports progress, is resumed and left early', async () => {
    const table = await openTable(await workbook({ rows, strings }), { batchSize: 1_000 });
    for await (const batch of table.rows()) {
      expect(batch).toHaveLength(1_000);
      break;
    }
    const all = await readAll(table);
    expect(table.bytesRead).toBe(table.bytesTotal);
    expect(await readAll(table, { after: 2_990 })).toEqual(all.filter((row) => row.number > 2_990));
    await table.close();
    await table.close();
  });
});

describe('files that are refused', () => {
  const good = { rows: `${headerRow}<row r="2"><c r="A2"><v>1</v></c></row>` };

  it('the good one beside them is read', async () => {
    expect((await read(await workbook(good))).rows).toEqual([{ number: 2, cells: ['1', ''] }]);
  });

  it.each([
    [
      'docx',
      { '_rels/.rels': relationships(['officeDocument', 'word/document.xml']), 'word/document.xml': '<document/>' },
    ],
    ['xlsb', { '_rels/.rels': relationships(['officeDocument', 'xl/workbook.bin']), 'xl/workbook.bin': 'x' }],
    ['ods', { '_rels/.rels': null, 'content.xml': '<x/>', mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }],
    ['zip', { '_rels/.rels': null }],
    ['zip', { 'xl/workbook.xml': '<html/>' }],
  ])('%s', async (given, parts) => {
    const params = { given, allowed: ['csv', 'xlsx'] };
    expect(await refusal(await workbook({ ...good, parts }))).toEqual({ code: 'NOT_A_TABLE', params });
  });

  it('cut off', async () => {
    const { path } = await workbook(good);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length / 2));
    expect(await refusal({ path })).toEqual({ code: 'CUT_OFF', params: { part: 'zip directory' } });
  });

  it('damaged inside: the checksum tells', async () => {
    const { path } = await workbook({ ...good, parts: { 'a.bin': 'x' } });
    const bytes = await readFile(path);
    const at = bytes.indexOf('xl/worksheets/sheet1.xml') + 'xl/worksheets/sheet1.xml'.length + 60;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
    await writeFile(path, bytes);
    expect(await refusal({ path })).toMatchObject({ code: expect.stringMatching(/^(DAMAGED|CUT_OFF)$/) });
  });

  it.each([
    ['unclosed XML', '<row r="2"><c r="A2"><v>1</v>', 'DAMAGED'],
    ['rows in the wrong order', '<row r="5"/><row r="4"/>', 'DAMAGED'],
    ['a shared string that is not there', '<row r="2"><c r="A2" t="s"><v>7</v></c></row>', 'DAMAGED'],
    ['a row beyond the last', '<row r="1048577"/>', 'DAMAGED'],
    ['a cell beyond the last', '<row r="2"><c r="XFE2"><v>1</v></c></row>', 'DAMAGED'],
    ['elements without end', '<x>'.repeat(100), 'DAMAGED'],
    ['a far column', '<row r="2"><c r="XFD2"><v>1</v></c></row>', 'TOO_MANY_COLUMNS'],
    ['a value without end', `<row r="2"><c r="A2"><v>${'1'.repeat(2_500_000)}</v></c></row>`, 'CELL_TOO_LONG'],
  ])('%s', async (_, xml, code) => {
    expect(await refusal(await workbook({ rows: headerRow + xml }))).toMatchObject({ code });
  });

  it('entities are not expanded', async () => {
    const xml =
      '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c t="str"><v>&b;</v></c></row></sheetData></worksheet>';
    expect(await refusal(await workbook({ parts: { 'xl/worksheets/sheet1.xml': xml } }))).toMatchObject({
      code: 'DAMAGED',
    });
  });

  it('a long text is cut on its row', async () => {
    const text = 'x'.repeat(40_000);
    const source = await workbook({
      rows: `${headerRow}<row r="2"><c r="A2" t="inlineStr"><is><t>${text}</t></is></c></row>`,
    });
    expect((await read(source)).rows).toEqual([
      {
        number: 2,
        cells: [text.slice(0, 32_767), ''],
        problems: [{ code: 'CELL_TOO_LONG', column: 1, params: { limit: 32_767 } }],
      },
    ]);
  });

  describe('zip bombs', () => {
    const padding = ' '.repeat(3_000_000);
    const limits = { ratioGraceBytes: 1_000_000 };

    it('by ratio', async () => {
      const source = await workbook({ rows: headerRow + padding });
      expect(await refusal(source, { limits })).toEqual({ code: 'ZIP_BOMB', params: { limit: 'ratio', allowed: 100 } });
    });

    it('by declared size', async () => {
      const source = await workbook({ rows: headerRow + padding });
      expect(await refusal(source, { limits: { maxInflatedBytes: 2_000_000 } })).toEqual({
        code: 'ZIP_BOMB',
        params: { limit: 'bytes', allowed: 2_000_000 },
      });
    });

    it('by real size, where less is declared', async () => {
      const { path } = await workbook({ rows: headerRow + padding });
      const bytes = await readFile(path);
      const entry = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46; // its record in the zip directory
      expect(bytes.readUInt32LE(entry)).toBe(0x02014b50);
      bytes.writeUInt32LE(2_000, entry + 24); // uncompressed size
      await writeFile(path, bytes);
      expect(await refusal({ path }, { limits: { maxInflatedBytes: 2_000_000 } })).toEqual({
        code: 'ZIP_BOMB',
        params: { limit: 'bytes', allowed: 2_000 },
      });
    });

    it('by number of entries', async () => {
      const parts = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`x${i}`, 'x']));
      expect(await refusal(await workbook({ ...good, parts }), { limits: { maxZipEntries: 20 } })).toEqual({
        code: 'ZIP_BOMB',
        params: { limit: 'entries', allowed: 20 },
      });
    });

    it('in a part that is small in any real workbook', async () => {
      const styles = `<s>${`<x>${' '.repeat(500_000)}</x>`.repeat(70)}</s>`;
      const { path } = await workbook({ ...good, parts: { 'xl/styles.xml': styles } });
      const unlimited = { limits: { maxInflateRatio: 10_000 } };
      expect(await refusal({ path }, unlimited)).toMatchObject({ code: 'ZIP_BOMB', params: { limit: 'bytes' } });
    });
  });

  it('whatever is damaged, it is a TableError or still a table', async () => {
    const whole = await readFile((await workbook({ ...good, strings: '<si><t>x</t></si>', formats: [14] })).path);
    const cut = fc.nat(whole.length - 1).map((length) => whole.subarray(0, length));
    const changed = fc
      .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 })
      .map((changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        return bytes;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, changed), async (bytes) => {
        const path = newPath();
        await writeFile(path, bytes);
        const result: unknown = await read({ path }).catch((error: unknown) => error);
        if (types.isNativeError(result)) expect(result).toBeInstanceOf(TableError);
        await rm(path);
      }),
      { numRuns: 120 },
    );
  });

  it('entries encrypted one by one', async () => {
    const { path } = await workbook(good);
    const bytes = await readFile(path);
    const entry = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
    bytes.writeUInt16LE(bytes.readUInt16LE(entry + 8) | 1, entry + 8); // general purpose flag 0: encrypted
    await writeFile(path, bytes);
    expect(await refusal({ path })).toEqual({ code: 'ENCRYPTED', params: { given: 'zip' } });
  });
});
