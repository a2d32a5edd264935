import {
  conflict,
  context,
  currentTenant,
  db,
  invalidField,
  newId,
  notFound,
  now,
  registerConstraint,
  staleVersion,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { currencyOf, type Minor, minorText } from '../exact/money';
import { Chart } from '../ledger/chart';
import { postJournal } from '../ledger/post-journal';
import { readMoneyFrom0 } from '../money';
import { feeRules } from '../settings/fee-settings';
import { today } from '../today';
import { shiftMessages } from './shift.messages';
import type { CloseCashierShiftInput, OpenCashierShiftInput, ShiftState } from './shift.types';

registerConstraint('fee_shift_open', shiftMessages.open);
registerConstraint('fee_shift_follows_key', shiftMessages.state);

interface StoredShift {
  readonly id: string;
  readonly community: string;
  readonly cashier: string;
  readonly state: ShiftState;
  readonly opening: string;
  readonly counted: string | null;
  readonly currency: string;
  readonly version: number;
}

const SELECT = `SELECT id, community_id AS community, cashier_id AS cashier, state, opening::text, counted::text, currency, version
  FROM atrium.fee_shift`;

/** Shifts of cashiers: opened with a float, closed with a count, handed over to the next. */
@Injectable()
export class ShiftsService {
  /** Answers the shift's UUID. `CONFLICT` while the caller has an open one. */
  async open({ communityId, opening, takesOverId }: OpenCashierShiftInput): Promise<string> {
    const amount = readMoneyFrom0(opening, 'input.opening');
    const cashier = cashierId();
    if (takesOverId) await this.takeOver(takesOverId, cashier, amount);
    const id = newId();
    const made = await db().execute(
      `INSERT INTO atrium.fee_shift (id, community_id, cashier_id, opening, currency, follows_id)
       SELECT $1, c.id, $3, $4::bigint, $5, $6::uuid FROM atrium.community c WHERE c.id = $2`,
      [id, communityId, cashier, String(amount), currentTenant().currency, takesOverId ?? null],
    );
    if (made === 0) throw notFound('Community');
    return id;
  }

  /** What differs from what there should be is posted, with the reason. */
  async close({ id, version, counted, note }: CloseCashierShiftInput): Promise<void> {
    const amount = readMoneyFrom0(counted, 'input.counted');
    const shift = await lockShift(id);
    if (shift.cashier !== cashierId()) throw conflict(shiftMessages.notYours);
    if (shift.state !== 'OPEN') throw conflict(shiftMessages.state, { state: shift.state });
    if (shift.version !== version) throw staleVersion(version, shift.version);
    const expected = BigInt(shift.opening) + (await cashOf(id));
    const difference = amount - expected;
    if (difference !== 0n && !note) {
      const params = { expected: minorText(expected, currencyOf(shift.currency)) };
      throw invalidField('input.note', 'REQUIRED', shiftMessages.difference, params);
    }
    await db().execute(
      `UPDATE atrium.fee_shift SET state = 'CLOSED', closed_at = $2, expected = $3::bigint, counted = $4::bigint, note = $5,
         version = version + 1, updated_at = now() WHERE id = $1`,
      [id, now(), String(expected), String(amount), note || null],
    );
    if (difference === 0n) return;
    const chart = await Chart.load();
    const [debit, credit] = [await chart.id('CASH', { method: 'CASH' }), await chart.id('ROUNDING')];
    await postJournal({ kind: 'TRANSFER', bookedOn: today(), sourceId: id, memo: note! }, [
      { communityId: shift.community, debit, credit, amount: difference },
    ]);
  }

  private async takeOver(id: string, cashier: string, opening: Minor): Promise<void> {
    const shift = await lockShift(id);
    if (shift.cashier === cashier) throw conflict(shiftMessages.own);
    if (shift.state !== 'CLOSED') throw conflict(shiftMessages.state, { state: shift.state });
    if (BigInt(shift.counted!) !== opening) {
      const params = { counted: minorText(BigInt(shift.counted!), currencyOf(shift.currency)) };
      throw invalidField('input.opening', 'NOT_AS_COUNTED', shiftMessages.handedOver, params);
    }
    await db().execute(
      `UPDATE atrium.fee_shift SET state = 'HANDED_OVER', version = version + 1, updated_at = now() WHERE id = $1`,
      [id],
    );
  }
}

/**
 * The open shift that cash of this transaction belongs to; null for what is no cash. Whoever closes it waits, so that the
 * count is of all that was taken. `CONFLICT` where the company wants a shift and the caller has none.
 */
export async function shiftFor(method: string): Promise<string | null> {
  if (method !== 'CASH') return null;
  const { actor } = context();
  const [shift] = actor.id
    ? await db().query<{ id: string }>(
        `SELECT id FROM atrium.fee_shift WHERE cashier_id = $1 AND state = 'OPEN' FOR SHARE`,
        [actor.id],
      )
    : [];
  if (shift) return shift.id;
  if ((await feeRules()).cashNeedsShift) throw conflict(shiftMessages.needed);
  return null;
}

function cashierId(): string {
  const { actor } = context();
  if (!actor.id) throw conflict(shiftMessages.notYours);
  return actor.id;
}

async function lockShift(id: string): Promise<StoredShift> {
  const [row] = await db().query<StoredShift>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]);
  if (!row) throw notFound('CashierShift');
  return row;
}

/** Cash that came in less what went out. */
async function cashOf(id: string): Promise<Minor> {
  const [row] = await db().query<{ cash: string }>(
    `SELECT (SELECT coalesce(sum(p.amount), 0) FROM atrium.fee_payment p WHERE p.shift_id = $1)
       - (SELECT coalesce(sum(r.amount), 0) FROM atrium.fee_refund r WHERE r.shift_id = $1)
       + (SELECT coalesce(sum(CASE e.kind WHEN 'RECEIVED' THEN e.amount ELSE -e.amount END), 0)
          FROM atrium.fee_deposit_entry e WHERE e.shift_id = $1) AS cash`,
    [id],
  );
  return BigInt(row!.cash);
}
