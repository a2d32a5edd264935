import { DateTimeScalar, IdField, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Customer } from '../../customers';
import { note } from '../ticket/texts';

export enum ViolationStepKind {
  NOTICE = 'NOTICE',
  REINSPECTION = 'REINSPECTION',
  REPORT = 'REPORT',
}
registerEnumType(ViolationStepKind, {
  name: 'ViolationStepKind',
  description: 'A step against a violation.',
  valuesMap: {
    NOTICE: { description: 'A notice with a deadline was served (整改通知).' },
    REINSPECTION: { description: 'Somebody looked whether it was remedied (复查).' },
    REPORT: { description: 'It was reported to the authority (上报主管部门).' },
  },
});

export enum NoticeService {
  IN_PERSON = 'IN_PERSON',
  POSTED = 'POSTED',
  MAILED = 'MAILED',
  APP = 'APP',
}
registerEnumType(NoticeService, {
  name: 'ViolationNoticeService',
  description: 'How a notice was served.',
  valuesMap: {
    IN_PERSON: { description: 'Handed over.' },
    POSTED: { description: 'Posted on the door.' },
    MAILED: { description: 'By post.' },
    APP: { description: 'By app or message.' },
  },
});

const words = (description: string): PropertyDecorator => Field(() => String, { nullable: true, description });

@ObjectType({ description: 'A step against a violation.' })
export class ViolationStep {
  @Field(() => ViolationStepKind, { description: 'What was done.' })
  kind: ViolationStepKind;
  @Field(() => DateTimeScalar, { description: 'When.' })
  at: Date;
  @words('Who did it.')
  actorName: string | null;
  @Field({ description: 'What was found or demanded.' })
  note: string;
  @Field(() => NoticeService, { nullable: true, description: 'How a notice was served.' })
  servedBy: NoticeService | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'By when a notice demands that it is remedied.' })
  deadline: Date | null;
  @Field(() => Boolean, { nullable: true, description: 'Of a re-inspection: was it remedied?' })
  remedied: boolean | null;
  @words('The authority it was reported to.')
  authority: string | null;
  @words('The authority’s number of it.')
  reference: string | null;
}

@ObjectType({ description: 'Somebody at odds with another.' })
export class MediationParty {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id: string;
  @Field({ description: 'Name.' })
  name: string;
  @words('What they say.')
  position: string | null;
  @Field(() => Customer, { nullable: true, description: 'The customer they are; of a merged one, the survivor.' })
  customer: Customer | null;
}

@ObjectType({ description: 'A meeting of the parties.' })
export class MediationSession {
  @Field(() => DateTimeScalar, { description: 'When it was held.' })
  heldAt: Date;
  @words('Where.')
  place: string | null;
  @Field({ description: 'Who mediated.' })
  mediatorName: string;
  @Field({ description: 'What was said.' })
  summary: string;
  @words('What was agreed; null: nothing yet.')
  agreement: string | null;
}

@InputType({ description: 'A notice that a violation is to be remedied.' })
export class ServeViolationNoticeInput {
  @IdField('ticket', { description: 'The ticket, of kind VIOLATION.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...note('The rule that was broken, and what is demanded.'), nullable: false, min: 1 })
  note: string;
  @ValueField(() => NoticeService, { description: 'How it was served.' })
  servedBy: NoticeService;
  @ValueField(() => DateTimeScalar, { description: 'By when it is to be remedied; the ticket comes back then.' })
  deadline: Date;
}

@InputType({ description: 'A look whether a violation was remedied.' })
export class RecordReinspectionInput {
  @IdField('ticket', { description: 'The ticket, of kind VIOLATION.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => Boolean, { description: 'Was it remedied?' })
  remedied: boolean;
  @TextField({ ...note('What was found.'), nullable: false, min: 1 })
  note: string;
}

@InputType({ description: 'A violation that the authority is told of.' })
export class ReportViolationInput {
  @IdField('ticket', { description: 'The ticket, of kind VIOLATION.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'The authority.', max: 200 })
  authority: string;
  @TextField({ description: 'The authority’s number of it.', max: 100, nullable: true })
  reference?: string | null;
  @TextField({ ...note('What was told.'), nullable: false, min: 1 })
  note: string;
}

@InputType({ description: 'Somebody at odds with another: a customer, or somebody by name.' })
export class AddMediationPartyInput {
  @IdField('ticket', { description: 'The ticket, of kind MEDIATION.' })
  ticketId: string;
  @IdField('customer', { description: 'The customer they are.', nullable: true })
  customerId?: string | null;
  @TextField({ description: 'Their name; of a customer, known.', max: 100, nullable: true })
  name?: string | null;
  @TextField(note('What they say.'))
  position?: string | null;
}

@InputType({ description: 'A meeting of the parties that was held.' })
export class RecordMediationSessionInput {
  @IdField('ticket', { description: 'The ticket, of kind MEDIATION, with at least two parties.' })
  ticketId: string;
  @ValueField(() => DateTimeScalar, { description: 'When it was held.' })
  heldAt: Date;
  @TextField({ description: 'Where.', max: 200, nullable: true })
  place?: string | null;
  @TextField({ description: 'Who mediated; who enters it, when left out.', max: 100, nullable: true })
  mediatorName?: string | null;
  @TextField({ description: 'What was said.', max: 8000, multiline: true })
  summary: string;
  @TextField({ description: 'What was agreed.', max: 8000, multiline: true, nullable: true })
  agreement?: string | null;
}
