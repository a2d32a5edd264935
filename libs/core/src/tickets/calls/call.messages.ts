import { defineMessages } from '@atrium/sdk';

export const callMessages = defineMessages('call', {
  notAnAddress: { en: 'Must be an address that begins with https://.', 'zh-CN': '必须为以 https:// 开头的地址。' },
  future: { en: 'Must not lie in the future.', 'zh-CN': '不能晚于当前时间。' },
  own: { en: 'Nobody scores calls of their own.', 'zh-CN': '不能为自己的通话评分。' },
  goingOn: { en: 'This call is still going on.', 'zh-CN': '通话尚未结束。' },
  otherCustomer: {
    en: 'The ticket is another customer’s.',
    'zh-CN': '该工单属于其他客户。',
  },
  unknown: { en: 'There is no such exchange; there are: {known}.', 'zh-CN': '不存在该电话系统，可用：{known}。' },
  noSecret: { en: 'Enter the secret that the exchange signs with.', 'zh-CN': '请填写电话系统的签名密钥。' },
});
