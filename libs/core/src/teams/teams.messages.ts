import { defineMessages, registerConstraint } from '@atrium/sdk';

export const teamMessages = defineMessages('team', {
  nameTaken: { en: 'There is a team of this name already.', 'zh-CN': '已存在同名班组。' },
  skillTaken: { en: 'There is a skill of this name already.', 'zh-CN': '已存在同名技能。' },
  notMember: {
    en: 'Only members of the team work its shifts; this person is none.',
    'zh-CN': '只有班组成员可以排入班次，该人员不是班组成员。',
  },
  timeForm: { en: 'Must be a time of the day such as 08:30.', 'zh-CN': '须为时间，例如 08:30。' },
  zoneUnknown: {
    en: '"{given}" is no time zone such as Asia/Shanghai.',
    'zh-CN': '“{given}”不是有效时区，例如 Asia/Shanghai。',
  },
  endBeforeStart: { en: 'Must not lie before the first day.', 'zh-CN': '不得早于首日。' },
  noDays: { en: 'Name a day of the week or an extra day.', 'zh-CN': '请至少指定一个工作日或加班日。' },
  beyondScope: {
    en: 'This team works beyond the communities you are limited to.',
    'zh-CN': '该班组的负责区域超出了您所限定的项目范围。',
  },
});

registerConstraint('team_name_key', teamMessages.nameTaken, 'input.name');
registerConstraint('skill_name_key', teamMessages.skillTaken, 'input.name');
registerConstraint('shift_member_member_fkey', teamMessages.notMember, 'input.staffIds');
