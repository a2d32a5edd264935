import { Allow, ref } from '@atrium/sdk';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { TicketPayload } from '../ticket/ticket.inputs';
import { ticketPermissions } from '../tickets.permissions';
import {
  AddMediationPartyInput,
  RecordMediationSessionInput,
  RecordReinspectionInput,
  ReportViolationInput,
  ServeViolationNoticeInput,
} from './dispute.type';
import './dispute.views';
import { Disputes } from './disputes';

const WORK = ticketPermissions['ticket:work'];
const ticket = (id: string): TicketPayload => ({ ticket: ref('ticket', id) });

@Resolver()
export class DisputeResolver {
  constructor(private readonly disputes: Disputes) {}

  @Allow(WORK)
  @Mutation(() => TicketPayload, {
    description: 'Serves a notice that a violation is to be remedied; the ticket comes back at the deadline.',
  })
  async serveViolationNotice(@Args('input') input: ServeViolationNoticeInput): Promise<TicketPayload> {
    await this.disputes.notice(input);
    return ticket(input.id);
  }

  @Allow(WORK)
  @Mutation(() => TicketPayload, {
    description: 'Says whether a violation was remedied. CONFLICT before a notice was served.',
  })
  async recordReinspection(@Args('input') input: RecordReinspectionInput): Promise<TicketPayload> {
    await this.disputes.reinspect(input);
    return ticket(input.id);
  }

  @Allow(ticketPermissions['ticket:assign'])
  @Mutation(() => TicketPayload, {
    description: 'Reports a violation to the authority. CONFLICT unless the last re-inspection found it as it was.',
  })
  async reportViolation(@Args('input') input: ReportViolationInput): Promise<TicketPayload> {
    await this.disputes.report(input);
    return ticket(input.id);
  }

  @Allow(WORK)
  @Mutation(() => TicketPayload, { description: 'Names somebody who is at odds with another.' })
  async addMediationParty(@Args('input') input: AddMediationPartyInput): Promise<TicketPayload> {
    await this.disputes.addParty(input);
    return ticket(input.ticketId);
  }

  @Allow(WORK)
  @Mutation(() => TicketPayload, {
    description: 'Enters a meeting of the parties, and what was agreed. CONFLICT before there are two parties.',
  })
  async recordMediationSession(@Args('input') input: RecordMediationSessionInput): Promise<TicketPayload> {
    await this.disputes.holdSession(input);
    return ticket(input.ticketId);
  }
}
