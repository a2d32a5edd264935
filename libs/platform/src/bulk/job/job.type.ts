import { DateTimeScalar, Node } from '@atrium/sdk';
import { File } from '../../files/file.type';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export enum BulkJobKind {
  IMPORT = 'IMPORT',
  EXPORT = 'EXPORT',
  TENANT_EXPORT = 'TENANT_EXPORT',
}
registerEnumType(BulkJobKind, {
  name: 'JobKind',
  description: 'What a job does.',
  valuesMap: {
    IMPORT: { description: 'Brings a file in.' },
    EXPORT: { description: 'Writes a list to a file.' },
    TENANT_EXPORT: { description: 'Writes everything the company has to one archive.' },
  },
});

export enum BulkJobState {
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  SUCCEEDED = 'SUCCEEDED',
  SUCCEEDED_WITH_ERRORS = 'SUCCEEDED_WITH_ERRORS',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(BulkJobState, {
  name: 'JobState',
  description: 'Where a job stands.',
  valuesMap: {
    QUEUED: { description: 'It waits for a worker.' },
    RUNNING: { description: 'A worker is at it.' },
    SUCCEEDED: { description: 'Everything is done.' },
    SUCCEEDED_WITH_ERRORS: { description: 'Done, but for the rows in the file of problems.' },
    FAILED: { description: 'It could not be done; `failure` says why. What was done before stays done.' },
    CANCELLED: { description: 'Somebody stopped it. What was done before stays done.' },
  },
});

@ObjectType({ description: 'How far a job is, in rows.' })
export class JobProgress {
  @Field(() => Float, { description: 'Rows done.' })
  done: number;
  @Field(() => Float, { nullable: true, description: 'Rows in all: an estimate until the end; null before the first.' })
  total: number | null;
}

@ObjectType({ description: 'One figure of a result.' })
export class JobCount {
  @Field({
    description: 'What was counted: created, updated, unchanged, merged, failed, exported, or a figure of the kind.',
  })
  name: string;
  @Field(() => Int, { description: 'How many.' })
  value: number;
}

@ObjectType({ description: 'What came of a job.' })
export class JobResult {
  @Field(() => [JobCount], { description: 'Its figures.' })
  counts: JobCount[];
}

@ObjectType({ description: 'Why a job failed.' })
export class JobFailure {
  @Field({ description: 'For programs, e.g. `ZIP_BOMB`.' })
  code: string;
  @Field({ description: 'For people, in the caller’s language.' })
  message: string;
}

export enum ProblemSeverity {
  ERROR = 'ERROR',
  WARNING = 'WARNING',
}
registerEnumType(ProblemSeverity, {
  name: 'JobProblemSeverity',
  description: 'Whether a row was refused for it.',
  valuesMap: { ERROR: { description: 'The row was refused.' }, WARNING: { description: 'The row was taken.' } },
});

@ObjectType({ description: 'What is wrong with one row of a file, and what would be right.' })
export class JobProblem {
  @Field(() => ProblemSeverity, { description: 'Whether the row was refused for it.' })
  severity: ProblemSeverity;
  @Field(() => String, { nullable: true, description: 'Field of the import kind; null for the row as a whole.' })
  field: string | null;
  @Field(() => String, { nullable: true, description: 'Header of the column.' })
  column: string | null;
  @Field(() => String, { nullable: true, description: 'The value that stands there, at most 200 characters of it.' })
  given: string | null;
  @Field({ description: 'For programs, e.g. `NOT_A_NUMBER`.' })
  code: string;
  @Field({ description: 'What would be right, in the caller’s language.' })
  message: string;
}

@ObjectType({ implements: () => Node, description: 'A row of a file that was refused, or taken with a warning.' })
export class JobError implements Node {
  @Field(() => ID, { description: 'Its id.' })
  id: string;
  @Field(() => Int, { description: 'Number of the row as a spreadsheet shows it; the header usually is 1.' })
  row: number;
  @Field({ description: 'Was the row taken all the same?' })
  taken: boolean;
  @Field(() => [JobProblem], { description: 'Everything that is wrong with it.' })
  problems: JobProblem[];
}

@ObjectType({ implements: () => Node, description: 'Bulk work in the background. Only who started it sees it.' })
export class Job implements Node {
  @Field(() => ID, { description: 'Its id.' })
  id: string;
  @Field(() => BulkJobKind, { description: 'What it does.' })
  kind: BulkJobKind;
  @Field({ description: 'Kind of import, or the list exported, e.g. `BUILDINGS_AND_UNITS`.' })
  subject: string;
  @Field({ description: 'True: it only looks for problems and changes nothing.' })
  dryRun: boolean;
  @Field(() => BulkJobState, { description: 'Where it stands.' })
  state: BulkJobState;
  @Field(() => JobProgress, { description: 'How far it is.' })
  progress: JobProgress;
  @Field(() => JobResult, { description: 'Its figures so far.' })
  result: JobResult;
  @Field(() => JobFailure, { nullable: true, description: 'Why it failed; null unless it did.' })
  failure: JobFailure | null;
  @Field(() => File, { nullable: true, description: 'The exported list; null until it is done.' })
  resultFile: File | null;
  @Field(() => File, {
    nullable: true,
    description: 'The refused rows in the format of the file they came from: mended, it can be imported as it is.',
  })
  problemFile: File | null;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When a worker first took it.' })
  startedAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was over.' })
  finishedAt: Date | null;
}
