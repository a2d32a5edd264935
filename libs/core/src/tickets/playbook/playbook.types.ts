import { DateTimeScalar, IdField, NestedField, Node, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayNotEmpty } from 'class-validator';
import { TicketCategory } from '../settings/category.type';
import { TicketKind, TicketSeverity } from '../ticket/ticket.enums';
import { note } from '../ticket/ticket.inputs';
import { Ticket } from '../ticket/ticket.type';

export enum PlaybookMaturity {
  SIMULATED = 'SIMULATED',
  PILOT = 'PILOT',
  STANDARD = 'STANDARD',
}
registerEnumType(PlaybookMaturity, {
  name: 'PlaybookMaturity',
  description: 'How well a way of doing things is proven.',
  valuesMap: {
    SIMULATED: { description: 'Thought through; begun by hand alone.' },
    PILOT: { description: 'Tried on tickets that its rule fits.' },
    STANDARD: { description: 'Proven by the figures of its use.' },
  },
});

export enum PlaybookRunState {
  RUNNING = 'RUNNING',
  DONE = 'DONE',
  ABANDONED = 'ABANDONED',
}
registerEnumType(PlaybookRunState, {
  name: 'PlaybookRunState',
  description: 'How far a ticket has come with a playbook.',
  valuesMap: {
    RUNNING: { description: 'Being worked through.' },
    DONE: { description: 'Every step that is required was done.' },
    ABANDONED: { description: 'It did not fit, or the ticket went another way.' },
  },
});

export enum PlaybookVersionState {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
}
registerEnumType(PlaybookVersionState, {
  name: 'PlaybookVersionState',
  description: 'Is a version still written at?',
  valuesMap: { DRAFT: { description: 'Being written.' }, PUBLISHED: { description: 'In use; it never changes.' } },
});

@ObjectType({ description: 'A step of a playbook.' })
export class PlaybookStep {
  @Field({ description: 'What is to be done, in a line.' })
  title: string;
  @Field(() => String, { nullable: true, description: 'More about it.' })
  details: string | null;
  @Field(() => [String], { description: 'What is to be ticked off.' })
  checks: string[];
  @Field({ description: 'Is a ticket resolved only when it is done?' })
  isRequired: boolean;
}

@ObjectType({ description: 'What came of the tickets that were worked through by a version of a playbook.' })
export class PlaybookFigures {
  @Field(() => Int, { description: 'Tickets it was begun for.' })
  uses: number;
  @Field(() => Int, { description: 'Of those, resolved or closed now.' })
  resolved: number;
  @Field(() => Int, { description: 'Of those that are resolved, by all its required steps.' })
  completed: number;
  @Field(() => Float, {
    nullable: true,
    description: 'Part of those that are resolved, from 0 to 1, in promised time.',
  })
  onTimeRate: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Part of those that are resolved, from 0 to 1, that was reopened.',
  })
  reopenRate: number | null;
  @Field(() => Float, { nullable: true, description: 'Mean of what customers say, 1 to 5; null where none did.' })
  satisfaction: number | null;
}

@ObjectType({ implements: () => Node, description: 'A version of a playbook.' })
export class PlaybookVersion extends Node {
  @Field(() => Playbook, { description: 'The playbook.' })
  playbook: unknown;
  @Field(() => Int, { description: 'Number within the playbook.' })
  number: number;
  @Field(() => PlaybookVersionState, { description: 'Is it in use?' })
  state: PlaybookVersionState;
  @Field(() => PlaybookMaturity, { description: 'How well it is proven.' })
  maturity: PlaybookMaturity;
  @Field(() => [PlaybookStep], { description: 'The steps, in order.' })
  steps: PlaybookStep[];
  @Field(() => PlaybookFigures, { description: 'What came of its use so far, among tickets the reader sees.' })
  figures: PlaybookFigures;
  @Field(() => PlaybookFigures, { nullable: true, description: 'The figures that its promotion to STANDARD rests on.' })
  promotionFigures: PlaybookFigures | null;
  @Field(() => String, { nullable: true, description: 'Why it was promoted.' })
  promotionNote: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was published.' })
  publishedAt: Date | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@ObjectType({ implements: () => Node, description: 'How a kind of problem is dealt with, step by step (处理模块).' })
export class Playbook extends Node {
  @Field({ description: 'Name.' })
  name: string;
  @Field(() => TicketKind, { nullable: true, description: 'Begun for tickets of this kind; null: of any.' })
  kind: TicketKind | null;
  @Field(() => TicketSeverity, { nullable: true, description: 'Begun for tickets of this severity; null: of any.' })
  severity: TicketSeverity | null;
  @Field(() => TicketCategory, { nullable: true, description: 'Begun for tickets of this category; null: of any.' })
  category: TicketCategory | null;
  @Field({ description: 'Is it begun for new tickets?' })
  isActive: boolean;
  @Field(() => [PlaybookVersion], { description: 'Its versions, the latest first.' })
  versions: PlaybookVersion[];
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@ObjectType({ description: 'Something to tick off.' })
export class PlaybookCheck {
  @Field({ description: 'What.' })
  text: string;
  @Field({ description: 'Is it done?' })
  isDone: boolean;
}

@ObjectType({ description: 'A step of a playbook that a ticket is worked through by.' })
export class TicketPlaybookStep {
  @Field(() => ID, { description: 'Id of the step.' })
  id: string;
  @Field({ description: 'What is to be done, in a line.' })
  title: string;
  @Field(() => String, { nullable: true, description: 'More about it.' })
  details: string | null;
  @Field(() => [PlaybookCheck], { description: 'What is to be ticked off.' })
  checks: PlaybookCheck[];
  @Field({ description: 'Is the ticket resolved only when it is done?' })
  isRequired: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was done.' })
  doneAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Who did it.' })
  doerName: string | null;
  @Field(() => String, { nullable: true, description: 'What was found.' })
  note: string | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@ObjectType({ implements: () => Node, description: 'A playbook that a ticket is worked through by.' })
export class TicketPlaybook extends Node {
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
  @Field(() => PlaybookVersion, { description: 'The version, which stays the same whatever is published later.' })
  playbookVersion: unknown;
  @Field(() => PlaybookRunState, { description: 'How far it has come.' })
  state: PlaybookRunState;
  @Field({ description: 'Was it begun by its rule?' })
  isByRule: boolean;
  @Field(() => [TicketPlaybookStep], { description: 'The steps, in order.' })
  steps: TicketPlaybookStep[];
  @Field(() => DateTimeScalar, { description: 'When it was begun.' })
  startedAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was done or abandoned.' })
  endedAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Why it was abandoned.' })
  reason: string | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

const name = { description: 'Name, unique among playbooks.', max: 100 };
const title = { description: 'What is to be done, in a line.', max: 200 };

@InputType({ description: 'A step of a playbook.' })
export class PlaybookStepInput {
  @TextField(title)
  title: string;
  @TextField(note('More about it.'))
  details?: string | null;
  @NestedField(() => PlaybookCheckInput, { description: 'What is to be ticked off, at most 30.', list: true })
  @ArrayMaxSize(30)
  checks: PlaybookCheckInput[];
  @ValueField(() => Boolean, { description: 'Is a ticket resolved only when it is done?', defaultValue: true })
  isRequired: boolean;
}

@InputType({ description: 'Something to tick off.' })
export class PlaybookCheckInput {
  @TextField({ description: 'What.', max: 200 })
  text: string;
}

@InputType({ description: 'A playbook with its first draft, and the tickets that it is for.' })
export class CreatePlaybookInput {
  @TextField(name)
  name: string;
  @ValueField(() => TicketKind, { description: 'Begun for tickets of this kind; any, when left out.', nullable: true })
  kind?: TicketKind | null;
  @ValueField(() => TicketSeverity, {
    description: 'Begun for tickets of this severity; any, when left out.',
    nullable: true,
  })
  severity?: TicketSeverity | null;
  @IdField('ticket_category', {
    description: 'Begun for tickets of this category; any, when left out.',
    nullable: true,
  })
  categoryId?: string | null;
  @NestedField(() => PlaybookStepInput, { description: 'The steps in order, 1 to 50.', list: true })
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  steps: PlaybookStepInput[];
}

@InputType({ description: 'Changes to a playbook. What is left out stays as it is.' })
export class UpdatePlaybookInput {
  @IdField('playbook', { description: 'The playbook.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...name, nullable: true, min: 1 })
  name?: string | null;
  @ValueField(() => Boolean, { description: 'Begin it for new tickets?', nullable: true })
  isActive?: boolean | null;
  @NestedField(() => PlaybookStepInput, {
    description: 'The steps of its draft, which is made where there is none.',
    list: true,
    nullable: true,
  })
  @ArrayMaxSize(50)
  steps?: PlaybookStepInput[] | null;
}

@InputType({ description: 'A version that is published: it is used from then on and never changes.' })
export class PublishPlaybookVersionInput {
  @IdField('playbook_version', { description: 'The draft.' })
  id: string;
  @VersionField()
  version: number;
}

@InputType({ description: 'A version that has proven itself.' })
export class PromotePlaybookVersionInput {
  @IdField('playbook_version', { description: 'The version, which is published.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...note('Why.'), nullable: false, min: 1 })
  note: string;
}

@InputType({ description: 'A playbook that is begun for a ticket by hand.' })
export class StartPlaybookInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @IdField('playbook', { description: 'The playbook; its latest published version is used.' })
  playbookId: string;
}

@InputType({ description: 'How far a step has come.' })
export class RecordPlaybookStepInput {
  @IdField('ticket_playbook_step', { description: 'The step.' })
  id: string;
  @VersionField()
  version: number;
  @Field(() => [Boolean], { description: 'What is ticked off, in the order of its checks; all of them: it is done.' })
  checks: boolean[];
  @TextField(note('What was found.'))
  note?: string | null;
}

@InputType({ description: 'A playbook that does not fit after all.' })
export class AbandonPlaybookInput {
  @IdField('ticket_playbook', { description: 'The playbook of the ticket.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...note('Why.'), nullable: false, min: 1 })
  reason: string;
}

@ObjectType({ description: 'The playbook as it is now.' })
export class PlaybookPayload {
  @Field(() => Playbook, { description: 'The playbook.' })
  playbook: unknown;
}

@ObjectType({ description: 'The version as it is now.' })
export class PlaybookVersionPayload {
  @Field(() => PlaybookVersion, { description: 'The version.' })
  playbookVersion: unknown;
}

@ObjectType({ description: 'The playbook of the ticket as it is now.' })
export class TicketPlaybookPayload {
  @Field(() => TicketPlaybook, { description: 'The playbook of the ticket.' })
  ticketPlaybook: unknown;
}
