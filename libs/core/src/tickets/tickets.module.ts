import { listField } from '@atrium/sdk';
import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers';
import { FeesModule } from '../fees';
import { PropertiesModule } from '../properties';
import { AssignTicket } from './assignment/assign-ticket';
import { Promises } from './clock/members';
import { ClockSweep } from './clock/clock-sweep';
import { TicketClocks } from './clock/ticket-clocks';
import { TicketComments } from './comment/comments';
import { deskProviders } from './desk.providers';
import { FollowResolver } from './follow/follow.resolver';
import { FollowUpResolver } from './follow-up/follow-up.resolver';
import { FollowUpSweep } from './follow-up/follow-up-sweep';
import { FollowUps } from './follow-up/follow-ups';
import { HearAnswers } from './follow-up/hear-answers';
import { TicketFollowUpList } from './follow-up/follow-up.views';
import { PlaybookResolver } from './playbook/playbook.resolver';
import { PlaybookRuns } from './playbook/playbook-runs';
import { TicketPlaybookList } from './playbook/playbook.views';
import { MyTicketsResolver } from './portal/my-tickets.resolver';
import { QualityResolver } from './quality/quality.resolver';
import { TicketQualityCheckList } from './quality/quality.views';
import { Recoveries } from './recovery/recoveries';
import { RecoveryResolver } from './recovery/recovery.resolver';
import { TicketRecoveryList } from './recovery/recovery.views';
import { ChargeServices } from './service/charge-services';
import { Quotations } from './service/quotations';
import { ServiceResolver } from './service/service.resolver';
import { QuotationList } from './service/service.views';
import { ProvisionTickets } from './settings/provision-tickets';
import { TicketSettingsResolver } from './settings/settings.resolver';
import { SlaResolver } from './settings/sla.resolver';
import { SlaSettingsService } from './settings/sla-settings.service';
import { TicketSettingsService } from './settings/ticket-settings.service';
import { MoveTicket } from './state/move-ticket';
import { LowScores } from './surveys/low-scores';
import { ResolvedTrigger } from './surveys/resolved-trigger';
import { ChangeTicket } from './ticket/change-ticket';
import { CreateTicket } from './ticket/create-ticket';
import { TicketResolver } from './ticket/ticket.resolver';
import { Ticket } from './ticket/ticket.type';
import { StatisticsResolver } from './statistics/statistics.resolver';
import { TellPeople } from './tell/tell-people';
import { TicketCommentList, TicketEventList } from './tickets.views';
import { Appointments } from './work/appointments';
import { WorkOrders } from './work/work-orders';
import { WorkResolver } from './work/work.resolver';
import { AppointmentList, AppointmentOfferList, WorkOrderList } from './work/work.views';

const ofTicket = (field: string, list: typeof TicketCommentList, description: string) =>
  listField(Ticket, field, list, { description, foreignKey: 'ticket_id' });

@Module({
  imports: [CustomersModule, FeesModule, PropertiesModule],
  providers: [
    CreateTicket,
    ChangeTicket,
    MoveTicket,
    AssignTicket,
    TicketComments,
    TicketClocks,
    Promises,
    ClockSweep,
    TicketSettingsService,
    SlaSettingsService,
    ProvisionTickets,
    TellPeople,
    LowScores,
    ResolvedTrigger,
    TicketResolver,
    MyTicketsResolver,
    FollowResolver,
    TicketSettingsResolver,
    SlaResolver,
    ...deskProviders,
    Appointments,
    WorkOrders,
    WorkResolver,
    FollowUps,
    FollowUpSweep,
    FollowUpResolver,
    HearAnswers,
    QualityResolver,
    Quotations,
    ChargeServices,
    ServiceResolver,
    Recoveries,
    RecoveryResolver,
    PlaybookRuns,
    PlaybookResolver,
    StatisticsResolver,
    ofTicket('comments', TicketCommentList, 'What was written on it, in order; customers see what is meant for them.'),
    ofTicket('history', TicketEventList, 'What happened to it, in order; customers see what concerns them.'),
    ofTicket('workOrders', WorkOrderList, 'Parts that teams have of it.'),
    ofTicket('appointments', AppointmentList, 'Visits for it, by time.'),
    ofTicket('appointmentOffers', AppointmentOfferList, 'Windows that the customer may choose from.'),
    ofTicket('followUps', TicketFollowUpList, 'How its resolutions are followed up.'),
    ofTicket('qualityChecks', TicketQualityCheckList, 'What staff found who checked how it was handled.'),
    ofTicket('quotations', QuotationList, 'Paid services for it; customers see what was offered to them.'),
    ofTicket('recoveries', TicketRecoveryList, 'Amends that were made or asked for; customers see what was made.'),
    ofTicket('playbooks', TicketPlaybookList, 'Playbooks that it is worked through by.'),
  ],
  exports: [CreateTicket, ChangeTicket, MoveTicket, TicketComments],
})
export class TicketsModule {}
