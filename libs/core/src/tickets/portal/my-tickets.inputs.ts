import { IdField, IdempotencyKeyField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { InputType } from '@nestjs/graphql';
import { TicketKind } from '../ticket/ticket.enums';
import { description, note, title, wants } from '../ticket/ticket.inputs';

@InputType({ description: 'A ticket of the customer who calls.' })
export class ReportTicketInput {
  @ValueField(() => TicketKind, { description: 'What it is about.' })
  kind: TicketKind;
  @TextField(title)
  title: string;
  @TextField(description)
  description?: string | null;
  @TextField(wants)
  wants?: string | null;
  @ValueField(() => Boolean, { description: 'Ask for a manager?', nullable: true })
  managerAsked?: boolean | null;
  @IdField('ticket_category', { description: 'Category.', nullable: true })
  categoryId?: string | null;
  @IdField('community', { description: 'The community it is about; known from the unit.', nullable: true })
  communityId?: string | null;
  @IdField('unit', { description: 'The unit it is about, one of one’s own.', nullable: true })
  unitId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A ticket of one’s own that was not done after all.' })
export class ReopenMyTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...note('What is still wrong.'), nullable: false, min: 1 })
  note: string;
}

@InputType({ description: 'A ticket of one’s own that is done, or no longer wanted.' })
export class EndMyTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  id: string;
  @VersionField()
  version: number;
}
