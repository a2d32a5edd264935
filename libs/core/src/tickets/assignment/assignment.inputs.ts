import { IdField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { InputType } from '@nestjs/graphql';
import { note } from '../ticket/ticket.inputs';
import { AssignmentStrategy } from './assignment.policy';

@InputType({ description: 'A ticket to be given to somebody.' })
export class AssignTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => AssignmentStrategy, {
    description: 'How the person is chosen; MANUAL, when left out.',
    nullable: true,
  })
  strategy?: AssignmentStrategy | null;
  @IdField('team', { description: 'The team it is for, or to choose from.', nullable: true })
  teamId?: string | null;
  @IdField('staff', { description: 'Who is to do it, with MANUAL.', nullable: true })
  assigneeId?: string | null;
  @TextField(note('What is to be known.'))
  note?: string | null;
}

@InputType({ description: 'A ticket to be taken from the pool.' })
export class TakeTicketInput {
  @IdField('ticket', { description: 'The ticket.' })
  id: string;
}
