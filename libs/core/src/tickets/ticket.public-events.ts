import { type PublicEvent, publicEvent, publicField } from '@atrium/sdk';
import { SLA_TARGETS } from './sla/sla-clock';
import { TicketState } from './state/ticket-state';
import { CommentVisibility, EscalationReason, TicketChannel, TicketKind, TicketSeverity } from './ticket/ticket.enums';
import { incidentEvents, ticketEvents as events } from './tickets.events';
import { ticketPermissions } from './tickets.permissions';

const { id, code, count, flag, instant, nullable } = publicField;
const words = (values: Record<string, string>) => code(...(Object.values(values) as [string, ...string[]]));

const ticket = {
  ticketId: id('ticket'),
  kind: words(TicketKind),
  severity: words(TicketSeverity),
  communityId: nullable(id('community')),
  customerId: nullable(id('customer')),
};
const common = { permission: ticketPermissions['ticket:read'], place: { community: 'communityId' } } as const;
const incident = { incidentId: id('incident'), communityId: nullable(id('community')), tickets: count() };
const share = { ...ticket, target: code(...SLA_TARGETS), percent: count() };

/** What of tickets programs outside may be told: states and times, never what people wrote. */
export const ticketPublicEvents: readonly PublicEvent[] = [
  publicEvent(events.created, {
    ...common,
    description: { en: 'A ticket was taken down.', 'zh-CN': '新增工单。' },
    data: { ...ticket, channel: words(TicketChannel) },
  }),
  publicEvent(events.imported, {
    ...common,
    description: { en: 'A ticket from before was brought in.', 'zh-CN': '导入历史工单。' },
    data: ticket,
  }),
  publicEvent(events.changed, {
    ...common,
    description: { en: 'What a ticket says was changed.', 'zh-CN': '工单信息变更。' },
    data: ticket,
  }),
  publicEvent(events.moved, {
    ...common,
    description: { en: 'A ticket went from one state to another.', 'zh-CN': '工单状态变更。' },
    data: { ...ticket, from: words(TicketState), to: words(TicketState) },
  }),
  publicEvent(events.assigned, {
    ...common,
    description: { en: 'A ticket was given to a team or a person.', 'zh-CN': '工单已指派。' },
    data: { ...ticket, teamId: nullable(id('team')), assigneeId: nullable(id('staff')) },
  }),
  publicEvent(events.commented, {
    ...common,
    description: { en: 'Somebody commented on a ticket.', 'zh-CN': '工单有新的沟通内容。' },
    data: {
      ...ticket,
      commentId: id('ticket_comment'),
      visibility: words(CommentVisibility),
      fromCustomer: flag(),
    },
  }),
  publicEvent(events.merged, {
    ...common,
    description: { en: 'A ticket went into another.', 'zh-CN': '工单已合并。' },
    data: { ...ticket, intoId: id('ticket') },
  }),
  publicEvent(events.slaWarned, {
    ...common,
    description: { en: 'Three quarters of a target’s time are gone.', 'zh-CN': '工单时限已用四分之三。' },
    data: share,
  }),
  publicEvent(events.slaBreached, {
    ...common,
    description: { en: 'A target of a ticket was missed.', 'zh-CN': '工单已超时。' },
    data: share,
  }),
  publicEvent(events.raised, {
    ...common,
    description: { en: 'A ticket was escalated by hand.', 'zh-CN': '工单人工升级。' },
    data: { ...ticket, reason: words(EscalationReason) },
  }),
  publicEvent(incidentEvents.escalated, {
    ...common,
    description: { en: 'An incident has so many tickets that it is a crisis.', 'zh-CN': '群诉事件达到升级阈值。' },
    data: incident,
  }),
  publicEvent(incidentEvents.answered, {
    ...common,
    description: { en: 'All tickets of an incident were answered at once.', 'zh-CN': '群诉事件统一答复。' },
    data: incident,
  }),
  publicEvent(incidentEvents.closed, {
    ...common,
    description: { en: 'An incident was closed.', 'zh-CN': '群诉事件关闭。' },
    data: incident,
  }),
  publicEvent(events.promised, {
    ...common,
    description: { en: 'The customer of a ticket was promised a time.', 'zh-CN': '已向客户承诺时间。' },
    data: { ...ticket, promisedAt: instant() },
  }),
  publicEvent(events.promiseBroken, {
    ...common,
    description: { en: 'The time a customer was promised has passed.', 'zh-CN': '对客户的承诺时间已过。' },
    data: { ...ticket, promisedAt: instant() },
  }),
];
