import { defineMessages, registerConstraint } from '@atrium/sdk';

export const appMessages = defineMessages('publicClient', {
  nameTaken: { en: 'There is a public client of this name already.', 'zh-CN': '已存在同名应用。' },
  badRedirect: {
    en: '"{given}" is no address to return to: it must be https, http on this very machine, or an app’s own scheme such as com.example.app:/signed-in, without a fragment.',
    'zh-CN':
      '“{given}”不是有效的回调地址：须为 https、本机 http 或应用自有协议（如 com.example.app:/signed-in），且不含 # 片段。',
  },
  badOrigin: {
    en: '"{given}" is no origin: it must read https://app.example.com, with a port where it has one and nothing behind.',
    'zh-CN': '“{given}”不是有效的来源：须形如 https://app.example.com，可带端口，后面不能有路径。',
  },
  tooManyOperations: {
    en: 'A client has at most {limit} persisted operations. Remove those it no longer calls.',
    'zh-CN': '每个客户端最多登记 {limit} 个操作，请移除不再使用的操作。',
  },
  revoked: { en: 'This client has been revoked.', 'zh-CN': '该应用已被撤销。' },
});

registerConstraint('public_client_name_key', appMessages.nameTaken, 'input.name');
