import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';

const JOB = `id state subject dryRun progress { done total } result { counts { name value } } failure { code message }
  errors(first: 50) { totalCount nodes { row taken problems { severity field column given code message } } }
  resultFile { name bytes url } problemFile { name bytes url }`;

interface Job {
  id: string;
  state: string;
  progress: { done: number; total: number | null };
  result: { counts: { name: string; value: number }[] };
  failure: { code: string; message: string } | null;
  errors: {
    totalCount: number;
    nodes: {
      row: number;
      taken: boolean;
      problems: { field: string; column: string; given: string; code: string; message: string }[];
    }[];
  };
  resultFile: { name: string; url: string } | null;
  problemFile: { name: string; url: string } | null;
}

const HEADER = '小区,楼栋,单元,房号,建筑面积(㎡),楼层,交房日期';
const csv = (...rows: string[]): string => [HEADER, ...rows].join('\n') + '\n';

const START_EXPORT = 'mutation ($input: StartExportInput!) { startExport(input: $input) { job { id } } }';

describe('imports and exports', () => {
  let platform: TestPlatform;
  let admin: TestClient;
  let other: TestClient;

  beforeAll(async () => {
    platform = await createTestPlatform();
    await platform.startWorker();
    admin = (await platform.as('ADMIN')).with({ 'accept-language': 'en' });
    other = await platform.as('ADMIN', { tenant: 'b' });
  });
  afterAll(() => platform.close());

  const upload = (client: TestClient, content: string | Buffer, fileName = 'units.csv'): Promise<string> =>
    platform.upload(client, { fileName, content: Buffer.from(content) });

  async function finished(client: TestClient, id: string): Promise<Job> {
    return (await platform.finishedJob(client, id, JOB)) as unknown as Job;
  }

  async function importing(
    content: string | Buffer,
    input: Record<string, unknown> = {},
    client = admin,
  ): Promise<Job> {
    const fileId = await upload(client, content);
    const { startImport } = await client.ok<{ startImport: { job: { id: string } } }>(
      'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }',
      { input: { fileId, kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE', ...input } },
    );
    return finished(client, startImport.job.id);
  }

  const counts = (job: Job): Record<string, number> =>
    Object.fromEntries(job.result.counts.map(({ name, value }) => [name, value]));

  const unitsOf = async (community: string, client = admin): Promise<string[]> => {
    const { units } = await client.ok<{
      units: { nodes: { code: string; grossArea: string; community: { name: string } }[] };
    }>('{ units(first: 200) { nodes { code grossArea community { name } } } }');
    return units.nodes
      .filter((unit) => unit.community.name === community)
      .map(({ code, grossArea }) => `${code} ${grossArea}`);
  };

  it('looks into a file and proposes how its columns map', async () => {
    const fileId = await upload(admin, csv('甲园,1栋,1单元,101,89.37,1,2026-03-11'));
    const { inspectImport } = await admin.ok<{ inspectImport: Record<string, unknown> }>(
      `query ($input: InspectImportInput!) { inspectImport(input: $input) { format encoding delimiter headerRow headers
         matches { field header match } unmappedHeaders missingFields sample } }`,
      { input: { fileId, kind: 'BUILDINGS_AND_UNITS' } },
    );
    expect(inspectImport).toMatchObject({
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ',',
      headerRow: 1,
      unmappedHeaders: [],
      missingFields: [],
      sample: [['甲园', '1栋', '1单元', '101', '89.37', '1', '2026-03-11']],
    });
    expect((inspectImport.matches as { field: string }[]).map(({ field }) => field)).toEqual(
      expect.arrayContaining(['community', 'building', 'section', 'unit', 'grossArea', 'floor', 'handedOverOn']),
    );
  });

  it('finds every problem in a dry run and changes nothing', async () => {
    const job = await importing(csv('乙园,1栋,,101,很大,1,', '乙园,1栋,,102,80,1,2026-02-30', '乙园,1栋,,103,80,1,'), {
      dryRun: true,
    });
    expect(job.state).toBe('SUCCEEDED_WITH_ERRORS');
    expect(counts(job)).toMatchObject({ failed: 2, created: 1 });
    expect(job.errors.nodes).toMatchObject([
      { row: 2, taken: false, problems: [{ field: 'grossArea', column: '建筑面积(㎡)', given: '很大' }] },
      { row: 3, taken: false, problems: [{ field: 'handedOverOn', column: '交房日期', given: '2026-02-30' }] },
    ]);
    expect(job.errors.nodes[0]!.problems[0]!.message).toMatch(/number from/);
    expect(await unitsOf('乙园')).toEqual([]);
    const { communities } = await admin.ok<{ communities: { nodes: { name: string }[] } }>(
      '{ communities { nodes { name } } }',
    );
    expect(communities.nodes.map(({ name }) => name)).not.toContain('乙园');
  });

  it('takes the good rows, hands back the bad ones, and takes those once mended', async () => {
    const job = await importing(csv('丙园,1栋,,101,89.37,1,', '丙园,1栋,,102,abc,1,', '丙园,1栋,,103,70.5,1,'));
    expect(job.state).toBe('SUCCEEDED_WITH_ERRORS');
    expect(await unitsOf('丙园')).toEqual(['101 89.37', '103 70.50']);

    const file = await platform.download(job.problemFile!.url);
    expect(file).toContain('102');
    expect(file).not.toContain('101,');
    expect(file.split('\n')[0]).toMatch(/Problems/);
    expect(file).toMatch(/建筑面积\(㎡\): Must be a number/);

    const mended = await importing(file.replace('abc', '60'));
    expect(mended.state).toBe('SUCCEEDED');
    expect(counts(mended)).toMatchObject({ created: 1 });
    expect(await unitsOf('丙园')).toEqual(['101 89.37', '102 60.00', '103 70.50']);
  });

  it('updates instead of doubling when a file comes again', async () => {
    const rows = ['丁园,1栋,,101,50,1,', '丁园,1栋,,102,60,1,'];
    expect(counts(await importing(csv(...rows)))).toMatchObject({ created: 2 });
    expect(counts(await importing(csv(...rows)))).toMatchObject({ unchanged: 2 });
    expect(counts(await importing(csv('丁园,1栋,,101,55,1,')))).toMatchObject({ updated: 1 });
    expect(await unitsOf('丁园')).toEqual(['101 55.00', '102 60.00']);
  });

  it('refuses rows of an unknown parent when asked to', async () => {
    const job = await importing(csv('无此园,1栋,,101,50,1,'), { onMissingParent: 'REFUSE' });
    expect(counts(job)).toEqual({ failed: 1 });
    expect(job.errors.nodes[0]!.problems[0]).toMatchObject({ field: 'community', given: '无此园' });
    expect(await unitsOf('无此园')).toEqual([]);
  });

  it('answers a repeated start with the same job', async () => {
    const fileId = await upload(admin, csv('戊园,1栋,,101,50,1,'));
    const input = { fileId, kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE', idempotencyKey: 'once' };
    const start = (): Promise<{ startImport: { job: { id: string } } }> =>
      admin.ok('mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }', { input });
    const [first, second] = [await start(), await start()];
    expect(second.startImport.job.id).toBe(first.startImport.job.id);
    await finished(admin, first.startImport.job.id);
  });

  it('goes on behind its last whole batch when another worker takes it over, without a double', async () => {
    const rows = Array.from({ length: 6000 }, (_, index) => `己园,${1 + (index % 20)}栋,,${1000 + index},50,1,`);
    const fileId = await upload(admin, csv(...rows));
    const { startImport } = await admin.ok<{ startImport: { job: { id: string } } }>(
      'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }',
      { input: { fileId, kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE' } },
    );
    const { id } = startImport.job;
    const half = (await platform.finishedJob(
      admin,
      id,
      JOB,
      (job) => (job as unknown as Job).progress.done > 0,
    )) as unknown as Job;
    await platform.stopWorker();
    expect(half.progress.done).toBeLessThan(rows.length);
    await platform.startWorker();
    const job = await finished(admin, id);
    expect(job.state).toBe('SUCCEEDED');
    expect(counts(job)).toMatchObject({ created: rows.length });
    const { communities } = await admin.ok<{ communities: { nodes: { name: string; unitCount: number }[] } }>(
      '{ communities(first: 200) { nodes { name unitCount } } }',
    );
    expect(communities.nodes.find(({ name }) => name === '己园')?.unitCount).toBe(rows.length);
  });

  it('stops between batches when asked to, and keeps what it has done', async () => {
    const rows = Array.from({ length: 6000 }, (_, index) => `子园,1栋,,${1000 + index},50,1,`);
    const fileId = await upload(admin, csv(...rows));
    const { startImport } = await admin.ok<{ startImport: { job: { id: string } } }>(
      'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }',
      { input: { fileId, kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE' } },
    );
    const { id } = startImport.job;
    await platform.finishedJob(admin, id, JOB, (job) => (job as unknown as Job).progress.done > 0);
    await admin.ok('mutation ($id: ID!) { cancelJob(input: { id: $id }) { job { id } } }', { id });
    const job = await finished(admin, id);
    expect(job.state).toBe('CANCELLED');
    const { communities } = await admin.ok<{ communities: { nodes: { name: string; unitCount: number }[] } }>(
      '{ communities(first: 200) { nodes { name unitCount } } }',
    );
    expect(communities.nodes.find(({ name }) => name === '子园')?.unitCount).toBe(job.progress.done);
    expect(job.progress.done).toBeLessThan(rows.length);
  });

  it.each([
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1'), 'NOT_A_TABLE'],
    ['a file with nothing in it', '\n\n', 'FILE_EMPTY'],
    ['two columns of one name', '房号,房号\n1,2\n', 'DUPLICATE_HEADER'],
    ['a workbook that is cut off', Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(200)]), 'CUT_OFF'],
  ])('fails clearly on %s', async (_what, content, code) => {
    const fileId = await upload(admin, content);
    const { startImport } = await admin.ok<{ startImport: { job: { id: string } } }>(
      'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }',
      { input: { fileId, kind: 'BUILDINGS_AND_UNITS' } },
    );
    const job = await finished(admin, startImport.job.id);
    expect(job).toMatchObject({ state: 'FAILED', failure: { code } });
  });

  it('refuses a mapping that does not fit the file, before any job', async () => {
    const fileId = await upload(admin, csv('庚园,1栋,,101,50,1,'));
    const start = (mapping: unknown) =>
      admin.fails('mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }', {
        input: { fileId, kind: 'BUILDINGS_AND_UNITS', mapping },
      });
    for (const [mapping, code] of [
      [{ community: 'Estate' }, 'UNKNOWN_HEADER'],
      [{ nonsense: '小区' }, 'UNKNOWN_FIELD'],
      [{ community: '小区', building: '小区' }, 'HEADER_USED_TWICE'],
      [['小区'], 'NOT_A_MAPPING'],
    ]) {
      expect((await start(mapping)).extensions).toMatchObject({
        code: 'VALIDATION_FAILED',
        fields: [{ path: 'input.mapping', code }],
      });
    }
  });

  it('keeps a mapping for the next file, in any language', async () => {
    const file = 'Siedlung;Haus;Wohnung\nGarten;1;7\n';
    const mapping = { community: 'Siedlung', building: 'Haus', unit: 'Wohnung' };
    expect(counts(await importing(file, { mapping, saveMapping: true }))).toMatchObject({ created: 1 });
    expect(counts(await importing(file.replace(';7', ';8')))).toMatchObject({ created: 1 });
    const fileId = await upload(other, file);
    const { inspectImport } = await other.ok<{ inspectImport: { matches: unknown[] } }>(
      'query ($input: InspectImportInput!) { inspectImport(input: $input) { matches { field } } }',
      { input: { fileId, kind: 'BUILDINGS_AND_UNITS' } },
    );
    expect(inspectImport.matches).toEqual([]);
  });

  it('shows a job and its file to who started it alone', async () => {
    const job = await importing(csv('辛园,1栋,,101,x,1,'));
    const colleague = await platform.as('ADMIN');
    for (const [name, client] of [
      ['another company', other],
      ['a colleague', colleague],
    ] as const) {
      const failure = await client.fails('query ($id: ID!) { job(id: $id) { id errors { nodes { row } } } }', {
        id: job.id,
      });
      expect([name, failure.extensions.code]).toEqual([name, 'NOT_FOUND']);
      const cancel = await client.fails('mutation ($id: ID!) { cancelJob(input: { id: $id }) { job { id } } }', {
        id: job.id,
      });
      expect([name, cancel.extensions.code]).toEqual([name, 'NOT_FOUND']);
      expect(await client.ok('{ jobs { nodes { id } } }')).toEqual({ jobs: { nodes: [] } });
    }
    expect(
      (await admin.ok<{ jobs: { totalCount: number } }>('{ jobs { totalCount } }')).jobs.totalCount,
    ).toBeGreaterThan(0);
    const over = await admin.fails('mutation ($id: ID!) { cancelJob(input: { id: $id }) { job { id } } }', {
      id: job.id,
    });
    expect(over.extensions.code).toBe('INVALID_TRANSITION');
  });

  it('invites the staff of a file, finds them again, and gives nobody more than the importer has', async () => {
    await importing(csv('人事园,1栋,,101,50,1,'));
    const file = (...rows: string[]): string => ['姓名,邮箱,工号,手机号,角色,负责项目', ...rows].join('\n');
    const job = await importing(
      file(
        '王小明,wang@example.com,A1,,SERVICE_AGENT;CASHIER,',
        '李雷,li@example.com,A2,,不存在的角色,',
        '韩梅梅,han@example.com,A3,,,人事园',
        '张三,not-an-address,A4,,,',
      ),
      { kind: 'STAFF' },
    );
    expect(counts(job)).toEqual({ created: 2, failed: 2 });
    expect(job.errors.nodes.map(({ row, problems }) => [row, problems[0]!.field])).toEqual([
      [3, 'roles'],
      [5, 'email'],
    ]);
    const members = async () =>
      (
        await admin.ok<{ staff: { nodes: Record<string, unknown>[] } }>(
          '{ staff(first: 100) { nodes { name email status employeeNumber roles { name } dataScope { kind communities { name } } } } }',
        )
      ).staff.nodes.filter(({ employeeNumber }) => employeeNumber);
    expect(await members()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: '王小明', status: 'INVITED', dataScope: { kind: 'ALL', communities: [] } }),
        expect.objectContaining({
          name: '韩梅梅',
          roles: [],
          dataScope: { kind: 'COMMUNITIES', communities: [{ name: '人事园' }] },
        }),
      ]),
    );
    const again = file('王晓明,wang@example.com,A1,13800138000,,', '韩梅梅,han@example.com,A3,,,人事园');
    expect(counts(await importing(again, { kind: 'STAFF' }))).toEqual({ updated: 1, unchanged: 1 });
    expect((await members()).map(({ name }) => name).sort()).toEqual(['王晓明', '韩梅梅']);
  });

  it('brings the staff of a file into the teams it names, and lists teams that are not there', async () => {
    const team = (name: string, client = admin) =>
      client.ok(
        'mutation ($name: String!) { createTeam(input: { name: $name, kind: ENGINEERING, area: { kind: ALL }, memberIds: [] }) { team { id } } }',
        { name },
      );
    for (const name of ['工程一队', '夜班']) await team(name);
    await team('邻家队', other);
    const file = (column: string, ...rows: string[]): string => [`姓名,邮箱,${column}`, ...rows].join('\n');
    const teams = async () => {
      const { staff } = await admin.ok<{ staff: { nodes: { email: string; teams: { name: string }[] }[] } }>(
        '{ staff(first: 100) { nodes { email teams { name } } } }',
      );
      return Object.fromEntries(
        staff.nodes
          .filter(({ email }) => email.endsWith('@teams.example'))
          .map(({ email, teams: own }) => [email.split('@')[0], own.map(({ name }) => name).sort()]),
      );
    };
    const job = await importing(
      file(
        '班组',
        '赵一,zhao@teams.example,夜班、工程一队',
        '钱二,qian@teams.example,夜班;邻家队',
        '孙三,sun@teams.example,',
      ),
      { kind: 'STAFF' },
    );
    expect(counts(job)).toEqual({ created: 2, failed: 1 });
    expect(job.errors.nodes).toMatchObject([
      { row: 3, problems: [{ field: 'teams', column: '班组', given: '邻家队', code: 'UNKNOWN_TEAM' }] },
    ]);
    const { message } = job.errors.nodes[0]!.problems[0]!;
    expect([message.includes('夜班'), message.includes('工程一队')]).toEqual([true, true]);
    expect(await teams()).toEqual({ zhao: ['夜班', '工程一队'].sort(), sun: [] });

    const again = ['赵一,zhao@teams.example,', '孙三,sun@teams.example,工程一队'];
    expect(counts(await importing(file('团队', ...again), { kind: 'STAFF' }))).toEqual({ updated: 1, unchanged: 1 });
    const moved = file('Teams', '赵一,zhao@teams.example,夜班', '孙三,sun@teams.example,工程一队');
    expect(counts(await importing(moved, { kind: 'STAFF' }))).toEqual({ updated: 1, unchanged: 1 });
    expect(await teams()).toEqual({ zhao: ['夜班'], sun: ['工程一队'] });

    // Manages staff, but no teams.
    const { createApiClient } = await admin.ok<{ createApiClient: { key: string } }>(
      'mutation ($input: CreateApiClientInput!) { createApiClient(input: $input) { key } }',
      {
        input: {
          name: '人事',
          permissions: ['file:upload', 'import:run', 'staff:manage', 'staff:read'],
          dataScope: { kind: 'ALL' },
        },
      },
    );
    const withoutTeams = file('班组', '李四,li4@teams.example,', '孙三,sun@teams.example,夜班');
    const refused = await importing(withoutTeams, { kind: 'STAFF' }, platform.client(createApiClient.key));
    expect(counts(refused)).toEqual({ created: 1, failed: 1 });
    expect(refused.errors.nodes).toMatchObject([{ row: 3, problems: [{ code: 'FORBIDDEN' }] }]);
    expect(await teams()).toEqual({ zhao: ['夜班'], sun: ['工程一队'], li4: [] });

    // What comes out goes in again, teams included, and can be changed on the way.
    const text = await exportedStaff(admin);
    const rows = text.replace(/^\ufeff/, '').split(/\r?\n/);
    const ours = [rows[0]!, ...rows.filter((row) => row.includes('@teams.example'))];
    expect(ours[0]).toContain('Teams');
    expect(counts(await importing(ours.join('\n'), { kind: 'STAFF' }))).toEqual({ unchanged: 3 });
    const more = ours.map((row) => row.replace('工程一队', '工程一队; 夜班')).join('\n');
    expect(counts(await importing(more, { kind: 'STAFF' }))).toEqual({ updated: 1, unchanged: 2 });
    expect(await teams()).toEqual({ zhao: ['夜班'], sun: ['夜班', '工程一队'].sort(), li4: [] });

    // Sees staff, but no teams: has the list without them, and is refused the column.
    const { createApiClient: reader } = await admin.ok<{ createApiClient: { key: string } }>(
      'mutation ($input: CreateApiClientInput!) { createApiClient(input: $input) { key } }',
      { input: { name: '通讯录', permissions: ['export:run', 'staff:read'], dataScope: { kind: 'ALL' } } },
    );
    const withoutTeam = await exportedStaff(platform.client(reader.key));
    expect([withoutTeam.includes('zhao@teams.example'), withoutTeam.includes('夜班')]).toEqual([true, false]);
    expect(
      (
        await platform
          .client(reader.key)
          .fails(START_EXPORT, { input: { list: 'STAFF', format: 'CSV', columns: ['teams'] } })
      ).extensions,
    ).toMatchObject({ code: 'FORBIDDEN', permission: 'team:read' });
  });

  async function exportedStaff(client: TestClient): Promise<string> {
    const { startExport } = await client.ok<{ startExport: { job: { id: string } } }>(START_EXPORT, {
      input: { list: 'STAFF', format: 'CSV' },
    });
    const job = await finished(client, startExport.job.id);
    expect(job.state).toBe('SUCCEEDED');
    return platform.download(job.resultFile!.url);
  }

  it('imports nothing for who may not', async () => {
    const fileId = await upload(admin, csv('壬园,1栋,,101,50,1,'));
    const input = { fileId, kind: 'BUILDINGS_AND_UNITS' };
    const start = 'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }';
    expect((await other.fails(start, { input })).extensions.code).toBe('NOT_FOUND');
    expect((await (await platform.as('TECHNICIAN')).fails(start, { input })).extensions.code).toBe('FORBIDDEN');
    // Imports files, but manages no properties.
    expect((await (await platform.as('FINANCE_MANAGER')).fails(start, { input })).extensions).toMatchObject({
      code: 'FORBIDDEN',
      permission: 'property:manage',
    });
  });

  it('exports a list with its filter, and what comes out goes in again', async () => {
    await importing(csv('癸园,"=1+1",,101,50,1,2026-03-11', '癸园,2栋,,201,60.5,2,'));
    const { startExport } = await admin.ok<{ startExport: { job: { id: string } } }>(
      'mutation ($input: StartExportInput!) { startExport(input: $input) { job { id } } }',
      {
        input: {
          list: 'UNITS',
          format: 'CSV',
          filter: { units: { code: { in: ['101', '201'] } } },
          columns: ['community', 'building', 'unit', 'grossArea', 'handedOverOn'],
        },
      },
    );
    const job = await finished(admin, startExport.job.id);
    expect(job.state).toBe('SUCCEEDED');
    const text = await platform.download(job.resultFile!.url);
    const lines = text
      .replace(/^\ufeff/, '')
      .trim()
      .split(/\r?\n/);
    expect(lines[0]).toBe('Community,Building,Unit,Gross area,Handed over on');
    // A text that a spreadsheet would take for a formula is protected.
    expect(lines).toContain(`癸园,'=1+1,101,50,2026-03-11`);
    expect(lines).toContain('癸园,2栋,201,60.5,');
    expect(counts(await importing(text))).toMatchObject({ unchanged: lines.length - 1 });
  });

  it('exports no row of another company, and none outside the data scope', async () => {
    const { communities } = await admin.ok<{ communities: { nodes: { id: string; name: string }[] } }>(
      '{ communities(first: 200) { nodes { id name } } }',
    );
    const scoped = await platform.as('SERVICE_AGENT', {
      communities: [platform.uuid(communities.nodes.find(({ name }) => name === '丁园')!.id)],
    });
    for (const [client, expected] of [
      [scoped, 2],
      [other, 0],
    ] as const) {
      const { startExport } = await client.ok<{ startExport: { job: { id: string } } }>(
        'mutation { startExport(input: { list: UNITS, format: XLSX }) { job { id } } }',
      );
      const job = await finished(client, startExport.job.id);
      expect([job.state, counts(job).exported]).toEqual(['SUCCEEDED', expected]);
    }
  });

  it.each(['BUILDINGS', 'CUSTOMERS', 'EQUIPMENT', 'OCCUPANCIES', 'STAFF', 'UNITS'])(
    'can export %s whole',
    async (list) => {
      const { startExport } = await admin.ok<{ startExport: { job: { id: string } } }>(
        'mutation ($input: StartExportInput!) { startExport(input: $input) { job { id } } }',
        { input: { list, format: 'XLSX' } },
      );
      const job = await finished(admin, startExport.job.id);
      expect([job.failure, job.state]).toEqual([null, 'SUCCEEDED']);
    },
  );

  it('knows every list that can be exported', async () => {
    const { exportLists } = await admin.ok<{ exportLists: { name: string }[] }>('{ exportLists { name } }');
    expect(exportLists.map(({ name }) => name)).toEqual([
      'BUILDINGS',
      'CUSTOMERS',
      'EQUIPMENT',
      'OCCUPANCIES',
      'STAFF',
      'TICKETS',
      'UNITS',
    ]);
  });

  it('masks telephone numbers in a file as on the screen', async () => {
    await admin.ok(
      `mutation { createCustomer(input: { kind: PERSON, name: "周迅", contacts: [{ kind: PHONE, value: "13800138000" }] }) { customer { id } } }`,
    );
    const exported = async (client: TestClient): Promise<string> => {
      const { startExport } = await client.ok<{ startExport: { job: { id: string } } }>(
        'mutation { startExport(input: { list: CUSTOMERS, format: CSV, columns: ["name", "phone"] }) { job { id } } }',
      );
      return platform.download((await finished(client, startExport.job.id)).resultFile!.url);
    };
    expect(await exported(admin)).toMatch(/周迅,.*13800138000/);
    const auditor = await exported(await platform.as('AUDITOR'));
    expect(auditor).toContain('周迅');
    expect(auditor).not.toContain('13800138000');
  });

  it('refuses an export with a condition of another list or an unknown column', async () => {
    const start = 'mutation ($input: StartExportInput!) { startExport(input: $input) { job { id } } }';
    const wrongFilter = await admin.fails(start, {
      input: { list: 'UNITS', format: 'CSV', filter: { buildings: { code: { eq: '1' } } } },
    });
    expect(wrongFilter.extensions.fields).toMatchObject([{ path: 'input.filter.buildings', code: 'OTHER_LIST' }]);
    const wrongColumn = await admin.fails(start, { input: { list: 'UNITS', format: 'CSV', columns: ['price'] } });
    expect(wrongColumn.extensions.fields).toMatchObject([{ path: 'input.columns', code: 'UNKNOWN_COLUMN' }]);
  });
});
