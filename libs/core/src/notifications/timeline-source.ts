import { defineMessages, type Locale, notificationType, registerTimelineSource, renderMessage } from '@atrium/sdk';
import { NOTIFICATION_READ } from './notifications.permissions';

const words = defineMessages('timeline.notification', {
  title: { en: 'Message: {title}', 'zh-CN': '消息：{title}' },
  by: { en: '{state} by {channel}', 'zh-CN': '{channel}：{state}' },
  perhapsTwice: { en: 'It may have come twice.', 'zh-CN': '可能重复送达。' },
});
const states = defineMessages('timeline.notificationState', {
  QUEUED: { en: 'waiting', 'zh-CN': '等待发送' },
  HELD: { en: 'held back', 'zh-CN': '暂缓发送' },
  SENDING: { en: 'being sent', 'zh-CN': '发送中' },
  SENT: { en: 'sent', 'zh-CN': '已发送' },
  DELIVERED: { en: 'delivered', 'zh-CN': '已送达' },
  READ: { en: 'read', 'zh-CN': '已读' },
  FAILED: { en: 'failed', 'zh-CN': '发送失败' },
  BOUNCED: { en: 'came back', 'zh-CN': '被退回' },
  SUPPRESSED: { en: 'not sent', 'zh-CN': '未发送' },
});
const channels = defineMessages('timeline.notificationChannel', {
  EMAIL: { en: 'e-mail', 'zh-CN': '邮件' },
  SMS: { en: 'SMS', 'zh-CN': '短信' },
  WECHAT: { en: 'WeChat', 'zh-CN': '微信' },
  VOICE: { en: 'call', 'zh-CN': '语音电话' },
  PUSH: { en: 'push', 'zh-CN': '推送' },
  IN_APP: { en: 'app', 'zh-CN': '站内消息' },
});

const titleOf = (key: unknown, locale: Locale): string => notificationType(String(key))?.title[locale] ?? String(key);

registerTimelineSource({
  kind: 'MESSAGE',
  source: 'notifications',
  permission: NOTIFICATION_READ[0],
  table: 'atrium.notification',
  customer: 'customer_id',
  at: (s) => `${s}.created_at`,
  facts: {
    type: (s) => `${s}.type`,
    state: (s) => `${s}.state`,
    reason: (s) => `${s}.reason`,
    channel: (s) => `${s}.channel`,
    twice: (s) => `${s}.perhaps_twice`,
  },
  link: { idType: 'notification', id: (s) => `${s}.id` },
  title: ({ type }, locale) => renderMessage(words.title, locale, { title: titleOf(type, locale) }),
  summary: ({ state, channel, twice, reason }, locale) => {
    const worded = renderMessage(states[String(state) as keyof typeof states], locale);
    const by =
      channel === null
        ? worded
        : renderMessage(words.by, locale, {
            state: worded,
            channel: renderMessage(channels[String(channel) as keyof typeof channels], locale),
          });
    const why = reason === null ? '' : ` (${String(reason)})`;
    return `${by}${why}${twice ? ` ${renderMessage(words.perhapsTwice, locale)}` : ''}`;
  },
});
