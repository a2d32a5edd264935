import { defineRetention, type RetentionRule } from '@atrium/sdk';

const SIX_MONTHS = 183;
const THREE_YEARS = 1_096;

const networkLogs = {
  en: 'Cybersecurity Law, article 21: logs of at least six months',
  'zh-CN': '《网络安全法》第二十一条：网络日志留存不少于六个月',
};

/** Kinds of data of the core that go by their age. Which tables they are, the tables say. */
export const coreRetention: readonly RetentionRule[] = [
  defineRetention({
    kind: 'AUDIT_LOG',
    description: {
      en: 'Audit log, with who looked at identity numbers and what support has seen.',
      'zh-CN': '审计日志，包括证件号码查看记录和平台支持访问记录。',
    },
    defaultDays: THREE_YEARS,
    minimumDays: SIX_MONTHS,
    source: networkLogs,
  }),
  defineRetention({
    kind: 'SIGN_IN',
    description: {
      en: 'Sessions that have ended, of staff and customers, with their addresses; codes and attempts.',
      'zh-CN': '员工和客户已结束的登录会话（含网络地址）、验证码和登录尝试。',
    },
    defaultDays: 365,
    minimumDays: SIX_MONTHS,
    source: networkLogs,
  }),
  defineRetention({
    kind: 'JOBS',
    description: {
      en: 'Imports and exports that have ended, with the rows that were refused; then their files go too.',
      'zh-CN': '已结束的导入和导出任务及未导入的行，其文件随后一并删除。',
    },
    defaultDays: 180,
    minimumDays: 7,
  }),
  defineRetention({
    kind: 'TIMELINE',
    description: { en: 'Notes of contacts with customers.', 'zh-CN': '客户沟通记录。' },
    defaultDays: 1_826,
    minimumDays: 30,
  }),
  defineRetention({
    kind: 'PRIVACY_REQUESTS',
    description: {
      en: 'Requests of customers about their own data that have been answered.',
      'zh-CN': '已办结的个人信息请求。',
    },
    defaultDays: 1_826,
    minimumDays: THREE_YEARS,
    source: {
      en: 'Personal Information Protection Law, article 56: records of three years',
      'zh-CN': '《个人信息保护法》第五十六条：处理情况记录至少保存三年',
    },
  }),
];
