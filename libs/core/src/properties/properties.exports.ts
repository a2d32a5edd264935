import { defineExport, defineMessages } from '@atrium/sdk';
import { propertyFields } from './import/import.fields';
import { BuildingList, EquipmentList, UnitList } from './properties.views';

const messages = defineMessages('propertyExport', {
  buildings: { en: 'Buildings', 'zh-CN': '楼栋' },
  units: { en: 'Units', 'zh-CN': '房屋' },
  equipment: { en: 'Equipment', 'zh-CN': '设备' },
  code: { en: 'Code', 'zh-CN': '编码' },
  name: { en: 'Name', 'zh-CN': '名称' },
  kind: { en: 'Kind', 'zh-CN': '类型' },
  state: { en: 'State', 'zh-CN': '状态' },
  serialNumber: { en: 'Serial number', 'zh-CN': '序列号' },
  maker: { en: 'Maker', 'zh-CN': '制造商' },
  model: { en: 'Model', 'zh-CN': '型号' },
  nextInspectionOn: { en: 'Next inspection', 'zh-CN': '下次检验日期' },
});

const title = (field: keyof typeof propertyFields) => propertyFields[field].title;

// The headers are those of the import, so that an export can be changed and imported again.
export const buildingsExport = defineExport({
  name: 'BUILDINGS',
  permission: 'property:read',
  title: messages.buildings,
  list: BuildingList,
  columns: {
    community: { title: title('community'), path: 'community.name' },
    building: { title: title('building'), path: 'code' },
    buildingName: { title: title('buildingName'), path: 'name' },
    buildingKind: { title: title('buildingKind'), path: 'kind' },
    address: { title: title('address'), path: 'address' },
    postcode: { title: title('postcode'), path: 'postcode' },
    buildingExternalId: { title: title('buildingExternalId'), path: 'externalId' },
  },
});

export const unitsExport = defineExport({
  name: 'UNITS',
  permission: 'property:read',
  title: messages.units,
  list: UnitList,
  columns: {
    community: { title: title('community'), path: 'community.name' },
    building: { title: title('building'), path: 'building.code' },
    section: { title: title('section'), path: 'section.code' },
    unit: { title: title('unit'), path: 'code' },
    usage: { title: title('usage'), path: 'usage' },
    state: { title: title('state'), path: 'state' },
    grossArea: { title: title('grossArea'), path: 'grossArea', type: 'NUMBER' },
    netArea: { title: title('netArea'), path: 'netArea', type: 'NUMBER' },
    floor: { title: title('floor'), path: 'floor', type: 'NUMBER' },
    handedOverOn: { title: title('handedOverOn'), path: 'handedOverOn' },
    externalId: { title: title('externalId'), path: 'externalId' },
  },
});

export const equipmentExport = defineExport({
  name: 'EQUIPMENT',
  permission: 'property:read',
  title: messages.equipment,
  list: EquipmentList,
  columns: {
    community: { title: title('community'), path: 'community.name' },
    building: { title: title('building'), path: 'building.code' },
    code: { title: messages.code, path: 'code' },
    name: { title: messages.name, path: 'name' },
    kind: { title: messages.kind, path: 'kind' },
    state: { title: messages.state, path: 'state' },
    serialNumber: { title: messages.serialNumber, path: 'serialNumber' },
    maker: { title: messages.maker, path: 'maker' },
    model: { title: messages.model, path: 'model' },
    nextInspectionOn: { title: messages.nextInspectionOn, path: 'nextInspectionOn' },
  },
});
