import { defineMessages } from '@atrium/sdk';

export const retentionMessages = defineMessages('retention', {
  unknownKind: { en: 'Must be one of {kinds}.', 'zh-CN': '须为下列之一：{kinds}。' },
  belowMinimum: {
    en: 'Must be kept for at least {minimum} days{reason}.',
    'zh-CN': '保存期限不得少于 {minimum} 天{reason}。',
  },
});
