import { createHash } from 'node:crypto';
import { db, networkOf, newId, now, SignInPolicy } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { type Attempts, type BackOff, countAttempt, FORGET_HOURS, forgiveAttempt } from './throttle.policy';

/** An office signs in from one address: its failures may be this many times those of one account. */
const NETWORK_FACTOR = 10;

interface ThrottleRow extends Record<string, unknown> {
  subject: string;
  failures: number;
  last_at: Date;
  locked_until: Date | null;
}

/** What is tried: to sign in (or to prove a password otherwise), to have a reset code sent, to go to a provider. */
export type AttemptPurpose = 'signIn' | 'reset' | 'singleSignOn';

/**
 * Counts attempts per account and per network within the tenant of the running transaction. Whoever calls it does so
 * in a transaction that commits whatever becomes of the attempt. Accounts are counted whether or not they exist.
 */
@Injectable()
export class SignInThrottle {
  constructor(private readonly policy: SignInPolicy) {}

  /** Counts one attempt; answers the seconds for which the account or the network is locked, 0 when it may go on. */
  async count(purpose: AttemptPurpose, email: string, ip: string | null): Promise<number> {
    return this.countSubjects(subjectsOf(purpose, email, ip), now());
  }

  private async countSubjects(subjects: readonly string[], at: Date): Promise<number> {
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
    if (until.length > 0) return Math.ceil((Math.max(...until) - at.getTime()) / 1000);
    for (const { subject, verdict } of verdicts) if (verdict.allowed) await store(subject, verdict.next);
    return 0;
  }

  /** After a right password: the account starts afresh, the network takes back this attempt alone. */
  async settle(email: string, ip: string | null): Promise<void> {
    const [account, network] = subjectsOf('signIn', email, ip);
    await db().execute('DELETE FROM atrium.sign_in_throttle WHERE subject = $1', [account]);
    if (network !== undefined) await forgive(network);
    await db().execute('DELETE FROM atrium.sign_in_throttle WHERE last_at < $1', [
      new Date(now().getTime() - FORGET_HOURS * 3_600_000),
    ]);
  }

  /** After a right password that does not suffice: the attempt is taken back, the failures before it stay. */
  async takeBack(email: string, ip: string | null): Promise<void> {
    for (const subject of subjectsOf('signIn', email, ip)) await forgive(subject);
  }

  /** Counts one attempt of a network at something that names no account yet; answers as {@link count} does. */
  async countNetwork(ip: string | null): Promise<number> {
    return this.countSubjects(subjectsOf('singleSignOn', '', ip).slice(1), now());
  }

  /** Lifts the locks of an account, when its owner has proved to be that. */
  async clear(email: string): Promise<void> {
    const accounts = (['signIn', 'reset'] as const).map((purpose) => accountOf(purpose, email));
    await db().execute('DELETE FROM atrium.sign_in_throttle WHERE subject = ANY ($1::text[])', [accounts]);
  }

  private backOffOf(subject: string): BackOff {
    const { maxFailures, backOffSeconds, backOffMaxSeconds } = this.policy;
    const factor = subject.includes(NETWORK) ? NETWORK_FACTOR : 1;
    return { maxFailures: maxFailures * factor, backOffSeconds, backOffMaxSeconds };
  }
}

const NETWORK = ':network:';

/** Hashed: people mistype, and what they type is nobody's to keep. */
const accountOf = (purpose: AttemptPurpose, email: string): string =>
  `${purpose}:account:${createHash('sha256').update(email.toLowerCase()).digest('base64url')}`;

/** The account, and the network where it is known; in the order in which rows are locked. */
const subjectsOf = (purpose: AttemptPurpose, email: string, ip: string | null): [string] | [string, string] => {
  const network = ip === null ? null : networkOf(ip);
  const account = accountOf(purpose, email);
  return network === null ? [account] : [account, purpose + NETWORK + network];
};

const attemptsOf = (row: ThrottleRow): Attempts | null =>
  row.failures === 0 ? null : { failures: row.failures, lastAt: row.last_at, lockedUntil: row.locked_until };

async function store(subject: string, { failures, lastAt, lockedUntil }: Attempts): Promise<void> {
  await db().execute(
    'UPDATE atrium.sign_in_throttle SET failures = $2, last_at = $3, locked_until = $4 WHERE subject = $1',
    [subject, failures, lastAt, lockedUntil],
  );
}

async function forgive(subject: string): Promise<void> {
  const [row] = await db().query<ThrottleRow>(
    'SELECT subject, failures, last_at, locked_until FROM atrium.sign_in_throttle WHERE subject = $1 FOR UPDATE',
    [subject],
  );
  const counted = row && attemptsOf(row);
  if (counted) await store(subject, forgiveAttempt(counted));
}
