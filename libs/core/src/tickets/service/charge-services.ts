import { db, EventHandler, type EventDelivery } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { ServiceCharges } from '../../fees';
import { update } from '../../rows/rows';
import { lockTicket } from '../ticket/ticket-rows';
import { ticketEvents, type TicketPayload } from '../tickets.events';
import { QuotationState } from './service.enums';

/** Charges what customers confirm, by the books' own rules: a month that is closed takes no more. */
@Injectable()
export class ChargeServices {
  constructor(private readonly charges: ServiceCharges) {}

  @EventHandler(ticketEvents.quotationMoved, { name: 'chargeService' })
  async confirmed(
    { ticketId, quotationId, to }: TicketPayload & { quotationId: string; to: string },
    _delivery: EventDelivery,
  ): Promise<void> {
    if (to !== (QuotationState.CONFIRMED as string)) return;
    const ticket = await lockTicket(ticketId);
    const [quotation] = await db().query<{ state: QuotationState; unit: string | null }>(
      `SELECT q.state, k.unit_id AS unit FROM atrium.ticket_quotation q
       JOIN atrium.ticket k ON k.tenant_id = q.tenant_id AND k.id = q.ticket_id WHERE q.id = $1 FOR UPDATE OF q`,
      [quotationId],
    );
    // Handled before.
    if (quotation?.state !== QuotationState.CONFIRMED) return;
    const lines = await db().query<{ feeItemId: string; amount: string }>(
      `SELECT fee_item_id AS "feeItemId", sum(used_amount)::text AS amount FROM atrium.ticket_quotation_line
       WHERE quotation_id = $1 GROUP BY 1 HAVING sum(used_amount) > 0 ORDER BY 1`,
      [quotationId],
    );
    const chargeIds = await this.charges.charge({
      sourceId: quotationId,
      customerId: ticket.customerId!,
      communityId: ticket.communityId!,
      unitId: quotation.unit,
      items: lines.map(({ feeItemId, amount }) => ({ feeItemId, amount: BigInt(amount) })),
    });
    await update('ticket_quotation', quotationId, { state: QuotationState.CHARGED, charge_ids: chargeIds });
  }
}
