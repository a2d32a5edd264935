import { defineMessages, registerConstraint } from '@atrium/sdk';

export const propertyMessages = defineMessages('property', {
  codeTaken: { en: 'This code is taken.', 'zh-CN': '该编码已被使用。' },
  codeTooLong: {
    en: 'With its section the code has {length} characters; at most {max} are allowed.',
    'zh-CN': '加上单元后编码长 {length} 个字符，最多 {max} 个。',
  },
  externalIdTaken: { en: 'This external id is taken.', 'zh-CN': '该外部编号已被使用。' },
  netAboveGross: {
    en: 'The net area must not be larger than the gross area.',
    'zh-CN': '套内面积不能大于建筑面积。',
  },
  areaOutOfRange: {
    en: 'Must be an area from {min} to {max} m² with at most two decimals.',
    'zh-CN': '面积须在 {min} 到 {max} 平方米之间，最多两位小数。',
  },
  commissionedBeforeInstalled: {
    en: 'It cannot be put into service before it was installed.',
    'zh-CN': '投用日期不能早于安装日期。',
  },
  sectionNeedsBuilding: { en: 'A section lies in a building: name that too.', 'zh-CN': '填写单元时须同时填写楼栋。' },
  required: { en: 'Must not be empty.', 'zh-CN': '不能为空。' },
  notEmptyYet: {
    en: 'This still has {contents}. Remove them first.',
    'zh-CN': '其下仍有：{contents}。请先移除。',
  },
  sameState: { en: 'It is in this state already.', 'zh-CN': '已处于该状态。' },
  outsideScope: {
    en: 'Your roles are limited to some communities, so you cannot add another one.',
    'zh-CN': '您的角色仅限部分项目，无法新增项目。',
  },
  buildings: { en: 'buildings', 'zh-CN': '楼栋' },
  sections: { en: 'sections', 'zh-CN': '单元' },
  units: { en: 'units', 'zh-CN': '房屋' },
  commonAreas: { en: 'common areas', 'zh-CN': '公共区域' },
  equipment: { en: 'equipment', 'zh-CN': '设备' },
});

for (const table of ['community', 'building', 'section', 'unit', 'common_area', 'equipment']) {
  registerConstraint(`${table}_code_key`, propertyMessages.codeTaken, 'input.code');
  registerConstraint(`${table}_external_id_key`, propertyMessages.externalIdTaken, 'input.externalId');
}
const invalid = { code: 'VALIDATION_FAILED' } as const;
registerConstraint('unit_net_within_gross', propertyMessages.netAboveGross, 'input.netArea', invalid);
registerConstraint(
  'equipment_commissioned_after_installed',
  propertyMessages.commissionedBeforeInstalled,
  'input.commissionedOn',
  invalid,
);
for (const table of ['common_area', 'equipment']) {
  registerConstraint(`${table}_section_in_building`, propertyMessages.sectionNeedsBuilding, 'input.sectionId', invalid);
}
