import { defineRetention, type RetentionRule } from '@atrium/sdk';

/** The log of deliveries goes by its age. What still waits by then is not sent any more. */
export const webhookRetention: readonly RetentionRule[] = [
  defineRetention({
    kind: 'WEBHOOK_DELIVERIES',
    description: {
      en: 'What was sent by webhooks, with the answers; for so long it can be sent again.',
      'zh-CN': 'Webhook 投递内容及响应记录，在此期间可重新投递。',
    },
    defaultDays: 30,
    minimumDays: 3,
  }),
];
