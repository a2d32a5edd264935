import {
  currentTenant,
  db,
  type ImportKind,
  ImportKindProvider,
  type ImportValues,
  type ParsedRow,
  type RowOutcome,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { currencyOf, type Minor, minorText } from '../exact/money';
import { openChargesOf } from '../payments/open-charges';
import { PaymentsService } from '../payments/payments.service';
import { today } from '../today';
import { amountOf, failed, findCustomers, findUnits, isGood, ItemsByWord, type Step, stepsOf } from './import-rows';
import { importMessages } from './import.messages';
import { type PaymentFields, paymentImport } from './payment.fields';

type Name = Extract<keyof PaymentFields, string>;
type Values = ImportValues<PaymentFields>;
type PaymentStep = Step<Values, Name>;

interface Checked {
  readonly customerId: string;
  readonly amount: Minor;
  readonly feeItemId: string | null;
}

/** Each payment goes through the use case of the API: late fees, allocation and shifts are those of every payment. */
@ImportKindProvider(paymentImport)
@Injectable()
export class PaymentImport implements ImportKind<PaymentFields> {
  constructor(private readonly payments: PaymentsService) {}

  async applyBatch(rows: readonly ParsedRow<PaymentFields>[]): Promise<readonly RowOutcome<Name>[]> {
    const steps = stepsOf<Values, Name>(rows);
    await findUnits(steps, false);
    const checked = await check(steps.filter(isGood));
    const known = await paymentsOf(steps.flatMap(({ values }) => values.reference ?? []));
    const outcomes: RowOutcome<Name>[] = [];
    for (const step of steps) {
      const there = known.get(step.values.reference!);
      const { number, values } = step;
      if (isGood(step) && there) {
        const given = [checked.get(step)!.customerId, String(checked.get(step)!.amount), values.receivedOn].join(' ');
        if (there === given) outcomes.push({ number, outcome: 'UNCHANGED' });
        else step.problems.push({ field: 'reference', code: 'IN_THE_BOOKS', message: importMessages.booked });
      }
      if (!isGood(step)) outcomes.push(failed(step));
      else if (!there) outcomes.push(await this.record(step, checked.get(step)!));
    }
    return outcomes;
  }

  private async record(
    { number, values, communityId }: PaymentStep,
    { customerId, amount, feeItemId }: Checked,
  ): Promise<RowOutcome<Name>> {
    const { currency } = currentTenant();
    const open = feeItemId === null ? [] : await openChargesOf([customerId]);
    await this.payments.record({
      ...{
        customerId,
        communityId,
        method: values.method!,
        receivedOn: values.receivedOn!,
        reference: values.reference!,
      },
      amount: { amount: minorText(amount, currencyOf(currency)), currency },
      designated: open
        .filter(({ item }) => item === feeItemId)
        .toSorted((a, b) => (a.due < b.due ? -1 : 1))
        .slice(0, MOST_DESIGNATED)
        .map(({ id }) => ({ chargeId: id })),
      ...{ restForItemId: feeItemId, note: values.note ?? null },
    });
    return { number, outcome: 'CREATED' };
  }
}

/** As many charges as a payment of the API names. */
const MOST_DESIGNATED = 200;

async function check(steps: readonly PaymentStep[]): Promise<Map<PaymentStep, Checked>> {
  const customers = await findCustomers(steps);
  const words = await ItemsByWord.load();
  const day = today();
  const checked = new Map<PaymentStep, Checked>();
  for (const step of steps) {
    const { values, problems } = step;
    const amount = amountOf<Name>('amount', values.amount!);
    if (typeof amount === 'object') problems.push(amount);
    const item = values.feeItem == null ? null : words.answer(values.feeItem);
    if (item !== null && typeof item === 'object') problems.push(item);
    if (values.receivedOn! > day) {
      const params = { today: day };
      problems.push({ field: 'receivedOn', code: 'IN_THE_FUTURE', message: importMessages.future, params });
    }
    const customerId = customers.get(step);
    if (problems.length > 0 || customerId === undefined) continue;
    checked.set(step, { customerId, amount: amount as Minor, feeItemId: item as string | null });
  }
  return checked;
}

/** Payments that are there, by reference: whose, how much, and when. */
async function paymentsOf(references: readonly string[]): Promise<Map<string, string>> {
  const rows = await db().query<{ reference: string; customer: string; amount: string; day: string }>(
    `SELECT p.reference, coalesce(c.merged_into_id, c.id) AS customer, p.amount::text, p.received_on::text AS day
     FROM atrium.fee_payment p JOIN atrium.customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id
     WHERE p.reference = ANY ($1::text[])`,
    [references],
  );
  return new Map(rows.map(({ reference, customer, amount, day }) => [reference, [customer, amount, day].join(' ')]));
}
