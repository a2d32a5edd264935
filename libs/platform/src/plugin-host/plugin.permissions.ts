import { definePermissions } from '@atrium/sdk';

export const pluginPermissions = definePermissions({
  'plugin:manage': {
    description: {
      en: 'Enable and disable plugins of the company and change their settings.',
      'zh-CN': '启用、停用本公司的插件并修改其设置。',
    },
    roles: [],
    forApiClients: false,
    wholeCompany: true,
  },
});
