import { defineNotification } from '@atrium/sdk';
import { STAFF, body, templates, ticket, toStaff, withTarget, withVisit, withWords } from './notification-kit';

/** What staff are told of tickets that concern them. */
export const staffTold = {
  yours: toStaff(
    'yours',
    { en: 'A ticket is yours', 'zh-CN': '新派工单' },
    { subject: { en: 'Ticket {number} is yours to do', 'zh-CN': '工单 {number} 已派给您' }, body },
  ),
  back: toStaff(
    'back',
    { en: 'A ticket that was put off is back', 'zh-CN': '延期工单到期' },
    { subject: { en: 'Ticket {number} is back', 'zh-CN': '延期工单 {number} 已到期' }, body },
  ),
  reopened: toStaff(
    'reopenedForStaff',
    { en: 'A ticket you had was reopened', 'zh-CN': '您处理的工单被重新打开' },
    { subject: { en: 'Ticket {number} was reopened', 'zh-CN': '工单 {number} 被重新打开' }, body },
  ),
  noted: defineNotification({
    key: 'ticket.noted',
    title: { en: 'Something was written on a ticket', 'zh-CN': '工单有新内容' },
    ...STAFF,
    variables: withWords,
    templates: templates({
      subject: { en: 'Ticket {number}: something new', 'zh-CN': '工单 {number} 有新内容' },
      body: { en: '{title}\n\n{words}', 'zh-CN': '{title}\n\n{words}' },
    }),
  }),
  emergency: defineNotification({
    key: 'ticket.emergency',
    title: { en: 'An emergency', 'zh-CN': '应急工单' },
    ...STAFF,
    channels: ['PUSH', 'SMS', 'EMAIL', 'IN_APP'],
    isUrgent: true,
    variables: ticket,
    templates: templates({
      subject: { en: 'EMERGENCY {number}: {title}', 'zh-CN': '应急工单 {number}：{title}' },
      body,
    }),
  }),
  managerAsked: toStaff(
    'managerAsked',
    { en: 'A customer asks for a manager', 'zh-CN': '客户要求经理出面' },
    {
      subject: { en: 'Ticket {number}: the customer asks for a manager', 'zh-CN': '工单 {number}：客户要求经理出面' },
      body,
    },
  ),
  warned: defineNotification({
    key: 'ticket.warned',
    title: { en: 'A target is near', 'zh-CN': '工单即将超时' },
    ...STAFF,
    isUrgent: true,
    variables: withTarget,
    templates: templates({
      subject: { en: 'Ticket {number} is due {dueAt}', 'zh-CN': '工单 {number} 将于 {dueAt} 超时' },
      body,
    }),
  }),
  breached: defineNotification({
    key: 'ticket.breached',
    title: { en: 'A target was missed', 'zh-CN': '工单已超时' },
    ...STAFF,
    isUrgent: true,
    variables: ticket,
    templates: templates({ subject: { en: 'Ticket {number} is late', 'zh-CN': '工单 {number} 已超时' }, body }),
  }),
  escalated: defineNotification({
    key: 'ticket.escalated',
    title: { en: 'A ticket escalates', 'zh-CN': '工单升级' },
    ...STAFF,
    channels: ['PUSH', 'SMS', 'EMAIL', 'IN_APP'],
    isUrgent: true,
    variables: ticket,
    templates: templates({
      subject: { en: 'Ticket {number} escalates to you', 'zh-CN': '工单 {number} 已升级，请关注' },
      body,
    }),
  }),
  callBack: defineNotification({
    key: 'ticket.callBack',
    title: { en: 'A customer to call back', 'zh-CN': '待回访客户' },
    ...STAFF,
    isUrgent: true,
    variables: ticket,
    templates: templates({
      subject: {
        en: 'Ticket {number}: call the customer, who is not content',
        'zh-CN': '工单 {number}：客户不满意，请立即回访',
      },
      body,
    }),
  }),
  amendsAsked: toStaff(
    'amendsAsked',
    { en: 'Amends to decide on', 'zh-CN': '待审批服务补救' },
    {
      subject: { en: 'Ticket {number}: amends wait for your decision', 'zh-CN': '工单 {number}：服务补救待审批' },
      body,
    },
  ),
  quotationDecided: toStaff(
    'quotationDecided',
    { en: 'A quotation was decided on', 'zh-CN': '报价已答复' },
    {
      subject: { en: 'Ticket {number}: the customer decided on a quotation', 'zh-CN': '工单 {number}：客户已答复报价' },
      body,
    },
  ),
  visit: defineNotification({
    key: 'ticket.visit',
    title: { en: 'A visit of yours', 'zh-CN': '上门预约变动' },
    ...STAFF,
    variables: withVisit,
    templates: templates({
      subject: {
        en: 'Ticket {number}: a visit of yours at {at} was booked, moved or called off',
        'zh-CN': '工单 {number}：您 {at} 的上门预约有变动',
      },
      body,
    }),
  }),
} as const;
