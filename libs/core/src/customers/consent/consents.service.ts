import { AtriumError, db, invalidField, newId, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockCustomer } from '../customer/lock-customers';
import { customerMessages } from '../customers.messages';
import type { DecideConsentInput } from './consent.inputs';
import type { ConsentStatus } from './consent.policy';

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
}
