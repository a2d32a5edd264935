import { createHash } from 'node:crypto';
import { AtriumError, context, defineMessages, newId, registerConstraint } from '@atrium/sdk';
import { inputHash, revivePayload, storePayload } from './payload';

/** Hours a key is kept. */
export const IDEMPOTENCY_HOURS = 24;
/** Expired keys removed with each new one: at that rate they cannot pile up. */
const SWEEP = 10;

const messages = defineMessages('idempotency', {
  running: {
    en: 'The first call with this idempotency key is still running. Try again.',
    'zh-CN': '使用该幂等键的首次调用仍在执行，请稍后重试。',
  },
  mismatch: {
    en: 'This idempotency key was used for {operation} with another input.',
    'zh-CN': '该幂等键已用于 {operation}，且参数不同。',
  },
});

registerConstraint('idempotency_key_actor_key', messages.running, undefined, { retryable: true });

interface Call {
  /** Name of the mutation. */
  readonly operation: string;
  readonly key: string;
  readonly input: unknown;
}

interface StoredRow extends Record<string, unknown> {
  operation: string;
  input_hash: Buffer;
  payload: unknown;
}

/**
 * Runs a call once per key: the same key and input again gets the stored answer, without a second effect. Key and
 * effect are one transaction. While the first call runs, another is a `CONFLICT` to be retried; the same key with
 * another input is an `IDEMPOTENCY_MISMATCH`. Keys belong to an actor and the client it uses.
 */
export async function onceForKey(call: Call, run: () => Promise<unknown>): Promise<unknown> {
  const { db, clock } = context();
  const actorKey = actorKeyOf();
  const [lock] = await db.query<{ locked: boolean }>('SELECT pg_try_advisory_xact_lock($1::bigint) AS locked', [
    lockNumber(actorKey, call.key),
  ]);
  if (!lock?.locked) throw new AtriumError('CONFLICT', messages.running, { retryable: true });

  const now = clock.now();
  const hash = inputHash(call.input);
  const [stored] = await db.query<StoredRow>(
    `SELECT operation, input_hash, payload FROM atrium.idempotency_key
     WHERE actor_key = $1 AND key = $2 AND expires_at > $3`,
    [actorKey, call.key, now],
  );
  if (stored) {
    if (stored.operation !== call.operation || !hash.equals(stored.input_hash)) {
      throw new AtriumError('IDEMPOTENCY_MISMATCH', messages.mismatch, { params: { operation: stored.operation } });
    }
    return revivePayload(stored.payload);
  }

  const value = await run();
  await db.execute(
    `DELETE FROM atrium.idempotency_key WHERE id IN (
       SELECT id FROM atrium.idempotency_key WHERE expires_at <= $1 ORDER BY expires_at LIMIT ${SWEEP})
     OR (actor_key = $2 AND key = $3)`,
    [now, actorKey, call.key],
  );
  await db.execute(
    `INSERT INTO atrium.idempotency_key (id, actor_key, key, operation, input_hash, payload, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      newId(),
      actorKey,
      call.key,
      call.operation,
      hash,
      JSON.stringify(storePayload(value ?? null)),
      new Date(now.getTime() + IDEMPOTENCY_HOURS * 3_600_000),
    ],
  );
  return value;
}

function actorKeyOf(): string {
  const { actor, client } = context();
  return [actor.kind, actor.id ?? actor.name, client.name ?? ''].join(':').slice(0, 300);
}

function lockNumber(actorKey: string, key: string): string {
  const parts = JSON.stringify([context().tenant?.id ?? null, actorKey, key]);
  return createHash('sha256').update(parts).digest().readBigInt64BE().toString();
}
