import { defineSegmentField, defineSegmentRecord, registerSegmentFields, type SegmentField } from '@atrium/sdk';
import { propertyPermissions } from './properties.permissions';

const permission = propertyPermissions['property:read'];
const field = defineSegmentField;
const ofUnit = (leaf: string): Pick<SegmentField, 'name' | 'of'> => ({ name: `unit.${leaf}`, of: 'unit' });

// The unit and the community of an occupancy, so that a rule can ask all of them of one and the same.
registerSegmentFields(
  { owner: 'properties', plugin: null },
  {
    records: [
      defineSegmentRecord({
        name: 'unit',
        table: 'atrium.unit',
        through: { record: 'occupancy', column: 'unit_id' },
        permission,
        label: { en: 'unit', 'zh-CN': '房屋' },
        description: { en: 'The unit of an occupancy.', 'zh-CN': '房屋关系所指的房屋。' },
      }),
      defineSegmentRecord({
        name: 'community',
        table: 'atrium.community',
        through: { record: 'occupancy', column: 'community_id' },
        permission,
        label: { en: 'community', 'zh-CN': '项目' },
        description: { en: 'The community of an occupancy.', 'zh-CN': '房屋关系所在的项目。' },
      }),
    ],
    fields: [
      field({
        ...ofUnit('usage'),
        type: 'CHOICE',
        label: { en: 'usage', 'zh-CN': '房屋用途' },
        description: { en: 'What the unit is used for.', 'zh-CN': '房屋的用途。' },
        sql: (unit) => `${unit}.usage`,
        choices: {
          RESIDENTIAL: { en: 'home', 'zh-CN': '住宅' },
          OFFICE: { en: 'office', 'zh-CN': '办公' },
          RETAIL: { en: 'shop', 'zh-CN': '商铺' },
          PARKING: { en: 'parking space', 'zh-CN': '车位' },
          STORAGE: { en: 'storage room', 'zh-CN': '储藏室' },
          OTHER: { en: 'other', 'zh-CN': '其他' },
        },
      }),
      field({
        ...ofUnit('state'),
        type: 'CHOICE',
        label: { en: 'state of the unit', 'zh-CN': '房屋状态' },
        description: { en: 'What is going on in the unit.', 'zh-CN': '房屋当前的状态。' },
        sql: (unit) => `${unit}.state`,
        choices: {
          VACANT: { en: 'vacant', 'zh-CN': '空置' },
          OCCUPIED: { en: 'occupied', 'zh-CN': '已入住' },
          RENOVATING: { en: 'being fitted out', 'zh-CN': '装修中' },
          FOR_RENT: { en: 'for rent', 'zh-CN': '待租' },
        },
      }),
      field({
        ...ofUnit('grossArea'),
        type: 'NUMBER',
        label: { en: 'gross area', 'zh-CN': '建筑面积' },
        description: { en: 'Gross floor area of the unit.', 'zh-CN': '房屋的建筑面积。' },
        unit: { en: 'm²', 'zh-CN': '㎡' },
        sql: (unit) => `${unit}.gross_area`,
      }),
      field({
        ...ofUnit('netArea'),
        type: 'NUMBER',
        label: { en: 'net area', 'zh-CN': '套内面积' },
        description: { en: 'Net floor area of the unit.', 'zh-CN': '房屋的套内面积。' },
        unit: { en: 'm²', 'zh-CN': '㎡' },
        sql: (unit) => `${unit}.net_area`,
      }),
      field({
        ...ofUnit('floor'),
        type: 'NUMBER',
        label: { en: 'floor', 'zh-CN': '楼层' },
        description: { en: 'Floor of the unit; below ground it is negative.', 'zh-CN': '房屋所在楼层，地下为负数。' },
        sql: (unit) => `${unit}.floor`,
      }),
      field({
        ...ofUnit('handedOverOn'),
        type: 'DATE',
        label: { en: 'day of hand-over', 'zh-CN': '交付日期' },
        description: { en: 'Day on which the unit was handed over to its owner.', 'zh-CN': '房屋交付给业主的日期。' },
        sql: (unit) => `${unit}.handed_over_on`,
      }),
      field({
        ...ofUnit('building'),
        type: 'REFERENCE',
        label: { en: 'building', 'zh-CN': '楼栋' },
        description: { en: 'Building the unit lies in.', 'zh-CN': '房屋所在的楼栋。' },
        sql: (unit) => `${unit}.building_id`,
        reference: {
          idType: 'building',
          table: 'atrium.building',
          title: (building) =>
            `(SELECT m.name FROM atrium.community m WHERE m.id = ${building}.community_id) || ' ' || ${building}.code`,
          community: (building) => `${building}.community_id`,
        },
      }),
      field({
        name: 'community.serviceProfile',
        of: 'community',
        type: 'CHOICE',
        label: { en: 'service profile', 'zh-CN': '服务类型' },
        description: { en: 'Service profile of the community.', 'zh-CN': '项目的服务类型。' },
        sql: (community) => `${community}.service_profile`,
        choices: {
          PREMIUM_OFFICE: { en: 'premium office', 'zh-CN': '高端写字楼' },
          STANDARD_OFFICE: { en: 'standard office', 'zh-CN': '普通写字楼' },
          LANDSCAPE: { en: 'landscape', 'zh-CN': '景观' },
          RESIDENTIAL: { en: 'residential', 'zh-CN': '住宅' },
          COMMERCIAL: { en: 'commercial', 'zh-CN': '商业' },
        },
      }),
      field({
        name: 'community.district',
        of: 'community',
        type: 'TEXT',
        label: { en: 'district', 'zh-CN': '区县' },
        description: { en: 'District the community lies in.', 'zh-CN': '项目所在的区县。' },
        sql: (community) => `${community}.district`,
      }),
    ],
  },
);
