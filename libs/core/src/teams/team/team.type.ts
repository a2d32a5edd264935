import { DateTimeScalar, LocalDateScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DataScope, Staff } from '../../staff';

export enum TeamKind {
  SERVICE_CENTRE = 'SERVICE_CENTRE',
  ENGINEERING = 'ENGINEERING',
  ENVIRONMENT = 'ENVIRONMENT',
  SECURITY = 'SECURITY',
  ADMINISTRATION = 'ADMINISTRATION',
  OTHER = 'OTHER',
}
registerEnumType(TeamKind, {
  name: 'TeamKind',
  description: 'What a team is for.',
  valuesMap: {
    SERVICE_CENTRE: { description: 'Customer-service centre (客服中心).' },
    ENGINEERING: { description: 'Repair and maintenance (工程).' },
    ENVIRONMENT: { description: 'Cleaning and gardening (环境).' },
    SECURITY: { description: 'Order and security (秩序).' },
    ADMINISTRATION: { description: 'Administration of a community (行政).' },
    OTHER: { description: 'Anything else.' },
  },
});

@ObjectType({ implements: () => Node, description: 'What somebody can do, e.g. elevators (技能).' })
export class Skill extends Node {
  @Field({ description: 'Name, unique in the company.' })
  name: string;
  @Field(() => String, { nullable: true, description: 'What it takes.' })
  description: string | null;
  @Field(() => Int, { description: 'How many staff have it.' })
  staffCount: number;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@ObjectType({ implements: () => Node, description: 'Staff who work together, and where (班组/项目组).' })
export class Team extends Node {
  @Field({ description: 'Name, unique in the company.' })
  name: string;
  @Field(() => TeamKind, { description: 'What it is for.' })
  kind: TeamKind;
  @Field(() => String, { nullable: true, description: 'Further words about it.' })
  description: string | null;
  @Field(() => Staff, { nullable: true, description: 'Who leads it. Needs `staff:read`.' })
  leader: Staff | null;
  @Field(() => DataScope, { description: 'Where it works: everywhere, or in some communities.' })
  area: DataScope;
  @Field(() => Int, { description: 'How many members it has.' })
  memberCount: number;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}

@ObjectType({ implements: () => Node, description: 'When some members of a team work, week by week (班次).' })
export class Shift extends Node {
  @Field({ description: 'Name, such as 夜班.' })
  name: string;
  @Field(() => Team, { description: 'The team.' })
  team: Team;
  @Field({ description: 'Zone of the times, such as `Asia/Shanghai`.' })
  timeZone: string;
  @Field(() => [Int], { description: 'Days of the week it begins on, 1 (Monday) to 7 (Sunday).' })
  weekdays: number[];
  @Field({ description: 'Time of the day it begins, `HH:MM`.' })
  startsAt: string;
  @Field({ description: 'Time it ends, `HH:MM`; not after the beginning, it lies on the next day.' })
  endsAt: string;
  @Field(() => LocalDateScalar, { description: 'First day it begins on.' })
  validFrom: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Last day it begins on; null for no end.' })
  validTo: string | null;
  @Field(() => [LocalDateScalar], { description: 'Days it does not begin on though the week says so.' })
  daysOff: string[];
  @Field(() => [LocalDateScalar], { description: 'Days it begins on though the week does not say so (调休).' })
  extraDays: string[];
  @Field(() => [Staff], { description: 'Who works it, by name. Needs `staff:read`.' })
  members: Staff[];
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}
