import { defineMessages } from '@atrium/sdk';

export const paymentsMessages = defineMessages('feePayments', {
  reference: { en: 'A payment with this reference is there already.', 'zh-CN': '该流水号的收款已存在。' },
  future: { en: 'Must not be after today, {today}.', 'zh-CN': '不能晚于今天（{today}）。' },
  where: {
    en: 'Say in which community it was received: the customer has none.',
    'zh-CN': '请指定收款项目：该客户没有关联的项目。',
  },
  reversed: { en: 'Something of it was given back already.', 'zh-CN': '该收款已有退款，不能冲销。' },
  prepaidUsed: {
    en: 'What was prepaid by it has been used: reverse that first.',
    'zh-CN': '该收款的预存部分已使用，不能冲销。',
  },
});
