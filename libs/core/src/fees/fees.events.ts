import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

const of = <P extends object>(name: string, aggregate: string, schema: z.ZodType<P>) =>
  defineEvent({ name, version: 1, aggregate, schema });

/** Amounts are counts of the currency's minor unit, as text. */
const minor = z.string().regex(/^-?\d+$/);
const charge = z.object({ chargeId: z.uuid(), customerId: z.uuid() });

/** What happens to charges and payments. Of people they say the id alone. */
export const feeEvents = {
  charged: of(
    'fee.charged',
    'charge',
    charge.extend({ feeItemId: z.uuid(), communityId: z.uuid(), amount: minor, dueOn: z.iso.date() }),
  ),
  /** A billing run has ended; its charges have their own events. */
  runCompleted: of(
    'fee.runCompleted',
    'billingRun',
    z.object({ runId: z.uuid(), month: z.iso.date(), charges: z.int() }),
  ),
  paid: of(
    'fee.paid',
    'payment',
    z.object({ paymentId: z.uuid(), customerId: z.uuid(), amount: minor, receivedOn: z.iso.date() }),
  ),
  /** Nothing is due of it any more. */
  settled: of('fee.settled', 'charge', charge),
  /** A correction was approved and posted. */
  corrected: of('fee.corrected', 'charge', charge.extend({ correctionId: z.uuid(), kind: z.string() })),
  /** A court will soon not have to hear the claim any more, unless its time begins anew. */
  limitationNears: of('fee.limitationNears', 'charge', charge.extend({ communityId: z.uuid(), endsOn: z.iso.date() })),
  /** The customer objects to it. */
  disputed: of('fee.disputed', 'charge', charge.extend({ disputeId: z.uuid() })),
  disputeEnded: of('fee.disputeEnded', 'charge', charge.extend({ disputeId: z.uuid() })),
} as const;
