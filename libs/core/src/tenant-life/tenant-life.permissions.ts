import { definePermissions } from '@atrium/sdk';

export const lifePermissions = definePermissions({
  'tenant:erase': {
    description: {
      en: 'Ask for the erasure of everything the company has on the platform, and take that back.',
      'zh-CN': '申请删除公司在平台上的全部数据，以及撤回申请。',
    },
    roles: [],
    forApiClients: false,
    wholeCompany: true,
  },
});
