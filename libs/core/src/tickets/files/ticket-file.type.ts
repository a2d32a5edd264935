import { DateTimeScalar, IdField, Node, ValueField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { CommentVisibility } from '../ticket/ticket.enums';

const UPLOADED = 'Files that the caller has uploaded; a ticket has at most 50.';

@ObjectType({
  implements: () => Node,
  description: 'A file on a ticket: a photo of the damage, a recording, a letter.',
})
export class TicketFile extends Node {
  @Field({ description: 'What a download is saved as.' })
  name: string;
  @Field({ description: 'Media type, e.g. `image/jpeg`.' })
  contentType: string;
  @Field(() => Int, { description: 'Size in bytes.' })
  bytes: number;
  @Field(() => DateTimeScalar, { description: 'When it was attached.' })
  at: Date;
  @Field(() => CommentVisibility, { description: 'Who sees it.' })
  visibility: CommentVisibility;
  @Field(() => String, { nullable: true, description: 'Who of the company attached it; null for the customer.' })
  authorName: string | null;
  @Field({ description: 'Did the customer attach it?' })
  isFromCustomer: boolean;
}

@InputType({ description: 'Files for a ticket.' })
export class AttachTicketFilesInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @IdField('file', { description: UPLOADED, list: true })
  fileIds: string[];
  @ValueField(() => CommentVisibility, { description: 'Who sees them.' })
  visibility: CommentVisibility;
}

@InputType({ description: 'Files for a ticket of one’s own.' })
export class AttachMyTicketFilesInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @IdField('file', { description: UPLOADED, list: true })
  fileIds: string[];
}

@InputType({ description: 'A file to take off its ticket.' })
export class RemoveTicketFileInput {
  @IdField('ticket_file', { description: 'The file on the ticket.' })
  id: string;
}
