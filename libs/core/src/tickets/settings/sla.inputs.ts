import {
  IdField,
  IdempotencyKeyField,
  IntField,
  LocalDateScalar,
  NestedField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique } from 'class-validator';
import { ServiceProfile } from '../../properties';
import { TicketKind, TicketSeverity, TicketTarget } from '../ticket/ticket.enums';
import { SlaCalendar, SlaPolicy } from './sla.type';

const name = { description: 'Name, unique in the company.', max: 100 };
const TIME = { max: 5, matches: /^([01]\d|2[0-3]):[0-5]\d$/, example: '08:30' };
const STARTS = { description: 'Time they begin, `HH:MM`.', ...TIME };
const ENDS = { description: 'Time they end; not after the beginning, it lies on the next day.', ...TIME };
/** A year of working minutes round the clock. */
const MAX_MINUTES = 527_040;

@InputType({ description: 'Hours that are worked on a day of the week.' })
export class SlaHoursInput {
  @IntField({ description: 'Day of the week they begin on, 1 (Monday) to 7 (Sunday).', min: 1, max: 7 })
  weekday: number;
  @TextField(STARTS)
  startsAt: string;
  @TextField(ENDS)
  endsAt: string;
}

@InputType({ description: 'Hours of a day.' })
export class SlaDayHoursInput {
  @TextField(STARTS)
  startsAt: string;
  @TextField(ENDS)
  endsAt: string;
}

@InputType({ description: 'A day that is not as its week: a holiday, or a make-up working day (调休).' })
export class SlaExceptionInput {
  @ValueField(() => LocalDateScalar, { description: 'The day.' })
  date: string;
  @NestedField(() => SlaDayHoursInput, { description: 'What is worked on it; empty for a holiday.', list: true })
  @ArrayMaxSize(10)
  hours: SlaDayHoursInput[];
}

@InputType({ description: 'A working calendar.' })
export class CreateSlaCalendarInput {
  @TextField(name)
  name: string;
  @TextField({ description: 'Zone of the times; the company’s, when left out.', max: 60, nullable: true, min: 1 })
  timeZone?: string | null;
  @NestedField(() => SlaHoursInput, { description: 'The week, as many shifts a day as there are.', list: true })
  @ArrayMaxSize(70)
  hours: SlaHoursInput[];
  @NestedField(() => SlaExceptionInput, { description: 'Days that are not as their week.', list: true, nullable: true })
  @ArrayMaxSize(1000)
  exceptions?: SlaExceptionInput[] | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a working calendar. What is left out stays as it is.' })
export class UpdateSlaCalendarInput {
  @IdField('sla_calendar', { description: 'The calendar.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...name, nullable: true, min: 1 })
  name?: string | null;
  @TextField({ description: 'Zone of the times.', max: 60, nullable: true, min: 1 })
  timeZone?: string | null;
  @NestedField(() => SlaHoursInput, {
    description: 'The week, in place of the one before.',
    list: true,
    nullable: true,
  })
  @ArrayMaxSize(70)
  hours?: SlaHoursInput[] | null;
  @NestedField(() => SlaExceptionInput, {
    description: 'Days that are not as their week, in place of those before.',
    list: true,
    nullable: true,
  })
  @ArrayMaxSize(1000)
  exceptions?: SlaExceptionInput[] | null;
}

@InputType({ description: 'A working calendar to delete.' })
export class DeleteSlaCalendarInput {
  @IdField('sla_calendar', { description: 'The calendar.' })
  id: string;
}

@ObjectType({ description: 'The calendar as it is now.' })
export class SlaCalendarPayload {
  @Field(() => SlaCalendar, { description: 'The calendar.' })
  slaCalendar: unknown;
}

@InputType({ description: 'A step of an escalation ladder.' })
export class SlaStepInput {
  @ValueField(() => TicketTarget, { description: 'Of which target.' })
  target: TicketTarget;
  @IntField({ description: 'Share of the target’s time, in percent; 100 is the breach.', min: 1, max: 1000 })
  percent: number;
  @IdField('role', { description: 'Roles that are told.', list: true })
  @ArrayMaxSize(20)
  @ArrayUnique()
  roleIds: string[];
}

const minutes = (what: string) => ({ description: what, min: 1, max: MAX_MINUTES, nullable: true });

@InputType({ description: 'What is promised of tickets of a kind, severity and place.' })
export class CreateSlaPolicyInput {
  @TextField(name)
  name: string;
  @ValueField(() => TicketKind, { description: 'For this kind; left out: any.', nullable: true })
  kind?: TicketKind | null;
  @ValueField(() => TicketSeverity, { description: 'For this severity; left out: any.', nullable: true })
  severity?: TicketSeverity | null;
  @ValueField(() => ServiceProfile, { description: 'For communities of this profile; left out: any.', nullable: true })
  serviceProfile?: ServiceProfile | null;
  @IdField('segment', {
    description:
      'For customers of this segment, before policies for all, whoever takes the ticket down; left out: for all. Not of EMERGENCY.',
    nullable: true,
  })
  segmentId?: string | null;
  @IdField('sla_calendar', { description: 'Its working hours; left out: round the clock.', nullable: true })
  calendarId?: string | null;
  @IntField(minutes('Working minutes to the first response; left out: no promise.'))
  firstResponseMinutes?: number | null;
  @IntField(minutes('Working minutes from one progress update to the next; left out: no promise.'))
  progressUpdateMinutes?: number | null;
  @IntField(minutes('Working minutes to the resolution; left out: no promise.'))
  resolutionMinutes?: number | null;
  @NestedField(() => SlaStepInput, { description: 'Escalation ladder.', list: true, nullable: true })
  @ArrayMaxSize(30)
  ladder?: SlaStepInput[] | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a policy; they hold for open tickets, too. What is left out stays as it is.' })
export class UpdateSlaPolicyInput {
  @IdField('sla_policy', { description: 'The policy.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...name, nullable: true, min: 1 })
  name?: string | null;
  @IdField('sla_calendar', { description: 'Its working hours; null: round the clock.', nullable: true })
  calendarId?: string | null;
  @IntField(minutes('Working minutes to the first response; null: no promise.'))
  firstResponseMinutes?: number | null;
  @IntField(minutes('Working minutes from one progress update to the next; null: no promise.'))
  progressUpdateMinutes?: number | null;
  @IntField(minutes('Working minutes to the resolution; null: no promise.'))
  resolutionMinutes?: number | null;
  @NestedField(() => SlaStepInput, {
    description: 'Escalation ladder, in place of the one before.',
    list: true,
    nullable: true,
  })
  @ArrayMaxSize(30)
  ladder?: SlaStepInput[] | null;
}

@InputType({ description: 'A policy to delete; open tickets keep the promises made by it.' })
export class DeleteSlaPolicyInput {
  @IdField('sla_policy', { description: 'The policy.' })
  id: string;
}

@ObjectType({ description: 'The policy as it is now.' })
export class SlaPolicyPayload {
  @Field(() => SlaPolicy, { description: 'The policy.' })
  slaPolicy: unknown;
}
