import type { IncomingHttpHeaders } from 'node:http';

/** What somebody wants to pay. */
export interface GatewayOrder {
  /** UUID, the same when it is asked for again: a gateway makes one order of it. */
  readonly id: string;
  /** Decimal text with the currency's places. */
  readonly amount: string;
  readonly currency: string;
  /** Where the gateway reports to. */
  readonly notifyUrl: string;
  readonly expiresAt: Date;
}

/** What a gateway reports of an order, signed. Reports may come twice and in any order. */
export interface GatewayReport {
  /** Of the gateway, the same when it reports the same thing again. */
  readonly eventId: string;
  readonly orderId: string;
  readonly state: 'PAID' | 'FAILED' | 'REFUNDED';
  /** What was paid, or given back by this refund: decimal text. */
  readonly amount: string;
  /** When it happened. */
  readonly at: Date;
  /** The gateway's own number of the payment, unique. */
  readonly reference: string;
  /** UUID of the refund that was asked for; null for one that was begun at the gateway. */
  readonly refundId: string | null;
}

export interface GatewayRefund {
  /** UUID, the same when it is tried again: a gateway gives back once. */
  readonly id: string;
  readonly orderId: string;
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
}

/** A report as it came in. */
export interface GatewayCall {
  readonly headers: IncomingHttpHeaders;
  /** The bytes that were signed. */
  readonly body: Buffer;
  readonly receivedAt: Date;
}

/** Extension point: takes payments by another party, such as WeChat Pay. */
export interface PaymentGateway {
  /** As companies name it, such as `sandbox`. */
  readonly name: string;
  /** How its payments are recorded. */
  readonly method: 'CARD' | 'WECHAT' | 'ALIPAY' | 'OTHER';
  /**
   * Makes an order at the gateway; answers what the payer's app hands to it.
   *
   * @param secret of the company, as it was entered
   */
  create(order: GatewayOrder, secret: string): Promise<Readonly<Record<string, string>>>;
  /** Reads a report; null unless it is signed with the company's secret, and not long ago. */
  read(call: GatewayCall, secret: string): GatewayReport | null;
  /** Gives money back. Rejects to be tried again. */
  refund(refund: GatewayRefund, secret: string): Promise<void>;
}

const gateways = new Map<string, PaymentGateway>();

/** Offers a gateway under its name; companies switch it on with their own secret. */
export function registerPaymentGateway(gateway: PaymentGateway): void {
  if (!/^[a-z][a-z0-9-]*$/.test(gateway.name)) throw new Error(`"${gateway.name}" is not a name like sandbox`);
  if (gateways.has(gateway.name)) throw new Error(`Payment gateway ${gateway.name} is declared twice`);
  gateways.set(gateway.name, gateway);
}

/** The gateway of this name; undefined where no loaded module offers it. */
export const paymentGateway = (name: string): PaymentGateway | undefined => gateways.get(name);

/** In the order of their names. */
export const paymentGateways = (): readonly PaymentGateway[] =>
  [...gateways.values()].sort((a, b) => (a.name < b.name ? -1 : 1));

/** What became of a report: taken (or known already), not believed, or to be sent again. */
export type GatewayAnswer = 'TAKEN' | 'REFUSED' | 'LATER';

/** Takes what gateways report. */
export abstract class GatewayReports {
  /** @param slug of the company */
  abstract take(slug: string, gateway: string, call: GatewayCall): Promise<GatewayAnswer>;
}
