import { defineMessages } from '@atrium/sdk';

export const ledgerMessages = defineMessages('feeLedger', {
  closed: {
    en: 'The month is closed: enter it in an open one, or have the month reopened.',
    'zh-CN': '该会计月份已结账，请记入未结账月份，或申请反结账。',
  },
  overlap: { en: 'It is charged for some of these days already.', 'zh-CN': '该期间已有应收，不能重复出账。' },
  moreThanDue: { en: 'More than is due by now.', 'zh-CN': '超过当前未缴金额。' },
  moreThanPrepaid: { en: 'More than is left of the prepaid balance.', 'zh-CN': '超过预存余额。' },
  month: { en: 'Must be a month such as 2026-03.', 'zh-CN': '须为月份，例如 2026-03。' },
  notOver: { en: 'The month is not over.', 'zh-CN': '该月份尚未结束。' },
  earlierOpen: { en: '{month} is still open: close it first.', 'zh-CN': '{month} 尚未结账，请先结账。' },
  laterClosed: { en: '{month} is closed: reopen it first.', 'zh-CN': '{month} 已结账，请先反结账。' },
  state: { en: 'The month is {state}.', 'zh-CN': '该月份状态为 {state}。' },
  ownRequest: {
    en: 'Somebody else than who asked for it has to approve.',
    'zh-CN': '反结账须由申请人以外的人员审批。',
  },
});
