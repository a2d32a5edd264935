import { defineMessages } from '@atrium/sdk';

export const importMessages = defineMessages('propertyImport', {
  communityNeeded: {
    en: 'Say which community this is in: you have {count}.',
    'zh-CN': '请填写所属项目：您共有 {count} 个项目。',
  },
  unknownCommunity: {
    en: 'There is no community "{given}". Enter it first, or import with missing ones created.',
    'zh-CN': '项目“{given}”不存在。请先新建，或在导入时选择自动新建。',
  },
  noSuchCommunity: { en: 'There is no such community.', 'zh-CN': '该项目不存在。' },
  noSuchBuilding: { en: 'There is no such building.', 'zh-CN': '该楼栋不存在。' },
  ambiguousCommunity: {
    en: 'Several communities are called "{given}": use the code.',
    'zh-CN': '有多个名为“{given}”的项目，请使用编码。',
  },
  buildingNeeded: { en: 'Give the building or its address.', 'zh-CN': '请填写楼栋或地址。' },
  ambiguousBuilding: {
    en: 'Several buildings stand at "{given}": give the building.',
    'zh-CN': '地址“{given}”处有多栋楼，请填写楼栋。',
  },
  codeNeeded: {
    en: "This address cannot serve as the building's code: give the building.",
    'zh-CN': '该地址无法用作楼栋编码，请填写楼栋。',
  },
  conflictingKeys: {
    en: 'The external id belongs to "{theirs}", the code to another: correct one of them.',
    'zh-CN': '外部编号属于“{theirs}”，与编码不是同一对象，请修正其中之一。',
  },
  otherExternalId: {
    en: '"{code}" has the external id "{theirs}" already.',
    'zh-CN': '“{code}”已有外部编号“{theirs}”。',
  },
  duplicate: { en: 'Row {first} is about the same unit.', 'zh-CN': '第 {first} 行已是同一房屋。' },
  duplicateExternalId: { en: 'Row {first} has the same external id.', 'zh-CN': '第 {first} 行已有相同的外部编号。' },
  pointIncomplete: { en: 'Give latitude and longitude, or neither.', 'zh-CN': '经度和纬度须同时填写。' },
  unitOrCount: {
    en: 'A row describes one unit, or a number of units to be made: not both.',
    'zh-CN': '一行只能描述一套房屋，或要生成的房屋数量，不能同时填写。',
  },
  unitNeeded: {
    en: 'A section comes with its units: give the unit.',
    'zh-CN': '单元随房屋一并导入，请填写房号。',
  },
  countNeeded: {
    en: 'To make units, say how many there are.',
    'zh-CN': '要生成房屋，请填写房屋数量。',
  },
});
