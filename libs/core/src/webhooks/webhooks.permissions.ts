import { definePermissions } from '@atrium/sdk';

export const webhookPermissions = definePermissions({
  'webhook:read': {
    description: {
      en: 'See webhooks and the log of their deliveries. API clients see their own.',
      'zh-CN': '查看 Webhook 订阅及投递日志；API 客户端仅可查看自己的订阅。',
    },
    roles: ['AUDITOR'],
  },
  'webhook:manage': {
    description: {
      en: 'Make, change, try and delete webhooks, renew their secrets and have deliveries repeated. Events are chosen within one’s own permissions.',
      'zh-CN': '新建、修改、测试和删除 Webhook 订阅，更换密钥，重新投递；只能订阅自身权限范围内的事件。',
    },
    roles: [],
  },
});

const { 'webhook:read': read, 'webhook:manage': manage } = webhookPermissions;
export const WEBHOOK_READ = [read, manage] as const;
export const WEBHOOK_MANAGE = manage;
