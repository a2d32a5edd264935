import { AtriumError, context, db, invalidField, newId, notFound, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { requireAbove0, requireSpan } from '../days';
import { feeMessages } from '../fees.messages';
import type {
  ApplyFeeDiscountInput,
  DecideFeeDiscountInput,
  EndFeeDiscountInput,
  InspectFeeDiscountInput,
} from './assignment.inputs';
import type { DiscountState } from './assignment.type';
import { lockAssignment } from './lock-assignment';

/** Which steps follow which: applied for → inspected → approved or rejected; an application can be rejected at once. */
const NEXT: Readonly<Record<DiscountState, readonly DiscountState[]>> = {
  APPLIED: ['INSPECTED', 'REJECTED'],
  INSPECTED: ['APPROVED', 'REJECTED'],
  APPROVED: [],
  REJECTED: [],
};

interface StoredDiscount {
  readonly assignment_id: string;
  readonly kind: string;
  readonly state: DiscountState;
  readonly starts_on: string;
  readonly ends_on: string;
}

@Injectable()
export class DiscountsService {
  async apply({ assignmentId, kind, factor, startsOn, endsOn, reason }: ApplyFeeDiscountInput): Promise<string> {
    requireSpan(startsOn, endsOn);
    requireAbove0('input.factor', factor, 6, true);
    const { communityId } = await lockAssignment(assignmentId);
    await refuseOverlap(assignmentId, kind, startsOn, endsOn);
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.fee_rate_factor (id, community_id, assignment_id, kind, factor, starts_on, ends_on, state, reason,
         applied_by) VALUES ($1, $2, $3, $4, $5::numeric, $6, $7, 'APPLIED', $8, $9)`,
      [id, communityId, assignmentId, kind, factor, startsOn, endsOn, reason, context().actor.id],
    );
    return id;
  }

  /** `INVALID_TRANSITION` unless it waits for an inspection. */
  async inspect({ id, finding }: InspectFeeDiscountInput): Promise<void> {
    await lockDiscount(id, 'INSPECTED');
    await db().execute(
      `UPDATE atrium.fee_rate_factor SET state = 'INSPECTED', inspection = $2, inspected_by = $3, inspected_at = $4,
         version = version + 1, updated_at = now() WHERE id = $1`,
      [id, finding, context().actor.id, now()],
    );
  }

  async decide({ id, approve, note }: DecideFeeDiscountInput): Promise<void> {
    const state: DiscountState = approve ? 'APPROVED' : 'REJECTED';
    await lockDiscount(id, state);
    await db().execute(
      `UPDATE atrium.fee_rate_factor SET state = $2, decision = $3, decided_by = $4, decided_at = $5,
         version = version + 1, updated_at = now() WHERE id = $1`,
      [id, state, note || null, context().actor.id, now()],
    );
  }

  /** Ends it earlier; it never grows without a new application. */
  async end({ id, endsOn }: EndFeeDiscountInput): Promise<void> {
    const discount = await loadDiscount(id);
    requireSpan(discount.starts_on, endsOn);
    if (endsOn > discount.ends_on) {
      throw invalidField('input.endsOn', 'OUT_OF_RANGE', feeMessages.discountEnds, { until: discount.ends_on });
    }
    await db().execute(
      'UPDATE atrium.fee_rate_factor SET ends_on = $2, version = version + 1, updated_at = now() WHERE id = $1',
      [id, endsOn],
    );
  }
}

async function loadDiscount(id: string): Promise<StoredDiscount> {
  const [row] = await db().query<StoredDiscount>(
    `SELECT assignment_id, kind, state, starts_on::text, ends_on::text FROM atrium.fee_rate_factor WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!row) throw notFound('FeeDiscount');
  return row;
}

async function lockDiscount(id: string, to: DiscountState): Promise<void> {
  const { state } = await loadDiscount(id);
  const allowed = NEXT[state];
  if (allowed.includes(to)) return;
  throw new AtriumError('INVALID_TRANSITION', feeMessages.step, { params: { state }, extra: { allowed } });
}

/** Two of one kind at once would be multiplied by mistake. */
async function refuseOverlap(assignmentId: string, kind: string, startsOn: string, endsOn: string): Promise<void> {
  const [other] = await db().query<{ from: string }>(
    `SELECT starts_on::text AS "from" FROM atrium.fee_rate_factor WHERE assignment_id = $1 AND kind = $2
       AND state <> 'REJECTED' AND starts_on < $4::date AND ends_on > $3::date LIMIT 1`,
    [assignmentId, kind, startsOn, endsOn],
  );
  if (!other) return;
  throw invalidField('input.startsOn', 'SPANS_OVERLAP', feeMessages.overlap, { other: kind, from: other.from });
}
