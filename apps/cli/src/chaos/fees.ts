import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from '../client/api-client';
import { newCompany } from '../bench/works/companies';
import { fillAssignments } from '../bench/works/fee-data';
import { verifyLedger } from '../commands/verify-ledger';
import { type Doomed, VICTIMS } from './doomed';
import type { Chaos } from './part';

/** Some batches of a run, so that it is killed in the middle of them. */
const ASSIGNMENTS = 3_000;
const PAYMENTS_AT_ONCE = 1_000;
/** Payments that are under way in each round, each of another customer; every second is given back in part. */
const PAYMENTS = 20;
/** Months are billed one after the other from here. */
const FIRST_YEAR = 2026;

interface Money {
  readonly amount: string;
  readonly currency: 'CNY';
}
const cny = (amount: string): Money => ({ amount, currency: 'CNY' });

/**
 * Billing runs, payments and refunds while API, worker and database are killed at random moments: each month is charged
 * as one clean run would have charged it, each payment and refund counts once, and the ledger balances.
 */
export async function feesUnderFire({ installation, doomed, rounds, random, tell }: Chaos): Promise<string[]> {
  const { api, tenantId } = await newCompany(doomed.anonymous, 'chaos');
  doomed.signIn(api);
  await fillAssignments(api, installation.database.adminUrl, tenantId, ASSIGNMENTS);
  const trial = new FeesTrial(doomed, tenantId);
  tell(`${PAYMENTS_AT_ONCE} payments at once on one charge of one customer`);
  let longest = await trial.bill('2026-01');
  const problems = await trial.payAtOnce();
  for (let round = 1; round <= rounds; round++) {
    const victim = VICTIMS[random.int(0, VICTIMS.length - 1)]!;
    const moment = random.int(0, Math.round(longest));
    const strike = pause(moment).then(() => doomed.strike(victim));
    const took = await trial.round(monthOf(round));
    await strike;
    longest = Math.max(longest, Math.min(took, longest * 2));
    const found = await trial.problems(monthOf(round));
    const differences = (await verifyLedger(installation.database.adminUrl)).map(({ problem }) => problem);
    tell(
      `round ${round}: ${victim} killed after ${moment} ms, ${found.length + differences.length === 0 ? 'all is there' : 'WRONG'}`,
    );
    problems.push(...found, ...differences);
  }
  return problems;
}

const monthOf = (round: number): string =>
  `${FIRST_YEAR + Math.floor(round / 12)}-${String((round % 12) + 1).padStart(2, '0')}`;

class FeesTrial {
  private readonly customers: Promise<string[]>;
  /** Payments that were asked for, by their reference, with what was given back. */
  private readonly asked = new Map<string, string>();
  private next = 0;

  constructor(
    private readonly doomed: Doomed,
    private readonly tenantId: string,
  ) {
    this.customers = this.doomed
      .call<{ customers: { nodes: { id: string }[] } }>('{ customers(first: 200) { nodes { id } } }')
      .then(({ customers }) => customers.nodes.map(({ id }) => id));
  }

  /** Bills a month; answers how long it took in milliseconds. */
  async bill(month: string): Promise<number> {
    const began = performance.now();
    const { run } = (
      await this.doomed.call<{ previewBillingRun: { run: { id: string } } }>(
        'mutation ($input: PreviewBillingRunInput!) { previewBillingRun(input: $input) { run { id } } }',
        { input: { month, billedOn: `${month}-01`, idempotencyKey: `preview-${month}` } },
      )
    ).previewBillingRun;
    await this.doomed
      .call('mutation ($input: BillingRunInput!) { commitBillingRun(input: $input) { run { id } } }', {
        input: { id: run.id },
      })
      .catch((error: unknown) => {
        // It was committed, and the answer was lost with who gave it.
        if (!(error instanceof ApiError && error.code === 'INVALID_TRANSITION')) throw error;
      });
    const ended = await this.doomed.settle(async () => {
      const { billingRun } = await this.doomed.call<{ billingRun: { state: string } }>(
        'query ($id: ID!) { billingRun(id: $id) { state } }',
        { id: run.id },
      );
      return billingRun.state === 'SUCCEEDED' || billingRun.state === 'FAILED';
    });
    if (!ended) throw new Error(`The run of ${month} did not end`);
    return performance.now() - began;
  }

  /** Many payments of one customer at the same moment. */
  async payAtOnce(): Promise<string[]> {
    const customerId = (await this.customers)[0]!;
    await Promise.all(Array.from({ length: PAYMENTS_AT_ONCE }, () => this.pay(customerId, '0.50')));
    return this.paymentProblems();
  }

  /** A billing run with payments and refunds beside it; answers how long the run took in milliseconds. */
  async round(month: string): Promise<number> {
    const customers = await this.customers;
    const payments = Array.from({ length: PAYMENTS }, async () => {
      const refund = this.next % 2 === 1;
      const customerId = customers[1 + (this.next % (customers.length - 1))]!;
      const { id, reference } = await this.pay(customerId, '10.00');
      if (!refund) return;
      this.asked.set(reference, '4.00');
      const input = { paymentId: id, amount: cny('4.00'), reason: '多收', idempotencyKey: `refund-${reference}` };
      await this.doomed.call('mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { __typename } }', {
        input,
      });
    });
    const [took] = await Promise.all([this.bill(month), ...payments]);
    return took;
  }

  private async pay(customerId: string, amount: string): Promise<{ id: string; reference: string }> {
    const reference = `P${++this.next}`;
    this.asked.set(reference, '0.00');
    const input = { customerId, amount: cny(amount), method: 'BANK_TRANSFER', reference, idempotencyKey: reference };
    const { recordPayment } = await this.doomed.call<{ recordPayment: { payment: { id: string } } }>(
      'mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { payment { id } } }',
      { input },
    );
    return { id: recordPayment.payment.id, reference };
  }

  /** What is not as a clean run would have left it, counted past the application. */
  async problems(month: string): Promise<string[]> {
    const [row] = await this.doomed.sql<Record<string, string>>(
      `SELECT count(*) AS charges, count(DISTINCT c.assignment_id) AS assignments,
         coalesce(sum(c.amount), 0) AS amount, (SELECT sum(round(u.gross_area * 2.80, 2) * 100)::bigint FROM atrium.unit u
           WHERE u.tenant_id = $1) AS expected,
         (SELECT string_agg(concat_ws(' ', r.state, r.charges, r.done), ', ') FROM atrium.billing_run r
           WHERE r.tenant_id = $1 AND r.month = $2::date) AS run
       FROM atrium.fee_charge c WHERE c.tenant_id = $1 AND c.starts_on = $2::date`,
      [this.tenantId, `${month}-01`],
    );
    const { charges, assignments, amount, expected, run } = row!;
    const all = String(ASSIGNMENTS);
    return [
      ...(charges === all && assignments === all ? [] : [`${month}: ${charges} charges of ${assignments} assignments`]),
      ...(amount === expected ? [] : [`${month}: ${amount} was charged, ${expected} was expected`]),
      ...(run === `SUCCEEDED ${all} ${all}` ? [] : [`${month}: the run says ${run}`]),
      ...(await this.paymentProblems()),
    ];
  }

  private async paymentProblems(): Promise<string[]> {
    const rows = await this.doomed.sql<{ reference: string; returned: string; count: string }>(
      `SELECT p.reference, to_char(sum(p.returned) / 100.0, 'FM990.00') AS returned, count(*) AS count
       FROM atrium.fee_payment p WHERE p.tenant_id = $1 GROUP BY 1`,
      [this.tenantId],
    );
    const found = new Map(rows.map((row) => [row.reference, row]));
    const wrong = [...this.asked].filter(([reference, returned]) => {
      const row = found.get(reference);
      return row?.count !== '1' || row.returned !== returned;
    });
    return [
      ...(found.size === this.asked.size
        ? []
        : [`${this.asked.size} payments were asked for, ${found.size} are there`]),
      ...wrong.map(
        ([reference, returned]) =>
          `payment ${reference}, ${returned} given back: ${JSON.stringify(found.get(reference))}`,
      ),
    ];
  }
}
