import './tickets.segments';
import './tickets.timeline';
import { type ContextDefinition, defineRetention } from '@atrium/sdk';
import { TicketSettings1700000560000 } from './migrations/1700000560000-ticket-settings';
import { Tickets1700000560010 } from './migrations/1700000560010-tickets';
import { TicketWork1700000561000 } from './migrations/1700000561000-work';
import { deskMigrations } from './migrations/desk-migrations';
import { TicketFollowUp1700000561010 } from './migrations/1700000561010-follow-up';
import { TicketServices1700000561020 } from './migrations/1700000561020-services';
import { TicketRecovery1700000561040 } from './migrations/1700000561040-recovery';
import { TicketPlaybooks1700000561050 } from './migrations/1700000561050-playbooks';
import { TicketStatistics1700000561060 } from './migrations/1700000561060-statistics';
import { ticketPublicEvents } from './ticket.public-events';
import { TicketsModule } from './tickets.module';

export const ticketsContext: ContextDefinition = {
  name: 'tickets',
  module: TicketsModule,
  entities: [],
  migrations: [
    TicketSettings1700000560000,
    Tickets1700000560010,
    TicketWork1700000561000,
    TicketFollowUp1700000561010,
    TicketServices1700000561020,
    TicketRecovery1700000561040,
    TicketPlaybooks1700000561050,
    TicketStatistics1700000561060,
    ...deskMigrations,
  ],
  publicEvents: ticketPublicEvents,
  retention: [
    defineRetention({
      kind: 'TICKETS',
      description: {
        en: 'Tickets that are closed, cancelled or merged, with their history and comments.',
        'zh-CN': '已关闭、取消或合并的工单及其过程记录和沟通内容。',
      },
      defaultDays: null,
      minimumDays: 365,
    }),
    defineRetention({
      kind: 'CALLS',
      description: {
        en: 'Telephone calls, with the addresses of their recordings.',
        'zh-CN': '通话记录及录音地址。',
      },
      defaultDays: 1_095,
      minimumDays: 30,
    }),
  ],
};
