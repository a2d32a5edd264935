import { defineMessages } from '@atrium/sdk';

export const moneyMessages = defineMessages('money', {
  decimals: { en: 'At most {max} decimals.', 'zh-CN': '最多 {max} 位小数。' },
  positive: { en: 'Must be above zero.', 'zh-CN': '须大于零。' },
  notBelow0: { en: 'Must not be below zero.', 'zh-CN': '不能小于零。' },
});
