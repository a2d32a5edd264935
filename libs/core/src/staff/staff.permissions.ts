import { definePermissions } from '@atrium/sdk';

export const staffPermissions = definePermissions({
  'staff:read': {
    description: {
      en: 'See colleagues, roles and who holds them.',
      'zh-CN': '查看员工、角色及其授予情况。',
    },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'FINANCE_MANAGER', 'QUALITY_INSPECTOR', 'AUDITOR'],
  },
  'staff:manage': {
    description: {
      en: 'Invite, change, disable staff and give them roles, up to one’s own rights.',
      'zh-CN': '邀请、修改、停用员工并授予角色（不超过本人权限）。',
    },
    roles: [],
  },
  'role:manage': {
    description: {
      en: 'Make, change and delete roles, up to one’s own rights.',
      'zh-CN': '新建、修改、删除角色（不超过本人权限）。',
    },
    roles: [],
    forApiClients: false,
  },
  'identity:manage': {
    description: {
      en: 'Set what signing in demands, and the company’s own identity provider.',
      'zh-CN': '设置登录要求及公司的统一身份认证。',
    },
    roles: [],
    wholeCompany: true,
    forApiClients: false,
  },
  'api-client:read': {
    description: { en: 'See API clients and when they last called.', 'zh-CN': '查看 API 客户端及其最近调用时间。' },
    roles: ['AUDITOR'],
  },
  'api-client:manage': {
    description: {
      en: 'Make and revoke API clients and renew their keys, up to one’s own rights.',
      'zh-CN': '新建、撤销 API 客户端并更换密钥（不超过本人权限）。',
    },
    roles: [],
    forApiClients: false,
  },
});
