import { conflict, db, Events, invalidField, newId, notFound, registerConstraint } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../calendar/local-date';
import { correctionMessages } from '../corrections/correction.messages';
import { OPEN, requireSpan } from '../days';
import { feeMessages } from '../fees.messages';
import { feeEvents } from '../fees.events';
import { postLateFees } from '../late-fee/post-late-fees';
import { Chart } from '../ledger/chart';
import { type LockedCharge, lockCharge } from '../payments/open-charges';
import { today } from '../today';
import type { EndFeeDisputeInput, OpenFeeDisputeInput } from './disputes.types';

registerConstraint('fee_dispute_days', feeMessages.empty, 'input.endsOn');

/** Disputes freeze the late fee of a charge. Entered late, they take back what accrued meanwhile, as far as it is due. */
@Injectable()
export class DisputesService {
  constructor(private readonly events: Events) {}

  /** Answers the dispute's UUID. `CONFLICT` while there is one on these days. */
  async open({ chargeId, startsOn, reason }: OpenFeeDisputeInput): Promise<string> {
    const from = notAfterToday(startsOn, 'input.startsOn');
    const charge = await lockCharge(chargeId);
    if (charge.voided) throw conflict(correctionMessages.voided);
    const [other] = await db().query<{ from: string }>(
      `SELECT starts_on::text AS "from" FROM atrium.fee_dispute WHERE charge_id = $1 AND ends_on > $2::date
       ORDER BY starts_on LIMIT 1`,
      [chargeId, from],
    );
    if (other) throw conflict(correctionMessages.disputed, { from: other.from });
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.fee_dispute (id, community_id, charge_id, starts_on, reason) VALUES ($1, $2, $3, $4, $5)`,
      [id, charge.community, chargeId, from, reason],
    );
    await refreshLateFee(charge);
    await this.events.emit(feeEvents.disputed, { ...of(charge), disputeId: id }, { aggregateId: chargeId });
    return id;
  }

  /** `CONFLICT` when it has ended. */
  async end({ id, endsOn, outcome }: EndFeeDisputeInput): Promise<void> {
    const to = notAfterToday(endsOn, 'input.endsOn');
    const [found] = await db().query<{ charge: string }>(
      'SELECT charge_id AS charge FROM atrium.fee_dispute WHERE id = $1',
      [id],
    );
    if (!found) throw notFound('FeeDispute');
    const charge = await lockCharge(found.charge);
    const [dispute] = await db().query<{ from: string; to: string }>(
      'SELECT starts_on::text AS "from", ends_on::text AS "to" FROM atrium.fee_dispute WHERE id = $1 FOR UPDATE',
      [id],
    );
    if (dispute!.to !== OPEN) throw conflict(correctionMessages.disputeEnded, { on: dispute!.to });
    requireSpan(dispute!.from, to);
    await db().execute(
      `UPDATE atrium.fee_dispute SET ends_on = $2, outcome = $3, version = version + 1, updated_at = now() WHERE id = $1`,
      [id, to, outcome],
    );
    await refreshLateFee(charge);
    await this.events.emit(feeEvents.disputeEnded, { ...of(charge), disputeId: id }, { aggregateId: charge.id });
  }
}

const of = ({ id, customer }: LockedCharge) => ({ chargeId: id, customerId: customer });

async function refreshLateFee(charge: LockedCharge): Promise<void> {
  const day = today();
  await postLateFees([charge], day, day, await Chart.load());
}

function notAfterToday(given: LocalDate | null | undefined, path: string): LocalDate {
  const day = today();
  if (given == null) return day;
  if (given > day) throw invalidField(path, 'IN_THE_FUTURE', correctionMessages.future, { today: day });
  return given;
}
