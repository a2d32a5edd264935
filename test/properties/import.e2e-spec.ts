import { PropertyImport, type PropertyOutcome, PropertyUpserts, type PropertyValues } from '@atrium/core';
import { type Actor, db, decodeId, newId, systemActor } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { create, inTenant } from './support/properties';

const uuidOf = (id: string): string => {
  const decoded = decodeId(id);
  if (!decoded.ok) throw new Error(`${id} is no id`);
  return decoded.uuid;
};

describe('the import of buildings and units', () => {
  let platform: TestPlatform;
  let admin: TestClient;
  beforeAll(async () => {
    platform = await createTestPlatform();
    admin = await platform.as('ADMIN');
  });
  afterAll(() => platform.close());

  type Given = PropertyValues & { duplicateOf?: number };
  const apply = (
    rows: readonly Given[],
    more: { onMissingParent?: 'CREATE' | 'REFUSE'; actor?: Actor; tenant?: 'a' | 'b' } = {},
  ): Promise<readonly PropertyOutcome[]> =>
    inTenant(
      platform,
      () =>
        platform.api.get(PropertyImport, { strict: false }).applyBatch(
          rows.map(({ duplicateOf = null, ...values }, index) => ({ number: index + 2, values, duplicateOf })),
          { onMissingParent: more.onMissingParent ?? 'CREATE', dryRun: false },
        ),
      more,
    );
  const outcomes = async (...given: Parameters<typeof apply>): Promise<string[]> =>
    (await apply(...given)).map(({ outcome, problems = [] }) =>
      [outcome, ...problems.map(({ field, code }) => `${field} ${code}`)].join(' '),
    );
  const sql = <Row>(text: string, values: unknown[] = [], tenant: 'a' | 'b' = 'a'): Promise<Row[]> =>
    inTenant(platform, () => db().query<Row>(text, values), { tenant });
  const units = (community: string): Promise<unknown[]> =>
    sql(
      `SELECT b.code AS building, s.code AS section, u.code, u.usage, u.state, u.gross_area::text AS gross, u.floor, u.external_id AS ext, u.version
       FROM atrium.unit u JOIN atrium.building b ON b.id = u.building_id LEFT JOIN atrium.section s ON s.id = u.section_id
       JOIN atrium.community c ON c.id = u.community_id WHERE c.name = $1 ORDER BY u.sort_key`,
      [community],
    );

  describe('of addresses with coordinates', () => {
    const line = (address: string, latitude: string, more: Partial<Given> = {}): Given => ({
      community: 'BRONX',
      postcode: '10451',
      address,
      latitude,
      longitude: '-73.920785',
      ...more,
    });
    const file: Given[] = [
      line('1020 GRAND CONCOURSE', '40.830314'),
      line('109 EAST  153 STREET', '40.823932'),
      line('1020 GRAND CONCOURSE', '40.830999', { duplicateOf: 2 }),
      line('244 EAST HOUSTON STREET', '40.72', { postcode: '10002' }),
      line('244 EAST HOUSTON STREET', '40.73', { postcode: '10009' }),
    ];
    const stored = () =>
      sql(`SELECT b.code, b.postcode, b.latitude::text AS lat, b.version FROM atrium.building b
           JOIN atrium.community c ON c.id = b.community_id WHERE c.code = 'BRONX' ORDER BY b.sort_key`);
    const expected = [
      { code: '109 EAST  153 STREET', postcode: '10451', lat: '40.823932', version: 1 },
      { code: '244 EAST HOUSTON STREET', postcode: '10002', lat: '40.720000', version: 1 },
      { code: '244 EAST HOUSTON STREET (10009)', postcode: '10009', lat: '40.730000', version: 1 },
      { code: '1020 GRAND CONCOURSE', postcode: '10451', lat: '40.830314', version: 1 },
    ];

    it('makes one building of the lines about it; the first of them counts', async () => {
      const made = await apply(file);
      expect(made.map(({ outcome }) => outcome)).toEqual(['CREATED', 'CREATED', 'MERGED', 'CREATED', 'CREATED']);
      expect(made[0]!.counts).toEqual({ communitiesCreated: 1, buildingsCreated: 1 });
      expect(await stored()).toEqual(expected);
    });

    it('changes nothing when it is imported again', async () => {
      expect(await outcomes(file)).toEqual(['UNCHANGED', 'UNCHANGED', 'MERGED', 'UNCHANGED', 'UNCHANGED']);
      expect(await stored()).toEqual(expected);
    });

    it('updates what a later file says otherwise, and takes a line alone that was merged before', async () => {
      expect(await outcomes([line('1020 GRAND CONCOURSE', '40.830999'), line('9 NEW STREET', '40.9')])).toEqual([
        'UPDATED',
        'CREATED',
      ]);
      const [row] = await sql<{ lat: string; version: number }>(
        `SELECT latitude::text AS lat, version FROM atrium.building WHERE address = '1020 GRAND CONCOURSE'`,
      );
      expect(row).toEqual({ lat: '40.830999', version: 2 });
      const { searchBuildings } = await admin.ok<{ searchBuildings: unknown[] }>(
        '{ searchBuildings(query: "bronx new street") { code community { name } } }',
      );
      expect(searchBuildings).toEqual([{ code: '9 NEW STREET', community: { name: 'BRONX' } }]);
    });

    it('finds a building without a postcode by its address, unless there are two', async () => {
      expect(
        await outcomes([
          { community: 'BRONX', address: '9 NEW STREET', buildingName: 'The New' },
          { community: 'BRONX', address: '244 EAST HOUSTON STREET' },
        ]),
      ).toEqual(['UPDATED', 'ERROR building AMBIGUOUS_BUILDING']);
    });
  });

  describe('of numbers alone', () => {
    const row: Given = {
      community: 'Komsomolskaya',
      address: 'city Moscow, Komsomolskaya 19A',
      unitsCount: 144,
      sectionsCount: 4,
      floorsCount: 9,
      minFloor: 1,
    };

    it('makes the units over sections and floors', async () => {
      const [made] = await apply([row]);
      expect(made).toMatchObject({
        outcome: 'CREATED',
        counts: { communitiesCreated: 1, buildingsCreated: 1, sectionsCreated: 4, unitsCreated: 144 },
      });
      const { communities } = await admin.ok<{ communities: { nodes: unknown[] } }>(
        `{ communities(filter: { code: { eq: "Komsomolskaya" } }) { nodes { unitCount
           sections { nodes { code unitCount building { floorsAbove } } }
           units(first: 1, filter: { floor: { eq: 9 } }, orderBy: { field: NATURAL, direction: DESC }) { totalCount nodes { code } } } } }`,
      );
      expect(communities.nodes).toEqual([
        {
          unitCount: 144,
          sections: {
            nodes: ['1单元', '2单元', '3单元', '4单元'].map((code) => ({
              code,
              unitCount: 36,
              building: { floorsAbove: 9 },
            })),
          },
          units: { totalCount: 16, nodes: [{ code: '144' }] },
        },
      ]);
    });

    it('makes none twice, and leaves those alone that are there', async () => {
      const [unit] = await sql<{ id: string }>(
        `UPDATE atrium.unit SET state = 'OCCUPIED', version = 2 WHERE code = '144' RETURNING id`,
      );
      expect(await apply([row])).toEqual([{ number: 2, outcome: 'UNCHANGED' }]);
      const [more] = await apply([{ ...row, unitsCount: 150 }]);
      expect(more).toMatchObject({ outcome: 'UPDATED', counts: { unitsCreated: 6 } });
      const rows = await sql('SELECT state FROM atrium.unit WHERE id = $1', [unit!.id]);
      expect(rows).toEqual([{ state: 'OCCUPIED' }]);
    });
  });

  describe('of a register of units', () => {
    const unit = (section: string, door: string, more: Partial<Given> = {}): Given => ({
      community: '和园雅苑',
      building: '3栋',
      address: '和园路128弄3号',
      section,
      unit: door,
      grossArea: '89.37',
      floor: 11,
      ...more,
    });

    it('makes communities, buildings and sections on the way', async () => {
      const made = await apply([
        unit('1单元', '1101', { externalId: 'u-1', usage: 'OFFICE' as never, state: 'OCCUPIED' as never }),
        unit('2单元', '1101'),
        unit('2单元', '2-1102', { grossArea: '70.5' }),
        {
          community: '和园雅苑',
          building: '地下车库',
          buildingKind: 'GARAGE' as never,
          unit: 'C001',
          usage: 'PARKING' as never,
        },
      ]);
      expect(made.map(({ outcome }) => outcome)).toEqual(['CREATED', 'CREATED', 'CREATED', 'CREATED']);
      expect(made.map(({ counts }) => counts)).toEqual([
        { communitiesCreated: 1, buildingsCreated: 1, sectionsCreated: 2, unitsCreated: 1 },
        { unitsCreated: 1 },
        { unitsCreated: 1 },
        { buildingsCreated: 1, unitsCreated: 1 },
      ]);
      const common = { usage: 'RESIDENTIAL', state: 'VACANT', ext: null, version: 1 };
      expect(await units('和园雅苑')).toEqual([
        {
          ...common,
          building: '3栋',
          section: '1单元',
          code: '1-1101',
          usage: 'OFFICE',
          state: 'OCCUPIED',
          gross: '89.37',
          floor: 11,
          ext: 'u-1',
        },
        { ...common, building: '3栋', section: '2单元', code: '2-1101', gross: '89.37', floor: 11 },
        { ...common, building: '3栋', section: '2单元', code: '2-1102', gross: '70.50', floor: 11 },
        { ...common, building: '地下车库', section: null, code: 'C001', usage: 'PARKING', gross: null, floor: null },
      ]);
    });

    it('finds them again by external id or by code, and tells what it changed', async () => {
      expect(
        await outcomes([
          unit('1单元', '1101', { externalId: 'u-1' }),
          unit('2单元', '1101', { externalId: 'u-2' }),
          unit('2单元', '1102', { grossArea: '70.50', floor: null }),
        ]),
      ).toEqual(['UNCHANGED', 'UPDATED', 'UPDATED']);
      expect(await units('和园雅苑')).toMatchObject([
        { code: '1-1101', usage: 'OFFICE', state: 'OCCUPIED', version: 1 },
        { code: '2-1101', ext: 'u-2', version: 2 },
        { code: '2-1102', floor: null, version: 2 },
        { code: 'C001' },
      ]);
      // The same id under another door: the door was renumbered.
      expect(await outcomes([unit('2单元', '1103', { externalId: 'u-2' })])).toEqual(['UPDATED']);
      expect(await outcomes([unit('2单元', '1101', { externalId: 'u-2' })])).toEqual(['UPDATED']);
      const { searchUnits } = await admin.ok<{ searchUnits: unknown[] }>(
        '{ searchUnits(query: "3-2-1101") { code community { name } } }',
      );
      expect(searchUnits).toEqual([{ code: '2-1101', community: { name: '和园雅苑' } }]);
    });

    it('completes what is known of a building, and changes it only where a row is about the building', async () => {
      expect(
        await outcomes([unit('1单元', '1101', { address: 'elsewhere', postcode: '201203', externalId: 'u-1' })]),
      ).toEqual(['UNCHANGED']);
      const read = () => sql(`SELECT address, postcode, name FROM atrium.building WHERE code = '3栋'`);
      expect(await read()).toEqual([{ address: '和园路128弄3号', postcode: '201203', name: null }]);
      expect(
        await outcomes([
          { community: '和园雅苑', building: '3栋', address: '和园路128弄3号甲', buildingName: '听松楼' },
        ]),
      ).toEqual(['UPDATED']);
      expect(await read()).toEqual([{ address: '和园路128弄3号甲', postcode: '201203', name: '听松楼' }]);
      const { searchUnits } = await admin.ok<{ searchUnits: unknown[] }>(
        '{ searchUnits(query: "听松楼 1-1101") { code } }',
      );
      expect(searchUnits).toEqual([{ code: '1-1101' }]);
    });

    it('says what is wrong with a row, and writes nothing of it', async () => {
      const before = await sql('SELECT count(*) FROM atrium.building');
      const found = await apply(
        [
          unit('1单元', '1101', { externalId: 'u-2' }),
          unit('1单元', '1101', { externalId: 'other' }),
          unit('13单元', '1', { building: '99栋', netArea: '100' }),
          unit('13单元', '1', { externalId: 'new' }),
          unit('13单元', '1'),
          unit('13单元', '2', { externalId: 'new' }),
          { community: '和园雅苑', building: '98栋', unit: '1', externalId: 'u-1' },
          { community: 'nowhere', building: '1', unit: '1' },
          { community: '和园雅苑' },
          { building: '1' },
        ],
        { onMissingParent: 'REFUSE' },
      );
      expect(
        found.map(({ outcome, problems = [] }) => [outcome, ...problems.map(({ field, code }) => `${field} ${code}`)]),
      ).toEqual([
        ['ERROR', 'externalId CONFLICTING_KEYS'],
        ['ERROR', 'externalId CONFLICTING_KEYS'],
        ['ERROR', 'netArea NET_ABOVE_GROSS'],
        ['CREATED'],
        ['ERROR', 'unit DUPLICATE'],
        ['ERROR', 'externalId DUPLICATE'],
        ['ERROR', 'externalId CONFLICTING_KEYS'],
        ['ERROR', 'community UNKNOWN_COMMUNITY'],
        ['ERROR', 'building REQUIRED'],
        ['ERROR', 'community REQUIRED'],
      ]);
      expect(found[4]!.problems![0]!.params).toEqual({ first: 5 });
      expect(await sql('SELECT count(*) FROM atrium.building')).toEqual(before);
      expect(await sql(`SELECT code FROM atrium.section WHERE code = '13单元'`)).toHaveLength(1);
    });

    it('takes the same rows twice at once and makes none twice', async () => {
      const rows = Array.from({ length: 50 }, (_, index) => unit('9单元', String(index + 1), { building: '9栋' }));
      const both = await Promise.allSettled([apply(rows), apply(rows)]);
      // The slower one may fail as a whole on a unique key; the engine then tries it again.
      const failed = both.filter(({ status }) => status === 'rejected');
      for (const { reason } of failed as PromiseRejectedResult[]) expect(reason).toMatchObject({ code: '23505' });
      expect(failed.length).toBeLessThan(2);
      const again = await outcomes(rows);
      expect(new Set(again)).toEqual(new Set(['UNCHANGED']));
      const [{ count }] = (await sql<{ count: number }>(
        `SELECT count(*)::int FROM atrium.unit u JOIN atrium.building b ON b.id = u.building_id WHERE b.code = '9栋'`,
      )) as [{ count: number }];
      expect(count).toBe(50);
    });

    it('needs a handful of statements for a thousand rows', async () => {
      const rows = Array.from({ length: 1000 }, (_, index) =>
        unit(`${(index % 4) + 1}单元`, String(index), {
          building: `${Math.floor(index / 100)}号`,
          externalId: `t-${index}`,
        }),
      );
      // One of them asks whether anybody outside listens to what happens.
      await platform.expectQueries(9, () => apply(rows));
      await platform.expectQueries(5, () => apply(rows));
    });

    it('has the database take stock of what has grown', async () => {
      await apply([unit('1单元', '1')]);
      const [unitTable] = await sql<{ known: boolean }>(
        `SELECT reltuples > 1000 AS known FROM pg_class WHERE oid = 'atrium.unit'::regclass`,
      );
      expect(unitTable).toEqual({ known: true });
    });
  });

  describe('of doors that were entered by hand', () => {
    const change = (type: string, input: Record<string, unknown>): Promise<unknown> =>
      admin.ok(`mutation ($input: Update${type}Input!) { update${type}(input: $input) { __typename } }`, { input });
    const door = (section: string, code: string, more: Partial<Given> = {}): Given => ({
      community: '听雨轩',
      building: '5栋',
      section,
      unit: code,
      ...more,
    });
    const stored = async (): Promise<string[]> =>
      (await units('听雨轩')).map((row) => {
        const { section, code, floor } = row as { section: string | null; code: string; floor: number | null };
        return `${section} ${code} ${floor}`;
      });
    let building: string;
    let section: { id: string; version: number };
    let first: { id: string; version: number };
    beforeAll(async () => {
      const community = await create(admin, 'community', { name: '听雨轩' });
      building = (await create(admin, 'building', { communityId: community.id, code: '5栋' })).id;
      section = await create(admin, 'section', { buildingId: building, code: '2单元' });
      first = await create(admin, 'unit', { buildingId: building, sectionId: section.id, code: '1101' });
    });

    it('updates them, because both write the code with the section before it', async () => {
      expect(await stored()).toEqual(['2单元 2-1101 null']);
      expect(await outcomes([door('2单元', '1101', { floor: 11 }), door('2单元', '1102')])).toEqual([
        'UPDATED',
        'CREATED',
      ]);
      expect(await outcomes([door('2单元', '1101'), door('2单元', '2-1102')])).toEqual(['UNCHANGED', 'UNCHANGED']);
      expect(await stored()).toEqual(['2单元 2-1101 11', '2单元 2-1102 null']);
      const failure = await admin.fails(
        'mutation ($input: CreateUnitInput!) { createUnit(input: $input) { __typename } }',
        { input: { buildingId: building, sectionId: section.id, code: '1102' } },
      );
      expect(failure.extensions).toMatchObject({ code: 'CONFLICT', fields: [{ path: 'input.code' }] });
    });

    it('updates them after their section got another name, which their codes follow', async () => {
      await change('Section', { id: section.id, version: 1, code: '7单元' });
      expect(await stored()).toEqual(['7单元 7-1101 11', '7单元 7-1102 null']);
      expect(await outcomes([door('7单元', '1101', { floor: 12 }), door('7单元', '1102')])).toEqual([
        'UPDATED',
        'UNCHANGED',
      ]);
      // The old name is free for another entrance.
      expect(await outcomes([door('2单元', '1101')])).toEqual(['CREATED']);
      expect(await stored()).toEqual(['2单元 2-1101 null', '7单元 7-1101 12', '7单元 7-1102 null']);
      const { auditEntries } = await admin.ok<{ auditEntries: { nodes: unknown[] } }>(
        `query ($id: ID!) { auditEntries(filter: { entityId: { eq: $id } }, first: 2) { nodes { before after } } }`,
        { id: first.id },
      );
      expect(auditEntries.nodes).toContainEqual({ before: { code: '2-1101' }, after: { code: '7-1101' } });
    });

    it('updates them after they went to another section', async () => {
      const { unit } = await admin.ok<{ unit: { version: number } }>('query ($id: ID!) { unit(id: $id) { version } }', {
        id: first.id,
      });
      const third = await create(admin, 'section', { buildingId: building, code: '3单元' });
      await change('Unit', { id: first.id, version: unit.version, sectionId: third.id });
      expect(await stored()).toEqual(['2单元 2-1101 null', '3单元 3-1101 12', '7单元 7-1102 null']);
      expect(await outcomes([door('3单元', '1101')])).toEqual(['UNCHANGED']);
    });

    it('refuses a new name that makes a code longer than codes may be', async () => {
      const long = await create(admin, 'section', { buildingId: building, code: '8' });
      await create(admin, 'unit', { buildingId: building, sectionId: long.id, code: 'x'.repeat(48) });
      for (const [type, input] of [
        ['Section', { id: long.id, version: 1, code: '西侧' }],
        ['Unit', { buildingId: building, sectionId: long.id, code: 'y'.repeat(49) }],
      ] as const) {
        const verb = type === 'Unit' ? 'create' : 'update';
        const failure = await admin.fails(
          `mutation ($input: ${verb === 'create' ? 'Create' : 'Update'}${type}Input!) { ${verb}${type}(input: $input) { __typename } }`,
          { input },
        );
        expect(failure.extensions).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'input.code' }] });
      }
    });

    it('finds a door of a section that is numbered through the building', async () => {
      const [made] = await apply([{ community: '听雨轩', building: '6栋', unitsCount: 4, sectionsCount: 2 }]);
      expect(made!.counts).toMatchObject({ unitsCreated: 4 });
      expect(
        await outcomes([
          { community: '听雨轩', building: '6栋', section: '2单元', unit: '3', floor: 1 },
          { community: '听雨轩', building: '6栋', section: '1单元', unit: '3' },
        ]),
      ).toEqual(['UPDATED', 'CREATED']);
      expect((await stored()).filter((one) => / (1-)?3 /.test(one))).toEqual(['1单元 1-3 null', '2单元 3 1']);
    });
  });

  describe('within the data scope', () => {
    it('sees no other community, and adds none', async () => {
      const mine = await create(admin, 'community', { name: '我的', code: 'MINE' });
      const actor: Actor = { ...systemActor('import'), communityScope: [uuidOf(mine.id)] };
      expect(
        await outcomes(
          [
            { community: 'MINE', building: '1', unit: '1' },
            { community: '和园雅苑', building: '3栋', unit: '1' },
            { community: 'another', building: '1' },
            // The only community they see.
            { building: '2', unit: '1' },
          ],
          { actor },
        ),
      ).toEqual(['CREATED', 'ERROR community UNKNOWN_COMMUNITY', 'ERROR community UNKNOWN_COMMUNITY', 'CREATED']);
    });

    it('is not kept from a code or an external id by another tenant', async () => {
      expect(
        await outcomes([{ building: '3栋', section: '1单元', unit: '1101', externalId: 'u-1' }], { tenant: 'b' }),
      ).toEqual(['CREATED']);
      // A company without a community gets one that bears its name.
      expect(await sql('SELECT c.name = t.name AS named FROM atrium.community c, atrium.tenant t', [], 'b')).toEqual([
        { named: true },
      ]);
    });
  });

  describe('as functions', () => {
    const upserts = () => platform.api.get(PropertyUpserts, { strict: false });

    it('answers for each building and unit what became of it', async () => {
      const community = uuidOf((await create(admin, 'community', { name: '函数', code: 'FN' })).id);
      const buildings = await inTenant(platform, () =>
        upserts().upsertBuildings([
          { communityId: community, code: '1栋', externalId: 'fb-1' },
          { communityId: community, code: '2栋' },
          { communityId: community, code: '2栋', name: 'again' },
          { communityId: newId(), code: '1栋' },
          { communityId: community, code: '2栋', externalId: 'fb-1' },
        ]),
      );
      expect(buildings.map(({ outcome, problem }) => [outcome, problem?.code])).toEqual([
        ['CREATED', undefined],
        ['CREATED', undefined],
        ['MERGED', undefined],
        ['ERROR', 'UNKNOWN_COMMUNITY'],
        ['ERROR', 'CONFLICTING_KEYS'],
      ]);
      const [first, second] = buildings.map(({ id }) => id!);
      const rows = [
        { buildingId: first!, code: '101', section: '1', grossArea: '50', netArea: '40' },
        { buildingId: second!, code: '101', section: null },
        { buildingId: second!, code: '101' },
        { buildingId: newId(), code: '101' },
        { buildingId: first!, code: '102', grossArea: '50', netArea: '60' },
      ];
      const run = () => inTenant(platform, () => upserts().upsertUnits(rows));
      expect((await run()).map(({ outcome, problem }) => [outcome, problem?.code])).toEqual([
        ['CREATED', undefined],
        ['CREATED', undefined],
        ['ERROR', 'DUPLICATE'],
        ['ERROR', 'UNKNOWN_BUILDING'],
        ['ERROR', 'NET_ABOVE_GROSS'],
      ]);
      expect((await run()).map(({ outcome }) => outcome)).toEqual([
        'UNCHANGED',
        'UNCHANGED',
        'ERROR',
        'ERROR',
        'ERROR',
      ]);
      const strangers = await inTenant(platform, () => upserts().upsertUnits(rows), { tenant: 'b' });
      expect(new Set(strangers.map(({ problem }) => problem?.code))).toEqual(new Set(['UNKNOWN_BUILDING']));
    });
  });
});
