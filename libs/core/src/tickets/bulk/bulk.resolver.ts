import { Allow, ref } from '@atrium/sdk';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { ticketPermissions } from '../tickets.permissions';
import { ChangeTicketsInput, ChangeTicketsPayload } from './bulk.inputs';
import { ChangeTickets } from './change-tickets';

@Resolver()
export class BulkResolver {
  constructor(private readonly tickets: ChangeTickets) {}

  @Allow(ticketPermissions['ticket:work'], ticketPermissions['ticket:assign'])
  @Mutation(() => ChangeTicketsPayload, {
    description: 'Does one thing to up to 100 tickets. What a rule refuses of one leaves the others as they come.',
  })
  async changeTickets(@Args('input') input: ChangeTicketsInput): Promise<ChangeTicketsPayload> {
    const { changed, refused } = await this.tickets.change(input);
    return { changed: changed.map((id) => ref('ticket', id)), refused };
  }
}
