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
  'ticket:import': {
    description: { en: 'Bring in tickets from before.', 'zh-CN': '导入历史工单。' },
    roles: ['SERVICE_AGENT'],
  },
  'ticket:configure': {
    description: {
      en: 'Change categories, sub-states, working calendars and SLA policies.',
      'zh-CN': '维护工单分类、子状态、工作日历和服务时限策略。',
    },
    roles: [],
  },
});
