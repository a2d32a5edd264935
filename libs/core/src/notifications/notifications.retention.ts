import { defineRetention } from '@atrium/sdk';

export const notificationRetention = defineRetention({
  kind: 'NOTIFICATIONS',
  description: {
    en: 'Messages that were sent, with what became of them, and addresses that could not be reached.',
    'zh-CN': '已发送的消息及其送达情况，以及无法送达的地址。',
  },
  // Claims lapse after three years (Civil Code 188): until then a message may be what proves a demand.
  defaultDays: 1_096,
  minimumDays: 30,
});
