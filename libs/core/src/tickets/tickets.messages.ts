import { defineMessages } from '@atrium/sdk';

export const ticketMessages = defineMessages('ticket', {
  badMove: {
    en: 'A ticket does not go from {from} to {to}. From here it goes to: {allowed}.',
    'zh-CN': '工单不能从 {from} 变为 {to}，当前可变为：{allowed}。',
  },
  noMove: { en: 'A ticket that is {from} goes nowhere any more.', 'zh-CN': '处于 {from} 的工单不能再变更状态。' },
});
