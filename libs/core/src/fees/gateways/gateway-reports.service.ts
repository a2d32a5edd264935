import {
  AtriumError,
  Cipher,
  currentTenant,
  db,
  type GatewayAnswer,
  type GatewayCall,
  type GatewayReport,
  GatewayReports,
  Log,
  newId,
  renderMessage,
  systemActor,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { currencyOf, type Minor, minorOf } from '../exact/money';
import { PaymentsService } from '../payments/payments.service';
import { ReturnsService } from '../payments/returns.service';
import { shownMoney } from '../money';
import { dayOf, today } from '../today';
import { gatewayMessages } from './gateway.messages';
import { afterReport, type OrderState } from './order.policy';
import { type OwnGateway, ownGateway } from './stored-gateway';

interface StoredOrder {
  readonly id: string;
  readonly community: string;
  readonly customer: string;
  readonly currency: string;
  readonly charges: readonly string[];
  readonly state: OrderState['state'];
  readonly paid: string;
  readonly refunded: string;
  readonly payment: string | null;
}

/**
 * Takes what gateways report: in one transaction the report is noted and the payment recorded, so that one that comes
 * twice, at once or later, counts once. Also while the company is suspended.
 */
@Injectable()
export class GatewayReportsService extends GatewayReports {
  private readonly log = new Log('Payments');

  constructor(
    private readonly transactions: Transactions,
    private readonly cipher: Cipher,
    private readonly payments: PaymentsService,
    private readonly returns: ReturnsService,
  ) {
    super();
  }

  async take(slug: string, gateway: string, call: GatewayCall): Promise<GatewayAnswer> {
    const tenant = await this.transactions.findTenant({ slug });
    if (!tenant) return 'REFUSED';
    const as = { tenantId: tenant.id, actor: systemActor('payment gateway'), operation: 'gatewayReport' };
    try {
      return await this.transactions.run(as, async () => {
        const own = await ownGateway(gateway, this.cipher, false);
        const report = own && own.gateway.read(call, own.secret);
        return own && report ? await this.note(own, report) : 'REFUSED';
      });
    } catch (error) {
      if (!(error instanceof AtriumError)) throw error;
      // Undone as a whole: the gateway reports it again, and the log says what stands in the way meanwhile.
      this.log.warn('A report of a gateway could not be taken yet', { error });
      return 'LATER';
    }
  }

  private async note({ gateway }: OwnGateway, report: GatewayReport): Promise<GatewayAnswer> {
    const order = await lockOrder(report.orderId, gateway.name);
    const amount = order && minorOf(report.amount, currencyOf(order.currency));
    if (!order || amount == null) return 'REFUSED';
    const isNew = await db().execute(
      `INSERT INTO atrium.fee_gateway_event (id, community_id, order_id, gateway, event, state, amount, happened_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7::bigint, $8) ON CONFLICT (tenant_id, gateway, event) DO NOTHING`,
      [newId(), order.community, order.id, gateway.name, report.eventId, report.state, String(amount), report.at],
    );
    // One that was begun here is posted already.
    if (isNew === 0 || (report.refundId && (await isOwnRefund(report.refundId)))) return 'TAKEN';
    await this.follow(order, report, amount, gateway.method);
    return 'TAKEN';
  }

  private async follow(
    order: StoredOrder,
    report: GatewayReport,
    amount: Minor,
    method: OwnGateway['gateway']['method'],
  ) {
    const before = { state: order.state, paid: BigInt(order.paid), refunded: BigInt(order.refunded) };
    const step = afterReport(before, { state: report.state, amount });
    const paymentId = step.pay > 0n ? await this.pay(order, report, step.pay, method) : order.payment;
    await db().execute(
      `UPDATE atrium.fee_payment_order SET state = $2, paid = $3::bigint, refunded = $4::bigint, payment_id = $5::uuid,
         reference = coalesce(reference, $6) WHERE id = $1`,
      [
        order.id,
        step.state,
        String(step.paid),
        String(step.refunded),
        paymentId,
        report.state === 'PAID' ? report.reference : null,
      ],
    );
    if (step.giveBack === 0n || !paymentId) return;
    const reason = renderMessage(gatewayMessages.returned, currentTenant().locale);
    await this.returns.refund({ paymentId, amount: shownMoney(step.giveBack, order.currency), reason }, 'GATEWAY');
  }

  /** What is still open of the charges it was for is paid first. */
  private async pay(
    order: StoredOrder,
    report: GatewayReport,
    amount: Minor,
    method: OwnGateway['gateway']['method'],
  ): Promise<string> {
    const open = await db().query<{ id: string }>(
      `SELECT id FROM atrium.fee_charge WHERE id = ANY ($1::uuid[]) AND voided_at IS NULL
         AND principal_due + late_fee_due + costs_due > 0 ORDER BY due_on, id`,
      [order.charges],
    );
    const day = dayOf(report.at);
    return this.payments.record({
      customerId: order.customer,
      communityId: order.community,
      method,
      amount: shownMoney(amount, order.currency),
      receivedOn: day > today() ? today() : day,
      reference: report.reference,
      designated: open.map(({ id }) => ({ chargeId: id })),
    });
  }
}

async function lockOrder(id: string, gateway: string): Promise<StoredOrder | null> {
  const [row] = await db().query<StoredOrder>(
    `SELECT o.id, o.community_id AS community, coalesce(c.merged_into_id, c.id) AS customer, o.currency, o.charge_ids AS charges,
       o.state, o.paid::text, o.refunded::text, o.payment_id AS payment
     FROM atrium.fee_payment_order o JOIN atrium.customer c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id
     WHERE o.id = $1 AND o.gateway = $2 FOR UPDATE OF o`,
    [id, gateway],
  );
  return row ?? null;
}

async function isOwnRefund(id: string): Promise<boolean> {
  return (await db().query('SELECT FROM atrium.fee_refund WHERE id = $1', [id])).length > 0;
}
