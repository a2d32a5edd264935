import {
  defineList,
  defineView,
  f,
  type FieldMap,
  filter,
  type ListTypes,
  type OrderColumn,
  type ScalarField,
  type View,
} from '@atrium/sdk';
import { Building, BuildingKind } from './building/building.type';
import { CommonArea, CommonAreaKind } from './common-area/common-area.type';
import { Community, ServiceProfile } from './community/community.type';
import { Equipment, EquipmentKind, EquipmentState } from './equipment/equipment.type';
import { geoPointField } from './place/geo-point.type';
import { propertyPermissions } from './properties.permissions';
import { Section } from './section/section.type';
import { Unit, UnitState, UnitUsage } from './unit/unit.type';

// All views of the tree stand in one file, because they refer to each other in both directions.

const nodeAccess: readonly [string] = [propertyPermissions['property:read']];

const countOf = (table: string, foreignKey: string): ScalarField =>
  f.sql(
    (t) => `(SELECT count(*)::int FROM ${table} c WHERE c.tenant_id = ${t}.tenant_id AND c.${foreignKey} = ${t}.id)`,
  );

const versioned: FieldMap = {
  version: f.column('version'),
  createdAt: f.instant('created_at'),
  updatedAt: f.instant('updated_at'),
};
const placed: FieldMap = {
  community: f.one(() => communityView, 'community_id'),
  building: f.one(() => buildingView, 'building_id'),
  section: f.one(() => sectionView, 'section_id'),
};

export const communityView: View = defineView({
  type: 'Community',
  idType: 'community',
  table: 'atrium.community',
  nodeAccess,
  // What is written on the gate; counts would be of what the customer sees.
  forCustomers: ['id', 'name', 'serviceProfile', 'address', 'postcode', 'location', 'region', 'district'],
  fields: {
    id: f.id('community'),
    code: f.column('code'),
    name: f.column('name'),
    serviceProfile: f.column('service_profile'),
    address: f.column('address'),
    postcode: f.column('postcode'),
    location: geoPointField,
    region: f.column('region'),
    district: f.column('district'),
    externalId: f.column('external_id'),
    buildingCount: countOf('atrium.building', 'community_id'),
    unitCount: countOf('atrium.unit', 'community_id'),
    buildings: f.many(() => BuildingList.definition, 'community_id'),
    sections: f.many(() => SectionList.definition, 'community_id'),
    units: f.many(() => UnitList.definition, 'community_id'),
    commonAreas: f.many(() => CommonAreaList.definition, 'community_id'),
    equipment: f.many(() => EquipmentList.definition, 'community_id'),
    ...versioned,
  },
});

export const buildingView: View = defineView({
  type: 'Building',
  idType: 'building',
  table: 'atrium.building',
  nodeAccess,
  forCustomers: [
    'id',
    'code',
    'name',
    'kind',
    'address',
    'postcode',
    'location',
    'floorsAbove',
    'floorsBelow',
    'community',
  ],
  fields: {
    id: f.id('building'),
    code: f.column('code'),
    name: f.column('name'),
    kind: f.column('kind'),
    address: f.column('address'),
    postcode: f.column('postcode'),
    location: geoPointField,
    floorsAbove: f.column('floors_above'),
    floorsBelow: f.column('floors_below'),
    externalId: f.column('external_id'),
    community: f.one(() => communityView, 'community_id'),
    unitCount: countOf('atrium.unit', 'building_id'),
    sections: f.many(() => SectionList.definition, 'building_id'),
    units: f.many(() => UnitList.definition, 'building_id'),
    commonAreas: f.many(() => CommonAreaList.definition, 'building_id'),
    equipment: f.many(() => EquipmentList.definition, 'building_id'),
    ...versioned,
  },
});

export const sectionView: View = defineView({
  type: 'Section',
  idType: 'section',
  table: 'atrium.section',
  nodeAccess,
  forCustomers: ['id', 'code', 'name', 'community', 'building'],
  fields: {
    id: f.id('section'),
    code: f.column('code'),
    name: f.column('name'),
    externalId: f.column('external_id'),
    community: f.one(() => communityView, 'community_id'),
    building: f.one(() => buildingView, 'building_id'),
    unitCount: countOf('atrium.unit', 'section_id'),
    units: f.many(() => UnitList.definition, 'section_id'),
    ...versioned,
  },
});

export const unitView: View = defineView({
  type: 'Unit',
  idType: 'unit',
  table: 'atrium.unit',
  nodeAccess,
  // Not its state: who moved out would learn what became of it.
  forCustomers: ['id', 'code', 'usage', 'grossArea', 'netArea', 'floor', 'community', 'building', 'section'],
  fields: {
    id: f.id('unit'),
    code: f.column('code'),
    usage: f.column('usage'),
    state: f.column('state'),
    grossArea: f.decimal('gross_area'),
    netArea: f.decimal('net_area'),
    floor: f.column('floor'),
    handedOverOn: f.date('handed_over_on'),
    externalId: f.column('external_id'),
    ...placed,
    ...versioned,
  },
});

export const commonAreaView: View = defineView({
  type: 'CommonArea',
  idType: 'common_area',
  table: 'atrium.common_area',
  nodeAccess,
  fields: {
    id: f.id('common_area'),
    code: f.column('code'),
    name: f.column('name'),
    kind: f.column('kind'),
    area: f.decimal('area'),
    floor: f.column('floor'),
    externalId: f.column('external_id'),
    ...placed,
    ...versioned,
  },
});

export const equipmentView: View = defineView({
  type: 'Equipment',
  idType: 'equipment',
  table: 'atrium.equipment',
  nodeAccess,
  fields: {
    id: f.id('equipment'),
    code: f.column('code'),
    name: f.column('name'),
    kind: f.column('kind'),
    state: f.column('state'),
    serialNumber: f.column('serial_number'),
    maker: f.column('maker'),
    model: f.column('model'),
    installedOn: f.date('installed_on'),
    commissionedOn: f.date('commissioned_on'),
    nextInspectionOn: f.date('next_inspection_on'),
    externalId: f.column('external_id'),
    ...placed,
    ...versioned,
  },
});

const natural = (description: string) => ({
  columns: [{ column: 'sort_key', type: 'text' }] satisfies OrderColumn[],
  description,
});
/** Ids are time-ordered (UUIDv7): the primary key serves. */
const CREATED = { columns: [], description: 'By the time of entry.' };
const defaultOrder = { field: 'NATURAL' };

const community = filter.id('community', 'community_id', 'In this community.');
const building = filter.id('building', 'building_id', 'In this building.');
const section = filter.id('section', 'section_id', 'In this section.');
const code = filter.text('code', 'By code.');
const postcode = filter.text('postcode', 'By postcode.');
const externalId = filter.text('external_id', 'By the key in another system.');

export const CommunityList: ListTypes = defineList({
  view: communityView,
  node: Community,
  filters: {
    code,
    name: filter.text('name', 'By name.'),
    serviceProfile: filter.enum('ServiceProfile', ServiceProfile, 'service_profile', 'By kind of service.'),
    postcode,
    region: filter.text('region', 'By region.'),
    district: filter.text('district', 'By district.'),
    externalId,
  },
  orders: { NATURAL: natural('By name as people sort: numbers by value, Chinese by pinyin.'), CREATED },
  defaultOrder,
});

export const BuildingList: ListTypes = defineList({
  view: buildingView,
  node: Building,
  filters: {
    community,
    code,
    kind: filter.enum('BuildingKind', BuildingKind, 'kind', 'By kind.'),
    address: filter.text('address', 'By address.'),
    postcode,
    externalId,
  },
  orders: { NATURAL: natural('By community, then code as people sort: 2栋 before 10栋.'), CREATED },
  defaultOrder,
});

export const SectionList: ListTypes = defineList({
  view: sectionView,
  node: Section,
  filters: { community, building, code, externalId },
  orders: { NATURAL: natural('By community, building, then code as people sort.'), CREATED },
  defaultOrder,
});

export const UnitList: ListTypes = defineList({
  view: unitView,
  node: Unit,
  filters: {
    community,
    building,
    section,
    code,
    usage: filter.enum('UnitUsage', UnitUsage, 'usage', 'By usage.'),
    state: filter.enum('UnitState', UnitState, 'state', 'By state.'),
    floor: filter.int('floor', 'By floor.'),
    handedOverOn: filter.date('handed_over_on', 'By the day of the hand-over.'),
    externalId,
  },
  orders: { NATURAL: natural('By community, building, then code as people sort: 2-101 before 10-101.'), CREATED },
  defaultOrder,
});

export const CommonAreaList: ListTypes = defineList({
  view: commonAreaView,
  node: CommonArea,
  filters: {
    community,
    building,
    section,
    code,
    kind: filter.enum('CommonAreaKind', CommonAreaKind, 'kind', 'By kind.'),
    externalId,
  },
  orders: { NATURAL: natural('By community, then name as people sort.'), CREATED },
  defaultOrder,
});

export const EquipmentList: ListTypes = defineList({
  view: equipmentView,
  node: Equipment,
  filters: {
    community,
    building,
    section,
    code,
    kind: filter.enum('EquipmentKind', EquipmentKind, 'kind', 'By kind.'),
    state: filter.enum('EquipmentState', EquipmentState, 'state', 'By state.'),
    serialNumber: filter.text('serial_number', "By the maker's serial number."),
    nextInspectionOn: filter.date('next_inspection_on', 'By the day the next inspection is due.'),
    externalId,
  },
  orders: {
    NATURAL: natural('By community, then name as people sort.'),
    NEXT_INSPECTION: {
      columns: [{ column: 'next_inspection_order', type: 'date' }],
      description: 'By the day the next inspection is due; without one last.',
    },
    CREATED,
  },
  defaultOrder,
});
