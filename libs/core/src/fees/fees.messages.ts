import { defineMessages } from '@atrium/sdk';

export const feeMessages = defineMessages('fees', {
  empty: { en: 'Must end after it begins on {from}.', 'zh-CN': '结束日期须晚于开始日期 {from}。' },
  overlap: { en: 'Overlaps {other}, which holds from {from}.', 'zh-CN': '与自 {from} 起生效的 {other} 重叠。' },
  numberTaken: { en: 'Another contract has this number.', 'zh-CN': '合同编号已存在。' },
  meterTaken: { en: 'Another meter of the community has this code.', 'zh-CN': '该项目下已有相同编号的仪表。' },
  keyTaken: { en: 'Another one has this key.', 'zh-CN': '外部编号已存在。' },
  decimals: { en: 'Must be above 0 with at most {max} decimals.', 'zh-CN': '须大于 0，且最多 {max} 位小数。' },
  notBelowZero: {
    en: 'Must be 0 or more with at most {max} decimals.',
    'zh-CN': '须大于或等于 0，且最多 {max} 位小数。',
  },
  archived: { en: 'The fee item is archived.', 'zh-CN': '收费项目已停用。' },
  assigned: {
    en: 'The item is assigned to this unit already, from {from}.',
    'zh-CN': '该房屋自 {from} 起已分配此收费项目。',
  },
  meterNeeded: { en: 'A metered item needs a meter of the unit.', 'zh-CN': '计量收费须指定该房屋的仪表。' },
  charged: {
    en: 'It is charged until {until}: void those charges or correct them first.',
    'zh-CN': '已出账至 {until}，请先作废或更正相关应收。',
  },
  discountEnds: { en: 'It ends on {until} already.', 'zh-CN': '该折扣已于 {until} 到期。' },
  step: { en: 'The discount is {state}.', 'zh-CN': '折扣当前状态为 {state}。' },
  sameDay: { en: 'There is one of this day already.', 'zh-CN': '该日期已有记录。' },
  notBoth: { en: 'It rolled over or was replaced, not both.', 'zh-CN': '归零和换表不能同时选择。' },
  reasonNeeded: { en: 'Say why it is taken all the same.', 'zh-CN': '请说明原因。' },
});
