import { definePermissions } from '@atrium/sdk';

export const tenantPermissions = definePermissions({
  'tenant:manage': {
    description: {
      en: 'Change the company’s name, language, time zone and branding.',
      'zh-CN': '修改公司名称、语言、时区和品牌信息。',
    },
    roles: [],
    forApiClients: false,
    wholeCompany: true,
  },
});
