import { timingSafeEqual } from 'node:crypto';
import {
  Cipher,
  context,
  db,
  invalidField,
  Jobs,
  mintSecret,
  newId,
  notFound,
  now,
  readSecret,
  Sms,
  systemActor,
  Transactions,
  unauthenticated,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { ContactKind, normalContact } from '../../customers';
import { portalMessages } from '../portal.messages';
import { CodeLimits, tooManyCodes } from './code-limits';
import { CODE_MINUTES, MAX_ENTRIES } from './code-limits.policy';
import type { CodePurpose } from './code-texts';
import { hashCode, sendCodeJob } from './send-code';

export interface Contact {
  readonly kind: ContactKind;
  /** As contacts are kept. */
  readonly value: string;
}

export interface Challenge {
  /** Goes with the code; whoever does not hold it cannot try codes. */
  readonly challenge: string;
  readonly expiresAt: Date;
}

/** A request whose code was entered rightly. */
export interface Proven extends Contact {
  readonly id: string;
  readonly purpose: CodePurpose;
  /** UUID of the customer who adds a contact; null when somebody signs in. */
  readonly customerId: string | null;
  readonly label: string | null;
}

interface CodeRow extends Record<string, unknown> {
  id: string;
  purpose: CodePurpose;
  kind: ContactKind;
  contact_sealed: string;
  customer_id: string | null;
  label: string | null;
  code_hash: string | null;
  attempts: number;
}

const OPERATION = 'customerCode';

/**
 * One-time codes. Each step has a transaction of its own, so that what was tried stays counted though the call fails;
 * and does the same work whether or not a customer has the contact.
 */
@Injectable()
export class CustomerCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly cipher: Cipher,
    private readonly jobs: Jobs,
    private readonly limits: CodeLimits,
    private readonly sms: Sms,
  ) {}

  /** Exactly one of the two; `VALIDATION_FAILED` for what is none, and for a phone where no SMS can be sent. */
  contactOf({ phone, email }: { phone?: string | null; email?: string | null }): Contact {
    if ((phone == null) === (email == null)) {
      throw invalidField('input.phone', 'ONE_OF', portalMessages.onePhoneOrEmail);
    }
    const kind = phone == null ? ContactKind.EMAIL : ContactKind.PHONE;
    const normal = normalContact(kind, (phone ?? email)!);
    if (!normal && kind === ContactKind.PHONE)
      throw invalidField('input.phone', 'NOT_A_PHONE', portalMessages.notAPhone);
    if (!normal) throw invalidField('input.email', 'NOT_AN_EMAIL', portalMessages.notAnEmail);
    if (kind === ContactKind.PHONE && !this.sms.available) {
      throw invalidField('input.phone', 'NO_SMS', portalMessages.noSms);
    }
    return { kind, value: normal.value };
  }

  /** Has a code sent to whoever holds the contact. `RATE_LIMITED` when too many were asked for. */
  async request(
    tenantId: string,
    contact: Contact,
    addedBy: { customerId: string; label: string | null } | null = null,
  ): Promise<Challenge> {
    const { client, locale } = context();
    const { token, hash } = mintSecret('customerChallenge', tenantId);
    const id = newId();
    const expiresAt = new Date(now().getTime() + CODE_MINUTES * 60_000);
    const wait = await this.transactions.run(
      { tenantId, actor: systemActor(OPERATION), operation: 'requestCustomerCode' },
      async () => {
        const seconds = await this.limits.count('request', `${contact.kind} ${contact.value}`, client.ip);
        if (seconds > 0) return seconds;
        await this.sweep();
        await db().execute(
          `INSERT INTO atrium.customer_code
             (id, challenge_hash, purpose, kind, contact_sealed, customer_id, label, locale, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [
            ...[id, hash, addedBy ? 'NEW_CONTACT' : 'SIGN_IN', contact.kind, this.cipher.encrypt(contact.value)],
            ...[addedBy?.customerId ?? null, addedBy?.label ?? null, locale, expiresAt],
          ],
        );
        await this.jobs.enqueue(sendCodeJob, { codeId: id });
        return 0;
      },
    );
    if (wait > 0) throw tooManyCodes(wait);
    return { challenge: token, expiresAt };
  }

  /**
   * Runs `use` in the tenant’s transaction when the code is right; what it answers as `open` leaves the code good for one more
   * entry. `UNAUTHENTICATED`, in the same words, for a code that is wrong, expired, used, tried too often or never sent.
   */
  async verify<T>(
    challenge: string,
    code: string,
    expected: CodePurpose,
    use: (proven: Proven, tenantId: string) => Promise<{ done: T } | { open: T }>,
  ): Promise<T> {
    const read = readSecret('customerChallenge', challenge);
    if (!read || !(await this.transactions.findTenant({ id: read.tenantId }))) throw invalid();
    const { tenantId, hash } = read;
    const { client } = context();
    // What the entry costs is committed first: a use that fails must not give it back.
    const entered = await this.transactions.run(
      { tenantId, actor: systemActor(OPERATION), operation: 'verifyCustomerCode' },
      () => this.enter(hash, code, expected, client.ip),
    );
    if (typeof entered === 'number') throw tooManyCodes(entered);
    if (!entered) throw invalid();
    const outcome = await this.transactions.run(
      { tenantId, actor: systemActor(OPERATION), operation: 'verifyCustomerCode' },
      async () => {
        // Of two entries at once one is first.
        const taken = await db().execute(
          'UPDATE atrium.customer_code SET used_at = $2 WHERE id = $1 AND used_at IS NULL',
          [entered.id, now()],
        );
        if (taken === 0) return null;
        const used = await use(entered, tenantId);
        if ('open' in used) {
          await db().execute('UPDATE atrium.customer_code SET used_at = NULL WHERE id = $1', [entered.id]);
          return { value: used.open };
        }
        return { value: used.done };
      },
    );
    if (!outcome) throw invalid();
    return outcome.value;
  }

  /** The request when the code is right, null when it is not, the seconds to wait when too many were tried. */
  private async enter(
    challengeHash: string,
    code: string,
    expected: CodePurpose,
    ip: string | null,
  ): Promise<Proven | number | null> {
    const [row] = await db().query<CodeRow>(
      `SELECT id, purpose, kind, contact_sealed, customer_id, label, code_hash, attempts FROM atrium.customer_code
       WHERE challenge_hash = $1 AND used_at IS NULL AND expires_at > $2 AND purpose = $3 FOR UPDATE`,
      [challengeHash, now(), expected],
    );
    const value = row ? this.cipher.decrypt(row.contact_sealed) : null;
    const seconds = await this.limits.count('verify', row && value !== null ? `${row.kind} ${value}` : null, ip);
    if (seconds > 0) return seconds;
    if (!row || value === null || row.attempts >= MAX_ENTRIES) return null;
    await db().execute('UPDATE atrium.customer_code SET attempts = attempts + 1 WHERE id = $1', [row.id]);
    const given = Buffer.from(hashCode(this.cipher, row.id, code));
    const wanted = Buffer.from(row.code_hash ?? hashCode(this.cipher, row.id, ''));
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted) || row.code_hash === null) return null;
    const { id, purpose, kind, customer_id: customerId, label } = row;
    return { id, purpose, kind, value, customerId, label };
  }

  /** What is over is not kept. */
  private async sweep(): Promise<void> {
    const at = now();
    await db().execute(
      `DELETE FROM atrium.customer_code WHERE id IN (SELECT id FROM atrium.customer_code WHERE expires_at < $1
         ORDER BY expires_at, id LIMIT 20 FOR UPDATE SKIP LOCKED)`,
      [at],
    );
    await db().execute(
      `DELETE FROM atrium.customer_code_count WHERE id IN (SELECT id FROM atrium.customer_code_count WHERE ends_at < $1
         ORDER BY ends_at, id LIMIT 20 FOR UPDATE SKIP LOCKED)`,
      [at],
    );
  }

  /** The company a sign-in names; `NOT_FOUND` for none: companies are no secret, their customers are. */
  async tenantOf(slug: string): Promise<string> {
    const tenant = await this.transactions.findTenant({ slug });
    if (!tenant) throw notFound('Tenant');
    return tenant.id;
  }
}

const invalid = () => unauthenticated(portalMessages.codeInvalid);
