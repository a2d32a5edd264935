import type { RawContent, RawQuestion, RawText } from '../content/raw-content';
import { QuestionKind, SurveyDimension, TouchPoint } from '../content/content.types';

const say = (zh: string, en: string): RawText[] => [
  { locale: 'zh-CN', text: zh },
  { locale: 'en', text: en },
];
const { RATING_5, NPS, TEXT } = QuestionKind;
const about = (code: string, touchPoint: TouchPoint, zh: string, en: string): RawQuestion => ({
  code,
  kind: RATING_5,
  title: say(zh, en),
  touchPoint,
  dimension: SurveyDimension.PERCEIVED_QUALITY,
  required: false,
});

/** The questionnaire that every company begins with: satisfaction with the services of a property company. */
export const readyTemplate: RawContent = {
  title: say('物业服务满意度调查', 'How satisfied are you with our services?'),
  introduction: say(
    '感谢您抽出几分钟时间，帮助我们改进服务。',
    'Thank you for taking a few minutes to help us improve.',
  ),
  questions: [
    {
      code: 'satisfaction',
      kind: RATING_5,
      title: say('总体而言，您对我们的服务满意吗？', 'All in all, how satisfied are you with our services?'),
      dimension: SurveyDimension.SATISFACTION,
    },
    {
      code: 'why',
      kind: TEXT,
      title: say('请告诉我们哪里做得不好。', 'Please tell us what went wrong.'),
      required: false,
      showIf: { score: { question: 'satisfaction', atMost: 2 } },
    },
    about('repair', TouchPoint.REPAIR, '您如何评价维修服务？', 'How do you rate repairs?'),
    about('cleaning', TouchPoint.CLEANING, '您如何评价保洁？', 'How do you rate the cleaning?'),
    about('security', TouchPoint.SECURITY, '您如何评价安保？', 'How do you rate the security?'),
    about('greening', TouchPoint.GREENING, '您如何评价绿化？', 'How do you rate the greening?'),
    about('front_desk', TouchPoint.FRONT_DESK, '您如何评价客服前台？', 'How do you rate the front desk?'),
    about('billing', TouchPoint.BILLING, '您如何评价收费服务？', 'How do you rate bills and payment?'),
    {
      code: 'expected',
      kind: RATING_5,
      title: say('您原先期望的服务水平是？', 'What level of service did you expect?'),
      dimension: SurveyDimension.EXPECTATION,
      expectationOf: 'satisfaction',
      required: false,
    },
    {
      code: 'value',
      kind: RATING_5,
      title: say('就所交费用而言，服务物有所值吗？', 'Are the services worth what you pay?'),
      dimension: SurveyDimension.PERCEIVED_VALUE,
      required: false,
    },
    {
      code: 'image',
      kind: RATING_5,
      title: say('您如何评价我们公司的形象？', 'How do you rate the image of our company?'),
      dimension: SurveyDimension.BRAND_IMAGE,
      required: false,
    },
    {
      code: 'recommend',
      kind: NPS,
      title: say('您向亲友推荐我们的可能性有多大？', 'How likely are you to recommend us to friends or family?'),
      dimension: SurveyDimension.LOYALTY,
    },
    {
      code: 'comment',
      kind: TEXT,
      title: say('您还有什么想告诉我们的吗？', 'Is there anything else you would like to tell us?'),
      required: false,
    },
  ],
  lowScores: [{ question: 'satisfaction', atMost: 2 }],
};

export const readyTemplateName: Readonly<Record<RawText['locale'], string>> = {
  'zh-CN': '物业服务满意度',
  en: 'Satisfaction with services',
};
