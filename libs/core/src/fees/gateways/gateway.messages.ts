import { defineMessages } from '@atrium/sdk';

export const gatewayMessages = defineMessages('paymentGateway', {
  unknown: { en: 'There is no such gateway: {known}.', 'zh-CN': '支付渠道不存在，可选：{known}。' },
  off: { en: 'The company takes no payments by this gateway.', 'zh-CN': '该公司未启用此支付渠道。' },
  secretNeeded: { en: 'Enter the secret of the gateway.', 'zh-CN': '请填写支付渠道密钥。' },
  customerNeeded: { en: 'Say whose charges are paid.', 'zh-CN': '请指定缴费客户。' },
  notOpen: { en: 'Nothing is owed of this charge by this customer.', 'zh-CN': '该客户此笔应收无欠费。' },
  nothing: { en: 'Nothing is owed: say how much to prepay.', 'zh-CN': '当前无欠费，如需预存请填写金额。' },
  notTaken: {
    en: 'The gateway does not take orders at the moment. Try again.',
    'zh-CN': '支付渠道暂时无法下单，请稍后重试。',
  },
  returned: { en: 'Given back by the gateway', 'zh-CN': '支付渠道退款' },
});
