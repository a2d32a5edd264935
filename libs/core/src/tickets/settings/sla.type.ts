import { LocalDateScalar, Node } from '@atrium/sdk';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { ServiceProfile } from '../../properties';
import { TicketKind, TicketSeverity, TicketTarget } from '../ticket/ticket.enums';

@ObjectType({ description: 'Hours that are worked on a day of the week.' })
export class SlaHours {
  @Field(() => Int, { description: 'Day of the week they begin on, 1 (Monday) to 7 (Sunday).' })
  weekday: number;
  @Field({ description: 'Time they begin, `HH:MM`.' })
  startsAt: string;
  @Field({ description: 'Time they end; not after the beginning, it lies on the next day.' })
  endsAt: string;
}

@ObjectType({ description: 'Hours of a day.' })
export class SlaDayHours {
  @Field({ description: 'Time they begin, `HH:MM`.' })
  startsAt: string;
  @Field({ description: 'Time they end; not after the beginning, it lies on the next day.' })
  endsAt: string;
}

@ObjectType({ description: 'A day that is not as its week: a holiday, or a make-up working day (调休).' })
export class SlaException {
  @Field(() => LocalDateScalar, { description: 'The day.' })
  date: string;
  @Field(() => [SlaDayHours], { description: 'What is worked on it; empty for a holiday.' })
  hours: SlaDayHours[];
}

@ObjectType({ implements: () => Node, description: 'When a company works, which is when the clocks of tickets run.' })
export class SlaCalendar extends Node {
  @Field({ description: 'Name, unique in the company.' })
  name: string;
  @Field({ description: 'Zone of the times, such as `Asia/Shanghai`.' })
  timeZone: string;
  @Field(() => [SlaHours], { description: 'The week.' })
  hours: SlaHours[];
  @Field(() => [SlaException], { description: 'Days that are not as their week.' })
  exceptions: SlaException[];
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@ObjectType({ description: 'A step of an escalation ladder.' })
export class SlaStep {
  @Field(() => TicketTarget, { description: 'Of which target.' })
  target: TicketTarget;
  @Field(() => Int, { description: 'Share of the target’s time, in percent; 100 is the breach.' })
  percent: number;
  @Field(() => [ID], { description: 'Ids of the roles that are told.' })
  roleIds: string[];
}

@ObjectType({ implements: () => Node, description: 'What is promised of tickets of a kind, severity and place.' })
export class SlaPolicy extends Node {
  @Field({ description: 'Name, unique in the company.' })
  name: string;
  @Field(() => TicketKind, { nullable: true, description: 'For this kind; null: any.' })
  kind: TicketKind | null;
  @Field(() => TicketSeverity, { nullable: true, description: 'For this severity; null: any.' })
  severity: TicketSeverity | null;
  @Field(() => ServiceProfile, { nullable: true, description: 'For communities of this profile; null: any.' })
  serviceProfile: ServiceProfile | null;
  @Field(() => ID, { nullable: true, description: 'For customers of this segment; null: for all.' })
  segmentId: string | null;
  @Field(() => SlaCalendar, { nullable: true, description: 'Its working hours; null: round the clock.' })
  calendar: SlaCalendar | null;
  @Field(() => Int, { nullable: true, description: 'Working minutes to the first response; null: no promise.' })
  firstResponseMinutes: number | null;
  @Field(() => Int, { nullable: true, description: 'Working minutes from one progress update to the next.' })
  progressUpdateMinutes: number | null;
  @Field(() => Int, { nullable: true, description: 'Working minutes to the resolution; null: no promise.' })
  resolutionMinutes: number | null;
  @Field(() => [SlaStep], { description: 'Escalation ladder.' })
  ladder: SlaStep[];
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}
