import {
  db,
  type ImportKind,
  ImportKindProvider,
  type ImportValues,
  newId,
  type ParsedRow,
  type RowOutcome,
  type RowProblem,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { addDays } from '../calendar/local-date';
import { monthOf } from '../calendar/month';
import { today } from '../today';
import {
  amountOf,
  closedDays,
  failed,
  findCustomers,
  findUnits,
  isGood,
  ItemsByWord,
  type Step,
  stepsOf,
} from './import-rows';
import { importMessages } from './import.messages';
import type { Opening } from './opening';
import { type OpeningFields, openingImport, type OpeningKind } from './opening.fields';
import { postOpenings } from './post-openings';

type Name = Extract<keyof OpeningFields, string>;
type Values = ImportValues<OpeningFields>;
type OpeningStep = Step<Values, Name>;

interface Stored {
  readonly key: string;
  readonly kind: string;
  readonly customer: string;
  readonly item: string | null;
  readonly amount: string;
  readonly lateFee: string;
  readonly due: string | null;
  readonly asOf: string;
}

/**
 * Enters what customers owed and had prepaid elsewhere. Each has a key: one that comes again is left as it is, and one
 * that is in the books with another amount is refused, because entries never change.
 */
@ImportKindProvider(openingImport)
@Injectable()
export class OpeningImport implements ImportKind<OpeningFields> {
  async applyBatch(rows: readonly ParsedRow<OpeningFields>[]): Promise<readonly RowOutcome<Name>[]> {
    const steps = stepsOf<Values, Name>(rows);
    await findUnits(steps, true);
    const given = await openingsOf(steps.filter(isGood));
    const stored = new Map((await storedOf([...given.values()].map(({ key }) => key))).map((one) => [one.key, one]));
    const made = new Map<string, Opening>();
    const outcomes = new Map<OpeningStep, RowOutcome<Name>['outcome']>();
    for (const [step, opening] of given) {
      const known = stored.get(opening.key) ?? (made.has(opening.key) ? asStored(made.get(opening.key)!) : undefined);
      if (!known) made.set(opening.key, opening);
      else if (!isSame(known, asStored(opening))) {
        step.problems.push({ field: 'amount', code: 'IN_THE_BOOKS', message: importMessages.booked });
      }
      outcomes.set(step, known ? 'UNCHANGED' : 'CREATED');
    }
    await postOpenings([...made.values()]);
    return steps.map((step) => (isGood(step) ? { number: step.number, outcome: outcomes.get(step)! } : failed(step)));
  }
}

/** What good rows say; those that cannot be have a problem afterwards. */
async function openingsOf(steps: readonly OpeningStep[]): Promise<Map<OpeningStep, Opening>> {
  const customers = await findCustomers(steps);
  const words = await ItemsByWord.load();
  const day = today();
  const closed = await closedDays(steps.map(({ values }) => values.asOf ?? day));
  const made = new Map<OpeningStep, Opening>();
  for (const step of steps) {
    const { values, problems } = step;
    const kind = values.kind ?? 'DEBT';
    const asOf = values.asOf ?? day;
    const amount = take(amountOf('amount', values.amount!), problems);
    const lateFee = values.lateFee == null ? 0n : take(amountOf('lateFee', values.lateFee, true), problems);
    const item = values.feeItem == null ? null : take(words.answer(values.feeItem), problems);
    if (asOf > day) {
      problems.push({ field: 'asOf', code: 'IN_THE_FUTURE', message: importMessages.future, params: { today: day } });
    } else if (closed.has(asOf)) {
      problems.push({
        field: 'asOf',
        code: 'MONTH_CLOSED',
        message: importMessages.monthClosed,
        params: { day: asOf },
      });
    }
    problems.push(...kindProblems(values, kind));
    const customerId = customers.get(step);
    if (problems.length > 0 || customerId === undefined || amount === null || lateFee === null) continue;
    const debt = kind === 'DEBT' ? { chargeId: newId(), dueOn: values.dueOn!, ...periodOf(values) } : null;
    const key =
      values.externalId == null
        ? `=${JSON.stringify([kind, customerId, step.unitId, item, debt?.dueOn ?? null, debt?.from ?? null])}`
        : `#${values.externalId}`;
    const of = { communityId: step.communityId!, unitId: step.unitId, customerId, feeItemId: item };
    made.set(step, { id: newId(), key, kind, ...of, debt, amount, lateFee, asOf });
  }
  return made;
}

function take<T extends string | bigint>(value: T | RowProblem<Name>, problems: RowProblem<Name>[]): T | null {
  if (typeof value !== 'object') return value;
  problems.push(value);
  return null;
}

function kindProblems({ feeItem, dueOn, startsOn, lastDay, lateFee }: Values, kind: OpeningKind): RowProblem<Name>[] {
  if (kind === 'PREPAID') {
    const field = dueOn != null ? 'dueOn' : lateFee != null ? 'lateFee' : null;
    return field ? [{ field, code: 'NOT_ALLOWED', message: importMessages.dueOnPrepaid }] : [];
  }
  const problems: RowProblem<Name>[] = [];
  if (feeItem == null) problems.push({ field: 'feeItem', code: 'REQUIRED', message: importMessages.itemNeeded });
  if (dueOn == null) problems.push({ field: 'dueOn', code: 'REQUIRED', message: importMessages.dueOnNeeded });
  if (startsOn != null && lastDay != null && lastDay < startsOn) {
    problems.push({ field: 'lastDay', code: 'ENDS_BEFORE_START', message: importMessages.lastDayBefore });
  }
  return problems;
}

/** The days a debt is for; the month of its due day, or of the day that is given, where the file does not say. */
function periodOf({ startsOn, lastDay, dueOn }: Values): { from: string; to: string } {
  const from = startsOn ?? (lastDay == null ? monthOf(dueOn!).from : monthOf(lastDay).from);
  return { from, to: lastDay == null ? monthOf(from).to : addDays(lastDay, 1n) };
}

const storedOf = (keys: readonly string[]): Promise<Stored[]> =>
  db().query<Stored>(
    `SELECT key, kind, customer_id AS customer, fee_item_id AS item, amount::text, late_fee::text AS "lateFee",
       due_on::text AS due, as_of::text AS "asOf" FROM atrium.fee_opening_balance WHERE key = ANY ($1::text[])`,
    [keys],
  );

const asStored = ({ key, kind, customerId, feeItemId, amount, lateFee, debt, asOf }: Opening): Stored => ({
  ...{ key, kind, customer: customerId, item: feeItemId, amount: String(amount), lateFee: String(lateFee) },
  ...{ due: debt?.dueOn ?? null, asOf },
});

/** Money, debtor and due day; on which day it came in, a file that comes again need not say. */
const isSame = (a: Stored, b: Stored): boolean =>
  (['kind', 'customer', 'item', 'amount', 'lateFee', 'due'] as const).every((name) => a[name] === b[name]);
