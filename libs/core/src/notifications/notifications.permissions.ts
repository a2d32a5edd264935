import { definePermissions } from '@atrium/sdk';

export const notificationPermissions = definePermissions({
  'notification:read': {
    description: {
      en: 'See the messages that were sent, what became of them, and the templates.',
      'zh-CN': '查看已发送的消息及送达情况，查看消息模板。',
    },
    roles: ['SERVICE_AGENT', 'FINANCE_MANAGER', 'QUALITY_INSPECTOR', 'AUDITOR'],
  },
  'notification:manage': {
    description: {
      en: 'Write templates; set channels, quiet hours and limits; say that an address works again or does not.',
      'zh-CN': '编辑消息模板，设置渠道、免打扰时段和频次限制，标记无法送达的地址。',
    },
    roles: [],
  },
});

export const NOTIFICATION_READ = [
  notificationPermissions['notification:read'],
  notificationPermissions['notification:manage'],
] as const;
