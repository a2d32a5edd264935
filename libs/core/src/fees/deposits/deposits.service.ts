import {
  AtriumError,
  context,
  currentTenant,
  db,
  defineMessages,
  invalidField,
  newId,
  notFound,
  now,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockCustomer } from '../../customers';
import { currencyOf, type Minor, minorText } from '../exact/money';
import { Ratio } from '../exact/ratio';
import { taxIn } from '../item/tax';
import { definitionOn, loadFeeItems } from '../items/stored-fee-item';
import { Chart, INCOME } from '../ledger/chart';
import { type NewPosting, postJournal } from '../ledger/post-journal';
import { readMoney } from '../money';
import { shiftFor } from '../shifts/shifts.service';
import { today } from '../today';
import { type DepositKind, type DepositState, type DepositStep, depositSteps } from './deposit.policy';
import type {
  ApplyForDepositInput,
  DeductFromDepositInput,
  InspectDepositInput,
  ReceiveDepositInput,
  RefundDepositInput,
} from './deposit.types';

const messages = defineMessages('deposit', {
  state: { en: 'The deposit is {state}.', 'zh-CN': '押金当前状态为 {state}。' },
  aboveHeld: { en: 'More than is held: {held}.', 'zh-CN': '超过押金余额 {held}。' },
  unit: { en: 'The unit is not of that community.', 'zh-CN': '该房屋不属于该项目。' },
});

interface StoredDeposit {
  readonly id: string;
  readonly community: string;
  readonly customer: string;
  readonly kind: DepositKind;
  readonly state: DepositState;
  readonly asked: string;
  readonly held: string;
  readonly currency: string;
}

/** Something that moves money of a deposit. */
interface Move {
  readonly entry: 'RECEIVED' | 'DEDUCTED' | 'REFUNDED';
  readonly amount: Minor;
  readonly method: string | null;
  readonly feeItemId: string | null;
  readonly reason: string | null;
  readonly posting: Pick<NewPosting, 'debit' | 'credit' | 'amount' | 'tax'>;
}

/** Deposits are liabilities: applied for, received, inspected, deducted from, given back. */
@Injectable()
export class DepositsService {
  /** Answers the deposit's UUID. */
  async apply({ customerId, communityId, unitId, kind, purpose, amount }: ApplyForDepositInput): Promise<string> {
    const asked = readMoney(amount, 'input.amount');
    const customer = await lockCustomer(customerId);
    await requirePlace(communityId, unitId ?? null);
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.fee_deposit (id, community_id, unit_id, customer_id, kind, purpose, asked, currency, state)
       VALUES ($1, $2, $3, $4, $5, $6, $7::bigint, $8, 'APPLIED')`,
      [id, communityId, unitId ?? null, customer.id, kind, purpose, String(asked), currentTenant().currency],
    );
    return id;
  }

  async receive({ id, method }: ReceiveDepositInput): Promise<void> {
    const deposit = await lockDeposit(id, 'RECEIVE');
    const chart = await Chart.load();
    const [debit, credit] = [await chart.id('CASH', { method }), await chart.id('DEPOSIT')];
    const amount = BigInt(deposit.asked);
    const posting = { debit, credit, amount };
    await move(deposit, { entry: 'RECEIVED', amount, method, feeItemId: null, reason: null, posting });
  }

  async inspect({ id, finding }: InspectDepositInput): Promise<void> {
    await lockDeposit(id, 'INSPECT');
    await db().execute(
      `UPDATE atrium.fee_deposit SET state = 'INSPECTED', inspection = $2, inspected_by = $3, inspected_at = $4,
         version = version + 1, updated_at = now() WHERE id = $1`,
      [id, finding, context().actor.id, now()],
    );
  }

  /** What is kept is income of a fee item, with the tax in it. */
  async deduct({ id, amount: given, feeItemId, reason }: DeductFromDepositInput): Promise<void> {
    const amount = readMoney(given, 'input.amount');
    const deposit = await lockDeposit(id, 'DEDUCT');
    requireHeld(amount, deposit);
    const item = (await loadFeeItems([feeItemId])).get(feeItemId);
    if (!item) throw notFound('FeeItem');
    const chart = await Chart.load();
    const tax = taxIn(amount, Ratio.from(definitionOn(item, today()).taxRate));
    if (tax !== 0n) await chart.id('TAX');
    const [debit, credit] = [await chart.id('DEPOSIT'), await chart.id(INCOME[item.belongsTo], { feeItemId })];
    const posting = { debit, credit, amount, tax };
    await move(deposit, { entry: 'DEDUCTED', amount, method: null, feeItemId, reason, posting });
  }

  async refund({ id, amount: given, method, reason }: RefundDepositInput): Promise<void> {
    const deposit = await lockDeposit(id, 'REFUND');
    const amount = given ? readMoney(given, 'input.amount') : BigInt(deposit.held);
    requireHeld(amount, deposit);
    const chart = await Chart.load();
    const [debit, credit] = [await chart.id('CASH', { method }), await chart.id('DEPOSIT')];
    const posting = { debit, credit, amount: -amount };
    await move(deposit, { entry: 'REFUNDED', amount, method, feeItemId: null, reason: reason || null, posting });
  }

  async cancel(id: string): Promise<void> {
    await lockDeposit(id, 'CANCEL');
    await db().execute(
      `UPDATE atrium.fee_deposit SET state = 'CANCELLED', version = version + 1, updated_at = now() WHERE id = $1`,
      [id],
    );
  }
}

async function lockDeposit(id: string, step: DepositStep): Promise<StoredDeposit> {
  const [row] = await db().query<StoredDeposit>(
    `SELECT id, community_id AS community, customer_id AS customer, kind, state, asked::text, held::text, currency
     FROM atrium.fee_deposit WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!row) throw notFound('Deposit');
  const allowed = depositSteps(row.kind, row.state);
  if (allowed.includes(step)) return row;
  throw new AtriumError('INVALID_TRANSITION', messages.state, { params: { state: row.state }, extra: { allowed } });
}

function requireHeld(amount: Minor, { held, currency }: StoredDeposit): void {
  if (amount <= BigInt(held)) return;
  const params = { held: minorText(BigInt(held), currencyOf(currency)) };
  throw invalidField('input.amount.amount', 'ABOVE_HELD', messages.aboveHeld, params);
}

async function requirePlace(communityId: string, unitId: string | null): Promise<void> {
  const communities = await db().query('SELECT FROM atrium.community WHERE id = $1', [communityId]);
  if (communities.length === 0) throw notFound('Community');
  if (unitId === null) return;
  const [unit] = await db().query<{ community: string }>(
    'SELECT community_id AS community FROM atrium.unit WHERE id = $1',
    [unitId],
  );
  if (!unit) throw notFound('Unit');
  if (unit.community !== communityId) throw invalidField('input.unitId', 'OTHER_COMMUNITY', messages.unit);
}

async function move(
  deposit: StoredDeposit,
  { entry, amount, method, feeItemId, reason, posting }: Move,
): Promise<void> {
  const { id, community, customer, currency, state } = deposit;
  const shiftId = method === null ? null : await shiftFor(method);
  const bookedOn = today();
  const held = BigInt(deposit.held) + (entry === 'RECEIVED' ? amount : -amount);
  await db().execute(
    `UPDATE atrium.fee_deposit SET held = $2::bigint, state = $3, version = version + 1, updated_at = now() WHERE id = $1`,
    [id, String(held), entry === 'RECEIVED' ? 'HELD' : held === 0n ? 'SETTLED' : state],
  );
  await db().execute(
    `INSERT INTO atrium.fee_deposit_entry (id, community_id, customer_id, deposit_id, kind, amount, currency, method,
       fee_item_id, reason, entered_on, entered_by, shift_id)
     VALUES ($1, $2, $3, $4, $5, $6::bigint, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[newId(), community, customer, id, entry, String(amount), currency, method, feeItemId, reason, bookedOn],
      ...[context().actor.id, shiftId],
    ],
  );
  await postJournal({ kind: 'DEPOSIT', bookedOn, sourceId: id, memo: reason }, [
    { communityId: community, customerId: customer, feeItemId, ...posting },
  ]);
}
