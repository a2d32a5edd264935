import { DateTimeScalar } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export enum PluginHealthState {
  WELL = 'WELL',
  FAULTY = 'FAULTY',
  NOT_STARTED = 'NOT_STARTED',
}
registerEnumType(PluginHealthState, {
  name: 'PluginHealthState',
  description: 'How a plugin fares.',
  valuesMap: {
    WELL: { description: 'Nothing went wrong in the running hour and the one before.' },
    FAULTY: { description: 'Something went wrong in the running hour or the one before: see `faults`.' },
    NOT_STARTED: { description: 'It did not start in processes of one kind at least: see `failedStarts`.' },
  },
});

export enum PluginFaultKind {
  FAILED = 'FAILED',
  LATE = 'LATE',
  FLOOD = 'FLOOD',
}
registerEnumType(PluginFaultKind, {
  name: 'PluginFaultKind',
  description: 'What is wrong with code of a plugin.',
  valuesMap: {
    FAILED: { description: 'It threw an error that it does not mean for the caller.' },
    LATE: { description: 'It did not answer in its time, and was given up.' },
    FLOOD: { description: 'It brought about more events and jobs than it may for one cause; those were refused.' },
  },
});

export enum PluginFaultPlace {
  FIELD = 'FIELD',
  OPERATION = 'OPERATION',
  JOB = 'JOB',
  EVENT = 'EVENT',
  SCHEDULE = 'SCHEDULE',
  ROUTE = 'ROUTE',
  CHANNEL = 'CHANNEL',
  HOOK = 'HOOK',
}
registerEnumType(PluginFaultPlace, {
  name: 'PluginFaultPlace',
  description: 'Which code of a plugin was at work.',
  valuesMap: {
    FIELD: { description: 'A field on a type of the core or its own, or entries of a timeline.' },
    OPERATION: { description: 'A query or mutation.' },
    JOB: { description: 'A job.' },
    EVENT: { description: 'A handler of events.' },
    SCHEDULE: { description: 'Work at set times.' },
    ROUTE: { description: 'A path besides GraphQL’s.' },
    CHANNEL: { description: 'A channel for messages that it brings.' },
    HOOK: { description: 'What it does when it is enabled or disabled, or the company leaves.' },
  },
});

@ObjectType({ description: 'Something that went wrong in one place of a plugin’s code, as often as it did.' })
export class PluginFault {
  @Field(() => PluginFaultKind, { description: 'What was wrong.' })
  kind: PluginFaultKind;
  @Field(() => PluginFaultPlace, { description: 'Which code was at work.' })
  place: PluginFaultPlace;
  @Field({
    description:
      'Name of the field, operation, job, handler, schedule, path, channel or hook, such as `Customer.loyalty`.',
  })
  name: string;
  @Field(() => Int, { description: 'How often, within seven days.' })
  count: number;
  @Field(() => DateTimeScalar, { description: 'When it last happened.' })
  lastAt: Date;
  @Field(() => String, {
    nullable: true,
    description:
      'What the last error was, for those who mend it: kind and code, and its words where they can hold nothing of people.',
  })
  error: string | null;
  @Field(() => String, { nullable: true, description: 'Id of the request that last met it, as log lines bear it.' })
  requestId: string | null;
}

@ObjectType({ description: 'A start of which a plugin was no part.' })
export class PluginFailedStart {
  @Field({ description: 'Kind of process: `api` or `worker`.' })
  process: string;
  @Field({ description: 'What failed: `migrations`, `onBoot`, or `requires` for one that it needs.' })
  step: string;
  @Field(() => DateTimeScalar, { description: 'When.' })
  at: Date;
}

@ObjectType({ description: 'How a plugin fares in the company.' })
export class PluginHealth {
  @Field({ description: 'Its id, such as `community-events`.' })
  name: string;
  @Field({ description: 'What people call it, in the caller’s language.' })
  displayName: string;
  @Field({ description: 'Version that is installed, such as `1.2.0`.' })
  release: string;
  @Field({ description: 'Is it enabled for the company?' })
  enabled: boolean;
  @Field(() => PluginHealthState, { description: 'How it fares.' })
  state: PluginHealthState;
  @Field(() => [PluginFailedStart], {
    description: 'The last start of each kind of process, where it failed: the operator has to mend it.',
  })
  failedStarts: PluginFailedStart[];
  @Field(() => Int, { description: 'What went wrong in the running hour and the one before, as a number.' })
  recentFaults: number;
  @Field(() => [PluginFault], { description: 'What went wrong within seven days, the latest first; at most 50.' })
  faults: PluginFault[];
  @Field(() => Int, { description: 'Events that wait for its handlers.' })
  waitingEvents: number;
  @Field(() => Int, { description: 'Its jobs and events that failed at every try: see `deadLetters`.' })
  deadLetters: number;
}
