import { definePermissions } from '@atrium/sdk';

export const noticePermissions = definePermissions({
  'notice:read': {
    description: { en: 'See notices, and who has read and confirmed them.', 'zh-CN': '查看公告及已读、确认情况。' },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'TECHNICIAN', 'CASHIER', 'FINANCE_MANAGER', 'QUALITY_INSPECTOR', 'AUDITOR'],
  },
  'notice:manage': {
    description: { en: 'Write, publish, pin and withdraw notices.', 'zh-CN': '撰写、发布、置顶和撤回公告。' },
    roles: ['SERVICE_AGENT'],
  },
});

export const NOTICE_READ = [noticePermissions['notice:read'], noticePermissions['notice:manage']] as const;
