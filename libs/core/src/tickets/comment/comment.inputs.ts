import { IdField, TextField, ValueField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { CommentVisibility } from '../ticket/ticket.enums';
import { Ticket, TicketComment } from '../ticket/ticket.type';

const body = { description: 'The words.', max: 8000, multiline: true };

@InputType({ description: 'A comment on a ticket.' })
export class AddTicketCommentInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @TextField(body)
  body: string;
  @ValueField(() => CommentVisibility, { description: 'Who reads it. What the customer reads is a response.' })
  visibility: CommentVisibility;
}

@InputType({ description: 'A comment of the customer’s on a ticket of theirs.' })
export class CommentOnMyTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @TextField(body)
  body: string;
}

@ObjectType({ description: 'The comment and its ticket.' })
export class TicketCommentPayload {
  @Field(() => TicketComment, { description: 'The comment.' })
  comment: unknown;
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
}
