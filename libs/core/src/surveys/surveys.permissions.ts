import { definePermissions } from '@atrium/sdk';

export const surveyPermissions = definePermissions({
  'survey:read': {
    description: {
      en: 'See templates, surveys and their results, which name nobody.',
      'zh-CN': '查看问卷模板、调查及其统计结果（不含个人）。',
    },
    roles: ['SERVICE_AGENT', 'DISPATCHER', 'FINANCE_MANAGER', 'QUALITY_INSPECTOR', 'AUDITOR'],
  },
  'survey:read-answers': {
    description: {
      en: 'See single answers; those to surveys that are not anonymous with who gave them.',
      'zh-CN': '查看单份答卷；非匿名调查的答卷包含填写人。',
    },
    roles: ['SERVICE_AGENT', 'QUALITY_INSPECTOR'],
  },
  'survey:manage': {
    description: {
      en: 'Write templates, start and close surveys, enter figures of the industry. Never about oneself.',
      'zh-CN': '编写问卷模板，发起和结束调查，录入同业数据；不得涉及对本人的评价。',
    },
    roles: ['QUALITY_INSPECTOR'],
  },
  'survey:settings': {
    description: {
      en: 'Set from how many answers on results are shown, and how often customers may be asked.',
      'zh-CN': '设置结果的匿名门槛和客户受访频次上限。',
    },
    roles: [],
    wholeCompany: true,
  },
});
export const SURVEY_READ = [surveyPermissions['survey:read'], surveyPermissions['survey:manage']] as const;
