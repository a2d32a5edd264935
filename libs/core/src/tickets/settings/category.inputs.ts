import { IdField, IdempotencyKeyField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsOptional, Length } from 'class-validator';
import { TicketState } from '../state/ticket-state';
import { TicketKind, TicketSeverity } from '../ticket/ticket.enums';
import { TicketCategory, TicketSubState } from './category.type';

const name = { description: 'Name.', max: 100 };
const part = (what: string) => ({ description: what, max: 60, nullable: true });

function Keywords(): PropertyDecorator {
  return (target, key) => {
    Field(() => [String], { description: 'Further words that suggest it, at most 50.', nullable: true })(target, key);
    IsOptional()(target, key);
    ArrayMaxSize(50)(target, key);
    ArrayUnique()(target, key);
    Length(1, 40, { each: true })(target, key);
  };
}

@InputType({ description: 'A category of tickets.' })
export class CreateTicketCategoryInput {
  @TextField(name)
  name: string;
  @IdField('ticket_category', { description: 'The branch it stands on.', nullable: true })
  parentId?: string | null;
  @TextField(part('Place, e.g. 卫生间.'))
  place?: string | null;
  @TextField(part('Subject, e.g. 水管.'))
  subject?: string | null;
  @TextField(part('Problem, e.g. 漏水. A combination of place, subject and problem is there once.'))
  problem?: string | null;
  @Keywords()
  keywords?: string[] | null;
  @ValueField(() => TicketKind, { description: 'Kind its tickets usually are.', nullable: true })
  defaultKind?: TicketKind | null;
  @ValueField(() => TicketSeverity, { description: 'Severity its tickets usually have.', nullable: true })
  defaultSeverity?: TicketSeverity | null;
  @IdField('skill', { description: 'What it takes to do it.', nullable: true })
  skillId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a category. What is left out stays as it is.' })
export class UpdateTicketCategoryInput {
  @IdField('ticket_category', { description: 'The category.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...name, nullable: true, min: 1 })
  name?: string | null;
  @Keywords()
  keywords?: string[] | null;
  @ValueField(() => TicketKind, { description: 'Kind its tickets usually are.', nullable: true })
  defaultKind?: TicketKind | null;
  @ValueField(() => TicketSeverity, { description: 'Severity its tickets usually have.', nullable: true })
  defaultSeverity?: TicketSeverity | null;
  @IdField('skill', { description: 'What it takes to do it.', nullable: true })
  skillId?: string | null;
  @ValueField(() => Boolean, { description: 'Can new tickets have it?', nullable: true })
  isActive?: boolean | null;
}

@InputType({ description: 'A category to delete.' })
export class DeleteTicketCategoryInput {
  @IdField('ticket_category', { description: 'The category.' })
  id: string;
}

@ObjectType({ description: 'The category as it is now.' })
export class TicketCategoryPayload {
  @Field(() => TicketCategory, { description: 'The category.' })
  ticketCategory: unknown;
}

@InputType({ description: 'A company’s own name for a stage of a state.' })
export class CreateTicketSubStateInput {
  @ValueField(() => TicketState, { description: 'The state it stands under.' })
  state: TicketState;
  @TextField({ ...name, description: 'Name, unique under the state.' })
  name: string;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a sub-state. What is left out stays as it is.' })
export class UpdateTicketSubStateInput {
  @IdField('ticket_sub_state', { description: 'The sub-state.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...name, nullable: true, min: 1 })
  name?: string | null;
  @ValueField(() => Boolean, { description: 'Can tickets go there?', nullable: true })
  isActive?: boolean | null;
}

@InputType({ description: 'A sub-state to delete.' })
export class DeleteTicketSubStateInput {
  @IdField('ticket_sub_state', { description: 'The sub-state.' })
  id: string;
}

@ObjectType({ description: 'The sub-state as it is now.' })
export class TicketSubStatePayload {
  @Field(() => TicketSubState, { description: 'The sub-state.' })
  ticketSubState: unknown;
}

@ObjectType({ description: 'What is gone.' })
export class TicketSettingDeletedPayload {
  @Field(() => ID, { description: 'Id of what was deleted.' })
  deletedId: string;
}
