import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';
import { OPEN, SINCE_EVER, type Tenure } from './occupancy/occupancy.policy';

const customer = z.object({ customerId: z.uuid() });
const merge = customer.extend({ duplicateId: z.uuid(), mergeId: z.uuid() });
const occupancy = z.object({
  occupancyId: z.uuid(),
  unitId: z.uuid(),
  /** The survivor, where the customer has been merged. */
  customerId: z.uuid(),
  kind: z.string(),
  /** First day; null: since ever. */
  startsOn: z.iso.date().nullable(),
  /** First day on which it is over; null: open. */
  endsOn: z.iso.date().nullable(),
  /** The transfer it is part of. */
  transferId: z.uuid().nullable(),
});
export type OccupancyPayload = z.infer<typeof occupancy>;

const of = <P extends object>(name: string, aggregate: string, schema: z.ZodType<P>) =>
  defineEvent({ name, version: 1, aggregate, schema });

/**
 * What happens to customers and to what they are to units, through the API and through imports. Of people they say the
 * id alone. Occupancies are events of the unit, so that an end and the beginning after it come in their order.
 */
export const customerEvents = {
  customerCreated: of('customer.created', 'customer', customer.extend({ kind: z.string() })),
  customerUpdated: of('customer.updated', 'customer', customer),
  customerMerged: of('customer.merged', 'customer', merge),
  customerMergeUndone: of('customer.mergeUndone', 'customer', merge),
  occupancyStarted: of('occupancy.started', 'unit', occupancy),
  occupancyEnded: of('occupancy.ended', 'unit', occupancy),
  occupancyRemoved: of('occupancy.removed', 'unit', occupancy),
  unitTransferred: of(
    'unit.transferred',
    'unit',
    z.object({ transferId: z.uuid(), unitId: z.uuid(), transferredOn: z.iso.date() }),
  ),
} as const;

/** An occupancy as its events tell it. */
export const occupancyItem = (
  { id, customerId, kind, startsOn, endsOn }: Tenure,
  unitId: string,
  transferId: string | null = null,
): { aggregateId: string; payload: OccupancyPayload } => ({
  aggregateId: unitId,
  payload: {
    occupancyId: id,
    unitId,
    customerId,
    kind,
    startsOn: startsOn === SINCE_EVER ? null : startsOn,
    endsOn: endsOn === OPEN ? null : endsOn,
    transferId,
  },
});
