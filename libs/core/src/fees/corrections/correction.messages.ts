import { defineMessages } from '@atrium/sdk';

export const correctionMessages = defineMessages('feeCorrection', {
  voided: { en: 'The charge was voided.', 'zh-CN': '该应收已作废。' },
  amountNeeded: { en: 'Say how much.', 'zh-CN': '请填写金额。' },
  noAmount: { en: 'All of the charge is voided: no amount.', 'zh-CN': '作废针对整笔应收，不需填写金额。' },
  component: { en: 'Not of this part of a charge: {allowed}.', 'zh-CN': '该更正不适用于此部分，可选：{allowed}。' },
  aboveCharge: { en: 'More than the charge is: {left}.', 'zh-CN': '超过应收金额 {left}。' },
  aboveDue: { en: 'More than is due of it: {left}.', 'zh-CN': '超过未缴金额 {left}。' },
  aboveWrittenOff: { en: 'More than was written off: {left}.', 'zh-CN': '超过已核销金额 {left}。' },
  nothing: { en: 'Nothing of it is left to correct.', 'zh-CN': '没有可更正的金额。' },
  same: { en: 'The charge is what it would be: nothing to correct.', 'zh-CN': '重新计算后金额无变化，无需更正。' },
  needed: { en: 'Needed for this fact.', 'zh-CN': '此项为必填。' },
  open: { en: 'Such a correction waits for a decision already.', 'zh-CN': '该应收已有同类更正待审批。' },
  decided: { en: 'The correction is {state}.', 'zh-CN': '该更正状态为 {state}。' },
  ownRequest: { en: 'Somebody else than who asked for it has to approve.', 'zh-CN': '更正须由申请人以外的人员审批。' },
  disputed: { en: 'The charge is in dispute already, from {from}.', 'zh-CN': '该应收自 {from} 起已在争议中。' },
  disputeEnded: { en: 'The dispute has ended on {on}.', 'zh-CN': '该争议已于 {on} 结束。' },
  future: { en: 'Must not be after today, {today}.', 'zh-CN': '不能晚于今天（{today}）。' },
});
