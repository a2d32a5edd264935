import type { Locale, ReadyRole } from '@atrium/sdk';

/** What the ready-made roles are called in a new company. */
export const READY_ROLE_TEXTS: Readonly<
  Record<ReadyRole, Readonly<Record<Locale, readonly [name: string, description: string]>>>
> = {
  ADMIN: {
    en: ['Administrator', 'Holds every permission, those of later releases included.'],
    'zh-CN': ['管理员', '拥有全部权限，包括后续版本新增的权限。'],
  },
  SERVICE_AGENT: {
    en: ['Service agent', 'Answers customers in the service centre.'],
    'zh-CN': ['客服坐席', '在客服中心受理客户诉求。'],
  },
  DISPATCHER: {
    en: ['Dispatcher', 'Assigns work to teams and follows it up.'],
    'zh-CN': ['调度员', '向各班组派单并跟进。'],
  },
  TECHNICIAN: {
    en: ['Technician', 'Carries out repairs and maintenance.'],
    'zh-CN': ['维修技师', '执行维修与养护工作。'],
  },
  CASHIER: {
    en: ['Cashier', 'Takes payments and gives receipts.'],
    'zh-CN': ['收费员', '收取费用并开具收据。'],
  },
  FINANCE_MANAGER: {
    en: ['Finance manager', 'Runs billing, approves adjustments and closes months.'],
    'zh-CN': ['财务经理', '负责出账、审批调整和月结。'],
  },
  QUALITY_INSPECTOR: {
    en: ['Quality inspector', 'Checks how service was given and what customers say of it.'],
    'zh-CN': ['品质专员', '检查服务质量与客户评价。'],
  },
  AUDITOR: {
    en: ['Auditor', 'Reads everything, the audit log included; changes nothing.'],
    'zh-CN': ['审计员', '可查看全部数据及审计日志，不可修改。'],
  },
};
