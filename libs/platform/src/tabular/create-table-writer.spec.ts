import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import * as ExcelJS from 'exceljs';
import * as fc from 'fast-check';
import * as iconv from 'iconv-lite';
import { createTableWriter } from './create-table-writer';
import { openTable } from './open-table';
import type { OpenTableOptions, TableRow } from './table-reader';
import type { TableValue, TableWriterOptions } from './table-writer';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabular-write-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;

async function write(rows: TableValue[][], options: Omit<TableWriterOptions, 'sink'>): Promise<string> {
  const path = join(folder, `${files++}.${options.format}`);
  const writer = createTableWriter({ ...options, sink: createWriteStream(path) });
  await writer.writeRows(rows);
  await writer.end();
  return path;
}

async function read(path: string, options?: OpenTableOptions) {
  const table = await openTable({ path }, options);
  const rows: TableRow[] = [];
  for await (const batch of table.rows()) rows.push(...batch);
  await table.close();
  return { headers: table.headers, sheetNames: table.sheetNames, rows };
}

/** Keeps what it gets, and takes it only when told. */
class SlowSink extends Writable {
  readonly chunks: Buffer[] = [];
  private next: (() => void) | null = null;

  constructor() {
    super({ highWaterMark: 16 });
  }

  override _write(chunk: Buffer, _: BufferEncoding, callback: () => void): void {
    this.chunks.push(chunk);
    this.next = callback;
  }

  take(): void {
    const next = this.next;
    this.next = null;
    next?.();
  }
}

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));
const wide = (n: number): TableValue[][] => Array.from({ length: n }, (_, i) => [i, `text ${i} `.repeat(20)]);

describe('csv', () => {
  it('as the bytes are', async () => {
    const path = await write(
      [
        ['张三', 1.5, 10n, true, new Date('2026-03-11T16:30:00Z'), null],
        ['a "b", c', -5, 12345678901234567890n, false, new Date('2026-03-11T16:30:00.250Z'), 'two\nlines'],
        ['-5', 1e21, -1n, false, new Date(Number.NaN), '=1+1'],
        ['', Number.NaN, 0n, true, null, "'=x"],
      ],
      { format: 'csv', headers: ['ID', 'b', 'c', 'd', 'e', '@f'], timeZone: 'Asia/Shanghai' },
    );
    expect(await readFile(path, 'utf8')).toBe(
      '\uFEFF"ID",b,c,d,e,\'@f\r\n' +
        '张三,1.5,10,true,2026-03-12 00:30:00,\r\n' +
        '"a ""b"", c",-5,12345678901234567890,false,2026-03-12 00:30:00.250,"two\nlines"\r\n' +
        "'-5,1000000000000000000000,-1,false,,'=1+1\r\n" +
        ",,0,true,,''=x\r\n",
    );
  });

  it('in GB18030 with semicolons', async () => {
    const path = await write([['张三；𠀀', 'x;y']], {
      format: 'csv',
      headers: ['姓名', 'b'],
      encoding: 'gb18030',
      delimiter: ';',
    });
    expect(iconv.decode(await readFile(path), 'gb18030')).toBe('姓名;b\r\n张三；𠀀;"x;y"\r\n');
    expect((await read(path)).rows).toEqual([{ number: 2, cells: ['张三；𠀀', 'x;y'] }]);
  });

  it('a table of one empty column is not a file of empty lines', async () => {
    const path = await write([[''], ['x']], { format: 'csv', headers: ['a'] });
    expect(await readFile(path, 'utf8')).toBe('\uFEFFa\r\n""\r\nx\r\n');
  });
});

describe('xlsx', () => {
  it('as another program reads it: types, dates, and no formula', async () => {
    const path = await write(
      [
        ['张三 & <b>', 89.37, 10n, true, new Date('2026-03-11T16:30:00Z'), '=HYPERLINK("http://x")'],
        [' padded\n', -5, 12345678901234567890n, false, new Date('1850-01-01T00:00:00Z'), '\u0001_x0041_\r'],
      ],
      {
        format: 'xlsx',
        headers: ['a', 'b', 'c', 'd', 'e', 'f'],
        sheetName: "客户/[2026]*'",
        timeZone: 'Asia/Shanghai',
      },
    );
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path);
    const sheet = book.worksheets[0];
    expect(sheet?.name).toBe('客户  2026');
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet?.getCell('A1').font).toMatchObject({ bold: true });
    expect(sheet?.getRow(2).values).toEqual([
      undefined,
      '张三 & <b>',
      89.37,
      10,
      true,
      new Date('2026-03-12T00:30:00Z'), // exceljs shows the wall clock as UTC
      '=HYPERLINK("http://x")',
    ]);
    expect(sheet?.getCell('F2').type).toBe(ExcelJS.ValueType.String);
    expect(sheet?.getCell('C3').value).toBe('12345678901234567890');
    expect(sheet?.getCell('E3').value).toMatch(/^1850-01-01T08:05:43/); // local mean time of Shanghai

    expect((await read(path)).rows).toEqual([
      { number: 2, cells: ['张三 & <b>', '89.37', '10', 'true', '2026-03-12T00:30:00', '=HYPERLINK("http://x")'] },
      {
        number: 3,
        cells: [' padded\n', '-5', '12345678901234567890', 'false', '1850-01-01T08:05:43', '\u0001_x0041_\r'],
        problems: [{ code: 'CONTROL_CHARACTERS', column: 6, params: { character: 'U+0001' } }],
      },
    ]);
  });

  it('without rows is a sheet with a header', async () => {
    const path = await write([], { format: 'xlsx', headers: ['a', 'b'] });
    expect(await read(path)).toEqual({ headers: ['a', 'b'], sheetNames: ['Sheet1'], rows: [] });
  });

  it('goes on on further sheets, each with the header', async () => {
    const rows = Array.from({ length: 7 }, (_, i) => [i, `row ${i}`]);
    const path = await write(rows, { format: 'xlsx', headers: ['n', 'text'], sheetName: 'Units', maxRowsPerSheet: 4 });
    const parts = [
      await read(path),
      await read(path, { sheet: 'Units (2)' }),
      await read(path, { sheet: 'Units (3)' }),
    ];
    expect(parts[0]?.sheetNames).toEqual(['Units', 'Units (2)', 'Units (3)']);
    expect(parts.map((part) => part.headers)).toEqual(Array(3).fill(['n', 'text']));
    expect(parts.flatMap((part) => part.rows.map((row) => row.cells[1]))).toEqual(rows.map((row) => row[1]));
    expect(parts.map((part) => part.rows.length)).toEqual([3, 3, 1]);
  });

  it('refuses a text no spreadsheet would open', async () => {
    const writer = createTableWriter({ format: 'xlsx', headers: ['a'], sink: new SlowSink() });
    await expect(writer.writeRows([['ok'], ['x'.repeat(32_768)]])).rejects.toMatchObject({
      code: 'CELL_TOO_LONG',
      params: { part: 'export', row: 3, column: 1, limit: 32_767 },
    });
  });
});

describe.each(['csv', 'xlsx'] as const)('%s as a stream', (format) => {
  it('waits for a slow sink instead of gathering', async () => {
    const sink = new SlowSink();
    const writer = createTableWriter({ format, headers: ['n', 'text'], sink });
    let written = 0;
    const writing = (async () => {
      for (let i = 0; i < 60; i++) {
        await writer.writeRows(wide(500));
        written++;
      }
      await writer.end();
    })();
    for (let i = 0; i < 200; i++) await tick();
    expect(written).toBeLessThan(20);
    expect(writer.rowsWritten).toBeLessThan(20 * 500);

    const pump = setInterval(() => sink.take(), 0);
    await writing;
    clearInterval(pump);
    expect(writer.rowsWritten).toBe(30_000);
  });

  it('fails when the sink is closed by the other side, before or while waiting', async () => {
    const sink = new SlowSink();
    const writer = createTableWriter({ format, headers: ['n', 'text'], sink });
    const writing = (async () => {
      for (;;) await writer.writeRows(wide(500));
    })();
    for (let i = 0; i < 50; i++) await tick();
    sink.destroy();
    await expect(writing).rejects.toMatchObject({ code: 'SINK_CLOSED' });
    await expect(writer.end()).rejects.toMatchObject({ code: 'SINK_CLOSED' });
  });

  it('hands on the error of the sink', async () => {
    const full = new Error('no space left');
    const sink = new Writable({ write: (_chunk, _encoding, callback) => callback(full) });
    const writer = createTableWriter({ format, headers: ['n', 'text'], sink });
    await expect(
      (async () => {
        for (let i = 0; i < 200; i++) await writer.writeRows(wide(500));
        await writer.end();
      })(),
    ).rejects.toBe(full);
  });
});

describe('what is written is read back', () => {
  const tricky = fc.constantFrom(
    '=1+1',
    "'=x",
    "''@",
    '-5',
    '_x0041_',
    '_x0041',
    '\u0001',
    '\r\n',
    '"',
    ' x ',
    ',',
    ';',
    '\t',
    'ＩＤ',
    '￾',
    '0012',
  );
  const text = fc
    .oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.array(tricky, { maxLength: 4 }).map((parts) => parts.join('')),
    )
    // U+0000 has no place in text; U+E5E5 is private use that GB18030 cannot hold.
    .map((value) => value.replace(/[\0\uE5E5]/g, ''));
  const table = fc.integer({ min: 1, max: 5 }).chain((width) =>
    fc.record({
      headers: fc.constant(Array.from({ length: width }, (_, i) => `列 ${i + 1}`)),
      rows: fc.array(fc.array(text, { minLength: width, maxLength: width }), { maxLength: 8 }),
    }),
  );

  it.each([
    ['csv', 'utf-8', ','],
    ['csv', 'gb18030', ';'],
    ['csv', 'utf-8', '\t'],
    ['xlsx', 'utf-8', ','],
  ] as const)('any cells: %s %s %j', async (format, encoding, delimiter) => {
    await fc.assert(
      fc.asyncProperty(table, async ({ headers, rows }) => {
        const path = await write(rows, { format, headers, encoding, delimiter });
        // Given, since a handful of random bytes may well look like another encoding or delimiter.
        const result = await read(path, { encoding, delimiter });
        const expected = rows
          .map((cells, i) => ({ number: i + 2, cells }))
          .filter((row) => row.cells.some((cell) => cell.trim() !== ''));
        expect(result.headers).toEqual(headers);
        expect(result.rows.map(({ number, cells }) => ({ number, cells }))).toEqual(expected);
        await rm(path);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['csv', 'xlsx'] as const)('numbers, dates and booleans: %s', async (format) => {
    const value = fc.record({
      number: fc
        .double({ noNaN: true, noDefaultInfinity: true, min: -1e14, max: 1e14 })
        .map((n) => Number(n.toPrecision(15))),
      whole: fc.bigInt(-(10n ** 30n), 10n ** 30n),
      flag: fc.boolean(),
      date: fc.date({
        min: new Date('1900-03-01T00:00:00Z'),
        max: new Date('9999-12-31T23:59:59Z'),
        noInvalidDate: true,
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 8 }), async (values) => {
        const rows = values.map((v) => [v.number, v.whole, v.flag, v.date]);
        const path = await write(rows, { format, headers: ['n', 'w', 'f', 'd'] });
        const result = await read(path);
        expect(
          result.rows.map(({ cells: [n = '', w = '', f, d = ''] }) => [
            Number(n) + 0,
            BigInt(w),
            f === 'true',
            `${d.replace(' ', 'T')}Z`,
          ]),
        ).toEqual(values.map((v) => [v.number + 0, v.whole, v.flag, v.date.toISOString().replace('.000Z', 'Z')]));
        await rm(path);
      }),
      { numRuns: 40 },
    );
  });
});
