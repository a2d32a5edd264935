import { defineNotification } from '@atrium/sdk';

/** An invitation to a survey. The link opens it for whoever has it, so it is not kept. */
export const surveyInvitation = defineNotification({
  key: 'survey.invitation',
  title: { en: 'Invitation to a survey', 'zh-CN': '调查邀请' },
  purpose: 'SURVEY',
  channels: ['EMAIL', 'SMS', 'WECHAT', 'IN_APP'],
  variables: {
    title: {
      type: 'TEXT',
      description: { en: 'Title of the survey', 'zh-CN': '调查标题' },
      sample: '物业服务满意度调查',
    },
    link: {
      type: 'LINK',
      description: { en: 'Link to the survey, good once', 'zh-CN': '调查链接，仅可填写一次' },
      sample: 'https://atrium.example/survey/atr_v_01h455vb4pex5vsknk084sn02q',
      mustAppear: true,
      secret: true,
    },
    until: {
      type: 'DATE_TIME',
      description: { en: 'When the link ends', 'zh-CN': '链接失效时间' },
      sample: new Date('2026-03-31T15:59:59Z'),
    },
  },
  templates: {
    en: {
      subject: 'Your opinion: {title}',
      body: 'Hello,\n\nplease tell us how we serve you. It takes a few minutes.\n\n[Answer now]({link})\n\nThe link is for you alone, can be used once, and is good until {until}.',
      short: '{title}: please tell us how we serve you, until {until}. {link}',
    },
    'zh-CN': {
      subject: '邀请您参与：{title}',
      body: '您好！\n\n诚邀您对我们的服务进行评价，只需几分钟。\n\n[立即填写]({link})\n\n链接仅供您本人使用一次，有效期至 {until}。',
      short: '{title}：诚邀您评价我们的服务，有效期至{until}。{link}',
    },
  },
});
