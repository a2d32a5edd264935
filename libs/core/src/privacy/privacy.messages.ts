import { defineMessages, registerConstraint } from '@atrium/sdk';

export const privacyMessages = defineMessages('privacy', {
  open: {
    en: 'A request of this kind is open already for this customer.',
    'zh-CN': '该客户已有同类请求正在处理。',
  },
  move: {
    en: 'The request is {state}: this is not possible any more. Possible are: {allowed}.',
    'zh-CN': '该请求状态为 {state}，无法执行此操作。可变更为：{allowed}。',
  },
  dueInThePast: { en: 'The deadline must not lie in the past.', 'zh-CN': '处理期限不能早于今天。' },
  answerNeeded: {
    en: 'Say what was corrected, so that it can be traced.',
    'zh-CN': '请说明更正内容，以便追溯。',
  },
  stillHere: {
    en: 'The customer lives or works in {count} unit(s) still: the contract needs their data. End the occupancies first, or refuse with that reason.',
    'zh-CN': '该客户仍有 {count} 条有效的房屋关系，履行合同需要其信息。请先结束相关关系，或以此为由拒绝。',
  },
  erasedPerson: { en: 'Erased customer {code}', 'zh-CN': '已删除客户 {code}' },
});

registerConstraint('privacy_request_open', privacyMessages.open);
