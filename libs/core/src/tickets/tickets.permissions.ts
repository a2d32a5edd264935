import { definePermissions } from '@atrium/sdk';

export const ticketPermissions = definePermissions({
  'ticket:read': {
    description: { en: 'See tickets with their history and comments.', 'zh-CN': '查看工单及其过程记录和沟通内容。' },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'TECHNICIAN', 'QUALITY_INSPECTOR', 'AUDITOR'],
  },
  'ticket:create': {
    description: { en: 'Take down tickets.', 'zh-CN': '登记工单。' },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'TECHNICIAN'],
  },
  'ticket:work': {
    description: {
      en: 'Work on tickets: move them on, comment, take one from the pool, hand it back.',
      'zh-CN': '处理工单：流转状态、沟通、抢单、退单。',
    },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'TECHNICIAN'],
  },
  'ticket:assign': {
    description: {
      en: 'Change, assign, defer, link and merge tickets, promise times, close and cancel.',
      'zh-CN': '修改、派单、延期、关联与合并工单，承诺时间，关闭和取消。',
    },
    roles: ['SERVICE_AGENT', 'DISPATCHER'],
  },
  'knowledge:manage': {
    description: { en: 'Write, publish and retire guides and cases.', 'zh-CN': '维护知识库和案例库。' },
    roles: ['QUALITY_INSPECTOR'],
  },
  'ticket:import': {
    description: { en: 'Bring in tickets from before.', 'zh-CN': '导入历史工单。' },
    roles: ['SERVICE_AGENT'],
  },
  'ticket:follow-up': {
    description: {
      en: 'Call customers back about tickets that are done, and say what came of it.',
      'zh-CN': '回访已办结工单的客户并登记结果。',
    },
    roles: ['SERVICE_AGENT', 'QUALITY_INSPECTOR'],
  },
  'ticket:check-quality': {
    description: { en: 'Draw closed tickets and check how they were handled.', 'zh-CN': '抽取已关闭工单并进行质检。' },
    roles: ['QUALITY_INSPECTOR'],
  },
  'ticket:recover': {
    description: {
      en: 'Make amends for what went wrong: by oneself within the limits of one’s roles, else by asking.',
      'zh-CN': '服务补救：在角色授权额度内直接补偿，超出额度需申请。',
    },
    roles: ['SERVICE_AGENT', 'DISPATCHER'],
  },
  'ticket:approve-recovery': {
    description: { en: 'Decide on amends that others ask for.', 'zh-CN': '审批他人申请的服务补救。' },
    roles: ['FINANCE_MANAGER'],
  },
  'ticket:configure': {
    description: {
      en: 'Change categories, sub-states, working calendars, SLA policies, playbooks, the price list and how tickets are followed up.',
      'zh-CN': '维护工单分类、子状态、工作日历、服务时限策略、处理模块、有偿服务价目和回访规则。',
    },
    roles: [],
    wholeCompany: true,
  },
});
