import {
  AtriumError,
  conflict,
  context,
  currentTenant,
  db,
  newId,
  notFound,
  now,
  registerConstraint,
  staleVersion,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { takeNumbers } from '../../counter/take-numbers';
import { today } from '../today';
import { documentMessages } from './document.messages';
import { DocumentsService } from './documents.service';
import type { ReceiptLine } from './receipt-page';

registerConstraint('fee_receipt_live', documentMessages.live);

/** What a payment has paid so far, net of what was given back. */
const LINES = `
  SELECT i.name AS item, p.component, c.starts_on::text AS "from", c.ends_on::text AS "to", sum(p.amount)::text AS amount
  FROM atrium.fee_journal j
  JOIN atrium.fee_posting p ON p.tenant_id = j.tenant_id AND p.journal_id = j.id
  LEFT JOIN atrium.fee_charge c ON c.tenant_id = p.tenant_id AND c.id = p.charge_id
  LEFT JOIN atrium.fee_item i ON i.tenant_id = c.tenant_id AND i.id = c.fee_item_id
  WHERE j.source_id = $1 AND j.kind IN ('PAYMENT', 'REFUND', 'REVERSAL')
  GROUP BY p.charge_id, p.component, i.name, c.due_on, c.starts_on, c.ends_on HAVING sum(p.amount) <> 0
  ORDER BY c.due_on NULLS LAST, p.charge_id, p.component DESC`;

/** Receipts of payments: numbered without gaps, never changed, void where they were wrong. */
@Injectable()
export class ReceiptsService {
  constructor(private readonly documents: DocumentsService) {}

  /** Answers the UUIDs of the receipt and its paper. `CONFLICT` where there is one, or nothing is left of the payment. */
  async issue(paymentId: string): Promise<{ receipt: string; document: string }> {
    const [payment] = await db().query<{ community: string; customer: string; left: string; currency: string }>(
      `SELECT community_id AS community, customer_id AS customer, (amount - returned)::text AS left, currency
       FROM atrium.fee_payment WHERE id = $1 FOR NO KEY UPDATE`,
      [paymentId],
    );
    if (!payment) throw notFound('Payment');
    if (BigInt(payment.left) === 0n) throw conflict(documentMessages.nothingLeft);
    const lines = await db().query<ReceiptLine>(LINES, [paymentId]);
    const id = newId();
    const day = today();
    const year = day.slice(0, 4);
    const document = await this.documents.request({
      kind: 'RECEIPT',
      ...{ communityId: payment.community, customerId: payment.customer, from: null, through: day, print: 1 },
      // Last of all: whoever takes the next number waits for it.
      receipt: async () => {
        const number = `${year}-${String(await takeNumbers(`receipt:${year}`, 1)).padStart(6, '0')}`;
        await db().execute(
          `INSERT INTO atrium.fee_receipt (id, community_id, customer_id, payment_id, number, amount, currency, lines, issued_on,
             issued_by) VALUES ($1, $2, $3, $4, $5, $6::bigint, $7, $8::jsonb, $9::date, $10)`,
          [
            ...[id, payment.community, payment.customer, paymentId, number, payment.left, currentTenant().currency],
            ...[JSON.stringify(lines), day, context().actor.id],
          ],
        );
        return id;
      },
    });
    return { receipt: id, document };
  }

  /** Counts that it is printed once more; answers the UUID of the paper. */
  async reprint(id: string): Promise<string> {
    const { community, customer } = await lock(id);
    const [printed] = await db().query<{ prints: number }>(
      `UPDATE atrium.fee_receipt SET prints = prints + 1, version = version + 1, updated_at = now() WHERE id = $1
       RETURNING prints`,
      [id],
    );
    return this.documents.request({
      kind: 'RECEIPT',
      ...{ communityId: community, customerId: customer, from: null, through: today(), print: printed!.prints },
      receipt: () => Promise.resolve(id),
    });
  }

  /** `CONFLICT` for a stale version, `INVALID_TRANSITION` when it is void already. */
  async void(id: string, version: number, reason: string): Promise<void> {
    const receipt = await lock(id);
    if (receipt.version !== version) throw staleVersion(version, receipt.version);
    if (receipt.state === 'VOIDED') {
      throw new AtriumError('INVALID_TRANSITION', documentMessages.isVoid, { extra: { allowed: [] } });
    }
    await db().execute(
      `UPDATE atrium.fee_receipt SET state = 'VOIDED', void_reason = $2, voided_by = $3, voided_at = $4,
         version = version + 1, updated_at = now() WHERE id = $1`,
      [id, reason, context().actor.id, now()],
    );
  }
}

interface Locked {
  readonly community: string;
  readonly customer: string;
  readonly version: number;
  readonly state: string;
}

async function lock(id: string): Promise<Locked> {
  const [row] = await db().query<Locked>(
    `SELECT community_id AS community, customer_id AS customer, version, state FROM atrium.fee_receipt
     WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!row) throw notFound('Receipt');
  return row;
}
