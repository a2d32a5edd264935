import type { JobCause, JobDefinition } from '@atrium/sdk';
import { z } from 'zod';

/** What a job's row holds, written by `app.enqueue_job`. */
const envelope = z.object({
  tenant: z.uuid().nullable(),
  version: z.int().min(1),
  payload: z.unknown(),
  cause: z.object({
    kind: z.enum(['STAFF', 'CUSTOMER', 'API_CLIENT', 'SYSTEM', 'ANONYMOUS']),
    id: z.string().nullish(),
    name: z.string(),
    requestId: z.string().nullish(),
  }),
});

export interface JobEnvelope<P extends object = object> {
  readonly tenantId: string | null;
  readonly cause: JobCause;
  readonly payload: P;
}

/** Repeating does not help: the job becomes a dead letter at once. */
export class UnusableJobError extends Error {
  override readonly name = 'UnusableJobError';
}

/** A newer process enqueued it; a worker of that version will take a later try. */
export class NewerJobError extends Error {
  override readonly name = 'NewerJobError';
}

/** Opens a job's data and brings its payload to the version of `job`. */
export function openEnvelope<P extends object>(job: JobDefinition<P>, data: unknown): JobEnvelope<P> {
  const read = envelope.safeParse(data);
  if (!read.success) throw new UnusableJobError(`The row is not one of ours: ${explain(read.error)}`);
  const { tenant, version, payload, cause } = read.data;
  if (version > job.version) {
    throw new NewerJobError(`The payload has version ${version}, this worker knows ${job.version}`);
  }
  const current = version < job.version ? upgraded(job, payload, version) : payload;
  return {
    tenantId: tenant,
    cause: { kind: cause.kind, id: cause.id ?? null, name: cause.name, requestId: cause.requestId ?? null },
    payload: checkPayload(job, current),
  };
}

/** The payload as the schema gives it back; throws {@link UnusableJobError} naming what does not fit. */
export function checkPayload<P extends object>(job: JobDefinition<P>, payload: unknown): P {
  const checked = job.schema.safeParse(payload);
  if (!checked.success) {
    throw new UnusableJobError(`The payload does not fit version ${job.version}: ${explain(checked.error)}`);
  }
  return checked.data;
}

function upgraded<P extends object>(job: JobDefinition<P>, payload: unknown, version: number): unknown {
  if (!job.upgrade) throw new UnusableJobError(`The payload has version ${version} and there is no upgrade from it`);
  try {
    return job.upgrade(payload, version);
  } catch (cause) {
    throw new UnusableJobError(`The payload of version ${version} could not be upgraded: ${String(cause)}`, { cause });
  }
}

const explain = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.') || '(all)'}: ${message}`).join('; ');
