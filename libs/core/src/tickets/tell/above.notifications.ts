import { defineNotification } from '@atrium/sdk';
import { STAFF, templates, text, ticket } from './notification-kit';

const urgent = { ...STAFF, channels: ['PUSH', 'SMS', 'EMAIL', 'IN_APP'], isUrgent: true } as const;

/** What those above are told. */
export const aboveTold = {
  raised: defineNotification({
    key: 'ticket.raised',
    title: { en: 'A ticket was escalated by hand', 'zh-CN': '工单人工升级' },
    ...urgent,
    variables: { ...ticket, words: text('What they have to know', '升级说明', '本地媒体已联系业主') },
    templates: templates({
      subject: { en: 'Ticket {number} needs you', 'zh-CN': '工单 {number} 需要您关注' },
      body: { en: '{title}\n\n{words}', 'zh-CN': '{title}\n\n{words}' },
    }),
  }),
  hotline: defineNotification({
    key: 'ticket.hotline',
    title: { en: 'A ticket of the 12345 hotline', 'zh-CN': '12345 热线工单' },
    ...urgent,
    variables: ticket,
    templates: templates({
      subject: { en: 'Hotline 12345: ticket {number}', 'zh-CN': '12345 热线工单 {number}' },
      body: { en: '{title}', 'zh-CN': '{title}' },
    }),
  }),
  crisis: defineNotification({
    key: 'incident.escalated',
    title: { en: 'An incident became a crisis', 'zh-CN': '群诉事件升级' },
    ...urgent,
    variables: {
      number: text('Number of the incident', '事件编号', 'I2026-0007'),
      title: text('What it is, in a line', '事件标题', '全楼停水'),
      count: text('How many tickets it has', '工单数量', '12'),
    },
    templates: templates({
      subject: { en: 'Incident {number}: {count} tickets', 'zh-CN': '群诉事件 {number}：已有 {count} 张工单' },
      body: { en: '{title}', 'zh-CN': '{title}' },
    }),
  }),
} as const;
