import { definePermissions, definePlatformPermissions } from '@atrium/sdk';

/** What platform operators may do; every active operator holds all of it. */
export const platformPermissions = definePlatformPermissions({
  'platform:read': {
    en: 'See the companies of the installation, their plans and how the platform fares.',
    'zh-CN': '查看平台上的公司、套餐及运行状况。',
  },
  'platform:manage': {
    en: 'Suspend and resume companies and change their plans.',
    'zh-CN': '暂停、恢复公司及变更套餐。',
  },
  'platform:support': {
    en: 'Look into a company that has granted support, for as long as it did.',
    'zh-CN': '在公司授权期限内进入其数据提供支持。',
  },
});

export const supportPermissions = definePermissions({
  'support:read': {
    description: {
      en: 'See when the platform’s support was let in.',
      'zh-CN': '查看平台支持人员的授权情况。',
    },
    roles: ['AUDITOR'],
  },
  'support:grant': {
    description: {
      en: 'Let the platform’s support read the company’s data for some hours, and end that.',
      'zh-CN': '授权平台支持人员在限定时间内查看公司数据，并可随时收回。',
    },
    roles: [],
    forApiClients: false,
  },
});
