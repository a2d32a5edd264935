import { DateTimeScalar, JsonScalar, Node } from '@atrium/sdk';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Customer } from '../../customers';
import { Building, Community, Equipment, Unit } from '../../properties';
import { Staff } from '../../staff';
import { Team } from '../../teams';
import { MediationParty, MediationSession, ViolationStep } from '../disputes/dispute.type';
import { TicketFile } from '../files/ticket-file.type';
import { Incident } from '../incident/incident.type';
import { TicketCategory, TicketSubState } from '../settings/category.type';
import { SlaPolicy } from '../settings/sla.type';
import { HoldReason, TicketState } from '../state/ticket-state';
import {
  CommentVisibility,
  TicketChannel,
  TicketEventKind,
  TicketKind,
  TicketLinkKind,
  TicketSeverity,
  TicketTarget,
} from './ticket.enums';

const when = (description: string): PropertyDecorator => Field(() => DateTimeScalar, { nullable: true, description });
const words = (description: string): PropertyDecorator => Field(() => String, { nullable: true, description });

@ObjectType({ description: 'Who reported a ticket, as it was known at that moment.' })
export class TicketReporter {
  @words('Name; null for an anonymous caller.')
  name: string | null;
  @words('Telephone; masked unless the reader holds `customer:read-contact`.')
  phone: string | null;
}

@ObjectType({ description: 'How far one promise of a ticket has come.' })
export class TicketClock {
  @Field(() => TicketTarget, { description: 'What is promised.' })
  target: TicketTarget;
  @Field(() => Int, { description: 'Promised working time in minutes.' })
  minutes: number;
  @Field(() => SlaPolicy, { nullable: true, description: 'The policy it comes from; null when that is gone.' })
  policy: SlaPolicy | null;
  @when('When it is missed; null while it stands still or once it is met.')
  dueAt: Date | null;
  @Field({ description: 'Does it run?' })
  isRunning: boolean;
  @Field(() => Int, { description: 'Highest share of its time, in percent, that was warned of.' })
  raised: number;
  @when('When it was met; a progress update begins anew each time.')
  metAt: Date | null;
  @when('When it was missed.')
  breachedAt: Date | null;
}

@ObjectType({ description: 'What a ticket is to another.' })
export class TicketLink {
  @Field(() => ID, { description: 'Id of the link.' })
  id: string;
  @Field(() => TicketLinkKind, { description: 'What it is to it.' })
  kind: TicketLinkKind;
  @Field(() => Ticket, { description: 'The other ticket.' })
  other: unknown;
}

@ObjectType({ implements: () => Node, description: 'A comment on a ticket.' })
export class TicketComment extends Node {
  @Field(() => DateTimeScalar, { description: 'When it was written.' })
  at: Date;
  @Field({ description: 'The words.' })
  body: string;
  @Field(() => CommentVisibility, { description: 'Who reads it.' })
  visibility: CommentVisibility;
  @words('Who of the company wrote it; null for the customer.')
  authorName: string | null;
  @Field({ description: 'Did the customer write it?' })
  isFromCustomer: boolean;
}

@ObjectType({ implements: () => Node, description: 'Something that happened to a ticket.' })
export class TicketEvent extends Node {
  @Field(() => DateTimeScalar, { description: 'When.' })
  at: Date;
  @Field(() => TicketEventKind, { description: 'What.' })
  kind: TicketEventKind;
  @words('Who did it; null for the customer.')
  actorName: string | null;
  @Field(() => TicketState, { nullable: true, description: 'State before.' })
  fromState: TicketState | null;
  @Field(() => TicketState, { nullable: true, description: 'State after.' })
  toState: TicketState | null;
  @words('What was said with it.')
  note: string | null;
  @Field(() => JsonScalar, { description: 'Facts of this kind of event, e.g. the target and its share.' })
  facts: unknown;
}

@ObjectType({ implements: () => Node, description: 'Something a customer, or staff, wants done or told (工单).' })
export class Ticket extends Node {
  @Field({ description: 'Number for people, e.g. 2026-000123.' })
  number: string;
  @words('Its key in another system, unique among tickets.')
  externalId: string | null;
  @words('Its number where it was brought in from.')
  formerNumber: string | null;
  @Field({ description: 'Brought in from before: starts no clock, survey or message.' })
  isHistoric: boolean;
  @Field(() => TicketKind, { description: 'What it is about.' })
  kind: TicketKind;
  @Field(() => TicketChannel, { description: 'How it came in.' })
  channel: TicketChannel;
  @Field(() => TicketSeverity, { description: 'How much is at stake.' })
  severity: TicketSeverity;
  @Field(() => TicketState, { description: 'Where it stands.' })
  state: TicketState;
  @Field(() => TicketSubState, { nullable: true, description: 'Where it stands in the company’s own words.' })
  subState: TicketSubState | null;
  @Field(() => HoldReason, { nullable: true, description: 'What it waits for, while it is ON_HOLD.' })
  holdReason: HoldReason | null;
  @Field(() => [TicketState], { description: 'States it can go to from here.' })
  allowedMoves: TicketState[];
  @Field({ description: 'What it is, in a line.' })
  title: string;
  @words('What happened.')
  description: string | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'The answer to a survey whose low score it deals with, for `node`; null: none. Needs `survey:read-answers`, else null.',
  })
  surveyAnswerId: string | null;
  @words('What the customer wants (诉求).')
  wants: string | null;
  @Field({ description: 'Does the customer ask for a manager?' })
  managerAsked: boolean;
  @Field(() => TicketCategory, { nullable: true, description: 'Place, subject and problem.' })
  category: TicketCategory | null;
  @Field(() => Community, { nullable: true, description: 'The community it is about.' })
  community: Community | null;
  @Field(() => Building, { nullable: true, description: 'The building it is about.' })
  building: Building | null;
  @Field(() => Unit, { nullable: true, description: 'The unit it is about.' })
  unit: Unit | null;
  @Field(() => Equipment, { nullable: true, description: 'The piece of equipment it is about.' })
  equipment: Equipment | null;
  @words('Where it is, in words, as it was called when the ticket was taken down.')
  place: string | null;
  @Field(() => Customer, { nullable: true, description: 'Whose it is; of a merged customer, the survivor.' })
  customer: Customer | null;
  @Field({ description: 'The caller did not want to be named.' })
  isAnonymous: boolean;
  @Field(() => TicketReporter, { description: 'Who reported it.' })
  reporter: TicketReporter;
  @Field(() => Team, { nullable: true, description: 'Team that has it.' })
  team: Team | null;
  @Field(() => Staff, { nullable: true, description: 'Who has it; null without `staff:read`.' })
  assignee: Staff | null;
  @words('Name of who has it.')
  assigneeName: string | null;
  @Field(() => Staff, {
    nullable: true,
    description: 'Who owns it where several teams work on it; null without `staff:read`.',
  })
  coordinator: Staff | null;
  @words('Name of who owns it where several teams work on it.')
  coordinatorName: string | null;
  @Field(() => Ticket, { nullable: true, description: 'The ticket it went into.' })
  mergedInto: unknown;
  @Field(() => DateTimeScalar, { description: 'When it was taken down.' })
  openedAt: Date;
  @when('When the next target is missed; null while no clock runs.')
  dueAt: Date | null;
  @when('By when the authority wants an answer (12345).')
  authorityDueAt: Date | null;
  @when('When the customer was first answered, or somebody began.')
  firstResponseAt: Date | null;
  @when('When it was resolved.')
  resolvedAt: Date | null;
  @when('When it was closed.')
  closedAt: Date | null;
  @Field(() => Int, { description: 'How often it was reopened.' })
  reopenCount: number;
  @Field(() => Int, { nullable: true, description: 'What the customer thinks of what was done, 1 to 5.' })
  satisfaction: number | null;
  @when('The time the customer was promised.')
  promisedAt: Date | null;
  @when('When the promise was found broken.')
  promiseBrokenAt: Date | null;
  @when('By when there is to be relief (先缓解).')
  reliefDueAt: Date | null;
  @when('When there was relief.')
  relievedAt: Date | null;
  @when('By when the cause is to be cured (后根治).')
  cureDueAt: Date | null;
  @when('When the cause was cured.')
  curedAt: Date | null;
  @when('Put off until then.')
  deferredUntil: Date | null;
  @words('What was found on site.')
  investigation: string | null;
  @words('Why it happened.')
  cause: string | null;
  @words('What was done at once.')
  emergencyMeasure: string | null;
  @Field({ description: 'Has something been written that the reader has not seen?' })
  isUnread: boolean;
  @Field({ description: 'Does the reader observe it?' })
  isObserved: boolean;
  @Field({ description: 'Is it among the reader’s favourites?' })
  isFavourite: boolean;
  @Field(() => [TicketClock], { description: 'Its promises.' })
  clocks: TicketClock[];
  @Field(() => [TicketFile], { description: 'Files on it, in the order they came.' })
  files: TicketFile[];
  @Field(() => Incident, { nullable: true, description: 'The incident that it and others are about.' })
  incident: Incident | null;
  @Field(() => [ViolationStep], { description: 'What was done about a violation, in order.' })
  violationSteps: ViolationStep[];
  @Field(() => [MediationParty], { description: 'Who is at odds.' })
  mediationParties: MediationParty[];
  @Field(() => [MediationSession], { description: 'Meetings of the parties, in order.' })
  mediationSessions: MediationSession[];
  @Field(() => [TicketLink], { description: 'What it is to other tickets.' })
  links: TicketLink[];
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
