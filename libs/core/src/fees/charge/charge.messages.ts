import { defineMessages } from '@atrium/sdk';

export const chargeMessages = defineMessages('feeCharge', {
  noPrice: {
    en: 'No price is in force on {day}.',
    'zh-CN': '{day} 没有有效的单价。',
  },
  noArea: {
    en: 'The unit has no billing area on {day}.',
    'zh-CN': '该房屋在 {day} 没有计费面积。',
  },
  noWeight: {
    en: 'Nobody takes a part of this cost: every weight is zero.',
    'zh-CN': '该公摊费用没有可分摊的对象，分摊权重合计为零。',
  },
});
