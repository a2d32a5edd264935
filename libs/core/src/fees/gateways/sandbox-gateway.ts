import { createHmac, timingSafeEqual } from 'node:crypto';
import type { GatewayCall, GatewayOrder, GatewayReport, PaymentGateway } from '@atrium/sdk';
import { z } from 'zod';

/** How old a signature may be, and how far ahead a clock. */
const TOLERANCE_MS = 300_000;

const reportSchema = z.object({
  eventId: z.string().min(1).max(100),
  orderId: z.uuid(),
  state: z.enum(['PAID', 'FAILED', 'REFUNDED']),
  amount: z.string().regex(/^\d{1,12}(\.\d{1,4})?$/),
  at: z.iso.datetime(),
  reference: z.string().min(1).max(60),
  refundId: z.uuid().nullable().default(null),
});

/** `t=<instant, RFC 3339 in UTC>,v1=<HMAC-SHA256 of "t.body" in hex>`, as the header `sandbox-signature`. */
export const signSandboxReport = (body: string, secret: string, at: Date): string => {
  const t = at.toISOString();
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
};

/**
 * For trying things out: no money moves. An order is paid by a report that the developer signs with the secret that the
 * company entered; refunds succeed.
 */
export const sandboxGateway: PaymentGateway = {
  name: 'sandbox',
  method: 'OTHER',
  create: ({ id, amount, currency, notifyUrl }: GatewayOrder) =>
    Promise.resolve({ orderId: id, amount, currency, notifyUrl }),
  read({ headers, body, receivedAt }: GatewayCall, secret: string): GatewayReport | null {
    const header = String(headers['sandbox-signature'] ?? '');
    const t = /^t=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z),v1=[0-9a-f]{64}$/.exec(header)?.[1];
    if (t === undefined) return null;
    const at = new Date(t);
    if (isNaN(at.getTime())) return null;
    const late = receivedAt.getTime() > at.getTime() ? receivedAt : at;
    const early = late === at ? receivedAt : at;
    if (BigInt(late.getTime()) - BigInt(early.getTime()) > BigInt(TOLERANCE_MS)) return null;
    const text = body.toString('utf8');
    if (!timingSafeEqual(Buffer.from(header), Buffer.from(signSandboxReport(text, secret, at)))) return null;
    const read = reportSchema.safeParse(parsed(text));
    return read.success ? { ...read.data, at: new Date(read.data.at) } : null;
  },
  refund: () => Promise.resolve(),
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
