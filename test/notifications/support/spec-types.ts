import { defineNotification } from '@atrium/sdk';

const about = (en: string, zh: string) => ({ en, 'zh-CN': zh });

/** What a context would declare: a bill, which serves the contract. */
export const billReady = defineNotification({
  key: 'spec.billReady',
  title: about('A bill is ready', '账单已出'),
  purpose: 'CONTRACT',
  channels: ['EMAIL', 'SMS', 'IN_APP'],
  variables: {
    name: { type: 'TEXT', description: about('Who pays.', '缴费人'), sample: '王芳' },
    amount: {
      type: 'MONEY',
      description: about('What is owed.', '应缴金额'),
      sample: { amount: '750.72', currency: 'CNY' },
    },
    dueOn: { type: 'DATE', description: about('Until when.', '缴费期限'), sample: '2026-01-10' },
    note: { type: 'TEXT', description: about('A word more.', '备注'), sample: '谢谢', optional: true },
  },
  templates: {
    en: {
      subject: 'Your bill, {name}',
      body: 'Dear {name},\n\nplease pay {amount} by {dueOn}.\n\n{note}',
      short: '{name}: {amount} is due on {dueOn}.',
    },
    'zh-CN': {
      subject: '{name}的账单',
      body: '{name}您好：\n\n请于{dueOn}前缴纳 {amount}。\n\n{note}',
      short: '{name}，{amount} 将于{dueOn}到期。',
    },
  },
});

/** With a link that opens something by itself. */
export const invitation = defineNotification({
  key: 'spec.invitation',
  title: about('An invitation', '邀请'),
  purpose: 'SURVEY',
  channels: ['EMAIL', 'SMS'],
  variables: {
    link: {
      type: 'LINK',
      description: about('Opens the survey.', '问卷链接'),
      sample: 'https://example.com/s/1',
      mustAppear: true,
      secret: true,
    },
  },
  templates: {
    en: { subject: 'How was it?', body: 'Tell us how it was.\n\n[Answer now]({link})', short: 'How was it? {link}' },
    'zh-CN': { subject: '请您评价', body: '请评价我们的服务。\n\n[立即评价]({link})', short: '请评价：{link}' },
  },
});

export const offer = defineNotification({
  key: 'spec.offer',
  title: about('An offer', '优惠活动'),
  purpose: 'MARKETING',
  channels: ['EMAIL', 'SMS', 'IN_APP'],
  variables: { what: { type: 'TEXT', description: about('What is offered.', '活动内容'), sample: '免费洗车' } },
  templates: {
    en: { subject: 'For you', body: '{what}', short: '{what}' },
    'zh-CN': { subject: '专享优惠', body: '{what}', short: '{what}' },
  },
});

export const outage = defineNotification({
  key: 'spec.outage',
  title: about('An outage', '停水停电'),
  purpose: 'CONTRACT',
  isUrgent: true,
  channels: ['SMS', 'EMAIL', 'IN_APP'],
  variables: {
    at: { type: 'DATE_TIME', description: about('From when.', '开始时间'), sample: new Date('2026-01-10T02:00:00Z') },
  },
  templates: {
    en: { subject: 'Outage', body: 'No water from {at}.', short: 'No water from {at}.' },
    'zh-CN': { subject: '停水通知', body: '{at}起停水。', short: '{at}起停水。' },
  },
});

export const taskGiven = defineNotification({
  key: 'spec.taskGiven',
  title: about('A task', '任务'),
  purpose: 'CONTRACT',
  channels: ['IN_APP', 'EMAIL'],
  variables: { task: { type: 'TEXT', description: about('What to do.', '任务内容'), sample: '检查水泵' } },
  templates: {
    en: { subject: 'A task for you', body: '{task}' },
    'zh-CN': { subject: '新任务', body: '{task}' },
  },
});

/** By the channels that come without a server of their own. */
export const doorOpened = defineNotification({
  key: 'spec.doorOpened',
  title: about('A door was opened', '门禁开启'),
  purpose: 'CONTRACT',
  channels: ['WECHAT', 'VOICE', 'PUSH'],
  variables: { who: { type: 'TEXT', description: about('By whom.', '开门人'), sample: '王芳' } },
  templates: {
    en: { subject: 'Door', body: '{who} came in.' },
    'zh-CN': { subject: '门禁', body: '{who}已进入。' },
  },
});
