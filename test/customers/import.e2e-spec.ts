import { CustomerImport, type CustomerOutcome, type CustomerValues } from '@atrium/core';
import { type Actor, db, systemActor } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { inTenant } from '../properties/support/properties';
import { auditOf, enterCustomer, enterRegister, type Register, uuidOf } from './support/register';

type Given = CustomerValues & { duplicateOf?: number };

describe('the import of customers with occupancies', () => {
  let platform: TestPlatform;
  let agent: TestClient;
  let register: Register;

  beforeAll(async () => {
    platform = await createTestPlatform();
    agent = await platform.as('SERVICE_AGENT');
    register = await enterRegister(await platform.as('ADMIN'));
  });
  afterAll(() => platform.close());

  const apply = (
    rows: readonly Given[],
    more: { onMissingParent?: 'CREATE' | 'REFUSE'; actor?: Actor; tenant?: 'a' | 'b' } = {},
  ): Promise<readonly CustomerOutcome[]> =>
    inTenant(
      platform,
      () =>
        platform.api.get(CustomerImport, { strict: false }).applyBatch(
          rows.map(({ duplicateOf = null, ...values }, index) => ({ number: index + 2, values, duplicateOf })),
          { onMissingParent: more.onMissingParent ?? 'REFUSE', dryRun: false },
        ),
      more,
    );
  const outcomes = async (...given: Parameters<typeof apply>): Promise<string[]> =>
    (await apply(...given)).map(({ outcome, problems = [] }) =>
      [outcome, ...problems.map(({ field, code }) => `${field} ${code}`)].join(' '),
    );
  const sql = <Row>(text: string, values: unknown[] = [], tenant: 'a' | 'b' = 'a'): Promise<Row[]> =>
    inTenant(platform, () => db().query<Row>(text, values), { tenant });
  /** Customers of a name with their contacts and documents, and what they are to units. */
  const stored = (name: string, tenant: 'a' | 'b' = 'a') =>
    sql<{ code: string; contacts: string[]; documents: string[]; occupancies: string[] }>(
      `SELECT c.kind, c.external_id AS ext, c.version,
         ARRAY(SELECT k.value FROM atrium.customer_contact k WHERE k.customer_id = c.id ORDER BY k.kind DESC, k.value) AS contacts,
         ARRAY(SELECT d.number_masked FROM atrium.identity_document d WHERE d.customer_id = c.id ORDER BY d.kind) AS documents,
         ARRAY(SELECT concat_ws(' ', b.code, u.code, o.kind, o.starts_on, o.ends_on) FROM atrium.occupancy o
               JOIN atrium.unit u ON u.id = o.unit_id JOIN atrium.building b ON b.id = u.building_id
               WHERE o.customer_id = c.id ORDER BY u.code, o.kind, o.starts_on) AS occupancies
       FROM atrium.customer c WHERE c.name = $1 ORDER BY c.code`,
      [name],
      tenant,
    );
  const at = (unit: string) => ({ building: '3栋', section: '2单元', unit });

  const file: Given[] = [
    {
      name: '张伟',
      phone: '13800138000\n010-88886666',
      email: 'zw@example.com',
      documentNumber: '11010519491231002X',
      customerExternalId: 'c-1',
      ...at('1101'),
      startsOn: '2020-05-01',
      share: '60',
    },
    { name: '王芳', phone: '13900139000', ...at('1101'), relation: 'CO_OWNER' as never, share: '40' },
    { name: '张伟', customerExternalId: 'c-1', ...at('1102') },
    { name: '和园贸易有限公司', documentNumber: '91350100M000100Y43', ...at('1201'), lastDay: '2026-12-31' },
    { name: '李娜', phone: '13700137000', ...at('1102'), relation: 'LESSEE' as never },
    { name: '无房', phone: '13600136000', remarks: '没有房屋' },
  ];

  it('enters customers, those of several units once', async () => {
    const made = await apply(file);
    expect(made.map(({ outcome }) => outcome)).toEqual(Array(6).fill('CREATED'));
    expect(made.map(({ counts }) => counts)).toEqual([
      { customersCreated: 1, occupanciesCreated: 1 },
      { customersCreated: 1, occupanciesCreated: 1 },
      { occupanciesCreated: 1 },
      { customersCreated: 1, occupanciesCreated: 1 },
      { customersCreated: 1, occupanciesCreated: 1 },
      { customersCreated: 1 },
    ]);
    expect(await stored('张伟')).toEqual([
      {
        kind: 'PERSON',
        ext: 'c-1',
        version: 1,
        contacts: ['01088886666', '13800138000', 'zw@example.com'],
        documents: ['1101**********002X'],
        occupancies: ['3栋 2-1101 OWNER 2020-05-01 infinity', '3栋 2-1102 OWNER -infinity infinity'],
      },
    ]);
    expect(await stored('和园贸易有限公司')).toMatchObject([
      {
        kind: 'ORGANISATION',
        documents: ['9135**********0Y43'],
        occupancies: ['3栋 2-1201 OWNER -infinity 2027-01-01'],
      },
    ]);
    expect(await stored('无房')).toMatchObject([{ occupancies: [] }]);
  });

  it('has what was imported found, masked and audited', async () => {
    const names = async (query: string) =>
      (
        await agent.ok<{ searchCustomers: { nodes: { name: string }[] } }>(
          `query ($query: String!) { searchCustomers(query: $query) { nodes { name } } }`,
          { query },
        )
      ).searchCustomers.nodes.map(({ name }) => name);
    expect(await names('3-2-1102')).toEqual(['李娜', '张伟']);
    expect(await names('88886666')).toEqual(['张伟']);
    expect(await names('hymy')).toEqual(['和园贸易有限公司']);
    const log = await auditOf(platform, 'customer');
    expect(log.filter(({ operation }) => operation === 'spec')).toHaveLength(5);
    expect(JSON.stringify(await auditOf(platform, 'customer_contact'))).not.toContain('13800138000');
  });

  it('changes nothing when it is imported again', async () => {
    const versions = () =>
      sql('SELECT id, version FROM atrium.customer UNION ALL SELECT id, version FROM atrium.occupancy ORDER BY id');
    const before = await versions();
    expect(await outcomes(file)).toEqual(Array(6).fill('UNCHANGED'));
    expect(await versions()).toEqual(before);
  });

  it('finds customers by external id, document, name with phone, or name with unit, and adds what is new', async () => {
    expect(
      await outcomes([
        { customerExternalId: 'c-1', name: '张大伟', birthday: '1980-01-01' },
        { documentNumber: '91350100M000100Y43', email: 'hy@example.com', customerExternalId: 'c-2' },
        { name: '王 芳', phone: '139-0013-9000', documentNumber: '440524188001010014' },
        { name: '李娜', phone: '13700137001', ...at('1102'), relation: 'LESSEE' as never, lastDay: '2027-06-30' },
      ]),
    ).toEqual(['UPDATED', 'UPDATED', 'UPDATED', 'UPDATED']);
    expect(await stored('张大伟')).toMatchObject([{ ext: 'c-1', version: 2 }]);
    expect(await stored('和园贸易有限公司')).toMatchObject([{ ext: 'c-2', contacts: ['hy@example.com'] }]);
    expect(await stored('王 芳')).toMatchObject([{ documents: ['4405**********0014'] }]);
    expect(await stored('李娜')).toMatchObject([
      { contacts: ['13700137000', '13700137001'], occupancies: ['3栋 2-1102 LESSEE -infinity 2027-07-01'] },
    ]);
    expect(await outcomes([{ ...file[0]!, name: '张伟' }])).toEqual(['UPDATED']);
  });

  it('takes a namesake with another document or external id for somebody else', async () => {
    expect(
      await outcomes([
        { name: '李娜', phone: '13700137000', documentNumber: 'E12345678', customerExternalId: 'c-8' },
        { name: '李娜', phone: '13700137000', customerExternalId: 'c-9' },
      ]),
    ).toEqual(['UPDATED', 'CREATED']);
    expect((await stored('李娜')).map((one) => (one as never as { ext: string }).ext)).toEqual(['c-8', 'c-9']);
  });

  it.each<[string, Given, string]>([
    ['a unit nobody knows', { name: '甲', phone: '13511111111', ...at('9999') }, 'unit UNKNOWN_UNIT'],
    ['a second owner', { name: '乙', phone: '13522222222', ...at('1101') }, 'relation SECOND_OWNER'],
    [
      'too large a share',
      { name: '丙', phone: '13533333333', ...at('1101'), relation: 'CO_OWNER' as never, share: '1' },
      'share SHARES_ABOVE_100',
    ],
    [
      'a share of a lessee',
      { name: '丁', phone: '13544444444', ...at('1101'), relation: 'LESSEE' as never, share: '1' },
      'share SHARE_WITHOUT_OWNERSHIP',
    ],
    [
      'another external id',
      { documentNumber: '11010519491231002X', customerExternalId: 'c-7' },
      'customerExternalId CONFLICTING_KEYS',
    ],
    [
      'keys of two customers',
      { documentNumber: '91350100M000100Y43', customerExternalId: 'c-1' },
      'customerExternalId CONFLICTING_KEYS',
    ],
    ['another kind', { customerExternalId: 'c-1', kind: 'ORGANISATION' as never }, 'kind ANOTHER_KIND'],
    [
      'a licence of a person',
      { customerExternalId: 'c-1', documentNumber: '91110000802100433B' },
      'documentKind NOT_ALLOWED',
    ],
    ['nobody by that id', { customerExternalId: 'c-404' }, 'name REQUIRED'],
    [
      'a community nobody knows',
      { name: '戊', phone: '13555555555', community: '不存在' },
      'community UNKNOWN_COMMUNITY',
    ],
  ])('refuses %s and writes nothing of the row', async (_, row, problem) => {
    const all = () =>
      sql(
        'SELECT (SELECT count(*) FROM atrium.customer) AS customers, (SELECT count(*) FROM atrium.customer_contact) AS contacts, (SELECT count(*) FROM atrium.occupancy) AS occupancies, (SELECT sum(version) FROM atrium.customer) AS versions',
      );
    const before = await all();
    expect(await outcomes([row])).toEqual([`ERROR ${problem}`]);
    expect(await all()).toEqual(before);
  });

  it('takes the good rows of a batch and leaves the bad ones', async () => {
    expect(
      await outcomes([
        { name: '赵一', phone: '13111111111', ...at('9999') },
        { name: '赵一', phone: '13111111111', ...at('1201'), relation: 'FAMILY' as never },
        { name: '钱二', phone: '13122222222', ...at('1201') },
        { name: '钱二', phone: '13122222222', ...at('1201'), relation: 'STAFF' as never },
        { name: '钱二', phone: '13122222222', ...at('1201'), relation: 'STAFF' as never, duplicateOf: 5 },
      ]),
    ).toEqual(['ERROR unit UNKNOWN_UNIT', 'CREATED', 'ERROR relation SECOND_OWNER', 'CREATED', 'MERGED']);
    expect(await stored('钱二')).toMatchObject([{ occupancies: ['3栋 2-1201 STAFF -infinity infinity'] }]);
  });

  it('makes missing units where that is wished', async () => {
    const row = { community: '新园', building: '1栋', unit: '101', name: '孙三', phone: '13233333333' };
    expect(await outcomes([row])).toEqual(['ERROR unit UNKNOWN_UNIT']);
    const [made, family] = await apply([row, { ...row, name: '孙四', relation: 'FAMILY' as never }], {
      onMissingParent: 'CREATE',
    });
    expect(made).toMatchObject({
      outcome: 'CREATED',
      counts: {
        communitiesCreated: 1,
        buildingsCreated: 1,
        unitsCreated: 1,
        customersCreated: 1,
        occupanciesCreated: 1,
      },
    });
    expect(family).toMatchObject({ outcome: 'CREATED' });
    expect(await stored('孙三')).toMatchObject([{ occupancies: ['1栋 101 OWNER -infinity infinity'] }]);
  });

  it('finds merged customers by their survivors', async () => {
    const survivor = await enterCustomer(agent, '吴五', { contacts: [{ kind: 'PHONE', value: '13344444444' }] });
    const alias = await enterCustomer(agent, '吴五五', { externalId: 'c-55' });
    await agent.ok(`mutation ($input: MergeCustomersInput!) { mergeCustomers(input: $input) { merge { id } } }`, {
      input: { survivorId: survivor.id, duplicateId: alias.id },
    });
    expect(await outcomes([{ customerExternalId: 'c-55', email: 'wu@example.com' }])).toEqual(['UPDATED']);
    expect(await stored('吴五')).toMatchObject([{ contacts: ['13344444444', 'wu@example.com'] }]);
  });

  it('keeps to the tenant and to the data scope', async () => {
    expect(await outcomes([file[0]!], { tenant: 'b' })).toEqual(['ERROR unit UNKNOWN_UNIT']);
    expect(await outcomes([{ ...file[5]! }], { tenant: 'b' })).toEqual(['CREATED']);
    expect(await stored('无房')).toHaveLength(1);
    const actor: Actor = { ...systemActor('spec'), communityScope: [uuidOf(register.jinGui)] };
    expect(
      await outcomes(
        [
          { ...file[0]! },
          { name: '郑六', phone: '13466666666', building: '5栋', unit: '101' },
          { name: '周七', phone: '13477777777' },
        ],
        { actor },
      ),
    ).toEqual(['ERROR unit UNKNOWN_UNIT', 'CREATED', 'CREATED']);
    const local = await platform.as('SERVICE_AGENT', { communities: [uuidOf(register.jinGui)] });
    expect(await local.ok('{ customers { nodes { name } } }')).toEqual({
      customers: { nodes: [{ name: '郑六' }, { name: '周七' }] },
    });
  });

  it('writes a thousand customers with a handful of statements, and finds them again with fewer', async () => {
    const many = Array.from({ length: 1000 }, (_, index): Given => ({
      name: `客户${index}`,
      phone: `134${String(10_000_000 + index)}`,
      customerExternalId: `many-${index}`,
      ...at('1102'),
      relation: 'FAMILY' as never,
    }));
    // One of them asks whether anybody outside listens to what happens; one writes the jobs of whoever does inside: surveys
    // of people who move in.
    const made = await platform.expectQueries(12, () => apply(many));
    expect(made.filter(({ outcome }) => outcome === 'CREATED')).toHaveLength(1000);
    const again = await platform.expectQueries(6, () => apply(many));
    expect(again.filter(({ outcome }) => outcome === 'UNCHANGED')).toHaveLength(1000);
  });

  describe('through files', () => {
    const JOB =
      'id state result { counts { name value } } errors(first: 9) { nodes { row problems { field column code } } } failure { message } resultFile { url }';
    interface Job {
      id: string;
      state: string;
      result: { counts: { name: string; value: number }[] };
      errors: { nodes: { row: number; problems: { field: string; column: string; code: string }[] }[] };
      resultFile: { url: string };
    }
    let admin: TestClient;
    beforeAll(async () => {
      await platform.startWorker();
      admin = await platform.as('ADMIN', { tenant: 'b' });
    });
    const finished = async (id: string): Promise<Job> => (await platform.finishedJob(admin, id, JOB)) as unknown as Job;
    const importing = async (content: string): Promise<[string, Record<string, number>, Job]> => {
      const fileId = await platform.upload(admin, { fileName: 'customers.csv', content: Buffer.from(content) });
      const { startImport } = await admin.ok<{ startImport: { job: { id: string } } }>(
        'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }',
        { input: { fileId, kind: 'CUSTOMERS_WITH_OCCUPANCY', onMissingParent: 'CREATE' } },
      );
      const job = await finished(startImport.job.id);
      return [job.state, Object.fromEntries(job.result.counts.map(({ name, value }) => [name, value])), job];
    };

    it('reads a register as companies keep it, and takes back what it exports', async () => {
      const register = [
        '小区名称,楼栋号,单元号,房号,业主姓名,联系电话,身份证号,住户类型,入住日期',
        '和园,3栋,2单元,1101,张三,138 0013 8000,11010519491231002X,业主,2019/5/1',
        '和园,3栋,2单元,1101,李四,13900139000；010-88886666,,租户,2025年3月1日',
        '和园,3栋,2单元,1102,和园贸易有限公司,,91350100M000100Y43,业主,',
        '和园,3栋,2单元,1103,王五,一三八,,业主,',
      ].join('\n');
      const [state, counts, job] = await importing(register);
      expect([state, counts]).toEqual([
        'SUCCEEDED_WITH_ERRORS',
        expect.objectContaining({ created: 3, failed: 1, customersCreated: 3, occupanciesCreated: 3, unitsCreated: 2 }),
      ]);
      expect(job.errors.nodes).toEqual([
        { row: 5, problems: [{ field: 'phone', column: '联系电话', code: 'NOT_A_PHONE' }] },
      ]);
      expect(await stored('李四', 'b')).toMatchObject([
        { contacts: ['01088886666', '13900139000'], occupancies: ['3栋 2-1101 LESSEE 2025-03-01 infinity'] },
      ]);
      const { startExport } = await admin.ok<{ startExport: { job: { id: string } } }>(
        'mutation { startExport(input: { list: OCCUPANCIES, format: CSV }) { job { id } } }',
      );
      const exported = await platform.download((await finished(startExport.job.id)).resultFile.url);
      expect(exported).toContain('李四,13900139000; 01088886666');
      expect(await importing(exported)).toEqual([
        'SUCCEEDED',
        expect.objectContaining({ unchanged: 3 }),
        expect.anything(),
      ]);
    });
  });
});
