import { context, defineList, defineView, f, filter, type Message, renderMessage, type View } from '@atrium/sdk';
import { fileView } from '../../files/file.type';
import type { ShownProblem } from '../import/read-row';
import { BulkJobKind, BulkJobState, Job, JobError } from './job.type';

const shownProblems = (value: unknown): object[] =>
  (value as ShownProblem[]).map(({ message, params, ...rest }) => ({
    ...rest,
    message: renderMessage(message, context().locale, params),
  }));

const shownCounts = (value: unknown): object[] =>
  Object.entries(value as Record<string, number>).map(([name, count]) => ({ name, value: count }));

const shownFailure = (value: unknown): object => {
  const { code, message, params } = value as { code: string; message: Message; params?: Record<string, string> };
  return { code, message: renderMessage(message, context().locale, params) };
};

export const jobErrorView: View = defineView({
  type: 'JobError',
  idType: 'joberror',
  nodeAccess: 'signedIn',
  table: 'atrium.bulk_job_row',
  fields: {
    id: f.id('joberror'),
    row: f.column('number'),
    taken: f.column('taken'),
    problems: f.sql((t) => `${t}.problems`, shownProblems),
  },
});

export const JobErrorList = defineList({
  view: jobErrorView,
  node: JobError,
  orders: { ROW: { columns: [{ column: 'number', type: 'int' }], description: 'By the row’s number.' } },
  defaultOrder: { field: 'ROW' },
});

export const jobView: View = defineView({
  type: 'Job',
  idType: 'job',
  nodeAccess: 'signedIn',
  table: 'atrium.bulk_job',
  fields: {
    id: f.id('job'),
    kind: f.column('kind'),
    subject: f.column('subject'),
    dryRun: f.column('dry_run'),
    state: f.column('state'),
    progress: f.object({ done: f.column('done'), total: f.column('total') }),
    result: f.object({ counts: f.sql((t) => `${t}.counts`, shownCounts) }),
    failure: f.sql((t) => `${t}.failure`, shownFailure),
    resultFile: f.one(() => fileView, 'result_file_id'),
    problemFile: f.one(() => fileView, 'problem_file_id'),
    createdAt: f.instant('created_at'),
    startedAt: f.instant('started_at'),
    finishedAt: f.instant('finished_at'),
    errors: f.many(() => JobErrorList.definition, 'job_id'),
  },
});

export const JobList = defineList({
  view: jobView,
  node: Job,
  filters: {
    kind: filter.enum('JobKind', BulkJobKind, 'kind', 'What it does.'),
    state: filter.enum('JobState', BulkJobState, 'state', 'Where it stands.'),
    subject: filter.text('subject', 'Kind of import, or list exported.'),
  },
  orders: {
    CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By when it was asked for.' },
  },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
});
