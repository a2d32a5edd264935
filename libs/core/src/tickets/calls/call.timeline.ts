import { defineMessages, registerTimelineSource, renderMessage } from '@atrium/sdk';
import { callPermissions } from './call.permissions';

const sentences = defineMessages('timeline.call', {
  INBOUND: { en: 'Called us, {minutes} min', 'zh-CN': '客户来电，{minutes} 分钟' },
  OUTBOUND: { en: 'Was called, {minutes} min', 'zh-CN': '致电客户，{minutes} 分钟' },
  missed: { en: 'Called and reached nobody', 'zh-CN': '来电未接通' },
  unreached: { en: 'Was called and not reached', 'zh-CN': '致电客户未接通' },
});

registerTimelineSource({
  kind: 'PHONE_CALL',
  source: 'tickets',
  permission: callPermissions['call:read'],
  table: 'atrium.phone_call',
  customer: 'customer_id',
  at: (t) => `${t}.started_at`,
  where: (t) => `${t}.state = 'ENDED'`,
  facts: { direction: (t) => `${t}.direction`, seconds: (t) => `${t}.seconds`, note: (t) => `${t}.note` },
  link: { idType: 'phone_call', id: (t) => `${t}.id` },
  title: ({ direction, seconds }, locale) => {
    const inbound = direction === 'INBOUND';
    if (Number(seconds) === 0) return renderMessage(inbound ? sentences.missed : sentences.unreached, locale);
    const minutes = Math.max(1, Math.round(Number(seconds) / 60));
    return renderMessage(inbound ? sentences.INBOUND : sentences.OUTBOUND, locale, { minutes });
  },
  summary: ({ note }) => (note === null ? null : String(note)),
});
