import { db, decodeId, newId } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { create, type Found, inTenant } from './support/properties';

const uuidOf = (id: string): string => {
  const decoded = decodeId(id);
  if (!decoded.ok) throw new Error(`${id} is no id`);
  return decoded.uuid;
};

describe('the register of properties', () => {
  let platform: TestPlatform;
  let admin: TestClient;
  let reader: TestClient;
  let stranger: TestClient;
  /** Limited to the first community. */
  let local: TestClient;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    platform = await createTestPlatform();
    admin = await platform.as('ADMIN');
    reader = await platform.as('AUDITOR');
    stranger = await platform.as('ADMIN', { tenant: 'b' });
  });
  afterAll(() => platform.close());

  const enter = async (what: string, name: string, input: Record<string, unknown>): Promise<Found> => {
    const made = await create(admin, what, input);
    ids[name] = made.id;
    return made;
  };

  it('is entered from the community down to the unit', async () => {
    await enter('community', 'community', {
      name: '和园雅苑',
      code: 'HYY',
      serviceProfile: 'LANDSCAPE',
      address: '上海市浦东新区和园路128弄',
      postcode: '201203',
      location: { latitude: 31.2101, longitude: 121.5912 },
      region: '上海市',
      district: '浦东新区',
      externalId: 'ext-hyy',
    });
    await enter('building', 'building', {
      communityId: ids.community,
      code: '3栋',
      floorsAbove: 18,
      floorsBelow: 2,
      address: '和园路128弄3号',
    });
    await enter('section', 'section', { buildingId: ids.building, code: '2单元' });
    await enter('unit', 'unit', {
      buildingId: ids.building,
      sectionId: ids.section,
      code: '2-1101',
      grossArea: '89.37',
      netArea: '70.5',
      floor: 11,
      handedOverOn: '2016-10-01',
      externalId: 'u-1',
    });
    const { unit } = await reader.ok<{ unit: unknown }>(
      `query ($id: ID!) { unit(id: $id) {
        code usage state grossArea netArea floor handedOverOn externalId version
        section { code unitCount } building { code kind floorsBelow }
        community { name serviceProfile location { latitude longitude } buildingCount unitCount }
      } }`,
      { id: ids.unit },
    );
    expect(unit).toEqual({
      code: '2-1101',
      usage: 'RESIDENTIAL',
      state: 'VACANT',
      grossArea: '89.37',
      netArea: '70.50',
      floor: 11,
      handedOverOn: '2016-10-01',
      externalId: 'u-1',
      version: 1,
      section: { code: '2单元', unitCount: 1 },
      building: { code: '3栋', kind: 'RESIDENTIAL', floorsBelow: 2 },
      community: {
        name: '和园雅苑',
        serviceProfile: 'LANDSCAPE',
        location: { latitude: 31.2101, longitude: 121.5912 },
        buildingCount: 1,
        unitCount: 1,
      },
    });
  });

  it('has common areas and equipment, in buildings and outside of them', async () => {
    await enter('commonArea', 'garden', {
      communityId: ids.community,
      code: 'G1',
      name: '中心花园',
      kind: 'GREENERY',
      area: '12000.5',
    });
    await enter('commonArea', 'lobby', {
      communityId: ids.community,
      buildingId: ids.building,
      sectionId: ids.section,
      code: 'L1',
      name: '2单元大堂',
      kind: 'LOBBY',
      floor: 1,
    });
    await enter('equipment', 'elevator', {
      communityId: ids.community,
      buildingId: ids.building,
      sectionId: ids.section,
      code: 'E-3-2',
      name: '3栋2单元客梯',
      kind: 'ELEVATOR',
      serialNumber: 'SN-001',
      maker: '上海三菱',
      installedOn: '2016-05-01',
      commissionedOn: '2016-06-01',
      nextInspectionOn: '2026-12-01',
    });
    await enter('equipment', 'pump', { communityId: ids.community, code: 'P-1', name: '生活水泵', kind: 'PUMP' });
    const { building } = await reader.ok<{ building: unknown }>(
      `query ($id: ID!) { building(id: $id) {
        commonAreas { nodes { name section { code } } }
        equipment { totalCount nodes { name kind state maker installedOn commissionedOn nextInspectionOn } }
        community { commonAreas { nodes { name area building { code } } }
          equipment(orderBy: { field: NEXT_INSPECTION }) { nodes { code nextInspectionOn } } }
      } }`,
      { id: ids.building },
    );
    expect(building).toEqual({
      commonAreas: { nodes: [{ name: '2单元大堂', section: { code: '2单元' } }] },
      equipment: {
        totalCount: 1,
        nodes: [
          {
            name: '3栋2单元客梯',
            kind: 'ELEVATOR',
            state: 'IN_SERVICE',
            maker: '上海三菱',
            installedOn: '2016-05-01',
            commissionedOn: '2016-06-01',
            nextInspectionOn: '2026-12-01',
          },
        ],
      },
      community: {
        commonAreas: {
          nodes: [
            { name: '2单元大堂', area: null, building: { code: '3栋' } },
            { name: '中心花园', area: '12000.50', building: null },
          ],
        },
        equipment: {
          nodes: [
            { code: 'E-3-2', nextInspectionOn: '2026-12-01' },
            { code: 'P-1', nextInspectionOn: null },
          ],
        },
      },
    });
  });

  it('finds every kind of object by node', async () => {
    for (const [name, id] of Object.entries(ids)) {
      const { node } = await reader.ok<{ node: { id: string; __typename: string } }>(
        'query ($id: ID!) { node(id: $id) { id __typename } }',
        { id },
      );
      expect([name, node.id]).toEqual([name, id]);
      expect(
        (await stranger.ok<{ node: unknown }>('query ($id: ID!) { node(id: $id) { id } }', { id })).node,
      ).toBeNull();
    }
  });

  it('pages both ways through units as people count them', async () => {
    const house = await create(admin, 'building', { communityId: ids.community, code: '10栋' });
    const codes = Array.from({ length: 25 }, (_, index) => String(index + 1));
    for (const code of [...codes].reverse()) await create(admin, 'unit', { buildingId: house.id, code });
    const page = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { building(id: $id) {
      units(first: $first, after: $after, last: $last, before: $before) {
        totalCount nodes { code } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
    interface Page {
      building: {
        units: {
          totalCount: number;
          nodes: { code: string }[];
          pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
        };
      };
    }
    for (const forward of [true, false]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      let pages = 0;
      for (let more = true; more; pages++) {
        const variables: Record<string, unknown> = forward
          ? { first: 10, after: cursor }
          : { last: 10, before: cursor };
        const { building }: Page = await reader.ok<Page>(page, { id: house.id, ...variables });
        const { nodes, pageInfo, totalCount } = building.units;
        const read = nodes.map(({ code }) => code);
        if (forward) seen.push(...read);
        else seen.unshift(...read);
        expect(totalCount).toBe(25);
        more = forward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
        cursor = forward ? pageInfo.endCursor : pageInfo.startCursor;
      }
      expect([pages, seen]).toEqual([3, codes]);
    }
    const { buildings } = await reader.ok<{ buildings: { nodes: { code: string }[] } }>(
      '{ buildings { nodes { code } } }',
    );
    expect(buildings.nodes.map(({ code }) => code)).toEqual(['3栋', '10栋']);
  });

  it.each([
    ['units', '{ building: { eq: $building }, code: { startsWith: "2" } }', ['2-1101']],
    ['units', '{ section: { eq: $section } }', ['2-1101']],
    ['units', '{ community: { in: [$community] }, floor: { from: 10, to: 12 } }', ['2-1101']],
    ['units', '{ floor: { to: -1 } }', []],
    ['units', '{ handedOverOn: { from: "2016-10-01", to: "2016-10-31" } }', ['2-1101']],
    ['units', '{ handedOverOn: { from: "2016-10-02" } }', []],
    ['units', '{ externalId: { eq: "u-1" }, usage: { eq: RESIDENTIAL }, state: { in: [VACANT] } }', ['2-1101']],
    ['units', '{ externalId: { eq: "u-1" }, state: { not: VACANT } }', []],
    ['units', '{ or: [{ code: { eq: "25" } }, { code: { eq: "24" } }], not: { code: { eq: "24" } } }', ['25']],
    ['buildings', '{ address: { startsWith: "和园路" } }', ['3栋']],
    ['buildings', '{ community: { eq: $community }, kind: { eq: RESIDENTIAL } }', ['3栋', '10栋']],
    ['buildings', '{ code: { in: ["10栋", "11栋"] } }', ['10栋']],
    ['communities', '{ postcode: { eq: "201203" }, region: { eq: "上海市" }, district: { eq: "浦东新区" } }', ['HYY']],
    ['communities', '{ serviceProfile: { eq: LANDSCAPE }, name: { startsWith: "和园" } }', ['HYY']],
    ['communities', '{ externalId: { eq: "ext-hyy" } }', ['HYY']],
    ['sections', '{ building: { eq: $building } }', ['2单元']],
    ['commonAreas', '{ kind: { in: [LOBBY, ROAD] }, section: { eq: $section } }', ['L1']],
    ['equipment', '{ kind: { eq: ELEVATOR }, serialNumber: { eq: "SN-001" } }', ['E-3-2']],
    ['equipment', '{ nextInspectionOn: { to: "2026-12-31" }, state: { eq: IN_SERVICE } }', ['E-3-2']],
  ])('filters %s by %s', async (list, filter, expected) => {
    const used = ['community', 'building', 'section'].filter((name) => filter.includes(`$${name}`));
    const variables = Object.fromEntries(used.map((name) => [name, ids[name]]));
    const header = used.length > 0 ? `query (${used.map((name) => `$${name}: ID!`).join(', ')})` : 'query';
    const data = await reader.ok<Record<string, { nodes: { code: string }[] }>>(
      `${header} { ${list}(filter: ${filter}) { nodes { code } } }`,
      variables,
    );
    expect(data[list]!.nodes.map(({ code }) => code)).toEqual(expected);
  });

  it('reads communities with their buildings and units by one statement', async () => {
    const document = `{ communities { nodes { name unitCount
      buildings { nodes { code units(first: 3) { nodes { code section { code } } } } } } } }`;
    const { communities } = await platform.expectQueries(1, () =>
      reader.ok<{ communities: { nodes: unknown[] } }>(document),
    );
    expect(communities.nodes).toEqual([
      {
        name: '和园雅苑',
        unitCount: 26,
        buildings: {
          nodes: [
            { code: '3栋', units: { nodes: [{ code: '2-1101', section: { code: '2单元' } }] } },
            {
              code: '10栋',
              units: { nodes: ['1', '2', '3'].map((code) => ({ code, section: null })) },
            },
          ],
        },
      },
    ]);
  });

  describe('changes', () => {
    const update = (type: string, input: Record<string, unknown>) => {
      const field = type.charAt(0).toLowerCase() + type.slice(1);
      return {
        document: `mutation ($input: Update${type}Input!) { update${type}(input: $input) { ${field} { id version } } }`,
        variables: { input },
      };
    };

    it('need the current version', async () => {
      const { document, variables } = update('Unit', { id: ids.unit, version: 1, grossArea: '90.00' });
      await admin.ok(document, variables);
      const failure = await admin.fails(document, variables);
      expect(failure.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
      const { unit } = await admin.ok<{ unit: unknown }>(
        'query ($id: ID!) { unit(id: $id) { grossArea netArea version } }',
        { id: ids.unit },
      );
      expect(unit).toEqual({ grossArea: '90.00', netArea: '70.50', version: 2 });
    });

    it('empty what is null and keep what is left out', async () => {
      const { document, variables } = update('Unit', { id: ids.unit, version: 2, handedOverOn: null, sectionId: null });
      await admin.ok(document, variables);
      const { unit } = await admin.ok<{ unit: unknown }>(
        'query ($id: ID!) { unit(id: $id) { handedOverOn floor section { code } } }',
        { id: ids.unit },
      );
      expect(unit).toEqual({ handedOverOn: null, floor: 11, section: null });
      const back = update('Unit', { id: ids.unit, version: 3, sectionId: ids.section });
      await admin.ok(back.document, back.variables);
    });

    it.each([
      ['Unit', { netArea: '95' }, 'input.netArea', 'VALIDATION_FAILED'],
      ['Unit', { grossArea: '0' }, 'input.grossArea', 'VALIDATION_FAILED'],
      ['Unit', { grossArea: '10.001' }, 'input.grossArea', 'VALIDATION_FAILED'],
      ['Unit', { grossArea: '60', netArea: '61' }, 'input.netArea', 'VALIDATION_FAILED'],
      ['Unit', { code: null }, 'input.code', 'VALIDATION_FAILED'],
      ['Unit', { code: 'a\u0007' }, 'input.code', 'VALIDATION_FAILED'],
      ['Unit', { floor: 201 }, 'input.floor', 'VALIDATION_FAILED'],
      ['Community', { location: { latitude: 90.1, longitude: 0 } }, 'input.location.latitude', 'VALIDATION_FAILED'],
      ['Community', { name: '' }, 'input.name', 'VALIDATION_FAILED'],
      ['Building', { floorsBelow: 21 }, 'input.floorsBelow', 'VALIDATION_FAILED'],
      ['Building', { code: '10栋' }, 'input.code', 'CONFLICT'],
      ['Equipment', { commissionedOn: '2016-04-30' }, 'input.commissionedOn', 'VALIDATION_FAILED'],
      ['Equipment', { code: 'P-1' }, 'input.code', 'CONFLICT'],
      ['CommonArea', { area: '-1' }, 'input.area', 'VALIDATION_FAILED'],
      ['CommonArea', { code: 'G1' }, 'input.code', 'CONFLICT'],
    ])('refuse %s %j', async (type, change, path, code) => {
      const names: Record<string, string> = { Equipment: 'elevator', CommonArea: 'lobby' };
      const id = ids[names[type] ?? type.toLowerCase()];
      const field = type.charAt(0).toLowerCase() + type.slice(1);
      const read = `query ($id: ID!) { node(id: $id) { ... on ${type} { version code } } }`;
      const before = await admin.ok<{ node: { version: number } }>(read, { id });
      const { document, variables } = update(type, { id, version: before.node.version, ...change });
      const failure = await admin.fails(document, variables);
      expect(failure.path).toEqual([`update${type}`]);
      expect(failure.extensions.code).toBe(code);
      expect(failure.extensions.fields?.map((one) => one.path)).toEqual([path]);
      expect(await admin.ok(read, { id })).toEqual(before);
      expect(field).not.toBe('');
    });

    it('refuse an external id and a code that are taken', async () => {
      const taken = await admin.fails(
        'mutation ($input: CreateUnitInput!) { createUnit(input: $input) { unit { id } } }',
        { input: { buildingId: ids.building, code: '9', externalId: 'u-1' } },
      );
      expect(taken.extensions).toMatchObject({ code: 'CONFLICT', fields: [{ path: 'input.externalId' }] });
      const community = await admin.fails(
        'mutation ($input: CreateCommunityInput!) { createCommunity(input: $input) { community { id } } }',
        { input: { name: '又一个', code: 'HYY' } },
      );
      expect(community.extensions).toMatchObject({ code: 'CONFLICT', fields: [{ path: 'input.code' }] });
      // The neighbour may use the same ones.
      const theirs = await create(stranger, 'community', { name: '和园雅苑', code: 'HYY', externalId: 'ext-hyy' });
      ids.theirCommunity = theirs.id;
      ids.theirBuilding = (await create(stranger, 'building', { communityId: theirs.id, code: '3栋' })).id;
      ids.theirSection = (await create(stranger, 'section', { buildingId: ids.theirBuilding, code: '2单元' })).id;
      ids.theirUnit = (
        await create(stranger, 'unit', { buildingId: ids.theirBuilding, code: '2-1101', externalId: 'u-1' })
      ).id;
    });

    it('move a unit from state to state, each with its version', async () => {
      const document =
        'mutation ($input: ChangeUnitStateInput!) { changeUnitState(input: $input) { unit { state version } } }';
      const change = (state: string, version: number) => ({ input: { id: ids.unit, version, state } });
      expect(await admin.ok(document, change('OCCUPIED', 4))).toEqual({
        changeUnitState: { unit: { state: 'OCCUPIED', version: 5 } },
      });
      expect((await admin.fails(document, change('OCCUPIED', 5))).extensions).toMatchObject({
        code: 'INVALID_TRANSITION',
        allowed: ['VACANT', 'RENOVATING', 'FOR_RENT'],
      });
      expect((await admin.fails(document, change('VACANT', 4))).extensions).toMatchObject({
        code: 'CONFLICT',
        currentVersion: 5,
      });
    });

    it('repeat an answer for the same idempotency key', async () => {
      const input = { name: '只建一次', idempotencyKey: 'once' };
      const first = await create(admin, 'community', input);
      expect((await create(admin, 'community', input)).id).toBe(first.id);
      await admin.ok(
        'mutation ($input: DeleteCommunityInput!) { deleteCommunity(input: $input) { deletedCommunityId } }',
        {
          input: { id: first.id },
        },
      );
    });

    it('are recorded with who made them, before and after, and without what follows from them', async () => {
      const entries = await inTenant(platform, () =>
        db().query<{ operation: string; action: string; who: string; before: unknown; after: unknown }>(
          `SELECT operation, action, cause ->> 'name' AS who, before, after FROM atrium.audit_log
           WHERE entity_id = $1 ORDER BY id`,
          [uuidOf(ids.unit!)],
        ),
      );
      expect(entries[0]).toMatchObject({ operation: 'createUnit', action: 'INSERT', who: 'ADMIN' });
      expect(Object.keys(entries[0]!.after as object)).not.toContain('search_tokens');
      expect(entries[1]).toMatchObject({
        operation: 'updateUnit',
        action: 'UPDATE',
        before: { gross_area: 89.37 },
        after: { gross_area: 90 },
      });
      expect(entries.at(-1)).toMatchObject({ before: { state: 'VACANT' }, after: { state: 'OCCUPIED' } });
    });

    it('are refused to those who only read', async () => {
      const failure = await reader.fails(
        'mutation ($input: CreateCommunityInput!) { createCommunity(input: $input) { community { id } } }',
        { input: { name: 'no' } },
      );
      expect(failure.extensions.code).toBe('FORBIDDEN');
      const technician = await platform.as('TECHNICIAN');
      await create(technician, 'equipment', {
        communityId: ids.community,
        code: 'T-1',
        name: '门禁',
        kind: 'ACCESS_CONTROL',
      });
      const refused = await technician.fails(
        'mutation ($input: DeleteUnitInput!) { deleteUnit(input: $input) { deletedUnitId } }',
        { input: { id: ids.unit } },
      );
      expect(refused.extensions.code).toBe('FORBIDDEN');
    });
  });

  describe('search', () => {
    const find = async (query: string, client = reader): Promise<string[]> => {
      const { searchUnits } = await client.ok<{ searchUnits: { code: string; building: { code: string } }[] }>(
        'query ($query: String!) { searchUnits(query: $query, first: 5) { code building { code } } }',
        { query },
      );
      return searchUnits.map(({ code, building }) => `${building.code} ${code}`);
    };
    const findBuildings = async (query: string, client = reader): Promise<string[]> => {
      const { searchBuildings } = await client.ok<{ searchBuildings: { code: string }[] }>(
        'query ($query: String!) { searchBuildings(query: $query) { code } }',
        { query },
      );
      return searchBuildings.map(({ code }) => code);
    };

    it('finds units by path, name, pinyin, address and postcode, the door that is meant first', async () => {
      for (const typed of [
        '3-2-1101',
        '3栋2单元1101室',
        '和园雅苑 1101',
        'heyuan 1101',
        '和园路128弄3号 1101',
        '201203 1101',
      ]) {
        expect([typed, await find(typed)]).toEqual([typed, ['3栋 2-1101']]);
      }
      expect((await find('1'))[0]).toBe('10栋 1');
      expect(await find('10-25')).toEqual(['10栋 25']);
      expect(await find('没有这个')).toEqual([]);
      expect(await find('-')).toEqual([]);
    });

    it('finds the first units of a place by what the place is called', async () => {
      const { units } = await reader.ok<{ units: { nodes: { code: string; building: { code: string } }[] } }>(
        `query ($community: ID!) {
          units(filter: { community: { eq: $community } }, first: 5) { nodes { code building { code } } }
        }`,
        { community: ids.community },
      );
      const first = units.nodes.map(({ code, building }) => `${building.code} ${code}`);
      expect(first).toHaveLength(5);
      expect(await find('和园雅苑')).toEqual(first);
      expect(await find('heyuan yayuan')).toEqual(first);
      // Two words that the building meets, and one that the unit meets.
      expect(await find('201203 和园雅苑 10-25')).toEqual(['10栋 25']);
    });

    it('costs two statements whatever it finds', async () => {
      await platform.expectQueries(2, () => find('和园雅苑'));
    });

    it('finds buildings, and by where they are', async () => {
      const street = await create(admin, 'community', { name: 'Bronx', code: 'BX' });
      ids.street = street.id;
      for (const [code, latitude] of [
        ['1020 GRAND CONCOURSE', 40.830314],
        ['1030 GRAND CONCOURSE', 40.831314],
      ] as const) {
        await create(admin, 'building', {
          communityId: street.id,
          code,
          address: code,
          postcode: '10451',
          location: { latitude, longitude: -73.920785 },
        });
      }
      expect(await findBuildings('grand conc')).toEqual(['1020 GRAND CONCOURSE', '1030 GRAND CONCOURSE']);
      expect(await findBuildings('1030 grand')).toEqual(['1030 GRAND CONCOURSE']);
      expect(await findBuildings('10451')).toHaveLength(2);
      expect(await findBuildings('3栋')).toEqual(['3栋']);
      const near = async (radius: number): Promise<string[]> => {
        const { buildingsNear } = await reader.ok<{ buildingsNear: { code: string }[] }>(
          `query ($radius: Int!) { buildingsNear(point: { latitude: 40.8314, longitude: -73.920785 }, radius: $radius) { code } }`,
          { radius },
        );
        return buildingsNear.map(({ code }) => code);
      };
      expect(await near(5)).toEqual([]);
      expect(await near(10)).toEqual(['1030 GRAND CONCOURSE']);
      expect(await near(500)).toEqual(['1030 GRAND CONCOURSE', '1020 GRAND CONCOURSE']);
    });

    it('follows a community, a building and a section that are renamed, and so does the order', async () => {
      const read = async (type: string, id: string) => {
        const { node } = await admin.ok<{ node: Found }>(
          `query ($id: ID!) { node(id: $id) { ... on ${type} { version } } }`,
          { id },
        );
        return node.version;
      };
      const rename = async (type: string, id: string, change: Record<string, unknown>): Promise<void> => {
        const version = await read(type, id);
        await admin.ok(`mutation ($input: Update${type}Input!) { update${type}(input: $input) { __typename } }`, {
          input: { id, version, ...change },
        });
      };
      await rename('Community', ids.community!, { name: '静安府' });
      expect(await find('静安府 1101')).toEqual(['3栋 2-1101']);
      expect(await find('和园雅苑 1101')).toEqual([]);
      await rename('Building', ids.building!, { code: '30栋' });
      expect(await find('静安府 30-2-1101')).toEqual(['30栋 2-1101']);
      const door = await create(admin, 'unit', { buildingId: ids.building, sectionId: ids.section, code: '1201' });
      expect(await find('30-2-1201')).toEqual(['30栋 2-1201']);
      await rename('Section', ids.section!, { code: '7单元' });
      expect(await find('30-7-1201')).toEqual(['30栋 7-1201']);
      expect(await find('30-2-1201')).toEqual([]);
      await admin.ok('mutation ($input: DeleteUnitInput!) { deleteUnit(input: $input) { __typename } }', {
        input: { id: door.id },
      });
      const { units } = await reader.ok<{ units: { nodes: { code: string }[] } }>(
        '{ units(last: 1) { nodes { code } } }',
      );
      // 30栋 now comes after 10栋.
      expect(units.nodes).toEqual([{ code: '7-1101' }]);
      await rename('Section', ids.section!, { code: '2单元' });
      await rename('Building', ids.building!, { code: '3栋' });
      await rename('Community', ids.community!, { name: '和园雅苑' });
      expect(await find('和园雅苑 3-2-1101')).toEqual(['3栋 2-1101']);
    });
  });

  describe('stays apart', () => {
    beforeAll(async () => {
      local = await platform.as('ADMIN', { communities: [uuidOf(ids.community!)] });
    });

    it('from the neighbour, whatever is asked', async () => {
      const { communities, units } = await stranger.ok<{
        communities: { nodes: { id: string }[] };
        units: { totalCount: number };
      }>('{ communities { nodes { id } } units { totalCount } }');
      expect(communities.nodes).toEqual([{ id: ids.theirCommunity }]);
      expect(units.totalCount).toBe(1);
      for (const type of ['Community', 'Building', 'Section', 'Unit']) {
        const field = type.toLowerCase();
        const id = ids[field];
        const single = `query ($id: ID!) { ${field}(id: $id) { id } }`;
        await reader.ok(single, { id });
        expect((await stranger.fails(single, { id })).extensions.code).toBe('NOT_FOUND');
        const remove = `mutation ($input: Delete${type}Input!) { delete${type}(input: $input) { __typename } }`;
        expect((await stranger.fails(remove, { input: { id } })).extensions.code).toBe('NOT_FOUND');
        const change = `mutation ($input: Update${type}Input!) { update${type}(input: $input) { __typename } }`;
        expect((await stranger.fails(change, { input: { id, version: 1 } })).extensions.code).toBe('NOT_FOUND');
        await reader.ok(single, { id });
      }
    });

    it.each([
      ['building', { communityId: 'theirCommunity', code: 'x' }],
      ['section', { buildingId: 'theirBuilding', code: 'x' }],
      ['unit', { buildingId: 'theirBuilding', code: 'x' }],
      ['unit', { buildingId: 'building', sectionId: 'theirSection', code: 'x' }],
      ['commonArea', { communityId: 'theirCommunity', code: 'x', name: 'x', kind: 'OTHER' }],
      ['commonArea', { communityId: 'community', buildingId: 'theirBuilding', code: 'x', name: 'x', kind: 'OTHER' }],
      ['equipment', { communityId: 'theirCommunity', code: 'x', name: 'x', kind: 'OTHER' }],
      [
        'equipment',
        {
          communityId: 'community',
          buildingId: 'building',
          sectionId: 'theirSection',
          code: 'x',
          name: 'x',
          kind: 'OTHER',
        },
      ],
    ])('and takes no %s in %j', async (what, places) => {
      const input = Object.fromEntries(
        Object.entries(places).map(([name, value]) => [name, name.endsWith('Id') ? ids[value] : value]),
      );
      const type = what.charAt(0).toUpperCase() + what.slice(1);
      const failure = await admin.fails(
        `mutation ($input: Create${type}Input!) { create${type}(input: $input) { __typename } }`,
        { input },
      );
      expect(failure.extensions.code).toBe('NOT_FOUND');
    });

    it('in the database too: no reference across tenants, communities or buildings can be stored', async () => {
      const building = uuidOf(ids.building!);
      const community = uuidOf(ids.community!);
      const street = uuidOf(ids.street!);
      const insert = (values: unknown[]) => () =>
        db().execute(
          `INSERT INTO atrium.unit (id, community_id, building_id, section_id, code, sort_key, search_tokens)
           VALUES ($1, $2, $3, $4, 'x', 'x', '{}')`,
          [newId(), ...values],
        );
      for (const values of [
        [uuidOf(ids.theirCommunity!), uuidOf(ids.theirBuilding!), null],
        [community, uuidOf(ids.theirBuilding!), null],
        [community, building, uuidOf(ids.theirSection!)],
        // The building is the tenant's own, but not in that community: the data scope rests on this.
        [street, building, null],
      ]) {
        await expect(inTenant(platform, insert(values))).rejects.toMatchObject({ code: '23503' });
      }
      await expect(
        inTenant(platform, () =>
          db().execute(
            `INSERT INTO atrium.community (tenant_id, id, code, name, sort_key) VALUES ($1, $2, 'x', 'x', 'x')`,
            [platform.tenants.b.id, newId()],
          ),
        ),
      ).rejects.toMatchObject({ code: '42501' });
      // The same insert with the right parents succeeds.
      await expect(
        inTenant(platform, async () => {
          expect(await insert([community, building, uuidOf(ids.section!)])()).toBe(1);
          throw new Error('roll back');
        }),
      ).rejects.toThrow('roll back');
    });

    it('from those whose roles are limited to another community', async () => {
      const elsewhere = await platform.as('ADMIN', { communities: [uuidOf(ids.street!)] });
      const all = '{ communities { nodes { id } } buildings { totalCount } units { totalCount } }';
      interface All {
        communities: { nodes: { id: string }[] };
        buildings: { totalCount: number };
        units: { totalCount: number };
      }
      const inside = await local.ok<All>(all);
      expect(inside.communities.nodes).toEqual([{ id: ids.community }]);
      expect([inside.buildings.totalCount, inside.units.totalCount]).toEqual([2, 26]);
      const outside = await elsewhere.ok<All>(all);
      expect(outside.communities.nodes).toEqual([{ id: ids.street }]);
      expect([outside.buildings.totalCount, outside.units.totalCount]).toEqual([2, 0]);
      const search =
        'query ($query: String!) { searchUnits(query: $query) { code } searchBuildings(query: $query) { code } }';
      const typed = { query: '和园雅苑' };
      expect((await local.ok<{ searchBuildings: unknown[] }>(search, typed)).searchBuildings).toHaveLength(2);
      expect(await elsewhere.ok(search, typed)).toEqual({ searchUnits: [], searchBuildings: [] });
      const near = '{ buildingsNear(point: { latitude: 40.8314, longitude: -73.920785 }) { code } }';
      expect((await elsewhere.ok<{ buildingsNear: unknown[] }>(near)).buildingsNear).toHaveLength(2);
      expect(await local.ok(near)).toEqual({ buildingsNear: [] });
      for (const [what, input] of [
        ['Building', { communityId: ids.community, code: 'x' }],
        ['Unit', { buildingId: ids.building, code: 'x' }],
      ] as const) {
        const failure = await elsewhere.fails(
          `mutation ($input: Create${what}Input!) { create${what}(input: $input) { __typename } }`,
          { input },
        );
        expect(failure.extensions.code).toBe('NOT_FOUND');
      }
      const failure = await elsewhere.fails(
        'mutation ($input: CreateCommunityInput!) { createCommunity(input: $input) { __typename } }',
        { input: { name: 'mine' } },
      );
      expect(failure.extensions.code).toBe('FORBIDDEN');
      await create(elsewhere, 'building', { communityId: ids.street, code: 'mine' });
    });
  });

  describe('what is deleted', () => {
    const remove = (type: string) =>
      `mutation ($input: Delete${type}Input!) { delete${type}(input: $input) { deleted${type}Id } }`;

    it.each([
      ['Community', 'community', { building: 2, unit: 26, common_area: 2, equipment: 3 }],
      ['Building', 'building', { section: 1, unit: 1, common_area: 1, equipment: 1 }],
      ['Section', 'section', { unit: 1, common_area: 1, equipment: 1 }],
    ])('must be empty: %s', async (type, name, contents) => {
      const failure = await admin.fails(remove(type), { input: { id: ids[name] } });
      expect(failure.extensions).toMatchObject({ code: 'CONFLICT', contents });
      for (const count of Object.values(contents)) expect(failure.message).toContain(String(count));
    });

    it("must not be anybody's: a unit that somebody occupies stays", async () => {
      const { createCustomer } = await admin.ok<{ createCustomer: { customer: { id: string } } }>(
        'mutation { createCustomer(input: { kind: PERSON, name: "张伟" }) { customer { id } } }',
      );
      const { startOccupancy } = await admin.ok<{ startOccupancy: { occupancy: { id: string } } }>(
        'mutation ($input: StartOccupancyInput!) { startOccupancy(input: $input) { occupancy { id } } }',
        { input: { customerId: createCustomer.customer.id, unitId: ids.unit, kind: 'OWNER', startsOn: '2020-01-01' } },
      );
      const failure = await admin.fails(remove('Unit'), { input: { id: ids.unit } });
      expect(failure.extensions).toMatchObject({ code: 'CONFLICT', contents: { occupancy: 1 } });
      expect(failure.message).toContain('入住关系 (1)');
      await admin.ok('mutation ($input: RemoveOccupancyInput!) { removeOccupancy(input: $input) { __typename } }', {
        input: { id: startOccupancy.occupancy.id },
      });
    });

    it('goes from the leaves up', async () => {
      for (const [type, name] of [
        ['Equipment', 'elevator'],
        ['CommonArea', 'lobby'],
        ['Unit', 'unit'],
        ['Section', 'section'],
        ['Building', 'building'],
      ] as const) {
        const id = ids[name];
        expect(await admin.ok(remove(type), { input: { id } })).toEqual({
          [`delete${type}`]: { [`deleted${type}Id`]: id },
        });
        expect((await admin.fails(remove(type), { input: { id } })).extensions.code).toBe('NOT_FOUND');
      }
    });
  });
});
