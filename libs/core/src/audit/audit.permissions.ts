import { definePermissions } from '@atrium/sdk';

export const auditPermissions = definePermissions({
  'audit:read': {
    description: {
      en: 'See who changed what and when, with the values before and after.',
      'zh-CN': '查看审计日志：谁在何时修改了什么，以及修改前后的值。',
    },
    roles: ['AUDITOR'],
  },
});
