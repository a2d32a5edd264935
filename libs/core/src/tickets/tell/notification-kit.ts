import { defineNotification, type Locale, type VariableSpec } from '@atrium/sdk';

export type Words = Readonly<Record<Locale, string>>;
/** Subject, and a sentence that says more, for each language. */
export interface Texts {
  readonly subject: Words;
  readonly body: Words;
}

export const text = (en: string, zh: string, sample: string): VariableSpec<'TEXT'> => ({
  type: 'TEXT',
  description: { en, 'zh-CN': zh },
  sample,
});
export const when = (en: string, zh: string): VariableSpec<'DATE_TIME'> => ({
  type: 'DATE_TIME',
  description: { en, 'zh-CN': zh },
  sample: new Date('2026-12-04T06:00:00Z'),
});

export const ticket = {
  number: text('Number of the ticket', '工单编号', '2026-000123'),
  title: text('What it is, in a line', '工单标题', '卫生间漏水'),
} as const;
export const withWords = { ...ticket, words: text('What was written', '沟通内容', '师傅下午两点上门') } as const;
export const withTime = { ...ticket, at: when('The time that was promised', '承诺时间') } as const;
export const withTarget = { ...ticket, dueAt: when('When the target is or was due', '时限') } as const;

export const withVisit = { ...ticket, at: when('When the visit begins', '上门时间') } as const;

export const templates = ({ subject, body }: Texts) => {
  const of = (locale: Locale) => ({
    subject: subject[locale],
    body: `${subject[locale]}\n\n${body[locale]}`,
    short: subject[locale],
  });
  return { en: of('en'), 'zh-CN': of('zh-CN') };
};

export const CUSTOMER = { purpose: 'CONTRACT', channels: ['PUSH', 'WECHAT', 'EMAIL', 'SMS', 'IN_APP'] } as const;
export const STAFF = { purpose: 'CONTRACT', channels: ['PUSH', 'IN_APP'] } as const;

export const toCustomer = (key: string, title: Words, texts: Texts) =>
  defineNotification({ key: `ticket.${key}`, title, ...CUSTOMER, variables: ticket, templates: templates(texts) });
export const toStaff = (key: string, title: Words, texts: Texts) =>
  defineNotification({ key: `ticket.${key}`, title, ...STAFF, variables: ticket, templates: templates(texts) });

export const visitToCustomer = (key: string, title: Words, texts: Texts) =>
  defineNotification({
    key: `ticket.${key}`,
    title,
    ...CUSTOMER,
    variables: withVisit,
    templates: templates(texts),
  });

export const body: Words = { en: '{title}', 'zh-CN': '{title}' };
