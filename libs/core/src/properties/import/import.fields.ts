import { fieldType, importChoices, importFieldsOf } from '@atrium/sdk';
import { BuildingKind } from '../building/building.type';
import { UNIT_AREA } from '../place/area.policy';
import { UnitState, UnitUsage } from '../unit/unit.type';

const field = importFieldsOf('propertyImport');

const BUILDING_KINDS = importChoices<BuildingKind>({
  RESIDENTIAL: ['residential', '住宅', '住宅楼', 'house', 'apartments'],
  OFFICE: ['office', '写字楼', '办公楼', '办公'],
  COMMERCIAL: ['commercial', '商业', '商业楼', '商场', 'retail', 'shops'],
  MIXED: ['mixed', '综合', '综合楼', '商住', 'mixed use'],
  GARAGE: ['garage', '车库', '地下车库', 'parking'],
  OUTDOOR: ['outdoor', '室外', '露天', '室外区域'],
  OTHER: ['other', '其他', '其它'],
});
const USAGES = importChoices<UnitUsage>({
  RESIDENTIAL: ['residential', '住宅', '居住', 'flat', 'apartment', 'home', 'dwelling'],
  OFFICE: ['office', '办公', '写字楼'],
  RETAIL: ['retail', '商铺', '商业', '店铺', 'shop', 'commercial', 'store'],
  PARKING: ['parking', '车位', '停车位', 'parking space'],
  STORAGE: ['storage', '储藏室', '仓库', '地下室', 'warehouse', 'storage room', 'cellar'],
  OTHER: ['other', '其他', '其它'],
});
const STATES = importChoices<UnitState>({
  VACANT: ['vacant', '空置', '未入住', '空关', 'empty'],
  OCCUPIED: ['occupied', '已入住', '入住', '自住', '在住'],
  RENOVATING: ['renovating', '装修', '装修中', 'renovation'],
  FOR_RENT: ['for rent', '待租', '出租', '招租', 'to let'],
});

/** What a row of buildings and units can say, in the order in which our own files have it. */
export const propertyFields = {
  community: field(
    'community',
    { en: 'Community', 'zh-CN': '项目' },
    { en: 'Code or name of the community.', 'zh-CN': '项目（小区）的编码或名称。' },
    fieldType.text({ max: 100 }),
    [
      '小区',
      '小区名称',
      '项目名称',
      '楼盘',
      '园区',
      'estate',
      'compound',
      'borough',
      'project',
      'complex',
      'community name',
    ],
  ),
  building: field(
    'building',
    { en: 'Building', 'zh-CN': '楼栋' },
    { en: 'Code of the building; its address when not given.', 'zh-CN': '楼栋编码；未填写时使用地址。' },
    fieldType.text({ max: 100 }),
    ['楼号', '楼栋号', '栋号', '幢', '栋', '楼宇', '座', 'building code', 'building no', 'block', 'tower', 'house'],
  ),
  buildingName: field(
    'buildingName',
    { en: 'Building name', 'zh-CN': '楼栋名称' },
    { en: 'Name of the building, besides its code.', 'zh-CN': '楼栋的名称。' },
    fieldType.text({ max: 100 }),
    ['楼宇名称', 'name of building'],
  ),
  buildingKind: field(
    'buildingKind',
    { en: 'Building kind', 'zh-CN': '楼栋类型' },
    { en: 'What the building is for.', 'zh-CN': '楼栋的用途类型。' },
    fieldType.choice<BuildingKind>(BUILDING_KINDS),
    ['建筑类型', '楼宇类型', 'building type'],
  ),
  address: field(
    'address',
    { en: 'Address', 'zh-CN': '地址' },
    { en: 'Postal address of the building.', 'zh-CN': '楼栋的通信地址。' },
    fieldType.text({ max: 200 }),
    ['楼栋地址', '详细地址', '坐落', 'incident_address', 'street address', 'street', 'location address'],
  ),
  postcode: field(
    'postcode',
    { en: 'Postcode', 'zh-CN': '邮编' },
    { en: 'Postcode of the building.', 'zh-CN': '楼栋的邮政编码。' },
    fieldType.text({ max: 20 }),
    ['邮政编码', 'zip', 'zip code', 'zipcode', 'postal code', 'post code'],
  ),
  latitude: field(
    'latitude',
    { en: 'Latitude', 'zh-CN': '纬度' },
    { en: 'Degrees north, WGS 84, -90 to 90.', 'zh-CN': '北纬度数（WGS 84），-90 至 90。' },
    fieldType.decimal({ min: '-90', max: '90', scale: 15 }),
    ['lat', '北纬'],
  ),
  longitude: field(
    'longitude',
    { en: 'Longitude', 'zh-CN': '经度' },
    { en: 'Degrees east, WGS 84, -180 to 180.', 'zh-CN': '东经度数（WGS 84），-180 至 180。' },
    fieldType.decimal({ min: '-180', max: '180', scale: 15 }),
    ['long', 'lng', 'lon', '东经'],
  ),
  buildingExternalId: field(
    'buildingExternalId',
    { en: 'Building external id', 'zh-CN': '楼栋外部编号' },
    { en: "The building's key in another system.", 'zh-CN': '楼栋在其他系统中的编号。' },
    fieldType.text({ max: 100 }),
    ['楼栋id', 'building id'],
  ),
  section: field(
    'section',
    { en: 'Section', 'zh-CN': '单元' },
    { en: 'Section (entrance) of the building.', 'zh-CN': '楼栋内的单元。' },
    fieldType.text({ max: 50 }),
    ['单元号', '单元名称', '门栋', 'entrance', 'staircase', 'section no'],
  ),
  unit: field(
    'unit',
    { en: 'Unit', 'zh-CN': '房号' },
    { en: 'Number on the door; without it the row describes the building.', 'zh-CN': '房号；未填写时该行只描述楼栋。' },
    fieldType.text({ max: 50 }),
    [
      '房间号',
      '房屋编号',
      '门牌号',
      '室号',
      '户号',
      '房屋',
      '房间',
      '车位号',
      '铺位号',
      'unit no',
      'unit name',
      'unit code',
      'apartment',
      'flat',
      'room',
    ],
  ),
  usage: field(
    'usage',
    { en: 'Usage', 'zh-CN': '用途' },
    { en: 'What the unit is used for; residential when not given.', 'zh-CN': '房屋用途；未填写时为住宅。' },
    fieldType.choice<UnitUsage>(USAGES),
    ['房屋用途', '使用性质', '房屋性质', '物业类型', '业态', 'unit type', 'property type'],
  ),
  state: field(
    'state',
    { en: 'State', 'zh-CN': '状态' },
    { en: 'What is going on in the unit; vacant when not given.', 'zh-CN': '房屋状态；未填写时为空置。' },
    fieldType.choice<UnitState>(STATES),
    ['房屋状态', '入住状态', '使用状态', 'occupancy state', 'status'],
  ),
  grossArea: field(
    'grossArea',
    { en: 'Gross area', 'zh-CN': '建筑面积' },
    { en: 'Gross floor area, m², two decimals.', 'zh-CN': '建筑面积，平方米，两位小数。' },
    fieldType.decimal({ ...UNIT_AREA, scale: 2 }),
    ['面积', '建筑面积(㎡)', '建筑面积（平方米）', '房屋面积', 'area', 'gross floor area', 'area m2'],
  ),
  netArea: field(
    'netArea',
    { en: 'Net area', 'zh-CN': '套内面积' },
    { en: 'Net floor area, m², two decimals, at most the gross area.', 'zh-CN': '套内面积，平方米，不大于建筑面积。' },
    fieldType.decimal({ ...UNIT_AREA, scale: 2 }),
    ['使用面积', '套内建筑面积', '套内面积(㎡)', 'net floor area', 'usable area'],
  ),
  floor: field(
    'floor',
    { en: 'Floor', 'zh-CN': '楼层' },
    { en: 'Floor of the unit; below ground it is negative.', 'zh-CN': '所在楼层；地下为负数。' },
    fieldType.integer({ min: -20, max: 200 }),
    ['所在楼层', '所在层', '层', 'floor no', 'storey', 'level'],
  ),
  handedOverOn: field(
    'handedOverOn',
    { en: 'Handed over on', 'zh-CN': '交付日期' },
    { en: 'Day of the hand-over to the owner.', 'zh-CN': '交付给业主的日期。' },
    fieldType.date(),
    ['交房日期', '收房日期', '交付时间', '交房时间', 'hand-over date', 'handover date', 'delivery date'],
  ),
  externalId: field(
    'externalId',
    { en: 'External id', 'zh-CN': '外部编号' },
    {
      en: "The unit's key in another system; the building's in a row without a unit.",
      'zh-CN': '房屋在其他系统中的编号；无房号时为楼栋的编号。',
    },
    fieldType.text({ max: 100 }),
    ['房屋id', '外部id', '系统编号', '原系统编号', 'id', 'unit id', 'external key'],
  ),
  unitsCount: field(
    'unitsCount',
    { en: 'Number of units', 'zh-CN': '房屋数量' },
    { en: 'Units to make in the building, numbered from 1 on.', 'zh-CN': '要在该楼栋生成的房屋数量，从 1 开始编号。' },
    fieldType.integer({ min: 1, max: 5000 }),
    ['units', '户数', '总户数', '套数', 'number of apartments', 'flats'],
  ),
  sectionsCount: field(
    'sectionsCount',
    { en: 'Number of sections', 'zh-CN': '单元数量' },
    { en: 'Sections over which they are spread.', 'zh-CN': '房屋分布的单元数量。' },
    fieldType.integer({ min: 1, max: 100 }),
    ['sections', '单元数', 'number of entrances', 'entrances'],
  ),
  floorsCount: field(
    'floorsCount',
    { en: 'Number of floors', 'zh-CN': '楼层数' },
    { en: 'Floors of the building.', 'zh-CN': '楼栋的层数。' },
    fieldType.integer({ min: 1, max: 200 }),
    ['floors', '层数', '总层数', '总楼层', 'storeys', 'levels'],
  ),
  minFloor: field(
    'minFloor',
    { en: 'Lowest floor', 'zh-CN': '最低楼层' },
    { en: 'Number of the lowest floor; 1 when not given.', 'zh-CN': '最低楼层号；未填写时为 1。' },
    fieldType.integer({ min: -20, max: 50 }),
    ['minimal floor', 'min floor', 'minimum floor', '起始楼层', '最低层'],
  ),
} as const;

export type PropertyFieldName = keyof typeof propertyFields;
