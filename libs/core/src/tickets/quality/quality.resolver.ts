import { Allow, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { ticketPermissions } from '../tickets.permissions';
import { drawChecks, recordCheck } from './quality-checks';
import {
  DrawQualityChecksInput,
  DrawQualityChecksPayload,
  RecordQualityCheckInput,
  TicketQualityCheckPayload,
} from './quality.types';
import { TicketQualityCheckList } from './quality.views';

const CHECK = ticketPermissions['ticket:check-quality'];

/** Checks of how tickets were handled. */
@Resolver()
export class QualityResolver {
  @Allow(ticketPermissions['ticket:read'])
  @Query(() => TicketQualityCheckList.Connection, { description: 'Tickets that were drawn to be checked.' })
  ticketQualityChecks(
    @Args({ type: () => TicketQualityCheckList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(TicketQualityCheckList.definition, info);
  }

  @Allow(CHECK)
  @Mutation(() => DrawQualityChecksPayload, {
    description: 'Draws closed tickets to be checked, at random, of those that were not drawn before.',
  })
  async drawQualityChecks(@Args('input') input: DrawQualityChecksInput): Promise<DrawQualityChecksPayload> {
    const { ids, drawnFrom } = await drawChecks(input);
    return { checks: ids.map((id) => ref('ticket_quality_check', id)), drawnFrom };
  }

  @Allow(CHECK)
  @Mutation(() => TicketQualityCheckPayload, {
    description: 'Says what was found in a check. FORBIDDEN for who had the ticket.',
  })
  async recordQualityCheck(@Args('input') input: RecordQualityCheckInput): Promise<TicketQualityCheckPayload> {
    await recordCheck(input);
    return { check: ref('ticket_quality_check', input.id) };
  }
}
