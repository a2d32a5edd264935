import { definePermissions } from '@atrium/sdk';

export const segmentPermissions = definePermissions({
  'segment:read': {
    description: {
      en: 'See segments, and with `customer:read` who is in them and why.',
      'zh-CN': '查看客户分群；同时拥有 customer:read 时可查看成员及入选原因。',
    },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'FINANCE_MANAGER', 'QUALITY_INSPECTOR', 'AUDITOR'],
  },
  'segment:manage': {
    description: {
      en: 'Make, change, freeze and delete segments, and try out rules.',
      'zh-CN': '新建、修改、固化和删除客户分群，试算规则。',
    },
    roles: ['SERVICE_AGENT', 'FINANCE_MANAGER'],
  },
});
