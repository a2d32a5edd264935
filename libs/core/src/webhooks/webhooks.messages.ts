import { defineMessages, type Message, type OutboundUrlProblem } from '@atrium/sdk';

export const webhookMessages = defineMessages('webhook', {
  noUrl: {
    en: '"{given}" is no address that can be called: it must read like https://hooks.example.com/atrium.',
    'zh-CN': '“{given}”不是可调用的地址，须形如 https://hooks.example.com/atrium。',
  },
  withUser: {
    en: 'The address must not hold a user name or a password: each delivery is signed.',
    'zh-CN': '地址中不能包含用户名或密码；每次投递均带有签名。',
  },
  withFragment: { en: 'The address must end before the #.', 'zh-CN': '地址不能包含 # 片段。' },
  withoutTls: { en: 'The address must begin with https://.', 'zh-CN': '地址须以 https:// 开头。' },
  privateAddress: {
    en: 'The address lies in a private or local network, which cannot be reached from here.',
    'zh-CN': '该地址位于内部或本地网络，无法访问。',
  },
  unknownEvent: {
    en: '"{given}" is no event that can be chosen; `webhookEventTypes` lists them.',
    'zh-CN': '“{given}”不是可订阅的事件，请从 webhookEventTypes 中选择。',
  },
  chosenTwice: { en: '"{given}" is chosen twice.', 'zh-CN': '“{given}”重复选择。' },
  ofTheCompany: {
    en: '"{given}" happens to the company as a whole: a webhook of some communities cannot tell of it.',
    'zh-CN': '“{given}”属于全公司事件，仅限部分项目的订阅不能选择。',
  },
  ownerLacks: {
    en: 'The program lacks the permission {permission}, or sees less than the webhook is to tell of.',
    'zh-CN': '该程序缺少权限 {permission}，或其数据范围小于该订阅。',
  },
  oneOwner: { en: 'A webhook belongs to one program at most.', 'zh-CN': '一个订阅最多只能属于一个程序。' },
  ownerRevoked: { en: 'This program has been revoked.', 'zh-CN': '该程序已被撤销。' },
  tooMany: {
    en: 'A company has at most {limit} webhooks. Delete those that are not used.',
    'zh-CN': '每家公司最多 {limit} 个 Webhook 订阅，请删除不再使用的订阅。',
  },
  disabled: { en: 'This webhook is disabled: enable it first.', 'zh-CN': '该订阅已停用，请先启用。' },
  alreadyEnabled: { en: 'This webhook is enabled already.', 'zh-CN': '该订阅已启用。' },
  alreadyDisabled: { en: 'This webhook is disabled already.', 'zh-CN': '该订阅已停用。' },
  stillWaiting: {
    en: 'This delivery waits to be sent already.',
    'zh-CN': '该投递正在等待发送。',
  },
  testOnce: {
    en: 'A test is not repeated: send a new one.',
    'zh-CN': '测试投递不能重发，请重新发送测试。',
  },
  emptySpan: { en: '`before` must be later than `from`.', 'zh-CN': '结束时间须晚于开始时间。' },
});

/** What is wrong with an address, in words. */
export const urlMessages: Readonly<Record<OutboundUrlProblem, Message>> = {
  NO_URL: webhookMessages.noUrl,
  WITH_USER: webhookMessages.withUser,
  WITH_FRAGMENT: webhookMessages.withFragment,
  WITHOUT_TLS: webhookMessages.withoutTls,
  PRIVATE_ADDRESS: webhookMessages.privateAddress,
};
