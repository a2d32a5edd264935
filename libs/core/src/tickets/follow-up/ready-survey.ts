import type { Locale } from '@atrium/sdk';
import { QuestionKind, type ReadySurvey, SurveyDimension } from '../../surveys';
import { ticketResolved } from '../surveys/resolved-trigger';

const NAME: Readonly<Record<Locale, string>> = { en: 'After a ticket', 'zh-CN': '工单回访' };
const say = (zh: string, en: string) =>
  [
    { locale: 'zh-CN', text: zh },
    { locale: 'en', text: en },
  ] as const;

/** Every company asks from the first day: two hours after a ticket is done, for three days. */
export const readySurvey: ReadySurvey = {
  name: NAME,
  trigger: ticketResolved,
  delayHours: 2,
  validDays: 3,
  content: {
    title: say('工单处理满意度', 'How did we do?'),
    questions: [
      {
        code: 'satisfaction',
        kind: QuestionKind.RATING_5,
        title: say('您对本次处理结果满意吗？', 'How satisfied are you with what was done?'),
        dimension: SurveyDimension.SATISFACTION,
      },
      {
        code: 'why',
        kind: QuestionKind.TEXT,
        title: say('请告诉我们哪里做得不好。', 'Please tell us what went wrong.'),
        required: false,
        showIf: { score: { question: 'satisfaction', atMost: 2 } },
      },
      {
        code: 'speed',
        kind: QuestionKind.RATING_5,
        title: say('您如何评价处理速度？', 'How do you rate the speed?'),
        dimension: SurveyDimension.PERCEIVED_QUALITY,
        required: false,
      },
      {
        code: 'manner',
        kind: QuestionKind.RATING_5,
        title: say('您如何评价服务态度？', 'How do you rate the manner?'),
        dimension: SurveyDimension.PERCEIVED_QUALITY,
        required: false,
      },
    ],
    lowScores: [{ question: 'satisfaction', atMost: 2 }],
  },
};
