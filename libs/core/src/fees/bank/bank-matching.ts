import { AtriumError, currentTenant, db, notFound, requireWholeCompany, staleVersion } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { nameKey } from '../../customers';
import { currencyOf, minorText } from '../exact/money';
import { lateFeesDue } from '../late-fee/post-late-fees';
import { openChargesOf } from '../payments/open-charges';
import { PaymentsService } from '../payments/payments.service';
import { type BankLine, onlyPayer, type Payer, wordsOf } from './bank-line';
import { bankMessages } from './bank.messages';
import type { IgnoreBankLineInput, MatchBankLineInput } from './bank.types';

type MatchedBy = 'REFERENCE' | 'CODE' | 'PAYER' | 'STAFF';

/** Most customers of one name, or with one amount, that are looked at. */
const MOST = 50;

const INSERT = `INSERT INTO atrium.fee_bank_line (id, account, reference, booked_on, amount, currency, payer_name,
    payer_account, remark, state, community_id, customer_id, payment_id, matched_by)
  VALUES ($1, $2, $3, $4::date, $5::bigint, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

/**
 * Says whose money came in. Certain are: a payment that has the bank's reference already; a customer's code in the remark; a
 * payer of a customer's name whose amount is what that one customer owes. Everything else waits for somebody.
 */
@Injectable()
export class BankMatching {
  constructor(private readonly payments: PaymentsService) {}

  /** Notes a new line; answers whether it is matched. */
  async take(line: BankLine): Promise<boolean> {
    const there = await paymentOf(line);
    const found = there ?? (await this.recordCertain(line));
    const { account, reference, bookedOn, amount, currency, payerName, payerAccount, remark } = line;
    await db().execute({ name: 'fee_bank_line', text: INSERT }, [
      ...[line.id, account, reference, bookedOn, String(amount), currency, payerName, payerAccount, remark],
      ...[found ? 'MATCHED' : 'WAITING', found?.community ?? null, found?.customer ?? null, found?.payment ?? null],
      found?.by ?? null,
    ]);
    return found !== null;
  }

  /** Records the payment of a line that waits, as somebody decides. `INVALID_TRANSITION` for one that does not. */
  async match({ id, version, customerId, designated }: MatchBankLineInput): Promise<void> {
    const line = await lockLine(id, version);
    const payment = await this.record(line, customerId, designated);
    await settle(id, payment, 'STAFF');
  }

  /** It is no payment of a customer. */
  async ignore({ id, version, reason }: IgnoreBankLineInput): Promise<void> {
    await lockLine(id, version);
    await db().execute(
      `UPDATE atrium.fee_bank_line SET state = 'IGNORED', reason = $2, version = version + 1, updated_at = now() WHERE id = $1`,
      [id, reason],
    );
  }

  private async recordCertain(line: BankLine): Promise<Found | null> {
    const byCode = await customersByCode(line);
    const by = byCode.length > 0 ? 'CODE' : 'PAYER';
    const ids = byCode.length > 0 ? byCode : await customersByName(line);
    const payers = await payersOf(ids, line.bookedOn);
    // A code that is written down names its customer, whatever the amount.
    const payer = by === 'CODE' && payers.length === 1 ? payers[0]! : onlyPayer(line.amount, payers);
    if (!payer) return null;
    return { ...(await this.record(line, payer.customerId)), by };
  }

  private async record(
    { reference, account, amount, bookedOn, remark }: BankLine,
    customerId: string,
    designated: MatchBankLineInput['designated'] = null,
  ): Promise<Omit<Found, 'by'>> {
    const { currency } = currentTenant();
    const payment = await this.payments.record({
      ...{ customerId, method: 'BANK_TRANSFER', receivedOn: bookedOn, note: remark, designated },
      amount: { amount: minorText(amount, currencyOf(currency)), currency },
      reference: [account, reference].filter((part) => part !== '').join(' '),
    });
    const [row] = await db().query<Omit<Found, 'by'>>(
      'SELECT id AS payment, community_id AS community, customer_id AS customer FROM atrium.fee_payment WHERE id = $1',
      [payment],
    );
    return row!;
  }
}

interface Found {
  readonly payment: string;
  readonly community: string;
  readonly customer: string;
  readonly by: MatchedBy;
}

/** The payment that this line is, where a cashier or a gateway has entered it: the same reference and amount. */
async function paymentOf({ reference, account, amount }: BankLine): Promise<Found | null> {
  const [row] = await db().query<Omit<Found, 'by'>>(
    `SELECT p.id AS payment, p.community_id AS community, p.customer_id AS customer FROM atrium.fee_payment p
     WHERE p.reference = ANY ($1::text[]) AND p.amount = $2::bigint
       AND NOT EXISTS (SELECT FROM atrium.fee_bank_line l WHERE l.payment_id = p.id) LIMIT 1`,
    [[reference, `${account} ${reference}`], String(amount)],
  );
  return row ? { ...row, by: 'REFERENCE' } : null;
}

const SURVIVOR = 'coalesce(c.merged_into_id, c.id)';

async function customersByCode({ remark }: BankLine): Promise<string[]> {
  const words = remark === null ? [] : wordsOf(remark);
  if (words.length === 0) return [];
  const rows = await db().query<{ id: string }>(
    `SELECT DISTINCT ${SURVIVOR} AS id FROM atrium.customer c WHERE c.code = ANY ($1::text[])
     UNION SELECT ${SURVIVOR} FROM atrium.customer c WHERE c.external_id = ANY ($1::text[])`,
    [words],
  );
  return rows.map(({ id }) => id);
}

async function customersByName({ payerName }: BankLine): Promise<string[]> {
  if (payerName === null) return [];
  const rows = await db().query<{ id: string }>(
    `SELECT DISTINCT ${SURVIVOR} AS id FROM atrium.customer c WHERE c.name_key = $1 LIMIT ${String(MOST)}`,
    [nameKey(payerName)],
  );
  return rows.map(({ id }) => id);
}

/** What customers owe as of a day, late fees included. */
export async function payersOf(customerIds: readonly string[], day: string): Promise<Payer[]> {
  const payers: Payer[] = [];
  for (const customerId of customerIds) {
    const open = await openChargesOf([customerId]);
    const fees = await lateFeesDue(open, day);
    const owed = open
      .toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.id < b.id ? -1 : 1))
      .map((one) => BigInt(one.principal) + BigInt(one.lateFee) + BigInt(one.costs) + (fees.get(one.id) ?? 0n));
    payers.push({ customerId, owed });
  }
  return payers;
}

/** Customers whom a line that waits can be of: of the payer's name, or who owe just what came in. */
export async function candidatesOf(id: string): Promise<{ line: BankLine; payers: Payer[] }> {
  requireWholeCompany();
  const line = await lineOf(id);
  const sameAmount = await db().query<{ id: string }>(
    `SELECT customer_id AS id FROM atrium.fee_charge WHERE principal_due + late_fee_due + costs_due > 0 AND voided_at IS NULL
     GROUP BY customer_id HAVING sum(principal_due + late_fee_due + costs_due) = $1::bigint LIMIT ${String(MOST)}`,
    [String(line.amount)],
  );
  const ids = [...new Set([...(await customersByName(line)), ...sameAmount.map((one) => one.id)])];
  return { line, payers: await payersOf(ids, line.bookedOn) };
}

type Stored = Omit<BankLine, 'amount'> & { readonly amount: string; readonly state: string; readonly version: number };

const COLUMNS = `id, account, reference, booked_on::text AS "bookedOn", amount::text, currency, payer_name AS "payerName",
  payer_account AS "payerAccount", remark, state, version`;

async function lineOf(id: string, lock = ''): Promise<BankLine & Pick<Stored, 'state' | 'version'>> {
  const [row] = await db().query<Stored>(`SELECT ${COLUMNS} FROM atrium.fee_bank_line WHERE id = $1 ${lock}`, [id]);
  if (!row) throw notFound('BankLine');
  return { ...row, amount: BigInt(row.amount) };
}

async function lockLine(id: string, version: number): Promise<BankLine> {
  requireWholeCompany();
  const line = await lineOf(id, 'FOR UPDATE');
  if (line.version !== version) throw staleVersion(version, line.version);
  if (line.state !== 'WAITING') {
    throw new AtriumError('INVALID_TRANSITION', bankMessages.settled, {
      params: { state: line.state },
      extra: { allowed: [] },
    });
  }
  return line;
}

const settle = (id: string, { payment, community, customer }: Omit<Found, 'by'>, by: MatchedBy): Promise<number> =>
  db().execute(
    `UPDATE atrium.fee_bank_line SET state = 'MATCHED', payment_id = $2, community_id = $3, customer_id = $4, matched_by = $5,
       version = version + 1, updated_at = now() WHERE id = $1`,
    [id, payment, community, customer, by],
  );
