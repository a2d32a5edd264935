import { definePermissions } from '@atrium/sdk';

export const takeOverPermissions = definePermissions({
  'community:hand-over': {
    description: {
      en: 'Offer communities to other companies and take over what they offer.',
      'zh-CN': '向其他公司移交项目，以及接收其他公司移交的项目。',
    },
    roles: [],
    forApiClients: false,
    wholeCompany: true,
  },
});
