import { AtriumError, db, invalidField, newId, now, recordset } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockCustomer } from '../customer/lock-customers';
import { customerMessages } from '../customers.messages';
import type { DecideConsentInput } from './consent.inputs';
import type { ConsentDecision, ConsentSource, ConsentStatus } from './consent.policy';

/** A decision of a customer of whom none was known for that channel and purpose. */
export interface FirstDecision extends ConsentDecision {
  /** UUID. */
  readonly customerId: string;
  readonly source: ConsentSource;
  /** RFC 3339. */
  readonly decidedAt: string;
}

const COLUMNS = {
  id: 'uuid',
  customer_id: 'uuid',
  channel: 'text',
  purpose: 'text',
  status: 'text',
  decided_at: 'timestamptz',
  source: 'text',
} as const;

@Injectable()
export class ConsentsService {
  /**
   * Notes a decision and answers its UUID; the one in force until now stays in the history. A decision older than that
   * is refused: it came too late to count.
   */
  async decide(input: DecideConsentInput, status: ConsentStatus): Promise<string> {
    const { customerId, channel, purpose, source, evidence } = input;
    const decidedAt = input.decidedAt ?? now();
    if (decidedAt > now()) throw invalidField('input.decidedAt', 'IN_THE_FUTURE', customerMessages.inTheFuture);
    await lockCustomer(customerId);
    const [current] = await db().query<{ decidedAt: Date }>(
      `SELECT decided_at AS "decidedAt" FROM atrium.customer_consent
       WHERE customer_id = $1 AND channel = $2 AND purpose = $3 AND superseded_at IS NULL`,
      [customerId, channel, purpose],
    );
    if (current && current.decidedAt > decidedAt) {
      const latest = current.decidedAt.toISOString();
      throw new AtriumError('CONFLICT', customerMessages.olderDecision, { params: { latest }, extra: { latest } });
    }
    await db().execute(
      `UPDATE atrium.customer_consent SET superseded_at = $4
       WHERE customer_id = $1 AND channel = $2 AND purpose = $3 AND superseded_at IS NULL`,
      [customerId, channel, purpose, now()],
    );
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.customer_consent (id, customer_id, channel, purpose, status, decided_at, source, evidence)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, customerId, channel, purpose, status, decidedAt, source, evidence || null],
    );
    return id;
  }

  /** Notes many decisions at once, e.g. of customers that were just taken over; `CONFLICT` where one is known already. */
  async noteFirst(decisions: readonly FirstDecision[]): Promise<void> {
    const rows = decisions.map(({ customerId, decidedAt, channel, purpose, status, source }) => ({
      id: newId(),
      customer_id: customerId,
      channel,
      purpose,
      status,
      decided_at: decidedAt,
      source,
    }));
    const names = Object.keys(COLUMNS).join(', ');
    await db().execute(
      `INSERT INTO atrium.customer_consent (${names}) SELECT ${names} FROM ${recordset('r', COLUMNS)}`,
      [JSON.stringify(rows)],
    );
  }
}
