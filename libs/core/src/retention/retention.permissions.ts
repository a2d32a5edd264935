import { definePermissions } from '@atrium/sdk';

export const retentionPermissions = definePermissions({
  'retention:read': {
    description: { en: 'See how long each kind of data is kept.', 'zh-CN': '查看各类数据的保存期限。' },
    roles: ['AUDITOR'],
  },
  'retention:manage': {
    description: {
      en: 'Set how long each kind of data is kept; what is older is erased.',
      'zh-CN': '设置各类数据的保存期限，过期数据将被删除。',
    },
    roles: [],
    wholeCompany: true,
    forApiClients: false,
  },
});
