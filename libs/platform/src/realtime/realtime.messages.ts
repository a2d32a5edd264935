import { defineMessages } from '@atrium/sdk';

export const realtimeMessages = defineMessages('realtime', {
  byWebSocket: {
    en: 'Subscriptions are served over WebSocket (graphql-transport-ws) at this address.',
    'zh-CN': '订阅请通过此地址的 WebSocket（graphql-transport-ws）连接。',
  },
  onlySubscriptions: {
    en: 'Over WebSocket only subscriptions are served; send queries and mutations by HTTP.',
    'zh-CN': 'WebSocket 仅支持订阅；查询与变更请通过 HTTP 发送。',
  },
  plainField: {
    en: 'Name the field of a subscription directly, not by a fragment.',
    'zh-CN': '订阅的字段请直接写出，不要使用片段。',
  },
  perConnection: {
    en: 'This connection has {limit} subscriptions, more are not allowed.',
    'zh-CN': '该连接已有 {limit} 个订阅，不能再增加。',
  },
  perTenant: {
    en: 'Your company has {limit} subscriptions open here, more are not allowed. Try again later.',
    'zh-CN': '贵企业在此已有 {limit} 个订阅，不能再增加，请稍后再试。',
  },
});
