import { createHash } from 'node:crypto';
import { AtriumError, context, db, networkOf, now, SignInPolicy } from '@atrium/sdk';
import { type Attempts, countAttempt, forgiveAttempt } from '../../staff';
import { operatorMessages } from '../operators.messages';

/** Operators sign in from few places: a network may fail so many times as often as one account. */
const NETWORK_FACTOR = 4;
const NETWORK = 'network:';

interface AttemptRow extends Record<string, unknown> {
  subject: string;
  failures: number;
  last_at: Date;
  locked_until: Date | null;
}

const subjectsOf = (email: string): string[] => {
  const { ip } = context().client;
  const network = ip === null ? null : networkOf(ip);
  const account = `account:${createHash('sha256').update(email.toLowerCase()).digest('base64url')}`;
  return network === null ? [account] : [account, NETWORK + network];
};

const attemptsOf = ({ failures, last_at, locked_until }: AttemptRow): Attempts | null =>
  failures === 0 ? null : { failures, lastAt: last_at, lockedUntil: locked_until };

const store = (subject: string, { failures, lastAt, lockedUntil }: Attempts): Promise<unknown> =>
  db().query('SELECT app.store_operator_attempt($1, $2, $3, $4)', [subject, failures, lastAt, lockedUntil]);

const lock = (email: string): Promise<AttemptRow[]> =>
  db().query<AttemptRow>('SELECT * FROM app.lock_operator_attempts($1, $2)', [subjectsOf(email), now()]);

/**
 * Counts an attempt before its outcome is known, in a transaction that commits; answers the seconds to wait, 0 when it
 * may go on. The rule is that of staff.
 */
export async function countOperatorAttempt(email: string, policy: SignInPolicy): Promise<number> {
  const at = now();
  const verdicts = (await lock(email)).map((row) => {
    const factor = row.subject.startsWith(NETWORK) ? NETWORK_FACTOR : 1;
    const { maxFailures, backOffSeconds, backOffMaxSeconds } = policy;
    const backOff = { maxFailures: maxFailures * factor, backOffSeconds, backOffMaxSeconds };
    return { subject: row.subject, verdict: countAttempt(attemptsOf(row), at, backOff) };
  });
  const until = verdicts.flatMap(({ verdict }) => (verdict.allowed ? [] : [verdict.until.getTime()]));
  if (until.length > 0) return Math.ceil((Math.max(...until) - at.getTime()) / 1000);
  for (const { subject, verdict } of verdicts) if (verdict.allowed) await store(subject, verdict.next);
  return 0;
}

/** After a right sign-in: the account starts afresh, the network takes back this attempt alone. */
export async function settleOperatorAttempt(email: string): Promise<void> {
  for (const row of await lock(email)) {
    const counted = attemptsOf(row);
    if (!counted) continue;
    const fresh = { failures: 0, lastAt: now(), lockedUntil: null };
    await store(row.subject, row.subject.startsWith(NETWORK) ? forgiveAttempt(counted) : fresh);
  }
}

/** `RATE_LIMITED`, with the seconds to wait in `retryAfterSeconds`. */
export const tooManyOperatorAttempts = (seconds: number): AtriumError =>
  new AtriumError('RATE_LIMITED', operatorMessages.tooManyAttempts, {
    params: { seconds },
    retryable: true,
    extra: { retryAfterSeconds: seconds },
  });
