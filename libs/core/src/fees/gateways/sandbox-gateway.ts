import type { GatewayCall, GatewayOrder, GatewayReport, PaymentGateway } from '@atrium/sdk';
import { z } from 'zod';
import { readSandboxReport } from '../../signed-reports/signed-reports';

const reportSchema = z.object({
  eventId: z.string().min(1).max(100),
  orderId: z.uuid(),
  state: z.enum(['PAID', 'FAILED', 'REFUNDED']),
  amount: z.string().regex(/^\d{1,12}(\.\d{1,4})?$/),
  at: z.iso.datetime(),
  reference: z.string().min(1).max(60),
  refundId: z.uuid().nullable().default(null),
});

/**
 * For trying things out: no money moves. An order is paid by a report that the developer signs with the secret that the
 * company entered; refunds succeed.
 */
export const sandboxGateway: PaymentGateway = {
  name: 'sandbox',
  method: 'OTHER',
  create: ({ id, amount, currency, notifyUrl }: GatewayOrder) =>
    Promise.resolve({ orderId: id, amount, currency, notifyUrl }),
  read(call: GatewayCall, secret: string): GatewayReport | null {
    const read = reportSchema.safeParse(readSandboxReport(call, secret));
    return read.success ? { ...read.data, at: new Date(read.data.at) } : null;
  },
  refund: () => Promise.resolve(),
};
