import { defineMessages, registerTimelineSource, renderMessage } from '@atrium/sdk';

const sentences = defineMessages('timeline.ticket', {
  opened: { en: 'Ticket {number}: {title}', 'zh-CN': '工单 {number}：{title}' },
  resolved: { en: 'Ticket {number} was resolved', 'zh-CN': '工单 {number} 已办结' },
});

for (const [kind, at, message] of [
  ['TICKET_OPENED', 'opened_at', sentences.opened],
  ['TICKET_RESOLVED', 'resolved_at', sentences.resolved],
] as const) {
  registerTimelineSource({
    kind,
    source: 'tickets',
    permission: 'ticket:read',
    forCustomers: true,
    table: 'atrium.ticket',
    customer: 'customer_id',
    at: (t) => `${t}.${at}`,
    where: (t) => `${t}.${at} IS NOT NULL`,
    facts: { number: (t) => `${t}.number`, title: (t) => `${t}.title` },
    link: { idType: 'ticket', id: (t) => `${t}.id` },
    title: (facts, locale) => renderMessage(message, locale, facts),
  });
}
