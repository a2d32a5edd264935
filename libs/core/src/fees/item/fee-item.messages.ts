import { defineMessages } from '@atrium/sdk';

export const feeItemMessages = defineMessages('feeItem', {
  currency: { en: '"{given}" is not a currency code of ISO 4217.', 'zh-CN': '“{given}”不是 ISO 4217 货币代码。' },
  day: { en: 'Must be a day such as 2026-03-11.', 'zh-CN': '须为日期，例如 2026-03-11。' },
  priceNeeded: { en: 'This formula needs a price.', 'zh-CN': '该计费方式须设置单价。' },
  noPrice: {
    en: 'A shared cost has no price: its parts are made from the cost.',
    'zh-CN': '公摊费用按实际费用分摊，不设单价。',
  },
  priceForm: {
    en: 'Must be 0 or more with at most {max} decimals.',
    'zh-CN': '须大于或等于 0，且最多 {max} 位小数。',
  },
  priceOrder: {
    en: 'Prices follow each other by day: this one must begin after {previous}.',
    'zh-CN': '单价须按生效日期先后排列：此单价须晚于 {previous} 生效。',
  },
  oneTier: {
    en: 'Only metered consumption has tiers: give one price without a bound.',
    'zh-CN': '只有计量收费可设阶梯，请填写一个不设上限的单价。',
  },
  tierOrder: {
    en: 'Each tier must end above the one before it, with at most 4 decimals.',
    'zh-CN': '每档上限须大于上一档，且最多 4 位小数。',
  },
  tierOpen: { en: 'The last tier, and no other, has no bound.', 'zh-CN': '仅最后一档不设上限。' },
  expressionNeeded: { en: 'Enter the formula.', 'zh-CN': '请填写计费公式。' },
  setting: {
    en: '{name} belongs to the formula {formula} alone.',
    'zh-CN': '{name} 仅适用于计费方式 {formula}。',
  },
  settingNeeded: { en: 'The formula {formula} needs this.', 'zh-CN': '计费方式 {formula} 须填写此项。' },
  roundingFine: {
    en: '{step} is finer than the minor unit of {currency}.',
    'zh-CN': '{step} 小于 {currency} 的最小货币单位。',
  },
  roundingShared: {
    en: 'Parts of a shared cost are rounded to the minor unit, so that they add up to it.',
    'zh-CN': '公摊费用须按最小货币单位取整，各户之和才等于总额。',
  },
  range: { en: 'Must be a whole number from {min} to {max}.', 'zh-CN': '须为 {min} 到 {max} 的整数。' },
  rate: {
    en: 'Must be a decimal from 0 to {max}, such as {example}.',
    'zh-CN': '须为 0 到 {max} 的小数，例如 {example}。',
  },
  spanEmpty: { en: 'Must end after it begins on {from}.', 'zh-CN': '结束日期须晚于开始日期 {from}。' },
  spanOverlap: {
    en: 'Overlaps another one that holds from {from}.',
    'zh-CN': '与自 {from} 起生效的另一条记录重叠。',
  },
});
