import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, enterRegister, type Register } from '../customers/support/register';
import { change, sqlOf } from '../identity/support';
import { history, move, read, take } from './support';

let platform: TestPlatform;
let admin: TestClient;
let stranger: TestClient;
let places: Register;

beforeAll(async () => {
  platform = await createTestPlatform();
  await platform.startWorker();
  admin = (await platform.as('ADMIN')).with({ 'accept-language': 'en' });
  stranger = await platform.as('ADMIN', { tenant: 'b' });
  places = await enterRegister(admin);
});

afterAll(() => platform.close());

interface Job {
  state: string;
  result: { counts: { name: string; value: number }[] };
  errors: { nodes: { row: number; taken: boolean; problems: { field: string; code: string; message: string }[] }[] };
}
const JOB = `state result { counts { name value } } failure { code message }
  errors(first: 50) { nodes { row taken problems { field code message } } }`;

async function bring(text: string, input: Record<string, unknown> = {}, client = admin): Promise<Job> {
  const fileId = await platform.upload(client, { fileName: '工单.csv', content: Buffer.from(text) });
  const { job } = await change<{ job: { id: string } }>(
    client,
    'startImport',
    'StartImportInput',
    { fileId, kind: 'TICKETS', ...input },
    'job { id }',
  );
  return (await platform.finishedJob(client, job.id, JOB)) as unknown as Job;
}
const counts = (job: Job): Record<string, number> =>
  Object.fromEntries(job.result.counts.map(({ name, value }) => [name, value]));

const TICKET = `id number formerNumber externalId isHistoric kind channel severity state title description place openedAt
  resolvedAt closedAt dueAt category { name } customer { id } reporter { name phone } unit { id } building { id }
  clocks { target } history { nodes { kind facts } }`;
type Read = Record<string, unknown> & { id: string; number: string; version: number };
async function tickets(filter: Record<string, unknown>, client = admin): Promise<Read[]> {
  return (
    await client.ok<{ tickets: { nodes: Read[] } }>(
      `query ($filter: TicketFilter) { tickets(filter: $filter, first: 100, orderBy: { field: NUMBER }) { nodes { ${TICKET} } } }`,
      { filter },
    )
  ).tickets.nodes;
}

const HEADER = '工单编号,外部编号,类型,状态,标题,详情,小区,楼栋,单元,房号,报修人,联系电话,分类,报修时间,办结时间';
const csv = (...rows: string[]): string => [HEADER, ...rows].join('\n') + '\n';

describe('tickets from before', () => {
  it('come with place, customer, category and times, a number of their year, and start nothing', async () => {
    const customer = await enterCustomer(admin, '王芳', { contacts: [{ kind: 'PHONE', value: '13800138000' }] });
    const job = await bring(
      csv(
        'GD-77,x-1,投诉,已关闭,电梯异响,半夜也响,和园,3栋,2单元,1101,王芳,138 0013 8000,楼内电梯故障,2025-12-31 23:30,2026/1/2 08:05',
        'GD-78,x-2,,处理中,,水管漏水，已经两天,和园,3栋,,,李四,,,2026年1月1日,',
      ),
    );
    expect([job.state, counts(job)]).toEqual(['SUCCEEDED', { created: 2 }]);
    const [first, second] = await tickets({ externalId: { in: ['x-1', 'x-2'] } });
    expect(first).toMatchObject({
      number: '2025-000001',
      formerNumber: 'GD-77',
      isHistoric: true,
      kind: 'COMPLAINT',
      channel: 'PHONE',
      severity: 'GENERAL',
      state: 'CLOSED',
      place: '和园 3栋-2-1101',
      unit: { id: places.unit1101 },
      customer: { id: customer.id },
      reporter: { name: '王芳', phone: '13800138000' },
      category: { name: '楼内电梯故障' },
      // Half past eleven at night in Shanghai.
      openedAt: '2025-12-31T15:30:00.000Z',
      resolvedAt: '2026-01-02T00:05:00.000Z',
      closedAt: '2026-01-02T00:05:00.000Z',
      dueAt: null,
      clocks: [],
      history: { nodes: [{ kind: 'CREATED', facts: { imported: true } }] },
    });
    expect(second).toMatchObject({
      number: '2026-000001',
      kind: 'REPAIR',
      state: 'IN_PROGRESS',
      title: '水管漏水，已经两天',
      building: { id: places.building },
      unit: null,
      customer: null,
      closedAt: null,
      clocks: [],
    });
    // Nobody is told, and what is open goes on from there.
    await platform.runJobs();
    const [told] = await sqlOf(platform)<{ count: number }>('SELECT count(*)::int AS count FROM atrium.notification');
    expect(told).toEqual({ count: 0 });
    const open = await read(admin, second!.id);
    expect(await move(admin, open, 'RESOLVED')).toMatchObject({ state: 'RESOLVED', dueAt: null });
    expect((await history(admin, open.id)).map(({ kind }) => kind)).toEqual(['CREATED', 'MOVED']);
    const found = await admin.ok<{ searchTickets: { nodes: { id: string }[] } }>(
      '{ searchTickets(query: "GD-77") { nodes { id } } }',
    );
    expect(found.searchTickets.nodes).toEqual([{ id: first!.id }]);
    // The next one that is taken down goes on counting.
    expect((await take(admin, { communityId: places.heYuan })).number).toMatch(/^\d{4}-0000/);
    expect(await tickets({ externalId: { eq: 'x-1' } }, stranger)).toEqual([]);
    const [audited] = await sqlOf(platform)<{ count: number }>(
      `SELECT count(*)::int AS count FROM atrium.audit_log
       WHERE entity = 'ticket' AND action = 'INSERT' AND after ->> 'external_id' IN ('x-1', 'x-2')`,
    );
    expect(audited).toEqual({ count: 2 });
  });

  it('are updated when they come again, never doubled, with a key or without', async () => {
    const keyed = csv('1,y-1,,,旧标题,,和园,3栋,,,,,,2026-02-01,');
    const plain = csv(
      '56,,,,灯坏了,,和园,3栋,2单元,1102,张三,,,2026-02-01,',
      '56,,,,灯坏了,,和园,3栋,2单元,1201,张三,,,2026-02-01,',
    );
    expect(counts(await bring(keyed))).toEqual({ created: 1 });
    expect(counts(await bring(plain))).toEqual({ created: 2 });
    expect(counts(await bring(keyed))).toEqual({ unchanged: 1 });
    expect(counts(await bring(plain))).toEqual({ unchanged: 2 });
    const [before] = await tickets({ externalId: { eq: 'y-1' } });
    await bring(keyed.replace('旧标题', '新标题').replace(',,,新标题', ',,已取消,新标题'));
    const [after] = await tickets({ externalId: { eq: 'y-1' } });
    // What it says is the other system's, where it stands is ours.
    expect(after).toMatchObject({ id: before!.id, number: before!.number, title: '新标题', state: 'CLOSED' });
    expect(counts(await bring(csv('1,z-1,,,甲,,和园,,,,,,,,', '1,z-1,,,甲,,和园,,,,,,,,')))).toEqual({
      created: 1,
      merged: 1,
    });
    const own = await take(admin, { communityId: places.heYuan, externalId: 'ours-1' });
    const job = await bring(csv('1,ours-1,,,不同,,和园,,,,,,,,'));
    expect(job.errors.nodes[0]!.problems[0]).toMatchObject({ field: 'externalId', code: 'NOT_IMPORTED' });
    expect((await read(admin, own.id)).title).toBe('水管漏水');
  });

  it('at an address that nobody knows are refused or have it made, as wished', async () => {
    const rows =
      'Address,Unit Name,Unit Type,Is resident ticket,Phone,Full Name,Details,Ticket number,Date of creation\n'.concat(
        '"10 Downing Street, London",1,Flat,yes,+79877899888,John Smith,Any problem description,№37,2022-08-20\n',
        '"10 Downing Street, London",2,Parking,yes,+79877892888,John Smith,Any problem description,56,2022-08-20\n',
      );
    const refused = await bring(rows, { onMissingParent: 'REFUSE' });
    expect(counts(refused)).toEqual({ failed: 2 });
    expect(refused.errors.nodes[0]).toMatchObject({
      row: 2,
      taken: false,
      problems: [{ field: 'address', code: 'UNKNOWN_BUILDING' }],
    });
    expect(refused.errors.nodes[0]!.problems[0]!.message).toContain('10 Downing Street, London');
    const withCommunity = rows.replace('Address,', 'Address,小区,').replaceAll('London",', 'London",和园,');
    expect(counts(await bring(withCommunity, { onMissingParent: 'CREATE' }))).toEqual({
      created: 2,
      buildingsCreated: 1,
      unitsCreated: 2,
    });
    const { buildings } = await admin.ok<{
      buildings: { nodes: { address: string; tickets: { totalCount: number }; units: { nodes: object[] } }[] };
    }>(
      '{ buildings(first: 10) { nodes { address tickets(first: 1) { totalCount } units(first: 2) { nodes { code usage tickets(first: 1) { totalCount } } } } } }',
    );
    expect(buildings.nodes.find(({ address }) => address === '10 Downing Street, London')).toMatchObject({
      tickets: { totalCount: 2 },
      units: {
        nodes: [
          { code: '1', usage: 'RESIDENTIAL', tickets: { totalCount: 1 } },
          { code: '2', usage: 'PARKING', tickets: { totalCount: 1 } },
        ],
      },
    });
  });

  it('go out as they came in, for another company to take', async () => {
    await bring(
      csv('EX-1,out-1,投诉,已关闭,噪音扰民,夜间施工,和园,3栋,2单元,1201,周一,13912340000,,2025-05-01 10:30,'),
    );
    const { startExport } = await admin.ok<{ startExport: { job: { id: string } } }>(
      `mutation { startExport(input: { list: TICKETS, format: CSV, filter: { tickets: { externalId: { eq: "out-1" } } } }) { job { id } } }`,
    );
    const done = await platform.finishedJob(admin, startExport.job.id, 'state resultFile { url }');
    const file = await platform.download((done as unknown as { resultFile: { url: string } }).resultFile.url);
    expect(file.split('\n')).toHaveLength(3);
    for (const part of ['EX-1', '噪音扰民', '夜间施工', '13912340000', 'out-1', '3栋']) expect(file).toContain(part);
    expect(counts(await bring(file, { onMissingParent: 'CREATE' }, stranger))).toMatchObject({ created: 1 });
    expect(await tickets({ externalId: { eq: 'out-1' } }, stranger)).toMatchObject([
      { title: '噪音扰民', kind: 'COMPLAINT', state: 'CLOSED', openedAt: '2025-05-01T02:30:00.000Z' },
    ]);
  });

  it('with a row that is wrong leave nothing of it, and say what would be right', async () => {
    const job = await bring(
      csv(
        '1,w-1,,,,,和园,,,,,,,,',
        '1,w-2,,,甲,,和园,,,1101,,,,,',
        '1,w-3,,,甲,,和园,3栋,,9999,,,,,',
        '1,w-4,,,甲,,无此园,,,,,,,,',
        '1,w-5,,,甲,,和园,,,,,,,2999-01-01,',
        '1,w-6,,,甲,,和园,,,,,,,2026-03-02,2026-03-01',
        '1,w-7,胡说,,甲,,和园,,,,,,,,',
        `1,w-8,,,${'长'.repeat(201)},,和园,,,,,,,,`,
        '1,w-9,,,甲,,和园,,,,,,,2026-03-01 25:00,',
        '1,w-10,,,好的,,和园,,,,张三,不是电话,没有这个分类,,',
      ),
    );
    expect(counts(job)).toMatchObject({ created: 1, failed: 9 });
    expect(
      job.errors.nodes.map(({ row, taken, problems }) => [row, taken, ...problems.map(({ code }) => code)]),
    ).toEqual([
      [2, false, 'REQUIRED'],
      [3, false, 'REQUIRED'],
      [4, false, 'UNKNOWN_UNIT'],
      [5, false, 'UNKNOWN_COMMUNITY'],
      [6, false, 'IN_THE_FUTURE'],
      [7, false, 'TOO_EARLY'],
      [8, false, 'NOT_ALLOWED'],
      [9, false, 'TOO_LONG'],
      [10, false, 'NOT_A_TIME'],
      [11, true, 'NOT_A_PHONE', 'UNKNOWN_CATEGORY'],
    ]);
    const left = await tickets({ externalId: { in: Array.from({ length: 10 }, (_, n) => `w-${n + 1}`) } });
    expect(left.map(({ externalId }) => externalId)).toEqual(['w-10']);
  });

  it('are brought by who may, into the communities they see', async () => {
    const row = csv('1,v-1,,,甲,,金桂花园,,,,,,,,');
    const limited = await platform.as('SERVICE_AGENT', { communities: [platform.uuid(places.heYuan)] });
    const job = await bring(row, {}, limited);
    expect(job.errors.nodes[0]!.problems[0]).toMatchObject({ code: expect.any(String) as string });
    expect(counts(job)).toEqual({ failed: 1 });
    expect(counts(await bring(csv('1,v-2,,,甲,,,,,,,,,,'), {}, limited))).toEqual({ failed: 1 });
    expect(counts(await bring(csv('1,v-3,,,甲,,和园,,,,,,,,'), {}, limited))).toEqual({ created: 1 });
    const manager = await platform.as('FINANCE_MANAGER');
    const fileId = await platform.upload(manager, { fileName: 'x.csv', content: Buffer.from(row) });
    const failed = await manager.fails(
      'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }',
      { input: { fileId, kind: 'TICKETS' } },
    );
    expect(failed.extensions).toMatchObject({ code: 'FORBIDDEN', permission: 'ticket:import' });
  });
});
