import { defineMessages } from '@atrium/sdk';

export const shiftMessages = defineMessages('cashierShift', {
  open: { en: 'You have an open shift already.', 'zh-CN': '您已有未结班次。' },
  needed: { en: 'Open a shift before taking cash.', 'zh-CN': '收取现金前请先开班。' },
  notYours: { en: 'It is the shift of somebody else.', 'zh-CN': '该班次属于其他收银员。' },
  own: { en: 'Somebody else takes over.', 'zh-CN': '须由其他收银员接班。' },
  state: { en: 'The shift is {state}.', 'zh-CN': '该班次状态为 {state}。' },
  handedOver: { en: '{counted} was counted at the end of that shift.', 'zh-CN': '上一班次清点金额为 {counted}。' },
  difference: {
    en: 'There should be {expected}: say why it is not.',
    'zh-CN': '应有现金 {expected}，请说明差异原因。',
  },
});
