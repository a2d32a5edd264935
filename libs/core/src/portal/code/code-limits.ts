import { AtriumError, Cipher, db, networkOf, newId, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { portalMessages } from '../portal.messages';
import {
  CODE_LIMITS,
  type CodeAttempt,
  type Counted,
  type CountedFor,
  type Limit,
  secondsToWait,
} from './code-limits.policy';

interface CountRow extends Record<string, unknown> {
  subject: string;
  count: number;
  ends_at: Date;
}

/**
 * Counts attempts in the transaction of the caller, which commits whatever becomes of the attempt: guesses sent at once
 * are counted too. Contacts are counted whether or not a customer has them, under a keyed hash: what strangers type is
 * nobody's to keep.
 */
@Injectable()
export class CodeLimits {
  constructor(private readonly cipher: Cipher) {}

  /** Answers the seconds for which no attempt is allowed; 0 when this one may go on. */
  async count(attempt: CodeAttempt, contact: string | null, ip: string | null): Promise<number> {
    const at = now();
    const network = ip === null ? null : networkOf(ip);
    const subjects = new Map<string, Limit>();
    const add = (who: CountedFor, value: string | null): void => {
      if (value === null) return;
      for (const limit of CODE_LIMITS[attempt][who]) subjects.set(`${attempt}:${who}:${limit.seconds}:${value}`, limit);
    };
    add('contact', contact === null ? null : this.cipher.fingerprint(contact));
    add('network', network);
    add('tenant', 'all');
    // One order everywhere, so that attempts at once wait for each other instead of for ever.
    const names = [...subjects.keys()].sort();
    const rows = await db().query<CountRow>(
      `INSERT INTO atrium.customer_code_count AS t (id, subject, count, ends_at)
       SELECT given.id, given.subject, 1, $4::timestamptz + given.seconds * interval '1 second'
       FROM unnest($1::uuid[], $2::text[], $3::int[]) AS given (id, subject, seconds)
       ON CONFLICT ON CONSTRAINT customer_code_count_subject_key DO UPDATE SET
         count = CASE WHEN t.ends_at <= $4 THEN 1 ELSE t.count + 1 END,
         ends_at = CASE WHEN t.ends_at <= $4 THEN excluded.ends_at ELSE t.ends_at END
       RETURNING subject, count, ends_at`,
      [names.map(newId), names, names.map((name) => subjects.get(name)!.seconds), at],
    );
    const counted = rows.map(({ subject, count, ends_at }) => ({
      limit: subjects.get(subject)!,
      now: { count, endsAt: ends_at } satisfies Counted,
    }));
    return secondsToWait(counted, at);
  }
}

/** `RATE_LIMITED`, with the time to wait in `retryAfterSeconds` and `retryAfterMs`. */
export const tooManyCodes = (seconds: number): AtriumError =>
  new AtriumError('RATE_LIMITED', portalMessages.tooMany, {
    params: { seconds },
    retryable: true,
    extra: { retryAfterSeconds: seconds, retryAfterMs: seconds * 1000 },
  });
