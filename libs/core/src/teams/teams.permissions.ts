import { definePermissions } from '@atrium/sdk';

export const teamPermissions = definePermissions({
  'team:read': {
    description: { en: 'See teams, skills and who is on shift.', 'zh-CN': '查看班组、技能及当班人员。' },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'TECHNICIAN', 'QUALITY_INSPECTOR', 'AUDITOR'],
  },
  'team:manage': {
    description: {
      en: 'Change teams with their members, areas and shifts, and the skills of staff.',
      'zh-CN': '维护班组及其成员、负责区域、排班和员工技能。',
    },
    roles: ['DISPATCHER'],
  },
});
