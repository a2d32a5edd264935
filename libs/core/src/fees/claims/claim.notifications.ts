import { defineNotification } from '@atrium/sdk';

/** To whoever collects: claims of theirs are about to be limited. */
export const claimsNearEnd = defineNotification({
  key: 'fee.claimsNearEnd',
  title: { en: 'Claims are about to be limited', 'zh-CN': '欠费诉讼时效将届满' },
  purpose: 'CONTRACT',
  variables: {
    claims: { type: 'TEXT', description: { en: 'How many.', 'zh-CN': '笔数' }, sample: '12' },
    first: {
      type: 'TEXT',
      description: { en: 'The first day on which one is.', 'zh-CN': '最早届满日' },
      sample: '2026-03-11',
    },
  },
  channels: ['EMAIL', 'IN_APP'],
  templates: {
    en: {
      subject: '{claims} claims are about to be limited',
      body: '{claims} claims that you collect are about to be limited, the first on {first}. A demand that can be proved, a promise or a part payment begins the time anew.',
    },
    'zh-CN': {
      subject: '{claims} 笔欠费的诉讼时效将届满',
      body: '您负责催收的 {claims} 笔欠费诉讼时效将届满，最早为 {first}。可证明的催收、承认债务或部分清偿可使时效重新计算。',
    },
  },
});
