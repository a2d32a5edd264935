import { currentTenant, db, foldText, type ParsedRow, type RowOutcome, type RowProblem } from '@atrium/sdk';
import { KnownCustomers, placeProblem, UnitFinder } from '../../customers';
import { currencyOf, type Minor, minorOf } from '../exact/money';
import { moneyMessages } from '../money.messages';
import { today } from '../today';
import { placeOf, type placeFields, type whoFields, whoOf } from './common.fields';
import type { ImportValues } from '@atrium/sdk';
import { importMessages } from './import.messages';

/** A row on its way through its batch: what was found of it, and what is wrong. */
export interface Step<V, N extends string> {
  readonly number: number;
  readonly values: V;
  readonly problems: RowProblem<N>[];
  unitId: string | null;
  communityId: string | null;
}

export const stepsOf = <V, N extends string>(
  rows: readonly (Pick<ParsedRow, 'number'> & { readonly values: V })[],
): Step<V, N>[] =>
  rows.map(({ number, values }) => ({ number, values, problems: [], unitId: null, communityId: null }));

export const isGood = ({ problems }: { readonly problems: readonly unknown[] }): boolean => problems.length === 0;

/** What came of a row that is wrong. */
export const failed = <N extends string>({ number, problems }: Step<unknown, N>): RowOutcome<N> => ({
  number,
  outcome: 'ERROR',
  problems,
});

/** Finds the units that rows name; those that must name one and do not have a problem. */
export async function findUnits<N extends string>(
  steps: readonly Step<ImportValues<typeof placeFields>, N>[],
  isNeeded: boolean,
): Promise<void> {
  const places = new Map(steps.map((step) => [step, placeOf(step.values)]));
  const finder = await UnitFinder.known([...places.values()].flatMap((place) => place ?? []));
  for (const [step, place] of places) {
    const note = (problem: RowProblem): void => void step.problems.push(problem as RowProblem<N>);
    if (!place) {
      if (isNeeded) note({ field: 'unit', code: 'REQUIRED', message: importMessages.unitNeeded });
      continue;
    }
    const unclear = placeProblem(place);
    const answer = unclear ? { problem: unclear } : finder.answer(place);
    if ('problem' in answer) note(answer.problem);
    else [step.unitId, step.communityId] = [answer.unit.id, answer.unit.communityId];
  }
}

/** The customers that rows name, by row; those without have a problem. */
export async function findCustomers<N extends string, V extends ImportValues<typeof whoFields>>(
  steps: readonly Step<V, N>[],
): Promise<Map<Step<V, N>, string>> {
  const said = steps.map((step) => ({ step, who: whoOf(step.values, step.unitId) }));
  const known = await KnownCustomers.load(
    said.map(({ who }) => who),
    today(),
  );
  const found = new Map<Step<V, N>, string>();
  for (const { step, who } of said) {
    const answer = known.answer(who);
    if ('problem' in answer) step.problems.push(answer.problem as RowProblem<N>);
    else found.set(step, answer.customerId);
  }
  return found;
}

const fold = (text: string): string => foldText(text).replace(/\s+/g, '');

/** The company's fee items by the words that files call them. */
export class ItemsByWord {
  private constructor(
    private readonly byWord: ReadonlyMap<string, readonly string[]>,
    private readonly codes: string,
  ) {}

  static async load(): Promise<ItemsByWord> {
    const rows = await db().query<{ id: string; code: string; name: string; external: string | null }>(
      'SELECT id, code, name, external_id AS external FROM atrium.fee_item WHERE archived_at IS NULL ORDER BY code',
    );
    const byWord = new Map<string, string[]>();
    // A code is meant before a name.
    for (const { id, external, code } of rows) for (const key of [code, external ?? code]) byWord.set(fold(key), [id]);
    const codes = new Set(byWord.keys());
    for (const { id, name } of rows) {
      const key = fold(name);
      if (!codes.has(key)) byWord.set(key, [...(byWord.get(key) ?? []), id]);
    }
    return new ItemsByWord(byWord, rows.map(({ code }) => code).join(', '));
  }

  /** UUID of the item that a cell names, or what is wrong with it. */
  answer(given: string): string | RowProblem<'feeItem'> {
    const [only, another] = this.byWord.get(fold(given)) ?? [];
    if (only !== undefined && another === undefined) return only;
    return only === undefined
      ? {
          field: 'feeItem',
          code: 'UNKNOWN_ITEM',
          message: importMessages.unknownItem,
          params: { given, allowed: this.codes },
        }
      : { field: 'feeItem', code: 'SEVERAL_ITEMS', message: importMessages.severalItems, params: { given } };
  }
}

/** An amount of a cell in the company's currency, or what is wrong with it. */
export function amountOf<N extends string>(field: N, text: string, zero = false): Minor | RowProblem<N> {
  const currency = currencyOf(currentTenant().currency);
  const minor = minorOf(text, currency);
  if (minor === null) {
    const params = { max: String(currency.exponent) };
    return { field, code: 'TOO_MANY_DECIMALS', message: moneyMessages.decimals, params };
  }
  return minor > 0n || zero ? minor : { field, code: 'NOT_POSITIVE', message: moneyMessages.positive };
}

/** Which of these days lie in months that are closed. */
export async function closedDays(days: readonly string[]): Promise<Set<string>> {
  const rows = await db().query<{ day: string }>(
    `SELECT g.day FROM unnest($1::text[]) AS g(day)
     JOIN atrium.fee_period p ON p.month = date_trunc('month', g.day::date)::date WHERE p.state <> 'OPEN'`,
    [[...new Set(days)]],
  );
  return new Set(rows.map(({ day }) => day));
}
