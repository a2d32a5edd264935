import { definePermissions } from '@atrium/sdk';

export const feePermissions = definePermissions({
  'fee:read': {
    description: {
      en: 'See fee items, prices, assignments, meters, charges, payments and what is owed.',
      'zh-CN': '查看收费项目、单价、收费分配、仪表、应收、实收和欠费。',
    },
    roles: ['SERVICE_AGENT', 'CASHIER', 'FINANCE_MANAGER', 'AUDITOR'],
  },
  'fee:manage': {
    description: {
      en: 'Enter service contracts, fee items, prices, assignments, payers and meters.',
      'zh-CN': '维护服务合同、收费项目、单价、收费分配、缴费人和仪表。',
    },
    roles: ['FINANCE_MANAGER'],
  },
  'meter:record': {
    description: { en: 'Enter meter readings.', 'zh-CN': '录入抄表读数。' },
    roles: ['TECHNICIAN', 'SERVICE_AGENT', 'FINANCE_MANAGER'],
  },
  'fee-discount:apply': {
    description: {
      en: 'Apply for a discount on a unit’s fee, such as that of a vacant home.',
      'zh-CN': '申请房屋收费折扣，例如空置房折扣。',
    },
    roles: ['SERVICE_AGENT', 'FINANCE_MANAGER'],
  },
  'fee-discount:inspect': {
    description: { en: 'Inspect what a discount is applied for.', 'zh-CN': '查验折扣申请情况。' },
    roles: ['TECHNICIAN', 'SERVICE_AGENT', 'FINANCE_MANAGER'],
  },
  'fee-discount:approve': {
    description: { en: 'Approve or reject discounts.', 'zh-CN': '审批收费折扣。' },
    roles: ['FINANCE_MANAGER'],
  },
  'billing:run': {
    description: {
      en: 'Preview, commit, stop and resume billing runs; enter shared costs.',
      'zh-CN': '预览、提交、停止和继续出账任务，录入公摊费用。',
    },
    roles: ['FINANCE_MANAGER'],
  },
  'opening-balance:enter': {
    description: {
      en: 'Enter what customers owed and had prepaid in another system.',
      'zh-CN': '录入客户在原系统中的期初欠费和预存余额。',
    },
    roles: ['FINANCE_MANAGER'],
  },
  'payment:record': {
    description: { en: 'Record payments.', 'zh-CN': '登记收款。' },
    roles: ['CASHIER', 'FINANCE_MANAGER'],
  },
  'payment:return': {
    description: { en: 'Refund and reverse payments.', 'zh-CN': '退款和冲销收款。' },
    roles: ['FINANCE_MANAGER'],
  },
  'fee-correction:request': {
    description: {
      en: 'Ask for corrections of charges: other amounts, voiding, write-offs, waivers.',
      'zh-CN': '申请应收更正：调整、作废、核销、减免。',
    },
    roles: ['SERVICE_AGENT', 'CASHIER', 'FINANCE_MANAGER'],
  },
  'fee-correction:approve': {
    description: { en: 'Approve corrections that others ask for.', 'zh-CN': '审批他人申请的应收更正。' },
    roles: ['FINANCE_MANAGER'],
  },
  'fee-dispute:manage': {
    description: { en: 'Open and end disputes about charges.', 'zh-CN': '登记和结束收费争议。' },
    roles: ['SERVICE_AGENT', 'FINANCE_MANAGER'],
  },
  'deposit:inspect': {
    description: { en: 'Inspect what a deposit is held for.', 'zh-CN': '查验押金事项（如装修验收）。' },
    roles: ['TECHNICIAN', 'SERVICE_AGENT', 'FINANCE_MANAGER'],
  },
  'bank-statement:match': {
    description: {
      en: 'Bring in bank statements, and say whose money came in.',
      'zh-CN': '导入银行流水并匹配缴费客户。',
    },
    roles: ['FINANCE_MANAGER'],
  },
  'fee-demand:record': {
    description: {
      en: 'Note demands for debts, promises to pay and their proof.',
      'zh-CN': '登记催收、还款承诺及其凭证。',
    },
    roles: ['SERVICE_AGENT', 'CASHIER', 'FINANCE_MANAGER'],
  },
  'payment-gateway:manage': {
    description: {
      en: 'Switch payment gateways on and off, and enter their secrets.',
      'zh-CN': '启用、停用支付渠道并录入密钥。',
    },
    roles: [],
  },
  'ledger:read': {
    description: { en: 'See account totals and months of the books.', 'zh-CN': '查看科目发生额和会计月份。' },
    roles: ['FINANCE_MANAGER', 'AUDITOR'],
  },
  'ledger:close': {
    description: {
      en: 'Close months of the books, and ask for one to be reopened.',
      'zh-CN': '月结，申请反结账。',
    },
    roles: ['FINANCE_MANAGER'],
  },
  'ledger:reopen': {
    description: { en: 'Approve that a closed month is reopened.', 'zh-CN': '审批反结账。' },
    roles: [],
  },
});
