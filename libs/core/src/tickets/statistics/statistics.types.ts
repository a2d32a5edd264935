import { DateTimeScalar, IdField, ValueField } from '@atrium/sdk';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize } from 'class-validator';
import { TicketKind } from '../ticket/ticket.enums';

export enum TicketGrouping {
  COMMUNITY = 'COMMUNITY',
  TEAM = 'TEAM',
  ASSIGNEE = 'ASSIGNEE',
  CATEGORY = 'CATEGORY',
  CHANNEL = 'CHANNEL',
  KIND = 'KIND',
  SEVERITY = 'SEVERITY',
  MONTH = 'MONTH',
}
registerEnumType(TicketGrouping, {
  name: 'TicketGrouping',
  description: 'What figures of tickets are told by.',
  valuesMap: {
    COMMUNITY: { description: 'The community they are about.' },
    TEAM: { description: 'The team that has them.' },
    ASSIGNEE: { description: 'Who has them.' },
    CATEGORY: { description: 'Their category.' },
    CHANNEL: { description: 'How they came in.' },
    KIND: { description: 'What they are about.' },
    SEVERITY: { description: 'How much is at stake.' },
    MONTH: { description: 'The month they were opened in, by the company’s time zone.' },
  },
});

const rate = (what: string): PropertyDecorator =>
  Field(() => Float, { nullable: true, description: `${what}, from 0 to 1; null where there are none.` });
const seconds = (what: string): PropertyDecorator =>
  Field(() => Int, { nullable: true, description: `${what}, in seconds by the clock; null where there are none.` });

@ObjectType({
  description:
    'Figures of the tickets that were opened in a time. Those that were cancelled or merged into others are left out.',
})
export class TicketFigures {
  @Field(() => Int, { description: 'Opened.' })
  opened: number;
  @Field(() => Int, { description: 'Of those, resolved or closed now.' })
  resolved: number;
  @Field(() => Int, { description: 'Of those, complaints.' })
  complaints: number;
  @seconds('Median time to the first response')
  responseMedian: number | null;
  @seconds('Time in which nine of ten got their first response')
  responseP90: number | null;
  @seconds('Median time to the resolution')
  resolutionMedian: number | null;
  @seconds('Time in which nine of ten were resolved')
  resolutionP90: number | null;
  @rate('Part of those resolved with a promised time that was kept, in working time')
  onTimeRate: number | null;
  @rate('Part of those resolved or reopened that were reopened')
  reopenRate: number | null;
  @rate('Part of those resolved that went through one pair of hands and were never reopened')
  firstContactRate: number | null;
  @rate('Part of those with a time promised to the customer, now past or done, in which it was kept')
  promiseRate: number | null;
  @Field(() => Int, { description: 'Rated by customers.' })
  rated: number;
  @Field(() => Float, { nullable: true, description: 'Mean of what customers say, 1 to 5; null where none did.' })
  satisfaction: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Complaints for each 1,000 homes of the communities that are looked at; null where there are none.',
  })
  complaintsPerThousand: number | null;
}

@ObjectType({ description: 'Figures of a part of the tickets.' })
export class TicketStatisticsGroup {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the community, team, person or category, the value, or `YYYY-MM`; null for tickets without.',
  })
  key: string | null;
  @Field(() => String, { nullable: true, description: 'Its name, where it has one and the reader may see it.' })
  label: string | null;
  @Field(() => TicketFigures, { description: 'The figures.' })
  figures: TicketFigures;
}

@ObjectType({ description: 'Figures of tickets, of all and by groups: counts of the groups add up to those of all.' })
export class TicketStatistics {
  @Field(() => TicketFigures, { description: 'Of all.' })
  total: TicketFigures;
  @Field(() => [TicketStatisticsGroup], { description: 'By group, the largest first; months in their order.' })
  groups: TicketStatisticsGroup[];
}

@InputType({ description: 'Which tickets are looked at, and how they are told.' })
export class TicketStatisticsInput {
  @ValueField(() => DateTimeScalar, { description: 'Opened from then on.' })
  from: Date;
  @ValueField(() => DateTimeScalar, { description: 'Opened before; at most 5 years later.' })
  to: Date;
  @ValueField(() => TicketGrouping, { description: 'Told by.' })
  by: TicketGrouping;
  @IdField('community', { description: 'Of these communities alone.', nullable: true, list: true })
  @ArrayMaxSize(200)
  communityIds?: string[] | null;
  @ValueField(() => TicketKind, { description: 'Of this kind alone.', nullable: true })
  kind?: TicketKind | null;
  @ValueField(() => Boolean, { description: 'With those that were brought in from before?', defaultValue: false })
  includeHistoric: boolean;
}
