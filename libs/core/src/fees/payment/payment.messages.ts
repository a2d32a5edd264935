import { defineMessages } from '@atrium/sdk';

export const paymentMessages = defineMessages('feePayment', {
  amount: { en: 'Must be above zero.', 'zh-CN': '须大于零。' },
  unknownCharge: {
    en: 'This charge is not among those that are open.',
    'zh-CN': '该笔应收不在未结清的应收之列。',
  },
  twice: { en: 'The same charge is named twice.', 'zh-CN': '同一应收重复指定。' },
  aboveOwed: {
    en: 'More than is owed: {owed}.',
    'zh-CN': '超过未缴金额 {owed}。',
  },
  abovePaid: {
    en: 'More than the payment has left: {left}.',
    'zh-CN': '超过本次付款的剩余金额 {left}。',
  },
  aboveRefundable: {
    en: 'More than can be given back: {left} of {paid} are left.',
    'zh-CN': '超过可退金额：实收 {paid}，剩余可退 {left}。',
  },
});
