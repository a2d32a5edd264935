import {
  AtriumError,
  Cipher,
  conflict,
  context,
  currentTenant,
  db,
  type GatewayOrder,
  invalidField,
  isCustomer,
  Links,
  Log,
  newId,
  notFound,
  now,
  systemActor,
  type TransactionOptions,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { currencyOf, type Minor, minorText } from '../exact/money';
import { lateFeesDue } from '../late-fee/post-late-fees';
import { readMoney } from '../money';
import { openCharge, openChargesOf } from '../payments/open-charges';
import { today } from '../today';
import { gatewayMessages } from './gateway.messages';
import type { SetPaymentGatewayInput, StartPaymentInput } from './gateway.types';
import { ownGateway, type OwnGateway, requireGateway } from './stored-gateway';

/** How long a payer can pay. */
const LIFE = '30 minutes';

interface Owed {
  readonly communityId: string | null;
  readonly amount: Minor;
}

interface Quote {
  readonly customerId: string;
  readonly communityId: string;
  readonly amount: Minor;
  readonly own: OwnGateway;
}

/** Gateways of a company, and orders at them: what is owed is computed here, never taken from the payer's app. */
@Injectable()
export class GatewayOrdersService {
  private readonly log = new Log('Payments');

  constructor(
    private readonly cipher: Cipher,
    private readonly links: Links,
    private readonly transactions: Transactions,
  ) {}

  async set({ gateway, secret, isEnabled }: SetPaymentGatewayInput): Promise<void> {
    requireGateway(gateway);
    const changed = await db().execute(
      `UPDATE atrium.fee_gateway SET secret_sealed = coalesce($2, secret_sealed), is_enabled = $3, version = version + 1,
         updated_at = now() WHERE gateway = $1`,
      [gateway, secret ? this.cipher.encrypt(secret) : null, isEnabled],
    );
    if (changed > 0) return;
    if (!secret) throw invalidField('input.secret', 'REQUIRED', gatewayMessages.secretNeeded);
    await db().execute(
      'INSERT INTO atrium.fee_gateway (id, gateway, secret_sealed, is_enabled) VALUES ($1, $2, $3, $4)',
      [newId(), gateway, this.cipher.encrypt(secret), isEnabled],
    );
  }

  /**
   * Makes an order; answers its UUID and what the payer's app hands to the gateway. The order is committed before the gateway
   * hears of it, and no transaction waits for the gateway: whatever becomes of this process, what the gateway reports of
   * the order is taken. `CONFLICT`, to be tried again, where the gateway does not take it: the order has failed then.
   */
  async start(input: StartPaymentInput): Promise<{ id: string; handover: Readonly<Record<string, string>> }> {
    requireGateway(input.gateway);
    const { actor, locale } = context();
    const { id: tenantId, slug } = currentTenant();
    const as: TransactionOptions = { tenantId, actor, locale, operation: 'startPayment' };
    const own = isCustomer() ? ownIds(input.customerId) : null;
    // Contracts and secrets are nothing that a customer sees: what follows from them is looked up by the platform. Staff see
    // them, and nothing outside their communities.
    const reading = { ...as, readOnly: true, actor: own ? systemActor('fees') : actor };
    const quote = await this.transactions.run(reading, () => this.quote(input, own));
    const order = await this.transactions.run(as, () => insertOrder(input, quote));
    const { gateway, secret } = quote.own;
    try {
      const notifyUrl = this.links.url(`/hooks/payments/${slug}/${input.gateway}`);
      return { id: order.id, handover: await gateway.create({ ...order, notifyUrl }, secret) };
    } catch (error) {
      this.log.error('A gateway did not take an order', { rowId: order.id, error });
      const failed = `UPDATE atrium.fee_payment_order SET state = 'FAILED' WHERE id = $1 AND state = 'CREATED'`;
      await this.transactions.run(as, () => db().execute(failed, [order.id]));
      throw new AtriumError('CONFLICT', gatewayMessages.notTaken, { retryable: true });
    }
  }

  /** What there is to pay, by whom, and the company's gateway. */
  private async quote(input: StartPaymentInput, own: readonly string[] | null): Promise<Quote> {
    const customerIds = own ?? (await namedCustomer(input.customerId));
    const owed = await owedBy(customerIds, input.chargeIds ?? null);
    const amount = input.amount ? readMoney(input.amount, 'input.amount') : owed.amount;
    if (amount <= 0n) throw invalidField('input.amount', 'REQUIRED', gatewayMessages.nothing);
    const gateway = await ownGateway(input.gateway, this.cipher, true);
    if (!gateway) throw conflict(gatewayMessages.off);
    const communityId = owed.communityId ?? (await communityOf(customerIds));
    if (!communityId) throw conflict(gatewayMessages.nothing);
    return { customerId: customerIds[0]!, communityId, amount, own: gateway };
  }
}

/** The customer who is signed in, with duplicates. */
function ownIds(given: string | null | undefined): readonly string[] {
  const own = context().actor.customerIds ?? [];
  if (given != null && !own.includes(given)) throw notFound('Customer');
  return own;
}

/** The customer whom staff name, with duplicates. */
async function namedCustomer(given: string | null | undefined): Promise<readonly string[]> {
  if (given == null) throw invalidField('input.customerId', 'REQUIRED', gatewayMessages.customerNeeded);
  const [row] = await db().query<{ id: string; aliases: readonly string[] }>(
    `SELECT c.id, c.alias_ids AS aliases FROM atrium.customer a
     JOIN atrium.customer c ON c.tenant_id = a.tenant_id AND c.id = coalesce(a.merged_into_id, a.id)
     WHERE a.id = $1 AND c.erased_at IS NULL`,
    [given],
  );
  if (!row) throw notFound('Customer');
  return [row.id, ...row.aliases];
}

async function insertOrder(
  { gateway, chargeIds }: StartPaymentInput,
  { customerId, communityId, amount }: Quote,
): Promise<Omit<GatewayOrder, 'notifyUrl'>> {
  const id = newId();
  const { currency } = currentTenant();
  const [row] = await db().query<{ expiresAt: Date }>(
    `INSERT INTO atrium.fee_payment_order (id, community_id, customer_id, gateway, amount, currency, charge_ids, expires_at)
     VALUES ($1, $2, $3, $4, $5::bigint, $6, $7::uuid[], $8::timestamptz + $9::interval) RETURNING expires_at AS "expiresAt"`,
    [...[id, communityId, customerId, gateway, String(amount), currency, chargeIds ?? [], now()], LIFE],
  );
  return { id, currency, expiresAt: row!.expiresAt, amount: minorText(amount, currencyOf(currency)) };
}

/** What is owed today, late fees included. `VALIDATION_FAILED` names a charge that is not among it. */
async function owedBy(customerIds: readonly string[], chargeIds: readonly string[] | null): Promise<Owed> {
  const open = (await openChargesOf(customerIds)).toSorted((a, b) => (a.due < b.due ? -1 : 1));
  chargeIds?.forEach((id, index) => {
    if (open.some((one) => one.id === id)) return;
    throw invalidField(`input.chargeIds.${String(index)}`, 'CHARGE_NOT_OPEN', gatewayMessages.notOpen);
  });
  const wanted = chargeIds ? open.filter(({ id }) => chargeIds.includes(id)) : open;
  const fees = await lateFeesDue(wanted, today());
  const amount = wanted.reduce((sum, one) => {
    const { owed } = openCharge(one, fees.get(one.id) ?? 0n);
    return sum + owed.PRINCIPAL + owed.LATE_FEE + owed.COSTS;
  }, 0n);
  return { communityId: wanted[0]?.community ?? null, amount };
}

async function communityOf(customerIds: readonly string[]): Promise<string | null> {
  const [row] = await db().query<{ community: string }>(
    `SELECT community_id AS community FROM atrium.occupancy WHERE customer_id = ANY ($1::uuid[])
     ORDER BY ends_on DESC, starts_on DESC LIMIT 1`,
    [customerIds],
  );
  return row?.community ?? null;
}
