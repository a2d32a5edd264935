import { defineMessages } from '@atrium/sdk';

export const itemMessages = defineMessages('feeItems', {
  codeTaken: { en: 'Another fee item has this code.', 'zh-CN': '收费项目编码已存在。' },
  externalIdTaken: { en: 'Another one has this key.', 'zh-CN': '外部编号已存在。' },
  sameDay: { en: 'There is one that begins on this day already.', 'zh-CN': '该日期已有生效记录。' },
  formulaStays: {
    en: 'An item keeps its formula, because it was assigned for that: make another item.',
    'zh-CN': '收费项目的计费方式不能变更，请新建收费项目。',
  },
  otherCurrency: {
    en: 'The books are kept in {currency}, not in {given}.',
    'zh-CN': '账簿币种为 {currency}，不能使用 {given}。',
  },
  oneOf: { en: 'Must be one of: {allowed}.', 'zh-CN': '必须为以下值之一：{allowed}。' },
  needed: { en: 'This rule needs it.', 'zh-CN': '该规则须填写此项。' },
});
