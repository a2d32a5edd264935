import { defineNotification } from '@atrium/sdk';

const title = {
  type: 'TEXT',
  description: { en: 'Title of the notice.', 'zh-CN': '公告标题' },
  sample: '3栋电梯年检通知',
} as const;
const beginning = {
  type: 'TEXT',
  description: { en: 'The beginning of its text.', 'zh-CN': '公告正文开头' },
  sample: '3栋2单元电梯将于周六进行年检，期间请走楼梯。',
} as const;
const common = {
  purpose: 'CONTRACT',
  variables: { title, beginning },
  channels: ['PUSH', 'WECHAT', 'EMAIL', 'IN_APP'],
  templates: {
    en: { subject: 'Notice: {title}', body: '{beginning}', short: 'Notice: {title}' },
    'zh-CN': { subject: '公告：{title}', body: '{beginning}', short: '公告：{title}' },
  },
} as const;

/** A notice is out: in the app, and by the way that reaches its addressee's phone. */
export const noticePublished = defineNotification({
  key: 'notice.published',
  title: { en: 'A notice is out', 'zh-CN': '新公告' },
  ...common,
});

/** One that cannot wait until morning. */
export const urgentNotice = defineNotification({
  key: 'notice.urgent',
  title: { en: 'An urgent notice is out', 'zh-CN': '紧急公告' },
  isUrgent: true,
  ...common,
  channels: ['SMS', 'PUSH', 'WECHAT', 'EMAIL', 'IN_APP'],
});
