import { definePermissions } from '@atrium/sdk';

export const privacyPermissions = definePermissions({
  'privacy:request': {
    description: {
      en: 'Enter and see requests of customers about their own data.',
      'zh-CN': '登记和查看客户关于其个人信息的请求。',
    },
    roles: ['SERVICE_AGENT', 'AUDITOR'],
  },
  'privacy:decide': {
    description: {
      en: 'Answer such requests: hand out a copy, confirm a correction, erase, or refuse with a reason.',
      'zh-CN': '处理个人信息请求：提供副本、确认更正、删除，或说明理由后拒绝。',
    },
    roles: [],
    forApiClients: false,
  },
});
