import { definePermissions } from '@atrium/sdk';

export const deadLetterPermissions = definePermissions({
  'deadLetter:read': {
    description: {
      en: 'See background work that failed for good: which, how often it was tried and why it failed.',
      'zh-CN': '查看最终失败的后台任务和事件：内容、尝试次数及失败原因。',
    },
    roles: ['AUDITOR'],
  },
  'deadLetter:replay': {
    description: {
      en: 'Have background work that failed for good tried again.',
      'zh-CN': '重新执行最终失败的后台任务和事件。',
    },
    roles: [],
  },
});
