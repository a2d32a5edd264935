import { Audiences, db, systemActor } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, type Entered, startOccupancy } from '../customers/support/register';
import { change, refusal } from '../identity/support';
import { create, inTenant } from '../properties/support/properties';
import {
  all,
  any,
  areaFrom,
  chosen,
  createSegment,
  explain,
  isLessee,
  isOwner,
  members,
  membersRefused,
  occupies,
  problemsOf,
  type Segment,
  SEGMENT,
} from './support/segments';

let platform: TestPlatform;
let admin: TestClient;
let neighbour: TestClient;
let agent: TestClient;
let northern: TestClient;
let north: string;
let south: string;
let building: string;
const people: Record<string, Entered> = {};

const DELETE = 'DeleteSegmentInput';
const elderly = { choice: { field: 'sensitiveProfile.kind', in: ['ELDERLY_LIVING_ALONE'] } };

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  agent = await platform.as('SERVICE_AGENT');
  const enter = async (what: string, input: Record<string, unknown>) => (await create(admin, what, input)).id;
  north = await enter('community', { name: '北苑', serviceProfile: 'LANDSCAPE' });
  south = await enter('community', { name: '南苑' });
  northern = await platform.as('SERVICE_AGENT', { communities: [platform.uuid(north)] });
  building = await enter('building', { communityId: north, code: '3栋' });
  const other = await enter('building', { communityId: south, code: '5栋' });
  const unit = (buildingId: string, code: string, grossArea: string, more: object = {}) =>
    enter('unit', { buildingId, code, grossArea, ...more });
  const large = await unit(building, '101', '120.5');
  const small = await unit(building, '102', '60');
  const far = await unit(other, '101', '95', { usage: 'OFFICE' });
  const person = async (name: string, input: Record<string, unknown> = {}): Promise<Entered> =>
    (people[name] = await enterCustomer(admin, name, input));
  const since = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  // Owns the small one and rents the large one: no single occupancy of hers is both.
  await startOccupancy(admin, await person('王芳', { birthday: '1950-05-01' }), small, 'OWNER', {
    startsOn: since(10),
  });
  await startOccupancy(admin, people['王芳']!, large, 'LESSEE', { startsOn: since(400) });
  await startOccupancy(admin, await person('张伟', { preferredLanguage: 'en' }), large, 'OWNER', {
    startsOn: since(900),
  });
  await startOccupancy(admin, await person('李娜'), far, 'OWNER');
  await person('陈静', { contacts: [{ kind: 'PHONE', value: '13800138000' }] });
  await enterCustomer(neighbour, '邻居');
});
afterAll(() => platform?.close());

describe('a rule', () => {
  it('asks one and the same occupancy with its unit, not a mixture of several', async () => {
    expect(await chosen(admin, occupies(isOwner, areaFrom('90')))).toEqual(['张伟', '李娜'].sort());
    expect(await chosen(admin, all(occupies(isOwner), occupies(areaFrom('90'))))).toEqual(
      ['张伟', '李娜', '王芳'].sort(),
    );
    expect(await problemsOf(admin, all(isOwner, areaFrom('90')))).toEqual(['rule.all.1.number.field MIXED_RECORDS']);
    expect(await chosen(admin, any(areaFrom('100'), isLessee))).toEqual(['张伟', '王芳'].sort());
  });

  it('has and, or, not, counts and records without a condition', async () => {
    const owners = occupies(isOwner);
    expect(await chosen(admin, { not: owners })).toEqual(['陈静']);
    expect(await chosen(admin, { some: { of: 'occupancy', atLeast: 2 } })).toEqual(['王芳']);
    expect(await chosen(admin, { not: { some: { of: 'occupancy' } } })).toEqual(['陈静']);
    expect(await chosen(admin, all(owners, { not: occupies(isLessee) }))).toEqual(['张伟', '李娜'].sort());
    expect(await chosen(admin, occupies(isOwner, { not: areaFrom('90') }))).toEqual(['王芳']);
    expect(await chosen(admin, occupies(any(isLessee, { choice: { field: 'unit.usage', in: ['OFFICE'] } })))).toEqual(
      ['王芳', '李娜'].sort(),
    );
    expect(
      await chosen(admin, { some: { of: 'contact', where: { choice: { field: 'contact.kind', in: ['PHONE'] } } } }),
    ).toEqual(['陈静']);
  });

  it('compares each type by its operators', async () => {
    const date = (test: object) => occupies({ date: { field: 'occupancy.startsOn', ...test } });
    expect(await chosen(admin, date({ withinLastDays: 30 }))).toEqual(['王芳']);
    expect(await chosen(admin, date({ moreThanDaysAgo: 500 }))).toEqual(['张伟']);
    expect(await chosen(admin, date({ isEmpty: true }))).toEqual(['李娜']);
    expect(await chosen(admin, date({ from: '2020-01-01', to: '2999-01-01' }))).toEqual(['张伟', '王芳'].sort());
    expect(await chosen(admin, { text: { field: 'customer.name', contains: '芳' } })).toEqual(['王芳']);
    expect(await chosen(admin, { text: { field: 'customer.name', startsWith: '张' } })).toEqual(['张伟']);
    expect(await chosen(admin, { text: { field: 'customer.name', in: ['张伟', '陈静'] } })).toEqual(
      ['张伟', '陈静'].sort(),
    );
    // Whatever stands in a value is a value.
    expect(await chosen(admin, { text: { field: 'customer.name', is: `' OR true --` } })).toEqual([]);
    expect(await chosen(admin, { text: { field: 'customer.name', contains: '%' } })).toEqual([]);
    expect(await chosen(admin, { text: { field: 'customer.preferredLanguage', isEmpty: false } })).toEqual(['张伟']);
    expect(await chosen(admin, { number: { field: 'customer.age', from: '60' } })).toEqual(['王芳']);
    expect(await chosen(admin, { number: { field: 'customer.birthMonth', eq: '5' } })).toEqual(['王芳']);
    expect(await chosen(admin, occupies({ boolean: { field: 'occupancy.paysFees', is: false } }))).toEqual(['王芳']);
    expect(await chosen(admin, occupies({ community: { field: 'occupancy.community', in: [south] } }))).toEqual([
      '李娜',
    ]);
    expect(await chosen(admin, occupies({ building: { field: 'unit.building', notIn: [building] } }))).toEqual([
      '李娜',
    ]);
    expect(
      await chosen(admin, occupies({ choice: { field: 'community.serviceProfile', notIn: ['LANDSCAPE'] } })),
    ).toEqual(['李娜']);
    expect(await chosen(admin, { choice: { field: 'customer.preferredChannel', notIn: ['EMAIL'] } })).toHaveLength(4);
  });

  it('is refused with every problem, each by its path and in the language of the caller', async () => {
    expect(
      await problemsOf(
        admin,
        all(
          { text: { field: 'customer.shoeSize', is: '42' } },
          { text: { field: 'customer.age', is: '42' } },
          { number: { field: 'customer.age' } },
          { choice: { field: 'customer.kind', in: ['ROBOT'] } },
          { choice: { field: 'customer.kind', in: [] } },
          { number: { field: 'customer.age', from: '9', to: '8' } },
          { date: { field: 'customer.enteredOn', withinLastDays: -1 } },
          { text: { field: 'customer.name', is: 'a\u0000b' } },
          { text: { field: 'customer.name', contains: 'x'.repeat(101) } },
          { some: { of: 'horse' } },
          { some: { of: 'occupancy', atLeast: 0 } },
          { some: { of: 'occupancy', where: { some: { of: 'contact' } } } },
          { some: { of: 'occupancy', where: { text: { field: 'customer.name', is: '王芳' } } } },
          { all: [] },
          { community: { field: 'occupancy.community', in: [building] } },
        ),
      ),
    ).toEqual([
      'rule.all.0.text.field UNKNOWN_FIELD',
      'rule.all.1.text.field WRONG_TYPE',
      'rule.all.2.number EMPTY',
      'rule.all.3.choice.in.0 UNKNOWN_CHOICE',
      'rule.all.4.choice.in REQUIRED',
      'rule.all.5.number.to EMPTY_RANGE',
      'rule.all.6.date.withinLastDays OUT_OF_RANGE',
      'rule.all.7.text.is INVALID_TEXT',
      'rule.all.8.text.contains INVALID_TEXT',
      'rule.all.9.some.of UNKNOWN_RECORD',
      'rule.all.10.some.atLeast OUT_OF_RANGE',
      'rule.all.11.some.where.some NESTED_SOME',
      'rule.all.12.some.where.text.field OTHER_RECORD',
      'rule.all.13.all REQUIRED',
      'rule.all.14.community.in.0 ID_OF_WRONG_TYPE',
    ]);
    const leaf = { number: { field: 'customer.age', from: '1' } };
    const deep = Array.from({ length: 8 }).reduce<object>((rule) => ({ not: rule }), leaf);
    expect(await problemsOf(admin, deep)).toEqual([`rule${'.not'.repeat(8)} TOO_DEEP`]);
    expect(await problemsOf(admin, { all: Array.from({ length: 100 }, () => leaf) })).toEqual([
      'rule.all.99 TOO_LARGE',
    ]);
    const refused = await refusal(admin, 'createSegment', 'CreateSegmentInput', {
      name: '错误',
      rule: { text: { field: 'customer.shoeSize', is: '42' } },
    });
    expect(refused['fields']).toEqual([
      { path: 'input.rule.text.field', code: 'UNKNOWN_FIELD', message: '没有字段“customer.shoeSize”。' },
    ]);
  });

  it('is explained in words, in Chinese and English', async () => {
    const rule = all(
      { choice: { field: 'customer.kind', in: ['PERSON'] } },
      occupies(isOwner, areaFrom('90'), { community: { field: 'occupancy.community', in: [north, south] } }),
      { not: { some: { of: 'occupancy', atLeast: 2, where: any(isLessee, isOwner) } } },
      { date: { field: 'customer.enteredOn', withinLastDays: 30 } },
    );
    expect(await explain(admin, rule)).toBe(
      '客户类型为个人，房屋关系（关系为业主，建筑面积 ≥ 90㎡，项目为北苑、南苑），' +
        '不满足（至少 2 条房屋关系（关系为租户 或 关系为业主）），登记日期在最近 30 天内',
    );
    const english = admin.with({ 'accept-language': 'en' });
    expect(await explain(english, rule)).toBe(
      'kind of customer is person, occupancy (relation is owner, gross area ≥ 90 m², community is 北苑 or 南苑), ' +
        'not (at least 2 × occupancy (relation is lessee or relation is owner)), day of entry within the last 30 days',
    );
  });
});

describe('a segment', () => {
  let owners: Segment;

  it('is made, changed with its version, copied, listed and deleted, and each is in the audit log', async () => {
    owners = await createSegment(admin, '大户业主', occupies(isOwner, areaFrom('90')), { description: '装修回访' });
    expect(owners).toMatchObject({
      version: 1,
      membership: 'DYNAMIC',
      isCompanyWide: true,
      explanation: '房屋关系（关系为业主，建筑面积 ≥ 90㎡）',
      rule: occupies(isOwner, areaFrom('90')),
      problems: [],
    });
    expect(await members(admin, owners.id)).toEqual(['张伟', '李娜'].sort());
    const update = (input: object): Promise<{ segment: Segment }> =>
      change(admin, 'updateSegment', 'UpdateSegmentInput', { id: owners.id, ...input }, SEGMENT);
    const { segment } = await update({ version: 1, rule: occupies(isOwner, areaFrom('100')) });
    expect(segment).toMatchObject({ version: 2, name: '大户业主' });
    expect(await members(admin, owners.id)).toEqual(['张伟']);
    expect(
      await refusal(admin, 'updateSegment', 'UpdateSegmentInput', { id: owners.id, version: 1, name: '旧' }),
    ).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
    expect(
      await refusal(admin, 'createSegment', 'CreateSegmentInput', { name: '大户业主', rule: isOwner }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'segment.nameTaken' });
    const copy = await change<{ segment: Segment }>(
      admin,
      'duplicateSegment',
      'DuplicateSegmentInput',
      { id: owners.id },
      SEGMENT,
    );
    expect(copy.segment).toMatchObject({ name: '大户业主（副本 1）', rule: segment.rule });
    await change(admin, 'deleteSegment', DELETE, { id: copy.segment.id }, 'deletedId');
    const { segments } = await admin.ok<{ segments: { totalCount: number; nodes: { name: string }[] } }>(
      '{ segments(filter: { membership: { eq: DYNAMIC } }) { totalCount nodes { name } } }',
    );
    expect(segments).toEqual({ totalCount: 1, nodes: [{ name: '大户业主' }] });
    const rows = await inTenant(platform, () =>
      db().query(`SELECT action FROM atrium.audit_log WHERE entity = 'segment' ORDER BY created_at, id`),
    );
    expect(rows.map(({ action }) => action)).toEqual(['INSERT', 'UPDATE', 'INSERT', 'DELETE']);
  });

  it('lists its members page by page, forwards and backwards', async () => {
    const everybody = await createSegment(admin, '所有客户', { choice: { field: 'customer.kind', in: ['PERSON'] } });
    const page = (
      more: string,
    ): Promise<{ segmentMembers: { nodes: { name: string }[]; pageInfo: { endCursor: string } } }> =>
      admin.ok(
        `query ($id: ID!) { segmentMembers(segmentId: $id, orderBy: { field: CODE }, ${more}) {
           nodes { name } pageInfo { endCursor } } }`,
        { id: everybody.id },
      );
    const first = (await page('first: 2')).segmentMembers;
    const second = (await page(`first: 2, after: "${first.pageInfo.endCursor}"`)).segmentMembers;
    const order = ['王芳', '张伟', '李娜', '陈静'];
    expect([...first.nodes, ...second.nodes].map(({ name }) => name)).toEqual(order);
    expect((await page('last: 1')).segmentMembers.nodes).toEqual([{ name: '陈静' }]);
  });

  it('says of each part of its rule whether it holds for a customer', async () => {
    const { id } = await createSegment(
      admin,
      '北苑老人',
      all(occupies(isOwner), { number: { field: 'customer.age', from: '60' } }),
    );
    const why = async (name: string): Promise<unknown> =>
      (
        await admin.ok<{ segmentCustomer: unknown }>(
          `query ($id: ID!, $customer: ID!) { segmentCustomer(segmentId: $id, customerId: $customer) {
             isMember reasons { path depth words holds matching } } }`,
          { id, customer: people[name]!.id },
        )
      ).segmentCustomer;
    expect(await why('王芳')).toEqual({
      isMember: true,
      reasons: [
        { path: 'rule.all', depth: 0, words: '房屋关系（关系为业主），年龄 ≥ 60岁', holds: true, matching: null },
        { path: 'rule.all.0.some', depth: 1, words: '房屋关系（关系为业主）', holds: true, matching: 1 },
        { path: 'rule.all.1.number', depth: 1, words: '年龄 ≥ 60岁', holds: true, matching: null },
      ],
    });
    expect(await why('张伟')).toMatchObject({
      isMember: false,
      reasons: [{ holds: false }, { holds: true }, { holds: false }],
    });
  });

  it('is another company’s to nobody', async () => {
    expect(await chosen(neighbour, { choice: { field: 'customer.kind', in: ['PERSON'] } })).toEqual(['邻居']);
    expect((await membersRefused(neighbour, owners.id)).code).toBe('NOT_FOUND');
    expect(await refusal(neighbour, 'deleteSegment', DELETE, { id: owners.id })).toMatchObject({ code: 'NOT_FOUND' });
    const { extensions } = await neighbour.fails(
      'query ($rule: SegmentRuleInput!) { explainSegmentRule(rule: $rule) }',
      { rule: { community: { field: 'occupancy.community', in: [north] } } },
    );
    expect(extensions.code).toBe('NOT_FOUND');
  });

  it('is evaluated within the data scope of whoever asks, and hides what is about other communities', async () => {
    const everyOwner = await createSegment(admin, '全部业主', occupies(isOwner));
    expect(await members(admin, everyOwner.id)).toEqual(['张伟', '李娜', '王芳'].sort());
    expect(await members(northern, everyOwner.id)).toEqual(['张伟', '王芳'].sort());
    expect(
      await refusal(northern, 'updateSegment', 'UpdateSegmentInput', { id: everyOwner.id, version: 1, name: '我的' }),
    ).toMatchObject({ code: 'FORBIDDEN', messageKey: 'segment.companys' });
    const ofSouth = await createSegment(admin, '南苑', { building: { field: 'unit.building', notIn: [building] } });
    expect(await members(northern, ofSouth.id)).toEqual([]);
    const inSouth = await createSegment(admin, '南苑客户', {
      community: { field: 'occupancy.community', in: [south] },
    });
    expect(await members(admin, inSouth.id)).toEqual(['李娜']);
    expect((await membersRefused(northern, inSouth.id)).code).toBe('NOT_FOUND');
    expect(
      await refusal(northern, 'createSegment', 'CreateSegmentInput', {
        name: '南',
        rule: { community: { field: 'occupancy.community', in: [south] } },
      }),
    ).toMatchObject({ code: 'NOT_FOUND' });
    const own = await createSegment(northern, '北苑业主', occupies(isOwner));
    expect(own.isCompanyWide).toBe(false);
    const southern = await platform.as('SERVICE_AGENT', { communities: [platform.uuid(south)] });
    expect((await membersRefused(southern, own.id)).code).toBe('NOT_FOUND');
    expect(
      await refusal(admin, 'updateSegment', 'UpdateSegmentInput', {
        id: own.id,
        version: 1,
        rule: { community: { field: 'occupancy.community', in: [south] } },
      }),
    ).toMatchObject({ fields: [{ code: 'BEYOND_SEGMENT' }] });
  });

  it('needs permissions: to be read, to be changed, to see members, and those of its fields', async () => {
    const auditor = await platform.as('AUDITOR');
    expect(await members(auditor, owners.id)).toEqual(['张伟']);
    expect(await refusal(auditor, 'deleteSegment', DELETE, { id: owners.id })).toMatchObject({ code: 'FORBIDDEN' });
    const technician = await platform.as('TECHNICIAN');
    expect((await membersRefused(technician, owners.id)).code).toBe('FORBIDDEN');
    expect((await platform.as('CUSTOMER').then((client) => membersRefused(client, owners.id))).code).toBe('FORBIDDEN');

    await change(
      admin,
      'setSensitiveProfile',
      'SetSensitiveProfileInput',
      {
        customerId: people['王芳']!.id,
        kind: 'ELDERLY_LIVING_ALONE',
        consentedOn: '2026-01-01',
        consentedBy: '王芳',
      },
      'customer { id }',
    );
    const alone = await createSegment(admin, '独居老人', elderly);
    expect(await members(admin, alone.id)).toEqual(['王芳']);
    expect(await membersRefused(agent, alone.id)).toMatchObject({
      code: 'FORBIDDEN',
      permission: 'customer:read-sensitive',
    });
    expect(
      await refusal(agent, 'createSegment', 'CreateSegmentInput', {
        name: '独居',
        rule: { some: { of: 'sensitiveProfile' } },
      }),
    ).toMatchObject({ code: 'FORBIDDEN', permission: 'customer:read-sensitive' });
    const { segmentFields } = await agent.ok<{
      segmentFields: { name: string; isUsable: boolean; isSensitive: boolean }[];
    }>('{ segmentFields { name isUsable isSensitive } }');
    expect(segmentFields.find(({ name }) => name === 'sensitiveProfile.kind')).toMatchObject({
      isUsable: false,
      isSensitive: true,
    });
  });

  it('counts a merged customer once, with the rows of all that were merged, and an erased one not at all', async () => {
    const duplicate = await enterCustomer(admin, '陈小静');
    const { unit } = {
      unit: (await create(admin, 'unit', { buildingId: building, code: '103', grossArea: '200' })).id,
    };
    await startOccupancy(admin, duplicate, unit, 'OWNER');
    const survivor = people['陈静']!;
    await change(
      admin,
      'mergeCustomers',
      'MergeCustomersInput',
      { survivorId: survivor.id, duplicateId: duplicate.id },
      'merge { id }',
    );
    expect(await chosen(admin, areaFrom('150'))).toEqual(['陈静']);
    expect(await chosen(admin, { some: { of: 'occupancy', where: areaFrom('150'), atLeast: 1 } })).toEqual(['陈静']);
    expect(await chosen(admin, { some: { of: 'occupancy', where: areaFrom('150'), atLeast: 2 } })).toEqual([]);
    const { id } = await createSegment(admin, '特大户', areaFrom('150'));
    await inTenant(platform, async () => {
      const audiences = platform.api.get(Audiences, { strict: false });
      const segment = platform.uuid(id);
      expect(await audiences.contains(segment, platform.uuid(duplicate.id))).toBe(true);
      expect(await audiences.contains(segment, platform.uuid(survivor.id))).toBe(true);
      expect(await audiences.contains(segment, platform.uuid(people['张伟']!.id))).toBe(false);
    });
    await inTenant(platform, () =>
      db().execute('UPDATE atrium.customer SET erased_at = now() WHERE id = $1', [platform.uuid(survivor.id)]),
    );
    expect(await members(admin, id)).toEqual([]);
    await inTenant(platform, () =>
      db().execute('UPDATE atrium.customer SET erased_at = NULL WHERE id = $1', [platform.uuid(survivor.id)]),
    );
  });
});

describe('frozen members', () => {
  it('are taken as of one moment by a job, and are those until they are taken again', async () => {
    const rule = occupies(areaFrom('90'), { boolean: { field: 'occupancy.isCurrent', is: true } });
    const { id } = await createSegment(admin, '抽样名单', rule, { membership: 'FROZEN' });
    expect(await membersRefused(admin, id)).toMatchObject({ code: 'CONFLICT', messageKey: 'segment.notTaken' });
    const take = (): Promise<{ snapshot: { id: string; state: string } }> =>
      change(admin, 'takeSegmentMembers', 'TakeSegmentMembersInput', { segmentId: id }, 'snapshot { id state }');
    const { snapshot } = await take();
    expect(snapshot.state).toBe('TAKING');
    expect(await refusal(admin, 'takeSegmentMembers', 'TakeSegmentMembersInput', { segmentId: id })).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'segment.underWay',
    });
    await platform.runJobs();
    const taken = ['张伟', '李娜', '王芳', '陈静'].sort();
    expect(await members(admin, id)).toEqual(taken);
    const late = await enterCustomer(admin, '后来');
    await startOccupancy(
      admin,
      late,
      (await create(admin, 'unit', { buildingId: building, code: '104', grossArea: '99' })).id,
      'OWNER',
    );
    expect(await members(admin, id)).toEqual(taken);
    // Limited to the north: the members seen, and no number of those that are not.
    expect(await members(northern, id)).toEqual(['张伟', '王芳', '陈静'].sort());
    const state = async (client: TestClient): Promise<Segment> =>
      (
        await client.ok<{ segment: Segment }>(
          'query ($id: ID!) { segment(id: $id) { snapshots { state memberCount isOfCurrentRule } } }',
          { id },
        )
      ).segment;
    expect(await state(admin)).toEqual({ snapshots: [{ state: 'READY', memberCount: 4, isOfCurrentRule: true }] });
    expect(await state(northern)).toEqual({
      snapshots: [{ state: 'READY', memberCount: null, isOfCurrentRule: true }],
    });

    await take();
    await platform.runJobs();
    expect(await members(admin, id)).toEqual([...taken, '后来'].sort());
    expect((await state(admin)).snapshots).toHaveLength(1);
    await change(admin, 'updateSegment', 'UpdateSegmentInput', { id, version: 1, rule: isOwner }, 'segment { id }');
    expect((await state(admin)).snapshots).toMatchObject([{ isOfCurrentRule: false }]);

    // A member who is merged counts as the survivor; one who is erased is gone.
    await change(
      admin,
      'mergeCustomers',
      'MergeCustomersInput',
      { survivorId: people['张伟']!.id, duplicateId: late.id },
      'merge { id }',
    );
    expect(await members(admin, id)).toEqual(taken);
    const gone = people['李娜']!;
    await inTenant(platform, () =>
      db().execute('UPDATE atrium.customer SET erased_at = now() WHERE id = $1', [platform.uuid(gone.id)]),
    );
    await inTenant(platform, () => db().query('SELECT app.erase_customers($1::uuid[])', [[platform.uuid(gone.id)]]));
    expect(await members(admin, id)).toEqual(taken.filter((name) => name !== '李娜'));
    const rows = await inTenant(platform, () =>
      db().query('SELECT FROM atrium.segment_member WHERE customer_id = $1', [platform.uuid(gone.id)]),
    );
    expect(rows).toEqual([]);
  });

  it('are not taken of a dynamic segment', async () => {
    const { id } = await createSegment(admin, '动态', isOwner);
    expect(await refusal(admin, 'takeSegmentMembers', 'TakeSegmentMembersInput', { segmentId: id })).toMatchObject({
      messageKey: 'segment.notFrozen',
    });
  });
});

describe('for other contexts', () => {
  it('members come in batches by id, as whoever asks', async () => {
    const { id } = await createSegment(admin, '流式', {
      text: { field: 'customer.name', in: ['王芳', '张伟', '陈静'] },
    });
    const audiences = platform.api.get(Audiences, { strict: false });
    const segment = platform.uuid(id);
    const read = async (): Promise<string[][]> => {
      const batches: string[][] = [];
      for await (const batch of audiences.members(segment, { size: 2 })) batches.push([...batch]);
      return batches;
    };
    const everybody = await inTenant(platform, read);
    expect(everybody.map(({ length }) => length)).toEqual([2, 1]);
    const ids = everybody.flat();
    expect(ids).toEqual([...ids].sort());
    const first = await inTenant(platform, () => audiences.batch(segment, { size: 2 }));
    expect(first).toEqual({ ids: ids.slice(0, 2), next: ids[1] });
    expect(await inTenant(platform, () => audiences.batch(segment, { after: first.next }))).toEqual({
      ids: ids.slice(2),
      next: null,
    });
    expect(await inTenant(platform, () => audiences.count(segment))).toBe(3);
    const limited = { ...systemActor('spec'), communityScope: [platform.uuid(south)] };
    expect(await inTenant(platform, read, { actor: limited })).toEqual([]);
    await expect(inTenant(platform, () => audiences.require(segment), { tenant: 'b' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
