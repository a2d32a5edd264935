import { defineMessages, registerConstraint } from '@atrium/sdk';

export const tenantMessages = defineMessages('tenant', {
  slugTaken: { en: 'This short name is taken. Choose another.', 'zh-CN': '该公司标识已被使用，请更换。' },
  slugReserved: {
    en: '"{given}" is reserved. Choose another short name.',
    'zh-CN': '“{given}”为保留标识，请更换。',
  },
  slugForm: {
    en: 'Must be 3 to 40 lower-case letters, digits and single hyphens, such as he-yuan; it begins and ends with a letter or digit.',
    'zh-CN': '须为 3 至 40 个小写字母、数字或单个连字符，且以字母或数字开头和结尾，例如 he-yuan。',
  },
  timeZoneUnknown: {
    en: '"{given}" is not a time zone of the IANA database, such as Asia/Shanghai.',
    'zh-CN': '“{given}”不是 IANA 时区名称，例如 Asia/Shanghai。',
  },
  currencyUnknown: {
    en: '"{given}" is not a currency code of ISO 4217, such as CNY.',
    'zh-CN': '“{given}”不是 ISO 4217 货币代码，例如 CNY。',
  },
  colorForm: { en: 'Must be a colour such as #0a7d5a.', 'zh-CN': '须为颜色值，例如 #0a7d5a。' },
});

registerConstraint('tenant_slug_key', tenantMessages.slugTaken, 'input.slug');
