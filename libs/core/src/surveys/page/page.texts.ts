import { defineMessages } from '@atrium/sdk';

export const pageTexts = defineMessages('surveyPage', {
  anonymous: {
    en: 'This survey is anonymous: your answers are kept without any link to you, and are shown only together with those of others.',
    'zh-CN': '本次调查为匿名：您的回答不会与您本人关联，且仅与他人的回答一起展示。',
  },
  named: {
    en: 'Your answers are kept with your name, so that we can come back to you.',
    'zh-CN': '您的回答将与您的姓名一同保存，以便我们跟进处理。',
  },
  required: { en: 'required', 'zh-CN': '必填' },
  optional: { en: 'optional', 'zh-CN': '选填' },
  scale5: { en: '1 is very bad, 5 is very good', 'zh-CN': '1 表示非常不满意，5 表示非常满意' },
  scale10: { en: '1 is very bad, 10 is very good', 'zh-CN': '1 表示非常不满意，10 表示非常满意' },
  scaleNps: { en: '0 is not at all likely, 10 is very likely', 'zh-CN': '0 表示完全不可能，10 表示非常可能' },
  many: { en: 'Choose all that apply', 'zh-CN': '可多选' },
  manyMost: { en: 'Choose up to {max}', 'zh-CN': '最多选择 {max} 项' },
  length: { en: 'At most {max} characters', 'zh-CN': '最多 {max} 个字符' },
  next: { en: 'Next', 'zh-CN': '下一页' },
  send: { en: 'Send', 'zh-CN': '提交' },
  back: { en: 'Back', 'zh-CN': '上一页' },
  problemsTitle: { en: 'Please look at these questions again:', 'zh-CN': '请检查以下问题：' },
  language: { en: 'Language', 'zh-CN': '语言' },
  doneTitle: { en: 'Thank you', 'zh-CN': '感谢您的参与' },
  done: { en: 'Your answers have been received. You can close this page.', 'zh-CN': '您的回答已提交，可以关闭本页。' },
  endTitle: { en: 'This survey cannot be answered', 'zh-CN': '无法填写此调查' },
  UNKNOWN: {
    en: 'We do not know this link. Please open it exactly as it stands in the message you got.',
    'zh-CN': '链接无效，请按收到的消息中的完整链接打开。',
  },
  USED: {
    en: 'This link has been used: your answers have been received already. Thank you.',
    'zh-CN': '该链接已使用，您的回答此前已收到，谢谢。',
  },
  EXPIRED: {
    en: 'The time for answering is over. Thank you for wanting to help us.',
    'zh-CN': '填写时间已过，感谢您的关注。',
  },
  CLOSED: { en: 'This survey has ended. Thank you for wanting to help us.', 'zh-CN': '本次调查已结束，感谢您的关注。' },
  BUSY: {
    en: 'Too many pages were asked for from your network. Please go back and try again in a minute; what you entered is still there.',
    'zh-CN': '您所在网络的访问过于频繁，请返回并在一分钟后重试，已填写的内容仍会保留。',
  },
  FAILED: {
    en: 'Something went wrong on our side. Please go back and try again; what you entered is still there.',
    'zh-CN': '系统出现问题，请返回重试，已填写的内容仍会保留。',
  },
});
