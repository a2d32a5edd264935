import { defineNotification, type Locale, type VariableSpec } from '@atrium/sdk';

type Words = Readonly<Record<Locale, string>>;
/** Subject, and a sentence that says more, for each language. */
interface Texts {
  readonly subject: Words;
  readonly body: Words;
}

export const text = (en: string, zh: string, sample: string): VariableSpec<'TEXT'> => ({
  type: 'TEXT',
  description: { en, 'zh-CN': zh },
  sample,
});
const when = (en: string, zh: string): VariableSpec<'DATE_TIME'> => ({
  type: 'DATE_TIME',
  description: { en, 'zh-CN': zh },
  sample: new Date('2026-12-04T06:00:00Z'),
});

export const ticket = {
  number: text('Number of the ticket', '工单编号', '2026-000123'),
  title: text('What it is, in a line', '工单标题', '卫生间漏水'),
} as const;
const withWords = { ...ticket, words: text('What was written', '沟通内容', '师傅下午两点上门') } as const;
const withTime = { ...ticket, at: when('The time that was promised', '承诺时间') } as const;
const withTarget = { ...ticket, dueAt: when('When the target is or was due', '时限') } as const;

export const templates = ({ subject, body }: Texts) => {
  const of = (locale: Locale) => ({
    subject: subject[locale],
    body: `${subject[locale]}\n\n${body[locale]}`,
    short: subject[locale],
  });
  return { en: of('en'), 'zh-CN': of('zh-CN') };
};

const CUSTOMER = { purpose: 'CONTRACT', channels: ['PUSH', 'WECHAT', 'EMAIL', 'SMS', 'IN_APP'] } as const;
export const STAFF = { purpose: 'CONTRACT', channels: ['PUSH', 'IN_APP'] } as const;

const toCustomer = (key: string, title: Words, texts: Texts) =>
  defineNotification({ key: `ticket.${key}`, title, ...CUSTOMER, variables: ticket, templates: templates(texts) });
const toStaff = (key: string, title: Words, texts: Texts) =>
  defineNotification({ key: `ticket.${key}`, title, ...STAFF, variables: ticket, templates: templates(texts) });

const body: Words = { en: '{title}', 'zh-CN': '{title}' };

/** What customers are told of their tickets. */
export const customerTold = {
  received: toCustomer(
    'received',
    { en: 'A ticket was taken down', 'zh-CN': '工单已受理' },
    { subject: { en: 'We have received your request {number}', 'zh-CN': '您的工单 {number} 已受理' }, body },
  ),
  begun: toCustomer(
    'begun',
    { en: 'Work on a ticket has begun', 'zh-CN': '工单开始处理' },
    { subject: { en: 'We are working on your request {number}', 'zh-CN': '您的工单 {number} 已开始处理' }, body },
  ),
  waits: toCustomer(
    'waits',
    { en: 'A ticket waits', 'zh-CN': '工单暂停' },
    {
      subject: { en: 'Your request {number} has to wait', 'zh-CN': '您的工单 {number} 暂时等待' },
      body: { en: '{title}\n\nWe will tell you when it goes on.', 'zh-CN': '{title}\n\n恢复处理后会通知您。' },
    },
  ),
  resolved: toCustomer(
    'resolved',
    { en: 'A ticket was resolved', 'zh-CN': '工单已办结' },
    {
      subject: { en: 'Your request {number} is done', 'zh-CN': '您的工单 {number} 已办结' },
      body: {
        en: '{title}\n\nIf it is not as it should be, tell us and we will take it up again.',
        'zh-CN': '{title}\n\n如仍有问题，请告知我们，我们将重新处理。',
      },
    },
  ),
  reopened: toCustomer(
    'reopened',
    { en: 'A ticket was reopened', 'zh-CN': '工单重新处理' },
    { subject: { en: 'We take up your request {number} again', 'zh-CN': '您的工单 {number} 已重新处理' }, body },
  ),
  cancelled: toCustomer(
    'cancelled',
    { en: 'A ticket was cancelled', 'zh-CN': '工单已取消' },
    { subject: { en: 'Your request {number} was cancelled', 'zh-CN': '您的工单 {number} 已取消' }, body },
  ),
  merged: toCustomer(
    'merged',
    { en: 'A ticket goes on with another', 'zh-CN': '工单合并处理' },
    {
      subject: {
        en: 'Your request {number} is handled together with another',
        'zh-CN': '您的工单 {number} 已与同类工单合并处理',
      },
      body,
    },
  ),
  answered: defineNotification({
    key: 'ticket.answered',
    title: { en: 'An answer to a ticket', 'zh-CN': '工单有新回复' },
    ...CUSTOMER,
    variables: withWords,
    templates: templates({
      subject: { en: 'An answer to your request {number}', 'zh-CN': '您的工单 {number} 有新回复' },
      body: { en: '{title}\n\n{words}', 'zh-CN': '{title}\n\n{words}' },
    }),
  }),
  promised: defineNotification({
    key: 'ticket.promised',
    title: { en: 'A time was promised', 'zh-CN': '承诺时间' },
    ...CUSTOMER,
    variables: withTime,
    templates: templates({
      subject: { en: 'Your request {number}: we promise {at}', 'zh-CN': '您的工单 {number}：承诺于 {at} 前完成' },
      body,
    }),
  }),
  apology: defineNotification({
    key: 'ticket.apology',
    title: { en: 'Apology for a broken promise', 'zh-CN': '未按承诺时间完成致歉' },
    ...CUSTOMER,
    variables: withTime,
    templates: templates({
      subject: {
        en: 'We are sorry: your request {number} is late',
        'zh-CN': '非常抱歉，您的工单 {number} 未能按时完成',
      },
      body: {
        en: '{title}\n\nWe promised {at} and have not kept it. We are on it and will tell you how it stands.',
        'zh-CN': '{title}\n\n我们未能在承诺的 {at} 前完成，深表歉意。我们正在加紧处理，并会告知进展。',
      },
    }),
  }),
} as const;

/** What staff are told of tickets that concern them. */
export const staffTold = {
  yours: toStaff(
    'yours',
    { en: 'A ticket is yours', 'zh-CN': '新派工单' },
    { subject: { en: 'Ticket {number} is yours to do', 'zh-CN': '工单 {number} 已派给您' }, body },
  ),
  back: toStaff(
    'back',
    { en: 'A ticket that was put off is back', 'zh-CN': '延期工单到期' },
    { subject: { en: 'Ticket {number} is back', 'zh-CN': '延期工单 {number} 已到期' }, body },
  ),
  reopened: toStaff(
    'reopenedForStaff',
    { en: 'A ticket you had was reopened', 'zh-CN': '您处理的工单被重新打开' },
    { subject: { en: 'Ticket {number} was reopened', 'zh-CN': '工单 {number} 被重新打开' }, body },
  ),
  noted: defineNotification({
    key: 'ticket.noted',
    title: { en: 'Something was written on a ticket', 'zh-CN': '工单有新内容' },
    ...STAFF,
    variables: withWords,
    templates: templates({
      subject: { en: 'Ticket {number}: something new', 'zh-CN': '工单 {number} 有新内容' },
      body: { en: '{title}\n\n{words}', 'zh-CN': '{title}\n\n{words}' },
    }),
  }),
  emergency: defineNotification({
    key: 'ticket.emergency',
    title: { en: 'An emergency', 'zh-CN': '应急工单' },
    ...STAFF,
    channels: ['PUSH', 'SMS', 'EMAIL', 'IN_APP'],
    isUrgent: true,
    variables: ticket,
    templates: templates({
      subject: { en: 'EMERGENCY {number}: {title}', 'zh-CN': '应急工单 {number}：{title}' },
      body,
    }),
  }),
  managerAsked: toStaff(
    'managerAsked',
    { en: 'A customer asks for a manager', 'zh-CN': '客户要求经理出面' },
    {
      subject: { en: 'Ticket {number}: the customer asks for a manager', 'zh-CN': '工单 {number}：客户要求经理出面' },
      body,
    },
  ),
  warned: defineNotification({
    key: 'ticket.warned',
    title: { en: 'A target is near', 'zh-CN': '工单即将超时' },
    ...STAFF,
    isUrgent: true,
    variables: withTarget,
    templates: templates({
      subject: { en: 'Ticket {number} is due {dueAt}', 'zh-CN': '工单 {number} 将于 {dueAt} 超时' },
      body,
    }),
  }),
  breached: defineNotification({
    key: 'ticket.breached',
    title: { en: 'A target was missed', 'zh-CN': '工单已超时' },
    ...STAFF,
    isUrgent: true,
    variables: ticket,
    templates: templates({ subject: { en: 'Ticket {number} is late', 'zh-CN': '工单 {number} 已超时' }, body }),
  }),
  escalated: defineNotification({
    key: 'ticket.escalated',
    title: { en: 'A ticket escalates', 'zh-CN': '工单升级' },
    ...STAFF,
    channels: ['PUSH', 'SMS', 'EMAIL', 'IN_APP'],
    isUrgent: true,
    variables: ticket,
    templates: templates({
      subject: { en: 'Ticket {number} escalates to you', 'zh-CN': '工单 {number} 已升级，请关注' },
      body,
    }),
  }),
} as const;
