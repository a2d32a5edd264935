import { defineNotification } from '@atrium/sdk';
import { CUSTOMER, body, templates, toCustomer, visitToCustomer, withTime, withWords } from './notification-kit';

/** What customers are told of their tickets. */
export const customerTold = {
  received: toCustomer(
    'received',
    { en: 'A ticket was taken down', 'zh-CN': '工单已受理' },
    { subject: { en: 'We have received your request {number}', 'zh-CN': '您的工单 {number} 已受理' }, body },
  ),
  begun: toCustomer(
    'begun',
    { en: 'Work on a ticket has begun', 'zh-CN': '工单开始处理' },
    { subject: { en: 'We are working on your request {number}', 'zh-CN': '您的工单 {number} 已开始处理' }, body },
  ),
  waits: toCustomer(
    'waits',
    { en: 'A ticket waits', 'zh-CN': '工单暂停' },
    {
      subject: { en: 'Your request {number} has to wait', 'zh-CN': '您的工单 {number} 暂时等待' },
      body: { en: '{title}\n\nWe will tell you when it goes on.', 'zh-CN': '{title}\n\n恢复处理后会通知您。' },
    },
  ),
  resolved: toCustomer(
    'resolved',
    { en: 'A ticket was resolved', 'zh-CN': '工单已办结' },
    {
      subject: { en: 'Your request {number} is done', 'zh-CN': '您的工单 {number} 已办结' },
      body: {
        en: '{title}\n\nIf it is not as it should be, tell us and we will take it up again.',
        'zh-CN': '{title}\n\n如仍有问题，请告知我们，我们将重新处理。',
      },
    },
  ),
  reopened: toCustomer(
    'reopened',
    { en: 'A ticket was reopened', 'zh-CN': '工单重新处理' },
    { subject: { en: 'We take up your request {number} again', 'zh-CN': '您的工单 {number} 已重新处理' }, body },
  ),
  cancelled: toCustomer(
    'cancelled',
    { en: 'A ticket was cancelled', 'zh-CN': '工单已取消' },
    { subject: { en: 'Your request {number} was cancelled', 'zh-CN': '您的工单 {number} 已取消' }, body },
  ),
  merged: toCustomer(
    'merged',
    { en: 'A ticket goes on with another', 'zh-CN': '工单合并处理' },
    {
      subject: {
        en: 'Your request {number} is handled together with another',
        'zh-CN': '您的工单 {number} 已与同类工单合并处理',
      },
      body,
    },
  ),
  answered: defineNotification({
    key: 'ticket.answered',
    title: { en: 'An answer to a ticket', 'zh-CN': '工单有新回复' },
    ...CUSTOMER,
    variables: withWords,
    templates: templates({
      subject: { en: 'An answer to your request {number}', 'zh-CN': '您的工单 {number} 有新回复' },
      body: { en: '{title}\n\n{words}', 'zh-CN': '{title}\n\n{words}' },
    }),
  }),
  promised: defineNotification({
    key: 'ticket.promised',
    title: { en: 'A time was promised', 'zh-CN': '承诺时间' },
    ...CUSTOMER,
    variables: withTime,
    templates: templates({
      subject: { en: 'Your request {number}: we promise {at}', 'zh-CN': '您的工单 {number}：承诺于 {at} 前完成' },
      body,
    }),
  }),
  apology: defineNotification({
    key: 'ticket.apology',
    title: { en: 'Apology for a broken promise', 'zh-CN': '未按承诺时间完成致歉' },
    ...CUSTOMER,
    variables: withTime,
    templates: templates({
      subject: {
        en: 'We are sorry: your request {number} is late',
        'zh-CN': '非常抱歉，您的工单 {number} 未能按时完成',
      },
      body: {
        en: '{title}\n\nWe promised {at} and have not kept it. We are on it and will tell you how it stands.',
        'zh-CN': '{title}\n\n我们未能在承诺的 {at} 前完成，深表歉意。我们正在加紧处理，并会告知进展。',
      },
    }),
  }),
  quoted: toCustomer(
    'quoted',
    { en: 'A quotation for a paid service', 'zh-CN': '有偿服务报价' },
    {
      subject: { en: 'A quotation for your request {number}', 'zh-CN': '您的工单 {number} 有新的服务报价' },
      body: { en: '{title}\n\nPlease accept or decline it.', 'zh-CN': '{title}\n\n请确认是否接受。' },
    },
  ),
  toConfirm: toCustomer(
    'toConfirm',
    { en: 'A paid service to confirm', 'zh-CN': '有偿服务待确认' },
    {
      subject: { en: 'Please confirm what was done: {number}', 'zh-CN': '请确认工单 {number} 的服务结果' },
      body: { en: '{title}\n\nIt is charged once you confirm it.', 'zh-CN': '{title}\n\n确认后将计入应缴费用。' },
    },
  ),
  visitBooked: visitToCustomer(
    'visitBooked',
    { en: 'A visit was booked', 'zh-CN': '上门预约成功' },
    { subject: { en: 'Your request {number}: we come {at}', 'zh-CN': '您的工单 {number}：预约 {at} 上门' }, body },
  ),
  visitMoved: visitToCustomer(
    'visitMoved',
    { en: 'A visit was moved', 'zh-CN': '上门时间变更' },
    { subject: { en: 'Your request {number}: now we come {at}', 'zh-CN': '您的工单 {number}：改为 {at} 上门' }, body },
  ),
  visitCancelled: visitToCustomer(
    'visitCancelled',
    { en: 'A visit was called off', 'zh-CN': '上门预约取消' },
    {
      subject: {
        en: 'Your request {number}: the visit of {at} is called off',
        'zh-CN': '您的工单 {number}：{at} 的上门预约已取消',
      },
      body,
    },
  ),
  visitMissed: visitToCustomer(
    'visitMissed',
    { en: 'We missed a visit', 'zh-CN': '未按约上门致歉' },
    {
      subject: {
        en: 'We are sorry: we did not come {at} for your request {number}',
        'zh-CN': '非常抱歉，我们未能在 {at} 为您的工单 {number} 上门',
      },
      body: {
        en: '{title}\n\nWe will agree on another time with you.',
        'zh-CN': '{title}\n\n我们将尽快与您另约时间。',
      },
    },
  ),
} as const;
