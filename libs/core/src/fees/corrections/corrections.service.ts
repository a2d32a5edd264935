import {
  AtriumError,
  conflict,
  context,
  currentTenant,
  db,
  Events,
  invalidField,
  newId,
  notFound,
  now,
  registerConstraint,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { LineDifference } from '../charge/correct-lines';
import { feeEvents } from '../fees.events';
import { postLateFees } from '../late-fee/post-late-fees';
import { Chart } from '../ledger/chart';
import { readMoney } from '../money';
import { type LockedCharge, lockCharge } from '../payments/open-charges';
import { today } from '../today';
import { correctionMessages } from './correction.messages';
import { NEEDS_AMOUNT, PARTS } from './correction.policy';
import type {
  CorrectionKind,
  CorrectionState,
  DecideChargeCorrectionInput,
  RecomputeChargeInput,
  RequestChargeCorrectionInput,
} from './correction.types';
import { postCorrection, type StoredCorrection } from './post-correction';
import { differenceOf } from './recompute';

registerConstraint('fee_correction_open', correctionMessages.open);
registerConstraint('fee_correction_two_people', correctionMessages.ownRequest);

interface NewCorrection {
  readonly kind: CorrectionKind;
  readonly component: string | null;
  readonly amount: bigint | null;
  readonly tax: bigint | null;
  readonly lines: readonly LineDifference[] | null;
  readonly reason: string;
}

/**
 * Corrections of charges, which themselves never change: asked for with a reason, posted when somebody else approves.
 * What there is to correct is looked at when it is posted, while the customer is locked.
 */
@Injectable()
export class CorrectionsService {
  constructor(private readonly events: Events) {}

  /** Answers the correction's UUID. `CONFLICT` for a charge that was voided, or while one of its kind waits. */
  async request({ chargeId, kind, component, amount, reason }: RequestChargeCorrectionInput): Promise<string> {
    const charge = await liveCharge(chargeId);
    const allowed = PARTS[kind];
    const part = component ?? allowed[0]!;
    if (!allowed.includes(part)) {
      const params = { allowed: allowed.filter((one) => one !== null).join(', ') };
      throw invalidField('input.component', 'NOT_ALLOWED', correctionMessages.component, params);
    }
    if (kind === 'VOID' && amount) throw invalidField('input.amount', 'NOT_ALLOWED', correctionMessages.noAmount);
    if (NEEDS_AMOUNT.has(kind) && !amount) {
      throw invalidField('input.amount', 'REQUIRED', correctionMessages.amountNeeded);
    }
    const minor = amount ? readMoney(amount, 'input.amount') : null;
    return insert(charge, { kind, component: part, amount: minor, tax: null, lines: null, reason });
  }

  /** The same for a fact that was found to be another: what the charge is short of, or above, is computed. */
  async recompute(input: RecomputeChargeInput): Promise<string> {
    const charge = await liveCharge(input.chargeId);
    const lines = await differenceOf(input);
    const sum = (of: (one: LineDifference) => bigint): bigint => lines.reduce((all, one) => all + of(one), 0n);
    const [by, tax] = [sum(({ amount }) => amount), sum((one) => one.tax)];
    if (by === 0n) throw conflict(correctionMessages.same);
    return insert(charge, {
      kind: by < 0n ? 'CREDIT' : 'DEBIT',
      component: 'PRINCIPAL',
      amount: by < 0n ? -by : by,
      tax,
      lines,
      reason: input.reason,
    });
  }

  /** Posts it, or not. `INVALID_TRANSITION` when it is decided; `CONFLICT` for who asked, or more than there is. */
  async decide({ id, approve, note }: DecideChargeCorrectionInput): Promise<void> {
    const [asked] = await db().query<StoredCorrection & { charge: string; state: CorrectionState; by: string | null }>(
      `SELECT id, charge_id AS charge, kind, component, amount::text, tax::text, currency, reason, state, requested_by AS by
       FROM atrium.fee_correction WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!asked) throw notFound('ChargeCorrection');
    const { actor } = context();
    if (asked.state !== 'REQUESTED') {
      throw new AtriumError('INVALID_TRANSITION', correctionMessages.decided, {
        params: { state: asked.state },
        extra: { allowed: [] },
      });
    }
    if (approve && asked.by === actor.id) throw conflict(correctionMessages.ownRequest);
    await db().execute(
      `UPDATE atrium.fee_correction SET state = $2, decided_by = $3, decided_at = $4, decision = $5, version = version + 1,
         updated_at = now() WHERE id = $1`,
      [id, approve ? 'APPROVED' : 'REJECTED', actor.id, now(), note || null],
    );
    if (approve) await this.carryOut(asked, asked.charge, actor.id);
  }

  private async carryOut(correction: StoredCorrection, chargeId: string, approverId: string | null): Promise<void> {
    let charge = await liveCharge(chargeId);
    const chart = await Chart.load();
    const bookedOn = today();
    // What is due by now is what is waived or given up.
    const fees = await postLateFees([charge], bookedOn, bookedOn, chart);
    if (fees.size > 0) charge = await lockCharge(chargeId);
    await postCorrection({ correction, charge, bookedOn, approverId, chart });
    const { id, kind } = correction;
    // Another amount from the beginning means another late fee.
    if (kind === 'CREDIT' || kind === 'DEBIT') {
      await postLateFees([await lockCharge(chargeId)], bookedOn, bookedOn, chart);
    }
    const of = { chargeId, customerId: charge.customer };
    await this.events.emit(feeEvents.corrected, { ...of, correctionId: id, kind }, { aggregateId: chargeId });
    if ((kind === 'CREDIT' || kind === 'WAIVER') && isSettled(await lockCharge(chargeId)) && !isSettled(charge)) {
      await this.events.emit(feeEvents.settled, of, { aggregateId: chargeId });
    }
  }
}

const isSettled = ({ principal, lateFee, costs }: LockedCharge): boolean =>
  BigInt(principal) + BigInt(lateFee) + BigInt(costs) === 0n;

async function liveCharge(id: string): Promise<LockedCharge> {
  const charge = await lockCharge(id);
  if (charge.voided) throw conflict(correctionMessages.voided);
  return charge;
}

async function insert(
  { id: chargeId, community, customer }: LockedCharge,
  { kind, component, amount, tax, lines, reason }: NewCorrection,
): Promise<string> {
  const id = newId();
  await db().execute(
    `INSERT INTO atrium.fee_correction (id, community_id, charge_id, customer_id, kind, component, amount, tax, currency, lines,
       reason, requested_by) VALUES ($1, $2, $3, $4, $5, $6, $7::bigint, $8::bigint, $9, $10::json, $11, $12)`,
    [
      id,
      community,
      chargeId,
      customer,
      kind,
      component,
      amount === null ? null : String(amount),
      tax === null ? null : String(tax),
      currentTenant().currency,
      lines && JSON.stringify(lines, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
      reason,
      context().actor.id,
    ],
  );
  return id;
}
