import { Cipher, db, defineJob, JobHandler, type JobRun, Log, systemActor, Transactions } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { currencyOf, minorText } from '../exact/money';
import { ownGateway } from './stored-gateway';

/** Has a gateway give back what was refunded here. */
export const gatewayRefundJob = defineJob({
  name: 'fees.gatewayRefund',
  version: 1,
  schema: z.object({ refundId: z.uuid() }),
  retries: 10,
  timeoutSeconds: 120,
});

interface StoredRefund {
  readonly order: string;
  readonly gateway: string;
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
}

@Injectable()
export class GatewayRefunds {
  private readonly log = new Log('Payments');

  constructor(
    private readonly transactions: Transactions,
    private readonly cipher: Cipher,
  ) {}

  /** Tried again until the gateway has taken it, which gives back once for one id. */
  @JobHandler(gatewayRefundJob, { transaction: false })
  async refund({ refundId }: { refundId: string }, job: JobRun): Promise<void> {
    const as = { tenantId: job.tenantId!, actor: systemActor('fees'), operation: 'gatewayRefund', readOnly: true };
    const found = await this.transactions.run(as, async () => {
      const [row] = await db().query<StoredRefund & Record<string, unknown>>(
        `SELECT o.id AS order, o.gateway, o.reference, r.amount::text, r.currency FROM atrium.fee_refund r
         JOIN atrium.fee_payment_order o ON o.tenant_id = r.tenant_id AND o.payment_id = r.payment_id WHERE r.id = $1`,
        [refundId],
      );
      const own = row && (await ownGateway(row.gateway, this.cipher, false));
      return row && own ? { row, own } : null;
    });
    if (!found) return this.log.error('A refund has no gateway any more', { rowId: refundId });
    const { row, own } = found;
    const amount = minorText(BigInt(row.amount), currencyOf(row.currency));
    const { order: orderId, reference, currency } = row;
    await own.gateway.refund({ id: refundId, orderId, reference, amount, currency }, own.secret);
  }
}
