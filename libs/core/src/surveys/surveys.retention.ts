import { defineRetention } from '@atrium/sdk';

export const surveyRetention = [
  defineRetention({
    kind: 'SURVEY_INVITATIONS',
    description: {
      en: 'Who was invited to which survey; needed as long as customers are not to be asked too often.',
      'zh-CN': '调查邀请记录（用于控制受访频次）。',
    },
    defaultDays: 730,
    minimumDays: 365,
    source: { en: 'The longest period that the limit looks back', 'zh-CN': '受访频次上限的最长回溯期' },
  }),
  defineRetention({
    kind: 'SURVEY_ANSWERS',
    description: {
      en: 'Single answers to surveys; figures made of them stay.',
      'zh-CN': '调查答卷；由其生成的统计结果保留。',
    },
    defaultDays: 1_826,
    minimumDays: 90,
  }),
];
