import { db, invalidField, maskPhone, notFound, phoneDigits } from '@atrium/sdk';
import { normalPhone } from '../../customers';
import { callMessages } from './call.messages';

/** Whom and what a call is about, and the community that follows from it. UUIDs. */
export interface CallParties {
  readonly customerId: string | null;
  readonly ticketId: string | null;
  readonly communityId: string | null;
}

/** A number as contacts are kept, or its digits where it is none. */
export function numberOf(given: string): { readonly value: string; readonly masked: string } {
  const phone = normalPhone(given);
  if (phone) return { value: phone.value, masked: phone.masked };
  const digits = phoneDigits(given) || given.slice(0, 40);
  return { value: digits, masked: maskPhone(digits) };
}

/** The one customer with a number, under the number they have now; null where nobody or several have it. */
export async function customerOfNumber(number: string): Promise<string | null> {
  const rows = await db().query<{ id: string }>(
    {
      name: 'call_customer',
      text: `SELECT DISTINCT coalesce(a.merged_into_id, a.id) AS id
        FROM atrium.customer_contact k JOIN atrium.customer a ON a.tenant_id = k.tenant_id AND a.id = k.customer_id
        WHERE k.value = $1 AND k.kind = 'PHONE' AND k.removed_at IS NULL LIMIT 2`,
    },
    [number],
  );
  return rows.length === 1 ? rows[0]!.id : null;
}

/**
 * Looks up what a call names. `NOT_FOUND` for what the caller does not see, `VALIDATION_FAILED` for a ticket of another
 * customer. A ticket says whose it is and where.
 */
export async function partiesOf(customerId: string | null, ticketId: string | null): Promise<CallParties> {
  const [row] = await db().query<{
    ticket_id: string | null;
    ticket_customer: string | null;
    ticket_community: string | null;
    customer_id: string | null;
    customer_community: string | null;
  }>(
    {
      name: 'call_parties',
      text: `SELECT k.id AS ticket_id, k.community_id AS ticket_community,
          (SELECT coalesce(t.merged_into_id, t.id) FROM atrium.customer t
           WHERE t.tenant_id = k.tenant_id AND t.id = k.customer_id) AS ticket_customer,
          coalesce(c.merged_into_id, c.id) AS customer_id, c.community_id AS customer_community
        FROM (SELECT 1) one LEFT JOIN atrium.ticket k ON k.id = $2 LEFT JOIN atrium.customer c ON c.id = $1`,
    },
    [customerId, ticketId],
  );
  const found = row!;
  if (customerId !== null && found.customer_id === null) throw notFound('Customer');
  if (ticketId !== null && found.ticket_id === null) throw notFound('Ticket');
  if (found.customer_id !== null && found.ticket_customer !== null && found.customer_id !== found.ticket_customer) {
    throw invalidField('input.ticketId', 'OTHER_CUSTOMER', callMessages.otherCustomer);
  }
  return {
    customerId: found.customer_id ?? found.ticket_customer,
    ticketId: found.ticket_id,
    communityId: found.ticket_community ?? found.customer_community,
  };
}
