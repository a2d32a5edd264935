import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { bill, chargesOf, ledgerProblems, on } from './support/fees';
import { importRows, type Imported } from './support/imports';
import { change } from '../identity/support';

let platform: TestPlatform;
let finance: TestClient;
let admin: TestClient;
let neighbour: TestClient;

const UNITS = ['小区,楼栋,房号,建筑面积', '和园,1栋,101,89.37', '和园,1栋,102,100', '和园,1栋,103,50'];
const PEOPLE = [
  '姓名,电话,小区,楼栋,房号,客户外部编号',
  '张伟,13800138001,和园,1栋,101,c-1',
  '王芳,13800138002,和园,1栋,102,c-2',
  '李娜,13800138003,和园,1栋,103,c-3',
];
const ITEMS = [
  '编码,名称,计费方式,单价,阶梯价,生效日期,缴费日,税率,违约金日率,违约金宽限天数,预收/后收',
  'WY,物业费,按面积,2.80,,2020-01-01,10,6%,0.05%,10,预收',
  'SF,水费,按表计量,,15:3.45; 25:4.83; :5.83,2020-01-01,10,,,,后收',
];

const importing = (kind: string, rows: readonly string[] | string, input = {}, client = finance): Promise<Imported> =>
  importRows(platform, client, kind, rows, input);

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  finance = await platform.as('FINANCE_MANAGER');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  platform.clock.freeze(new Date('2026-05-20T04:00:00.000Z'));
  await importing('BUILDINGS_AND_UNITS', UNITS, { onMissingParent: 'CREATE' }, admin);
  await importing('CUSTOMERS_WITH_OCCUPANCY', PEOPLE, {}, admin);
  const { communities } = await admin.ok<{ communities: { nodes: { id: string }[] } }>(
    '{ communities { nodes { id } } }',
  );
  const contract = { communityId: communities.nodes[0]!.id, number: 'HT-1', kind: 'LUMP_SUM', startsOn: '2020-01-01' };
  const input = { ...contract, feeBasis: '合同', hasLateFeeClause: true };
  await change(admin, 'createServiceContract', 'CreateServiceContractInput', input, 'contract { id }');
});
afterAll(() => platform?.close());
afterEach(async () => expect(await ledgerProblems(platform)).toEqual([]));

describe('fee items come in by a file', () => {
  it('with price, tiers and rules; the same file again changes nothing, a new price begins on its day', async () => {
    expect((await importing('FEE_ITEMS', ITEMS, { dryRun: true })).counts).toEqual({ created: 2 });
    expect(await importing('FEE_ITEMS', ITEMS)).toMatchObject({ state: 'SUCCEEDED', counts: { created: 2 } });
    expect((await importing('FEE_ITEMS', ITEMS)).counts).toEqual({ unchanged: 2 });
    const dearer = [ITEMS[0]!, 'WY,物业费,按面积,3.00,,2026-07-01,10,6%,0.05%,10,预收'];
    expect((await importing('FEE_ITEMS', dearer)).counts).toEqual({ updated: 1 });
    const { feeItems } = await admin.ok<{ feeItems: { nodes: object[] } }>(
      `{ feeItems { nodes { code prices { startsOn tiers { upTo price } } definitions { startsOn formula taxRate
         lateFee { dailyRate graceDays } } } } }`,
    );
    expect(feeItems.nodes).toEqual([
      {
        code: 'SF',
        prices: [
          {
            startsOn: '2020-01-01',
            tiers: [
              { upTo: '15', price: '3.45' },
              { upTo: '25', price: '4.83' },
              { upTo: null, price: '5.83' },
            ],
          },
        ],
        definitions: [{ startsOn: '2020-01-01', formula: 'METERED', taxRate: '0', lateFee: null }],
      },
      {
        code: 'WY',
        prices: [
          { startsOn: '2020-01-01', tiers: [{ upTo: null, price: '2.8' }] },
          { startsOn: '2026-07-01', tiers: [{ upTo: null, price: '3' }] },
        ],
        definitions: [
          { startsOn: '2020-01-01', formula: 'AREA', taxRate: '0.06', lateFee: { dailyRate: '0.0005', graceDays: 10 } },
        ],
      },
    ]);
  });

  it('a wrong one is refused by its column, the others are taken, and the mended file brings it in', async () => {
    const rows = [
      ITEMS[0]!,
      'DT,电梯费,固定金额,12,,2020-01-01,,,,,',
      'GT,公摊,固定金额,,,2020-01-01,10,,,,',
      'BL,保洁,固定金额,5,,2020-01-01,10,,,,',
    ];
    const tried = await importing('FEE_ITEMS', rows);
    expect(tried.problems).toEqual(['2 dueDay REQUIRED', '3 price REQUIRED']);
    expect(tried.counts).toEqual({ failed: 2, created: 1 });
    const mended = tried.problemFile!.replace(
      'DT,电梯费,固定金额,12,,2020-01-01,,',
      'DT,电梯费,固定金额,12,,2020-01-01,10,',
    );
    expect((await importing('FEE_ITEMS', mended)).counts).toEqual({ created: 1, failed: 1 });
    expect((await importing('FEE_ITEMS', [ITEMS[0]!, 'X,公式费,公式,1,,2020-01-01,10,,,,'])).problems).toEqual([
      expect.stringMatching(/^2 expression /),
    ]);
  });
});

describe('meters and assignments come in by a file', () => {
  it('the first reading of an unknown meter makes it where missing things are created', async () => {
    const rows = ['小区,楼栋,房号,表号,抄表日期,本次读数', '和园,1栋,101,W-101,2026-05-01,120'];
    expect((await importing('METER_READINGS', rows)).problems).toEqual(['2 meter UNKNOWN_METER']);
    const made = await importing('METER_READINGS', rows, { onMissingParent: 'CREATE' });
    expect(made.counts).toEqual({ created: 1, metersCreated: 1 });
    expect((await importing('METER_READINGS', rows)).counts).toEqual({ unchanged: 1 });
    const next = [rows[0]!, '和园,1栋,101,W-101,2026-05-20,147.4', '和园,1栋,101,W-101,2026-05-10,147.4'];
    expect(await importing('METER_READINGS', next)).toMatchObject({
      counts: { created: 1, failed: 1 },
      problems: [expect.stringMatching(/^3 readOn /)],
    });
  });

  it('names units, items and payers by what people call them', async () => {
    const head = '小区,楼栋,房号,收费项目,起收日期,表号,单独定价,客户外部编号,外部编号';
    const rows = [
      head,
      '和园,1栋,101,物业费,2026-06-01,,,,a-1',
      '和园,1栋,101,SF,2026-05-01,W-101,,,a-2',
      '和园,1栋,102,WY,2026-06-01,,2.50,,a-3',
      '和园,1栋,103,wy,2026-06-01,,,c-2,a-4',
      '和园,1栋,104,WY,2026-06-01,,,,',
      '和园,1栋,103,燃气费,2026-06-01,,,,',
      '和园,1栋,103,SF,2026-06-01,,,,',
      '和园,1栋,101,WY,2026-08-01,,,,',
      '和园,1栋,102,DT,2026-06-01,,,c-9,',
    ];
    const tried = await importing('FEE_ASSIGNMENTS', rows);
    expect(tried.problems).toEqual([
      '6 unit UNKNOWN_UNIT',
      '7 feeItem UNKNOWN_ITEM',
      '8 meter REQUIRED',
      '9 startsOn ASSIGNED',
      '10 customerExternalId UNKNOWN_CUSTOMER',
    ]);
    expect(tried.counts).toEqual({ created: 4, failed: 5 });
    expect((await importing('FEE_ASSIGNMENTS', rows.slice(0, 5))).counts).toEqual({ unchanged: 4 });
    const changed = [head, '和园,1栋,102,WY,2026-06-01,,2.60,,a-3'];
    expect((await importing('FEE_ASSIGNMENTS', changed)).counts).toEqual({ updated: 1 });
  });

  it('is for who may manage fees', async () => {
    const agent = await platform.as('SERVICE_AGENT');
    const fileId = await platform.upload(agent, { fileName: 'a.csv', content: Buffer.from('a\n1\n') });
    const start = 'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }';
    for (const kind of ['FEE_ITEMS', 'FEE_ASSIGNMENTS', 'OPENING_BALANCES', 'PAYMENTS']) {
      expect((await agent.fails(start, { input: { fileId, kind } })).extensions.code).toBe('FORBIDDEN');
    }
  });
});

describe('a company moves in in the middle of a year', () => {
  const head = '小区,楼栋,房号,姓名,类型,收费项目,金额,违约金,应缴日期,费用开始日期,费用结束日期,启用日,账单号';
  const balances = [
    head,
    '和园,1栋,101,,欠费,物业费,750.72,15.01,2026-01-10,2026-01-01,2026-03-31,2026-05-20,B-1',
    '和园,1栋,101,张伟,欠费,物业费,500.48,,2026-05-15,2026-04-01,2026-05-31,2026-05-20,B-2',
    '和园,1栋,102,王芳,预存,,300.00,,,,,2026-05-20,B-3',
    '和园,1栋,103,李娜,预存,物业费,20.00,,,,,2026-05-20,B-4',
  ];
  const owing = async (unit: string): Promise<string[]> =>
    (await chargesOf(admin, { isOwing: true }))
      .filter(({ customer }) => customer.name === unit)
      .map((one) => `${one.dueOn} ${one.principalDue.amount} + ${one.lateFeeDue.amount}`);

  it('opening balances show what the old system showed, and a file that comes again changes nothing', async () => {
    expect((await importing('OPENING_BALANCES', balances, { dryRun: true })).counts).toEqual({ created: 4 });
    expect(await owing('张伟')).toEqual([]);
    expect((await importing('OPENING_BALANCES', balances)).counts).toEqual({ created: 4 });
    expect(await owing('张伟')).toEqual(['2026-01-10 750.72 + 15.01', '2026-05-15 500.48 + 0.00']);
    const { charges } = await admin.ok<{ charges: { nodes: { lines: object[] }[] } }>(
      '{ charges(filter: { kind: { eq: OPENING } }) { nodes { lines { month trace explanation } } } }',
    );
    expect(charges.nodes[0]!.lines).toEqual([{ month: '2026-01', trace: {}, explanation: [] }]);
    expect((await importing('OPENING_BALANCES', balances)).counts).toEqual({ unchanged: 4 });
    const { arrears } = await admin.ok<{ arrears: { total: Record<string, { amount: string }> } }>(
      '{ arrears(by: COMMUNITY) { total { days0To30 { amount } days91To180 { amount } total { amount } } } }',
    );
    expect(arrears.total).toEqual({
      days0To30: { amount: '500.48' },
      days91To180: { amount: '765.73' },
      total: { amount: '1266.21' },
    });
    const { accountTotals } = await admin.ok<{ accountTotals: { kind: string }[] }>(
      '{ accountTotals(from: "2026-05", to: "2026-05") { kind debit { amount } credit { amount } } }',
    );
    expect(accountTotals.find(({ kind }) => kind === 'OPENING')).toMatchObject({
      debit: { amount: '320.00' },
      credit: { amount: '1266.21' },
    });
  });

  it('what is wrong is refused by its column, and never posted half', async () => {
    const rows = [
      head,
      '和园,1栋,101,张伟,欠费,物业费,700.00,,2026-01-10,,,2026-05-20,B-1',
      '和园,1栋,101,张伟,欠费,,1,,2026-01-10,,,,B-5',
      '和园,1栋,101,张伟,欠费,物业费,1,,,,,,B-6',
      '和园,1栋,101,张伟,预存,物业费,1,,2026-01-10,,,,B-7',
      '和园,1栋,101,赵六,欠费,物业费,1,,2026-01-10,,,,B-8',
      '和园,1栋,101,张伟,欠费,物业费,1.234,,2026-01-10,,,,B-9',
      '和园,1栋,101,张伟,欠费,物业费,1,,2026-01-10,,,2026-05-21,B-10',
      '和园,1栋,101,张伟,欠费,物业费,0,,2026-01-10,,,,B-11',
    ];
    const tried = await importing('OPENING_BALANCES', rows);
    expect(tried.problems).toEqual([
      '2 amount IN_THE_BOOKS',
      '3 feeItem REQUIRED',
      '4 dueOn REQUIRED',
      '5 dueOn NOT_ALLOWED',
      '6 name UNKNOWN_CUSTOMER',
      '7 amount TOO_MANY_DECIMALS',
      '8 asOf IN_THE_FUTURE',
      '9 amount NOT_POSITIVE',
    ]);
    expect(await owing('张伟')).toHaveLength(2);
  });

  it('late fees go on from the day of moving in, and the first run uses what was prepaid', async () => {
    const run = await on(platform, '2026-06-01', () => bill(platform, admin, '2026-06'));
    expect(run).toMatchObject({ state: 'SUCCEEDED', charges: 3 });
    // 102: 100 m² × 2.60 of 300 prepaid. 103, which 王芳 pays too: 140, of the 40 that are left. 李娜’s is hers alone.
    expect(await owing('王芳')).toEqual(['2026-06-10 100.00 + 0.00']);
    expect(await owing('李娜')).toEqual([]);
    await on(platform, '2026-06-01', async () => {
      const paid = [
        '客户外部编号,姓名,金额,收款方式,收款日期,流水号,收费项目',
        'c-1,,1000.00,银行代扣,2026-05-30,BK-1,',
        'c-3,李娜,30.00,微信,2026-05-31,BK-2,物业费',
      ];
      expect((await importing('PAYMENTS', paid)).counts).toEqual({ created: 2 });
      expect((await importing('PAYMENTS', paid)).counts).toEqual({ unchanged: 2 });
      // 750.72 + 15.01 + ten days of 0.3754 to the first; B-2 is in its grace until 25 May: five days of 0.2502.
      const { payments } = await admin.ok<{ payments: { nodes: { reference: string; allocations: object[] }[] } }>(
        '{ payments { nodes { reference allocations { component amount { amount } } } } }',
      );
      expect(payments.nodes.find(({ reference }) => reference === 'BK-1')!.allocations).toEqual([
        { component: 'PRINCIPAL', amount: { amount: '750.72' } },
        { component: 'LATE_FEE', amount: { amount: '18.76' } },
        { component: 'PRINCIPAL', amount: { amount: '230.52' } },
      ]);
      expect(await owing('张伟')).toEqual(['2026-05-15 269.96 + 1.25', '2026-06-10 250.24 + 0.00']);
    });
  });

  it('payments are refused by their column; another company’s customers and items are unknown', async () => {
    const rows = [
      '客户外部编号,姓名,金额,收款方式,收款日期,流水号',
      'c-1,,999.00,银行代扣,2026-05-30,BK-1',
      'c-1,,5,飞鸽,2026-05-30,BK-3',
      'c-1,,5,现金,2026-12-30,BK-4',
      'c-1,,5,现金,2026-05-30,',
      ',张伟,5,现金,2026-05-30,BK-5',
    ];
    expect((await importing('PAYMENTS', rows)).problems).toEqual([
      '2 reference IN_THE_BOOKS',
      '3 method NOT_ALLOWED',
      '4 receivedOn IN_THE_FUTURE',
      '5 reference REQUIRED',
      '6 name REQUIRED',
    ]);
    const theirs = await importing('PAYMENTS', [rows[0]!, 'c-1,,5,现金,2026-05-20,BK-6'], {}, neighbour);
    expect(theirs.problems).toEqual(['2 customerExternalId UNKNOWN_CUSTOMER']);
  });
});
