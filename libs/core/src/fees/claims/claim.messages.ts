import { defineMessages } from '@atrium/sdk';

export const claimMessages = defineMessages('feeClaim', {
  future: { en: 'Must not be after today, {today}.', 'zh-CN': '不能晚于今天（{today}）。' },
  nothingOwed: { en: 'The customer owes nothing there.', 'zh-CN': '该客户没有欠费。' },
  otherCharges: { en: 'Charges of this customer in one community alone.', 'zh-CN': '只能填写该客户同一项目的应收。' },
  evidenceTitle: { en: 'Evidence of a claim', 'zh-CN': '欠费催收证据材料' },
  contract: { en: 'Service contract', 'zh-CN': '物业服务合同' },
  contractTerm: { en: '{number}, from {from} to {to}', 'zh-CN': '{number}，自 {from} 至 {to}' },
  noEnd: { en: 'further notice', 'zh-CN': '长期' },
  charges: { en: 'Charges that are owed', 'zh-CN': '欠费明细' },
  limitedOn: { en: 'Limited on', 'zh-CN': '时效届满日' },
  demands: { en: 'Demands and acknowledgements', 'zh-CN': '催收与承认记录' },
  kind: { en: 'Kind', 'zh-CN': '类型' },
  DEMAND: { en: 'Demand', 'zh-CN': '催收' },
  ACKNOWLEDGEMENT: { en: 'Acknowledgement', 'zh-CN': '承认债务' },
  means: { en: 'By', 'zh-CN': '方式' },
  proof: { en: 'Proof', 'zh-CN': '凭证' },
  file: { en: 'file {name}', 'zh-CN': '附件：{name}' },
  partPayments: { en: 'Payments of it', 'zh-CN': '部分清偿' },
  none: { en: 'None.', 'zh-CN': '无。' },
});

export const meansWords = defineMessages('feeDemandMeans', {
  LETTER: { en: 'Letter', 'zh-CN': '书面函件' },
  EMAIL: { en: 'E-mail', 'zh-CN': '电子邮件' },
  SMS: { en: 'Text message', 'zh-CN': '短信' },
  WECHAT: { en: 'WeChat', 'zh-CN': '微信' },
  CALL: { en: 'Call', 'zh-CN': '电话' },
  VISIT: { en: 'Visit', 'zh-CN': '上门' },
  COURT: { en: 'Court', 'zh-CN': '诉讼或仲裁' },
  OTHER: { en: 'Other', 'zh-CN': '其他' },
});
