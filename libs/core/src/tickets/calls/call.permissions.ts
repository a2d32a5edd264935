import { definePermissions } from '@atrium/sdk';

export const callPermissions = definePermissions({
  'call:read': {
    description: { en: 'See telephone calls, hear recordings, see queues.', 'zh-CN': '查看通话记录、录音和排队情况。' },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'QUALITY_INSPECTOR', 'AUDITOR'],
  },
  'call:log': {
    description: { en: 'Enter calls, and say whom and what they were about.', 'zh-CN': '登记通话并关联客户和工单。' },
    roles: ['SERVICE_AGENT', 'DISPATCHER'],
  },
  'call:score': {
    description: { en: 'Score calls of others.', 'zh-CN': '对他人通话评分。' },
    roles: ['QUALITY_INSPECTOR'],
  },
  'telephony:manage': {
    description: { en: 'Connect telephone exchanges.', 'zh-CN': '配置电话系统对接。' },
    roles: [],
  },
});
