import { defineMessages } from '@atrium/sdk';

export const lateFeeMessages = defineMessages('lateFee', {
  rate: {
    en: 'Must be a decimal above 0 and at most {max} a day, such as {example}.',
    'zh-CN': '日费率须大于 0 且不超过 {max}，例如 {example}。',
  },
  grace: { en: 'Must be a whole number from 0 to {max}.', 'zh-CN': '须为 0 到 {max} 的整数。' },
  cap: {
    en: 'Must be a decimal above 0, as a multiple of the principal, such as {example}.',
    'zh-CN': '须为大于 0 的小数，表示本金的倍数，例如 {example}。',
  },
  ceiling: {
    en: 'This is {yearly} of the principal a year; above {ceiling} courts are likely to lower it.',
    'zh-CN': '该费率折合年率为本金的 {yearly}，超过 {ceiling}，法院可能予以调低。',
  },
});
