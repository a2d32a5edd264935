import { defineMessages, registerConstraint } from '@atrium/sdk';

export const notificationMessages = defineMessages('notification', {
  unknownType: { en: 'There is no message "{type}".', 'zh-CN': '没有消息类型“{type}”。' },
  unknownChannel: {
    en: 'Messages of this kind do not go by {channel}; they go by {allowed}.',
    'zh-CN': '该类消息不通过 {channel} 发送，可用渠道：{allowed}。',
  },
  unknownVariable: {
    en: 'There is no variable "{variable}"; there are {allowed}.',
    'zh-CN': '没有变量“{variable}”，可用：{allowed}。',
  },
  strayBrace: {
    en: 'A brace stands alone: write a variable as {name}, and a brace as {{ or }}.',
    'zh-CN': '存在单独的花括号：变量写作 {name}，花括号本身写作 {{ 或 }}。',
  },
  missingVariable: {
    en: 'The text makes no sense without the variable "{variable}".',
    'zh-CN': '文本中必须包含变量“{variable}”。',
  },
  notALink: { en: '"{variable}" is no web address.', 'zh-CN': '“{variable}”不是网址变量。' },
  subjectMissing: { en: 'Messages of this channel have a subject.', 'zh-CN': '该渠道的消息须有标题。' },
  noSubject: { en: 'Messages of this channel have no subject.', 'zh-CN': '该渠道的消息没有标题。' },
  tooLong: { en: 'At most {max} characters on this channel.', 'zh-CN': '该渠道最多 {max} 个字符。' },
  templateTaken: {
    en: 'Somebody has just written this template: look at it first.',
    'zh-CN': '该模板刚刚由他人创建，请先查看。',
  },
  settingsTaken: { en: 'Somebody has just set this: look at it first.', 'zh-CN': '他人刚刚进行了设置，请先查看。' },
  unknownZone: {
    en: '"{zone}" is no time zone, such as Asia/Shanghai.',
    'zh-CN': '“{zone}”不是有效的时区，例如 Asia/Shanghai。',
  },
  wrongTime: { en: 'Must be a time like 21:00.', 'zh-CN': '须为时间，例如 21:00。' },
  twice: { en: 'Must not name a channel twice.', 'zh-CN': '渠道不能重复。' },
  inAppLimit: { en: 'What is in the app has no limit.', 'zh-CN': '站内消息不受限制。' },
  unsubscribe: { en: 'No more messages of this kind', 'zh-CN': '不再接收此类消息' },
});

registerConstraint('notification_template_once', notificationMessages.templateTaken, 'input.type');
registerConstraint('notification_settings_once', notificationMessages.settingsTaken, 'input.version');
registerConstraint('notification_preference_once', notificationMessages.settingsTaken, 'input.version');
