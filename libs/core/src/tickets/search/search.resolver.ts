import { Allow, IdField, IntField, NestedField, PageInfo, RAW_ID, readMany, TextField, ValueField } from '@atrium/sdk';
import { Args, ArgsType, Field, Info, InputType, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { TicketKind } from '../ticket/ticket.enums';
import { Ticket } from '../ticket/ticket.type';
import { ticketPermissions } from '../tickets.permissions';
import { ticketView } from '../tickets.views';
import { searchTickets } from './search-tickets';

@InputType({ description: 'Conditions on the tickets found; all of them must hold.' })
export class TicketSearchFilter {
  @ValueField(() => TicketKind, { description: 'Of this kind only.', nullable: true })
  kind?: TicketKind | null;
  @IdField('community', { description: 'Only tickets about this community.', nullable: true })
  communityId?: string | null;
}

@ArgsType()
export class SearchTicketsArgs {
  @TextField({
    description:
      'Words of what was written (漏水, leaking pipe), number, name (张伟, zhangwei), phone (whole, its beginning or last four digits), unit (3-2-1101), or several of these: 漏水 1101.',
    max: 100,
  })
  query: string;
  @NestedField(() => TicketSearchFilter, { description: 'Conditions.', nullable: true })
  filter?: TicketSearchFilter | null;
  @IntField({ description: 'How many at most.', min: 1, max: 100, defaultValue: 20 })
  first: number;
  @TextField({ description: 'Only tickets after this cursor.', nullable: true, max: 2000 })
  after?: string | null;
}

@ObjectType({ description: 'One ticket found, with its place.' })
export class TicketSearchEdge {
  @Field({ description: 'Opaque place in the answer, for `after`.' })
  cursor: string;
  @Field(() => Ticket, { description: 'The ticket.' })
  node: unknown;
}

@ObjectType({ description: 'A page of tickets found, newest first (Relay).' })
export class TicketSearchConnection {
  @Field(() => [TicketSearchEdge], { description: 'The page, each with its cursor.' })
  edges: TicketSearchEdge[];
  @Field(() => [Ticket], { description: 'The page, without cursors.' })
  nodes: unknown[];
  @Field(() => PageInfo, { description: 'Where this page stands.' })
  pageInfo: PageInfo;
}

@Resolver()
export class TicketSearchResolver {
  @Allow(ticketPermissions['ticket:read'])
  @Query(() => TicketSearchConnection, {
    description:
      'Tickets by the words written on them, comments among them, in Chinese and English, by number, unit, and by name and phone of who reported them; newest first.',
  })
  async searchTickets(@Args() args: SearchTicketsArgs, @Info() info: GraphQLResolveInfo) {
    const { query, filter, first, after } = args;
    const found = await searchTickets({
      text: query,
      kind: filter?.kind ?? null,
      communityId: filter?.communityId ?? null,
      after: after || null,
      first: first + 1,
    });
    const hits = found.slice(0, first);
    const ids = hits.map(({ id }) => id);
    const [nodes, onEdges] = await Promise.all([
      readMany(ticketView, ids, info, ['nodes']),
      readMany(ticketView, ids, info, ['edges', 'node']),
    ]);
    const byId = new Map((onEdges as { [RAW_ID]: string }[]).map((row) => [row[RAW_ID], row]));
    return {
      edges: hits.map(({ id, cursor }) => ({ cursor, node: byId.get(id) })),
      nodes,
      pageInfo: {
        hasNextPage: found.length > first,
        hasPreviousPage: Boolean(after),
        startCursor: hits[0]?.cursor ?? null,
        endCursor: hits.at(-1)?.cursor ?? null,
      },
    };
  }
}
