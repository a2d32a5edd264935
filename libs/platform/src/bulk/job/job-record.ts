import { type Actor, context, db, type Locale, newId } from '@atrium/sdk';

export type JobState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'SUCCEEDED_WITH_ERRORS' | 'FAILED' | 'CANCELLED';

/** What a bulk job is to do, and as whom. */
export interface JobRecord {
  readonly id: string;
  readonly kind: 'IMPORT' | 'EXPORT' | 'TENANT_EXPORT';
  /** Import kind or exported list. */
  readonly subject: string;
  readonly dryRun: boolean;
  readonly state: JobState;
  readonly actor: Actor;
  readonly locale: Locale;
  readonly parameters: unknown;
  readonly sourceFileId: string | null;
  /** Last row of the file that is done. */
  readonly checkpoint: number;
  readonly done: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly cancelRequested: boolean;
}

export interface NewJob {
  readonly kind: JobRecord['kind'];
  readonly subject: string;
  readonly dryRun?: boolean;
  readonly parameters: object;
  readonly sourceFileId?: string;
}

/** Notes a job to be done with the rights the caller has now. Answers its id. */
export async function insertJob({ kind, subject, dryRun = false, parameters, sourceFileId }: NewJob): Promise<string> {
  const { actor, locale } = context();
  const id = newId();
  await db().execute(
    `INSERT INTO atrium.bulk_job (id, actor_id, actor, locale, kind, subject, dry_run, parameters, source_file_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      actor.id,
      JSON.stringify({ ...actor, permissions: [...actor.permissions] }),
      locale,
      kind,
      subject,
      dryRun,
      JSON.stringify(parameters),
      sourceFileId ?? null,
    ],
  );
  return id;
}

interface Row {
  id: string;
  kind: JobRecord['kind'];
  subject: string;
  dry_run: boolean;
  state: JobState;
  actor: Omit<Actor, 'permissions'> & { permissions: string[] };
  locale: Locale;
  parameters: unknown;
  source_file_id: string | null;
  checkpoint: string;
  done: string;
  counts: Record<string, number>;
  cancel_requested: boolean;
}

/** The job, marked as running; null when it is over or asked to stop. */
export async function takeJob(id: string): Promise<JobRecord | null> {
  const [row] = await db().query<Row>(
    `UPDATE atrium.bulk_job SET
       state = CASE WHEN cancel_requested THEN 'CANCELLED' ELSE 'RUNNING' END,
       started_at = coalesce(started_at, now()),
       finished_at = CASE WHEN cancel_requested THEN now() END
     WHERE id = $1 AND state IN ('QUEUED', 'RUNNING')
     RETURNING id, kind, subject, dry_run, state, actor, locale, parameters, source_file_id, checkpoint, done, counts, cancel_requested`,
    [id],
  );
  if (!row || row.cancel_requested) return null;
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    dryRun: row.dry_run,
    state: row.state,
    actor: { ...row.actor, permissions: new Set(row.actor.permissions) },
    locale: row.locale,
    parameters: row.parameters,
    sourceFileId: row.source_file_id,
    checkpoint: Number(row.checkpoint),
    done: Number(row.done),
    counts: row.counts,
    cancelRequested: row.cancel_requested,
  };
}

export interface Progress {
  readonly done: number;
  /** An estimate until the end. */
  readonly total: number | null;
  readonly counts: Readonly<Record<string, number>>;
}

/** The job is no longer this process's: its lease was lost and another worker has gone on. */
export class JobTakenOverError extends Error {
  constructor(id: string) {
    super(`Bulk job ${id} has been taken over by another worker`);
    this.name = 'JobTakenOverError';
  }
}

/**
 * Moves the checkpoint on, in the transaction that wrote the rows: a crash leaves both or neither. Answers whether the
 * job was asked to stop.
 */
export async function moveOn(id: string, from: number, to: number, progress: Progress): Promise<boolean> {
  const [row] = await db().query<{ cancel_requested: boolean }>(
    `UPDATE atrium.bulk_job SET checkpoint = $3, done = $4, total = $5, counts = $6
     WHERE id = $1 AND checkpoint = $2 AND state = 'RUNNING' RETURNING cancel_requested`,
    [id, from, to, progress.done, progress.total, JSON.stringify(progress.counts)],
  );
  if (!row) throw new JobTakenOverError(id);
  return row.cancel_requested;
}

export interface JobEnd {
  readonly state: Exclude<JobState, 'QUEUED' | 'RUNNING'>;
  readonly progress?: Progress;
  readonly failure?: object;
  readonly resultFileId?: string;
  readonly problemFileId?: string;
}

export async function endJob(
  id: string,
  { state, progress, failure, resultFileId, problemFileId }: JobEnd,
): Promise<void> {
  await db().execute(
    `UPDATE atrium.bulk_job SET state = $2, finished_at = now(), failure = $3, result_file_id = $4, problem_file_id = $5,
       done = coalesce($6, done), total = coalesce($7, total), counts = coalesce($8, counts)
     WHERE id = $1 AND state = 'RUNNING'`,
    [
      id,
      state,
      failure ? JSON.stringify(failure) : null,
      resultFileId ?? null,
      problemFileId ?? null,
      progress?.done ?? null,
      progress?.total ?? null,
      progress ? JSON.stringify(progress.counts) : null,
    ],
  );
}
