import { defineMessages } from '@atrium/sdk';

export const throttleMessages = defineMessages('throttle', {
  company: {
    en: 'The company’s budget of calls is used up for the moment. Try again in {seconds} s.',
    'zh-CN': '企业的调用额度暂时用尽，请在 {seconds} 秒后重试。',
  },
  client: {
    en: 'This API client’s budget of calls is used up for the moment. Try again in {seconds} s.',
    'zh-CN': '该 API 客户端的调用额度暂时用尽，请在 {seconds} 秒后重试。',
  },
  network: {
    en: 'Too many calls of this kind came from your network. Try again in {seconds} s.',
    'zh-CN': '您所在网络的此类请求过多，请在 {seconds} 秒后重试。',
  },
});
