import { defineNotification } from '@atrium/sdk';

const title = {
  type: 'TEXT',
  description: { en: 'Title of the event.', 'zh-CN': '活动名称' },
  sample: '邻里中秋晚会',
} as const;
const startsAt = {
  type: 'DATE_TIME',
  description: { en: 'When it begins.', 'zh-CN': '活动开始时间' },
  sample: new Date('2031-09-20T11:00:00Z'),
} as const;
const place = {
  type: 'TEXT',
  description: { en: 'Where it takes place.', 'zh-CN': '活动地点' },
  sample: '中心花园',
  optional: true,
} as const;
const code = {
  type: 'TEXT',
  description: { en: 'Code to show at the door.', 'zh-CN': '签到码' },
  sample: '7K2M-90QX-4ZTA-1C8D',
  secret: true,
} as const;
const reason = {
  type: 'TEXT',
  description: { en: 'Why it was cancelled.', 'zh-CN': '取消原因' },
  sample: '台风预警',
} as const;
const channels = ['PUSH', 'WECHAT', 'EMAIL', 'IN_APP'] as const;
const where = { title, startsAt, place };

export const invitation = defineNotification({
  key: 'communityEvents.invitation',
  title: { en: 'Invitation to an event', 'zh-CN': '活动邀请' },
  purpose: 'MARKETING',
  channels,
  variables: where,
  templates: {
    en: { subject: 'You are invited: {title}', body: '{title}: {startsAt}. {place}' },
    'zh-CN': { subject: '活动邀请：{title}', body: '诚邀您参加“{title}”，时间：{startsAt}。{place}' },
  },
});

/** What concerns everybody who lives there, as trainings and meetings of owners do. */
export const announcement = defineNotification({
  key: 'communityEvents.announcement',
  title: { en: 'An event is announced', 'zh-CN': '活动通知' },
  purpose: 'CONTRACT',
  channels,
  variables: where,
  templates: {
    en: { subject: '{title}', body: '{title}: {startsAt}. {place}' },
    'zh-CN': { subject: '活动通知：{title}', body: '“{title}”将于 {startsAt} 举行。{place}' },
  },
});

// What somebody waits for, having just registered: at any hour, and beside the limits.
export const confirmed = defineNotification({
  key: 'communityEvents.confirmed',
  isUrgent: true,
  title: { en: 'A place at an event', 'zh-CN': '报名成功' },
  purpose: 'CONTRACT',
  channels,
  variables: { ...where, code },
  templates: {
    en: { subject: 'You have a place: {title}', body: '{title}: {startsAt}. {place}\n\nYour code: {code}' },
    'zh-CN': { subject: '报名成功：{title}', body: '“{title}”报名成功，时间：{startsAt}。{place}\n\n签到码：{code}' },
  },
});

export const waiting = defineNotification({
  key: 'communityEvents.waiting',
  isUrgent: true,
  title: { en: 'In the waiting list of an event', 'zh-CN': '活动候补' },
  purpose: 'CONTRACT',
  channels,
  variables: { title, startsAt },
  templates: {
    en: {
      subject: 'Waiting list: {title}',
      body: '{title} on {startsAt} is full. You are told when there is a place.',
    },
    'zh-CN': { subject: '已进入候补：{title}', body: '“{title}”（{startsAt}）名额已满，有空位时将通知您。' },
  },
});

export const promoted = defineNotification({
  key: 'communityEvents.promoted',
  title: { en: 'A place from the waiting list', 'zh-CN': '候补成功' },
  purpose: 'CONTRACT',
  channels,
  variables: { ...where, code },
  templates: {
    en: { subject: 'There is a place for you: {title}', body: '{title}: {startsAt}. {place}\n\nYour code: {code}' },
    'zh-CN': {
      subject: '候补成功：{title}',
      body: '“{title}”已为您保留名额，时间：{startsAt}。{place}\n\n签到码：{code}',
    },
  },
});

export const reminder = defineNotification({
  key: 'communityEvents.reminder',
  title: { en: 'Reminder of an event', 'zh-CN': '活动提醒' },
  purpose: 'CONTRACT',
  channels,
  variables: where,
  templates: {
    en: { subject: 'Soon: {title}', body: '{title} begins on {startsAt}. {place}' },
    'zh-CN': { subject: '活动提醒：{title}', body: '“{title}”将于 {startsAt} 开始。{place}' },
  },
});

export const moved = defineNotification({
  key: 'communityEvents.moved',
  title: { en: 'An event has moved', 'zh-CN': '活动改期' },
  purpose: 'CONTRACT',
  channels,
  variables: where,
  templates: {
    en: { subject: 'Another time or place: {title}', body: '{title} is now on {startsAt}. {place}' },
    'zh-CN': { subject: '活动变更：{title}', body: '“{title}”现定于 {startsAt} 举行。{place}' },
  },
});

export const cancelled = defineNotification({
  key: 'communityEvents.cancelled',
  title: { en: 'An event is cancelled', 'zh-CN': '活动取消' },
  purpose: 'CONTRACT',
  channels,
  variables: { title, startsAt, reason },
  templates: {
    en: { subject: 'Cancelled: {title}', body: '{title} on {startsAt} does not take place: {reason}' },
    'zh-CN': { subject: '活动取消：{title}', body: '原定 {startsAt} 举行的“{title}”已取消，原因：{reason}' },
  },
});

export const notifications = [invitation, announcement, confirmed, waiting, promoted, reminder, moved, cancelled];
