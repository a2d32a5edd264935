import { IdField, JsonScalar, Node, TextField, ValueField } from '@atrium/sdk';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { TicketLinkKind } from '../ticket/ticket.enums';
import { Ticket } from '../ticket/ticket.type';
import { TicketList } from '../tickets.views';

@InputType({ description: 'A ticket that was read.' })
export class MarkTicketReadInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
}

@InputType({ description: 'One’s own marks on a ticket. What is left out stays as it is.' })
export class FollowTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @ValueField(() => Boolean, { description: 'Observe it?', nullable: true })
  observe?: boolean | null;
  @ValueField(() => Boolean, { description: 'Among one’s favourites?', nullable: true })
  favourite?: boolean | null;
}

@InputType({ description: 'What a ticket is to another.' })
export class LinkTicketsInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @IdField('ticket', { description: 'The other ticket.' })
  otherId: string;
  @ValueField(() => TicketLinkKind, { description: 'What it is to it.' })
  kind: TicketLinkKind;
}

@InputType({ description: 'A link to take away.' })
export class UnlinkTicketsInput {
  @IdField('ticket_link', { description: 'The link.' })
  id: string;
}

@ObjectType({ implements: () => Node, description: 'A filter of tickets that somebody keeps for themselves.' })
export class SavedTicketFilter extends Node {
  @Field({ description: 'Name, unique among one’s own.' })
  name: string;
  @Field(() => JsonScalar, { description: 'A `TicketFilter`, as it was given.' })
  filter: unknown;
  @Field(() => Int, { description: 'Rises with each change.' })
  version: number;
}

@InputType({ description: 'A filter to keep; one’s own of the same name is replaced.' })
export class SaveTicketFilterInput {
  @TextField({ description: 'Name, unique among one’s own.', max: 60 })
  name: string;
  @ValueField(() => TicketList.Filter!, { description: 'The conditions.' })
  filter: Record<string, unknown>;
}

@InputType({ description: 'A kept filter to delete.' })
export class DeleteTicketFilterInput {
  @IdField('ticket_filter', { description: 'The filter.' })
  id: string;
}

@ObjectType({ description: 'The filter as it is kept.' })
export class SavedTicketFilterPayload {
  @Field(() => SavedTicketFilter, { description: 'The filter.' })
  savedTicketFilter: unknown;
}

@ObjectType({ description: 'The filter that is gone.' })
export class DeleteTicketFilterPayload {
  @Field(() => ID, { description: 'Its id.' })
  deletedId: string;
}

@ObjectType({ description: 'The ticket with its links.' })
export class TicketLinkPayload {
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
}
