import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { types } from 'node:util';
import * as fc from 'fast-check';
import * as iconv from 'iconv-lite';
import { openTable } from './open-table';
import { TableError } from './table-error';
import type { OpenTableOptions, RowsOptions, TableReader, TableRow } from './table-reader';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabular-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function file(content: string | Buffer): Promise<{ path: string }> {
  const path = join(folder, `${files++}.csv`);
  await writeFile(path, content);
  return { path };
}

async function readAll(table: TableReader, options?: RowsOptions): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const batch of table.rows(options)) rows.push(...batch);
  return rows;
}

async function read(content: string | Buffer, options?: OpenTableOptions) {
  const table = await openTable(await file(content), options);
  const rows = await readAll(table);
  await table.close();
  return { table, rows, cells: rows.map((row) => row.cells) };
}

const refusal = async (content: string | Buffer, options?: OpenTableOptions): Promise<unknown> => {
  const error: unknown = await read(content, options).catch((e: unknown) => e);
  if (!(error instanceof TableError)) throw new Error(`expected a TableError, got ${JSON.stringify(error)}`);
  return { code: error.code, params: error.params };
};

describe('encodings', () => {
  const text = '楼栋,房号,业主\r\n一号楼,101,张三\r\n二号楼,202,李四𠀀\r\n';
  const cells = [
    ['一号楼', '101', '张三'],
    ['二号楼', '202', '李四𠀀'],
  ];

  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\uFEFF${text}`)],
    ['gb18030', iconv.encode(text, 'gb18030')],
    ['utf-16le', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['utf-16be', iconv.encode(text, 'utf-16be', { addBOM: true })],
  ])('%s is found (case %#)', async (encoding, content) => {
    const result = await read(content);
    expect(result.table.encoding).toBe(encoding);
    expect(result.table.headers).toEqual(['楼栋', '房号', '业主']);
    expect(result.cells).toEqual(cells);
  });

  it('is decided by the whole file, not by its beginning', async () => {
    const ascii = 'a,b\n' + `some,${'x'.repeat(1_000)}\n`.repeat(600);
    const { table, rows } = await read(Buffer.concat([Buffer.from(ascii), iconv.encode('张三,李四\n', 'gbk')]));
    expect(table.encoding).toBe('gb18030');
    expect(rows.at(-1)).toEqual({ number: 602, cells: ['张三', '李四'] });
  });

  it('a character on the border of two reads stays whole', async () => {
    // 600 kB; a read takes 64 kB and ends inside a 名
    const line = `${'名'.repeat(333)},字\n`;
    const text = `ab,c\n${line.repeat(600)}`;
    const { table, rows } = await read(text);
    expect(table.encoding).toBe('utf-8');
    expect(rows.map((row) => `${row.cells.join()}\n`).join('')).toBe(text.slice('ab,c\n'.length));
  });

  it('can be given', async () => {
    const { table, cells } = await read(iconv.encode('name,ville\nAndré,Orléans\n', 'windows-1252'), {
      encoding: 'windows-1252',
    });
    expect(table.encoding).toBe('windows-1252');
    expect(cells).toEqual([['André', 'Orléans']]);
  });

  it('neither of the two: line and byte are told', async () => {
    const content = Buffer.concat([Buffer.from('a,b\nc,d\n'), Buffer.from([0xe9, 0x2c, 0x64])]);
    expect(await refusal(content)).toEqual({
      code: 'BAD_ENCODING',
      params: { encoding: 'utf-8 or gb18030', offset: 9, line: 3 },
    });
    expect(await refusal(content, { encoding: 'utf8' })).toEqual({
      code: 'BAD_ENCODING',
      params: { encoding: 'utf-8', offset: 8, line: 3 },
    });
  });

  it('unknown names are refused', async () => {
    expect(await refusal('a,b\n', { encoding: 'klingon' })).toEqual({
      code: 'UNKNOWN_ENCODING',
      params: { given: 'klingon' },
    });
  });

  it('a file cut off inside a character is told as such', async () => {
    const content = Buffer.from('姓名,电话\n张三,1\n李');
    expect(await refusal(content.subarray(0, -1))).toEqual({ code: 'CUT_OFF', params: { part: 'character', row: 3 } });
    const gb = iconv.encode('姓名,电话\n张三,1\n李', 'gb18030');
    expect(await refusal(gb.subarray(0, -1))).toEqual({ code: 'CUT_OFF', params: { part: 'character', row: 3 } });
  });
});

describe('shape', () => {
  it.each([
    [',', 'a,b\n1,2\n', undefined],
    [';', 'a;b\n1,5;2\n', undefined],
    ['\t', 'a\tb\n1\t2\n', undefined],
    [';', 'sep=;\r\na;b\r\n1;2\r\n', undefined],
    ['|', 'a|b\n1|2\n', '|'],
  ])('delimiter %j of %j (given: %s)', async (delimiter, content, given) => {
    const { table, rows } = await read(content, { delimiter: given });
    expect(table.delimiter).toBe(delimiter);
    expect(table.headers).toEqual(['a', 'b']);
    expect(rows[0]).toMatchObject({ number: 2, cells: [expect.any(String), '2'] });
  });

  it('quotes, line breaks within them, mixed line ends, short lines', async () => {
    const { cells } = await read('a,b,c\r\n"x ""1""","two\r\nlines",3\n5" pipe,,\r"only"\r\n');
    expect(cells).toEqual([
      ['x "1"', 'two\r\nlines', '3'],
      ['5" pipe', '', ''],
      ['only', '', ''],
    ]);
  });

  it('numbers rows as a spreadsheet does and leaves the empty ones out', async () => {
    const { table, rows } = await read('\n登记表,,\n\n楼栋,房号,面积\n"一\n号",1,2\n\n,,\n 二号 ,3,4\n');
    expect(table.headerRow).toBe(4);
    expect(table.headers).toEqual(['楼栋', '房号', '面积']);
    expect(rows).toEqual([
      { number: 5, cells: ['一\n号', '1', '2'] },
      { number: 8, cells: [' 二号 ', '3', '4'] },
    ]);
  });

  it('the header row can be given', async () => {
    const { table, rows } = await read('a,b\nc,d\ne,f\n', { headerRow: 2 });
    expect(table.headers).toEqual(['c', 'd']);
    expect(rows).toEqual([{ number: 3, cells: ['e', 'f'] }]);
    expect(await refusal('a,b\n\nc,d\n', { headerRow: 2 })).toEqual({ code: 'HEADER_NOT_FOUND', params: { row: 2 } });
    expect(await refusal('a,b\n', { headerRow: 9 })).toEqual({ code: 'HEADER_NOT_FOUND', params: { row: 9 } });
  });

  it('a header alone is a table without rows', async () => {
    const { table, rows } = await read('a,b');
    expect(table.headers).toEqual(['a', 'b']);
    expect(rows).toEqual([]);
  });

  it('takes protecting apostrophes away, and no others', async () => {
    const { cells } = await read("a,b,c\n'=1+1,'+86,'tis\n");
    expect(cells).toEqual([['=1+1', '+86', "'tis"]]);
  });
});

describe('streaming', () => {
  const lines = Array.from({ length: 2_500 }, (_, i) => `${i + 2},"row ${i + 2}"`);
  const content = `n,text\n${lines.join('\n')}\n`;

  it('comes in batches, reports progress, can be read twice and resumed', async () => {
    const table = await openTable(await file(content), { batchSize: 700 });
    const sizes: number[] = [];
    for await (const batch of table.rows()) sizes.push(batch.length);
    expect(sizes).toEqual([700, 700, 700, 400]);
    expect(table.bytesRead).toBe(table.bytesTotal);
    expect(table.bytesTotal).toBe(Buffer.byteLength(content));

    const all = await readAll(table);
    const rest = await readAll(table, { after: 1_999 });
    expect(rest).toEqual(all.filter((row) => row.number > 1_999));
    expect(rest[0]).toEqual({ number: 2_000, cells: ['2000', 'row 2000'] });
    expect(await readAll(table, { after: 2_501 })).toEqual([]);
    await table.close();
  });

  it('can be left early', async () => {
    const table = await openTable(await file(content), { batchSize: 10 });
    for await (const batch of table.rows()) {
      expect(batch).toHaveLength(10);
      break;
    }
    expect(await readAll(table)).toHaveLength(2_500);
    await table.close();
    await table.close();
  });
});

describe('problems of single rows', () => {
  it('are noted and do not stop the file', async () => {
    const { rows } = await read('a,b\nx\u0001y,1\nfine,2\n1,2,3,\nlong,abcdefghijk\n', {
      limits: { maxCellLength: 10 },
    });
    expect(rows).toEqual([
      {
        number: 2,
        cells: ['x\u0001y', '1'],
        problems: [{ code: 'CONTROL_CHARACTERS', column: 1, params: { character: 'U+0001' } }],
      },
      { number: 3, cells: ['fine', '2'] },
      { number: 4, cells: ['1', '2', '3'], problems: [{ code: 'EXTRA_CELL', column: 3, params: { headers: 2 } }] },
      {
        number: 5,
        cells: ['long', 'abcdefghij'],
        problems: [{ code: 'CELL_TOO_LONG', column: 2, params: { limit: 10 } }],
      },
    ]);
  });

  it.each([
    ['ends in the middle of a line', 'a,b,c\n1,2,3\n4,5', true],
    ['ends in the middle of a line, right behind the header', 'a,b,c\n4,5', true],
    ['ends without a line break', 'a,b,c\n1,2,3\n4,5,6', false],
    ['short last line, but ended', 'a,b,c\n1,2,3\n4,5\n', false],
    ['short lines are usual here', 'a,b,c\n1,2\n4,5', false],
  ])('a cut last line: %s', async (_, content, cutOff) => {
    const { rows } = await read(content);
    const problem = { code: 'CUT_OFF', column: 2, params: { cells: 2, headers: 3 } };
    expect(rows.at(-1)?.problems).toEqual(cutOff ? [problem] : undefined);
  });
});

describe('files that are refused', () => {
  it.each([
    ['png', Buffer.from('\x89PNG\r\n\x1a\n0000IHDR', 'latin1')],
    ['jpeg', Buffer.from('\xff\xd8\xff\xe0\x00\x10JFIF', 'latin1')],
    ['pdf', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['xls', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)])],
    ['html', Buffer.from('<html><body><table><tr><td>1</td></tr></table></body></html>')],
    ['html', Buffer.from('\uFEFF<!DOCTYPE html>\n<table></table>')],
    ['xml', Buffer.from('<?xml version="1.0"?><rows/>')],
    ['json', Buffer.from('[{"a": 1}]')],
    ['binary', Buffer.from('a,b\n1,\0\n')],
  ])('%s', async (given, content) => {
    expect(await refusal(content)).toEqual({ code: 'NOT_A_TABLE', params: { given, allowed: ['csv', 'xlsx'] } });
  });

  it('an encrypted workbook is told from an old one', async () => {
    const content = Buffer.alloc(2_500_000);
    content.write('d0cf11e0a1b11ae1', 'hex');
    content.write('EncryptedPackage', 2_400_000, 'utf16le');
    expect(await refusal(content)).toEqual({ code: 'ENCRYPTED', params: { given: 'xlsx' } });
  });

  it.each([
    ['no bytes', ''],
    ['a byte order mark only', '\uFEFF'],
    ['empty lines only', '\n\n , \n'],
  ])('empty: %s', async (_, content) => {
    expect(await refusal(content)).toEqual({ code: 'FILE_EMPTY', params: {} });
  });

  it('300 MB are refused by the size alone', async () => {
    const source = await file('a,b\n');
    await truncate(source.path, 300_000_000);
    await expect(openTable(source)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      params: { bytes: 300_000_000, limit: 209_715_200 },
    });
  });

  it('a quoted value that never ends', async () => {
    expect(await refusal('a,b\n1,2\n3,"four')).toEqual({ code: 'CUT_OFF', params: { part: 'quoted value', row: 3 } });
    const endless = `a,b\n1,2\n3,"${'four\n'.repeat(250_000)}`;
    expect(await refusal(endless)).toEqual({
      code: 'CELL_TOO_LONG',
      params: { part: 'row', row: 3, limit: 1_048_576 },
    });
  });

  it('duplicate headers and too many columns', async () => {
    expect(await refusal('a,b,a\n')).toEqual({ code: 'DUPLICATE_HEADER', params: { header: 'a', columns: [1, 3] } });
    expect(await refusal('a,b\n1,2,3,4\n', { limits: { maxColumns: 3 } })).toEqual({
      code: 'TOO_MANY_COLUMNS',
      params: { row: 2, columns: 4, limit: 3 },
    });
  });

  it('whatever the bytes are, it is a TableError or a table', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '张', ',', ';', '\t', '"', '\n', '\r', '=', "'", '\0', ' ') });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
      text.map((t) => Buffer.from(t)),
      text.map((t) => iconv.encode(t, 'gb18030')),
      text.map((t) => iconv.encode(t, 'utf-16le', { addBOM: true })),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const result: unknown = await read(content).catch((error: unknown) => error);
        if (types.isNativeError(result)) expect(result).toBeInstanceOf(TableError);
      }),
      { numRuns: 100 },
    );
  });

  it('a missing file is not a bad file', async () => {
    await expect(openTable({ path: join(folder, 'nowhere.csv') })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
