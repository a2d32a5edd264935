import { definePermissions } from '@atrium/sdk';

/** Everybody on staff sees who lives where; whom to phone, and more so who somebody is, is for fewer. */
export const customerPermissions = definePermissions({
  'customer:read': {
    description: {
      en: 'See customers, where they live or work and what happened with them; phones and e-mails masked.',
      'zh-CN': '查看客户、其房屋关系和往来记录；电话和邮箱脱敏显示。',
    },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'TECHNICIAN', 'CASHIER', 'FINANCE_MANAGER', 'QUALITY_INSPECTOR', 'AUDITOR'],
  },
  'customer:manage': {
    description: {
      en: 'Create, change and import customers, their contacts, consents, documents and occupancies.',
      'zh-CN': '新建、修改和导入客户及其联系方式、授权、证件和房屋关系。',
    },
    roles: ['SERVICE_AGENT'],
  },
  'customer:read-contact': {
    description: { en: 'See phones and e-mails unmasked.', 'zh-CN': '查看完整的电话和邮箱。' },
    roles: ['SERVICE_AGENT', 'DISPATCHER'],
  },
  'customer:reveal-contact': {
    description: {
      en: 'Reveal one phone or e-mail at a time, with a reason that is kept.',
      'zh-CN': '逐个查看完整的电话或邮箱，须填写并留存理由。',
    },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'TECHNICIAN', 'CASHIER', 'FINANCE_MANAGER'],
  },
  'customer:read-sensitive': {
    description: {
      en: 'Reveal identity numbers, with a reason that is kept; see and enter sensitive profiles.',
      'zh-CN': '查看完整的证件号码（须填写并留存理由），查看和登记敏感信息档案。',
    },
    roles: [],
  },
  'customer:merge': {
    description: { en: 'Merge duplicate customers and undo it.', 'zh-CN': '合并重复客户及撤销合并。' },
    roles: ['SERVICE_AGENT'],
  },
});
