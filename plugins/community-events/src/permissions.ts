import type { PermissionSpec } from '@atrium/sdk';

export const permissions = {
  'community-events:read': {
    description: { en: 'See community events and who takes part.', 'zh-CN': '查看社区活动及参加人员。' },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'QUALITY_INSPECTOR', 'AUDITOR'],
  },
  'community-events:manage': {
    description: { en: 'Plan, publish and cancel community events.', 'zh-CN': '策划、发布和取消社区活动。' },
    roles: ['SERVICE_AGENT'],
  },
  'community-events:register': {
    description: { en: 'Register customers for events, and see their codes.', 'zh-CN': '代客户报名并查看签到码。' },
    roles: ['SERVICE_AGENT'],
  },
  'community-events:check-in': {
    description: { en: 'Check people in at events.', 'zh-CN': '活动现场签到。' },
    roles: ['SERVICE_AGENT', 'DISPATCHER'],
  },
} as const satisfies Record<string, PermissionSpec>;

export const READ = 'community-events:read';
export const MANAGE = 'community-events:manage';
export const REGISTER = 'community-events:register';
export const CHECK_IN = 'community-events:check-in';
