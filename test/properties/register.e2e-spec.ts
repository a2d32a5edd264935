import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { create } from './support/properties';

describe('the register of properties', () => {
  let platform: TestPlatform;
  let admin: TestClient;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    platform = await createTestPlatform();
    admin = await platform.as('ADMIN');
  });
  afterAll(() => platform.close());

  it('is entered from the community down to the unit', async () => {
    const community = await create(admin, 'community', {
      name: '和园雅苑',
      code: 'HYY',
      serviceProfile: 'RESIDENTIAL',
      address: '上海市浦东新区和园路128弄',
      postcode: '201203',
      location: { latitude: 31.2101, longitude: 121.5912 },
      region: '上海市',
      district: '浦东新区',
      externalId: 'ext-hyy',
    });
    ids.community = community.id;
    const building = await create(admin, 'building', {
      communityId: community.id,
      code: '3栋',
      kind: 'RESIDENTIAL',
      floorsAbove: 18,
      floorsBelow: 2,
      address: '和园路128弄3号',
    });
    ids.building = building.id;
    const section = await create(admin, 'section', { buildingId: building.id, code: '2单元' });
    ids.section = section.id;
    const unit = await create(admin, 'unit', {
      buildingId: building.id,
      sectionId: section.id,
      code: '2-1101',
      grossArea: '89.37',
      netArea: '70.5',
      floor: 11,
      handedOverOn: '2016-10-01',
      externalId: 'u-1',
    });
    ids.unit = unit.id;
    const { unit: read } = await admin.ok<{ unit: unknown }>(
      `query ($id: ID!) { unit(id: $id) {
        code usage state grossArea netArea floor handedOverOn externalId version
        section { code unitCount } building { code kind floorsBelow } community { name location { latitude longitude } buildingCount unitCount }
      } }`,
      { id: unit.id },
    );
    expect(read).toEqual({
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
      community: { name: '和园雅苑', location: { latitude: 31.2101, longitude: 121.5912 }, buildingCount: 1, unitCount: 1 },
    });
  });
});
