import { createHash } from 'node:crypto';
import { db, newId, now, SignInPolicy } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { networkOf } from './network';
import { type Attempts, type BackOff, countAttempt, FORGET_HOURS, forgiveAttempt } from './throttle.policy';

/** An office signs in from one address: its failures may be this many times those of one account. */
const NETWORK_FACTOR = 10;

interface ThrottleRow extends Record<string, unknown> {
  subject: string;
  failures: number;
  last_at: Date;
  locked_until: Date | null;
}

/**
 * Counts attempts per account and per network within the tenant of the running transaction. Whoever calls it does so
 * in a transaction that commits whatever becomes of the attempt. Accounts are counted whether or not they exist.
 */
@Injectable()
export class SignInThrottle {
  constructor(private readonly policy: SignInPolicy) {}

  /** Counts one attempt; answers until when the account or the network is locked, or null when it may go on. */
  async count(email: string, ip: string | null): Promise<Date | null> {
    const at = now();
    const subjects = subjectsOf(email, ip);
    const rows = await db().query<ThrottleRow>(
      // The update that changes nothing locks the rows, in the same order everywhere; a tenant that does not exist
      // gets none.
      `INSERT INTO atrium.sign_in_throttle AS t (id, subject, failures, last_at)
       SELECT given.id, given.subject, 0, $3 FROM unnest($1::uuid[], $2::text[]) AS given (id, subject), atrium.tenant
       ORDER BY given.subject
       ON CONFLICT ON CONSTRAINT sign_in_throttle_subject_key DO UPDATE SET subject = t.subject
       RETURNING subject, failures, last_at, locked_until`,
      [subjects.map(newId), subjects, at],
    );
    const verdicts = rows.map((row) => ({
      subject: row.subject,
      verdict: countAttempt(attemptsOf(row), at, this.backOffOf(row.subject)),
    }));
    const until = verdicts.flatMap(({ verdict }) => (verdict.allowed ? [] : [verdict.until.getTime()]));
    if (until.length > 0) return new Date(Math.max(...until));
    for (const { subject, verdict } of verdicts) if (verdict.allowed) await store(subject, verdict.next);
    return null;
  }

  /** After a right password: the account starts afresh, the network takes back this attempt alone. */
  async settle(email: string, ip: string | null): Promise<void> {
    await this.clear(email);
    for (const subject of subjectsOf(email, ip).filter((one) => one.startsWith(NETWORK))) {
      const [row] = await db().query<ThrottleRow>(
        'SELECT subject, failures, last_at, locked_until FROM atrium.sign_in_throttle WHERE subject = $1 FOR UPDATE',
        [subject],
      );
      const counted = row && attemptsOf(row);
      if (counted) await store(subject, forgiveAttempt(counted));
    }
    await db().execute('DELETE FROM atrium.sign_in_throttle WHERE last_at < $1', [
      new Date(now().getTime() - FORGET_HOURS * 3_600_000),
    ]);
  }

  /** Lifts the lock of an account, e.g. when its password was reset. */
  async clear(email: string): Promise<void> {
    await db().execute('DELETE FROM atrium.sign_in_throttle WHERE subject = $1', [accountOf(email)]);
  }

  private backOffOf(subject: string): BackOff {
    const { maxFailures, backOffSeconds, backOffMaxSeconds } = this.policy;
    const factor = subject.startsWith(NETWORK) ? NETWORK_FACTOR : 1;
    return { maxFailures: maxFailures * factor, backOffSeconds, backOffMaxSeconds };
  }
}

const NETWORK = 'network:';

/** Hashed: people mistype, and what they type is nobody's to keep. */
const accountOf = (email: string): string =>
  `account:${createHash('sha256').update(email.toLowerCase()).digest('base64url')}`;

const subjectsOf = (email: string, ip: string | null): string[] => {
  const network = ip === null ? null : networkOf(ip);
  return [accountOf(email), ...(network === null ? [] : [NETWORK + network])].sort();
};

const attemptsOf = (row: ThrottleRow): Attempts | null =>
  row.failures === 0 ? null : { failures: row.failures, lastAt: row.last_at, lockedUntil: row.locked_until };

async function store(subject: string, { failures, lastAt, lockedUntil }: Attempts): Promise<void> {
  await db().execute(
    'UPDATE atrium.sign_in_throttle SET failures = $2, last_at = $3, locked_until = $4 WHERE subject = $1',
    [subject, failures, lastAt, lockedUntil],
  );
}
