import { Allow, now } from '@atrium/sdk';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { ticketPermissions } from '../tickets.permissions';
import { TicketStatistics, TicketStatisticsInput } from './statistics.types';
import { ticketStatistics } from './ticket-statistics';

/** Figures of tickets. */
@Resolver()
export class StatisticsResolver {
  @Allow(ticketPermissions['ticket:read'])
  @Query(() => TicketStatistics, {
    description:
      'Figures of the tickets one sees that were opened in a time: response and resolution, kept time, reopenings, satisfaction.',
  })
  ticketStatistics(
    @Args('input', { description: 'Which tickets, and how they are told.' }) input: TicketStatisticsInput,
  ): Promise<TicketStatistics> {
    return ticketStatistics(input, now());
  }
}
