import { ACTOR_KINDS, type JobCause } from '@atrium/sdk';
import { z, type ZodType } from 'zod';

/** What a job's row holds, written by `app.enqueue_job`. */
const envelope = z.object({
  tenant: z.uuid().nullable(),
  version: z.int().min(1),
  payload: z.unknown(),
  cause: z.object({
    kind: z.enum(ACTOR_KINDS),
    id: z.string().nullish(),
    name: z.string(),
    requestId: z.string().nullish(),
  }),
  trace: z.string().nullish(),
});

/** What has a payload that outlives the code that wrote it: jobs and events. */
export interface Versioned<P extends object> {
  readonly version: number;
  readonly schema: ZodType<P>;
  readonly upgrade?: (payload: unknown, version: number) => unknown;
}

export interface JobEnvelope<P extends object = object> {
  readonly tenantId: string | null;
  readonly cause: JobCause;
  readonly payload: P;
  /** W3C traceparent of what enqueued it, while traces are on. */
  readonly trace: string | null;
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
export function openEnvelope<P extends object>(job: Versioned<P>, data: unknown): JobEnvelope<P> {
  const read = envelope.safeParse(data);
  if (!read.success) throw new UnusableJobError(`The row is not one of ours: ${explain(read.error)}`);
  const { tenant, version, payload, cause, trace } = read.data;
  return {
    tenantId: tenant,
    cause: { kind: cause.kind, id: cause.id ?? null, name: cause.name, requestId: cause.requestId ?? null },
    payload: currentPayload(job, payload, version),
    trace: trace ?? null,
  };
}

/** A stored payload of any version, as the schema of the present one gives it back. */
export function currentPayload<P extends object>(definition: Versioned<P>, payload: unknown, version: number): P {
  if (version > definition.version) {
    throw new NewerJobError(`The payload has version ${version}, this worker knows ${definition.version}`);
  }
  return checkPayload(definition, version < definition.version ? upgraded(definition, payload, version) : payload);
}

/** The payload as the schema gives it back; throws {@link UnusableJobError} naming what does not fit. */
export function checkPayload<P extends object>({ schema, version }: Versioned<P>, payload: unknown): P {
  const checked = schema.safeParse(payload);
  if (!checked.success) {
    throw new UnusableJobError(`The payload does not fit version ${version}: ${explain(checked.error)}`);
  }
  return checked.data;
}

function upgraded<P extends object>({ upgrade }: Versioned<P>, payload: unknown, version: number): unknown {
  if (!upgrade) throw new UnusableJobError(`The payload has version ${version} and there is no upgrade from it`);
  try {
    return upgrade(payload, version);
  } catch (cause) {
    throw new UnusableJobError(`The payload of version ${version} could not be upgraded: ${String(cause)}`, { cause });
  }
}

const explain = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.') || '(all)'}: ${message}`).join('; ');
