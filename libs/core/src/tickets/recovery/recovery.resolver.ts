import { Allow, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { ticketPermissions } from '../tickets.permissions';
import { allowance } from './allowance';
import { Recoveries } from './recoveries';
import { CompensationAllowance, DecideAmendsInput, MakeAmendsInput, TicketRecoveryPayload } from './recovery.types';
import { RECOVERY_READ, TicketRecoveryList } from './recovery.views';

const RECOVER = ticketPermissions['ticket:recover'];

/** Service recovery. */
@Resolver()
export class RecoveryResolver {
  constructor(private readonly recoveries: Recoveries) {}

  @Allow(...RECOVERY_READ)
  @Query(() => TicketRecoveryList.Connection, {
    description: 'Amends for what went wrong, about all tickets one sees, the latest first.',
  })
  ticketRecoveries(
    @Args({ type: () => TicketRecoveryList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(TicketRecoveryList.definition, info);
  }

  @Allow(RECOVER)
  @Query(() => CompensationAllowance, {
    nullable: true,
    description:
      'What the caller may give without asking; null for whose roles have no limit set: they ask for everything.',
  })
  myCompensationAllowance(): Promise<CompensationAllowance | null> {
    return allowance();
  }

  @Allow(RECOVER)
  @Mutation(() => TicketRecoveryPayload, {
    description:
      'Makes amends: at once within what the caller’s roles may give, else it waits for somebody who approves. CONFLICT where there is no customer.',
  })
  async makeAmends(@Args('input') input: MakeAmendsInput): Promise<TicketRecoveryPayload> {
    return { recovery: ref('ticket_recovery', await this.recoveries.make(input)) };
  }

  @Allow(ticketPermissions['ticket:approve-recovery'])
  @Mutation(() => TicketRecoveryPayload, {
    description: 'Decides on amends that somebody else asks for, and makes them. CONFLICT for one’s own.',
  })
  async decideAmends(@Args('input') input: DecideAmendsInput): Promise<TicketRecoveryPayload> {
    await this.recoveries.decide(input);
    return { recovery: ref('ticket_recovery', input.id) };
  }
}
