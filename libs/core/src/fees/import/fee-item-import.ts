import {
  AtriumError,
  type ImportKind,
  ImportKindProvider,
  type ImportValues,
  type ParsedRow,
  type RowOutcome,
  type RowProblem,
  validationFailed,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { CreateFeeItemInput } from '../items/fee-item.inputs';
import { FeeItemsService } from '../items/fee-items.service';
import { type FeeItemFields, feeItemImport } from './fee-item.fields';
import { importMessages } from './import.messages';

type Name = Extract<keyof FeeItemFields, string>;
type Values = ImportValues<FeeItemFields>;
type Outcome = RowOutcome<Name>;

/** Fields of a file by the last part of the path of what the API refuses. */
const FIELDS: Readonly<Record<string, Name>> = {
  step: 'roundingStep',
  mode: 'roundingMode',
  day: 'dueDay',
  monthsLater: 'dueMonthsLater',
  days: 'dueDays',
  dailyRate: 'lateFeeRate',
  graceDays: 'lateFeeGraceDays',
  capFactor: 'lateFeeCap',
  upTo: 'tiers',
  text: 'expression',
};

/** A company has dozens of items: each row goes through the use cases of the API, and whatever they refuse. */
@ImportKindProvider(feeItemImport)
@Injectable()
export class FeeItemImport implements ImportKind<FeeItemFields> {
  constructor(private readonly items: FeeItemsService) {}

  async applyBatch(rows: readonly ParsedRow<FeeItemFields>[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const { number, values } of rows) {
      const input = inputOf(values);
      outcomes.push(
        'code' in input
          ? { number, outcome: await this.enter(input) }
          : { number, outcome: 'ERROR', problems: input.problems },
      );
    }
    return outcomes;
  }

  private async enter(input: CreateFeeItemInput): Promise<Outcome['outcome']> {
    try {
      return await this.items.enter(input);
    } catch (error) {
      // Thrown on, so that the row alone is undone, by the name of its column.
      if (!(error instanceof AtriumError) || !error.fields?.length) throw error;
      throw validationFailed(
        ...error.fields.map((field) => {
          const last = field.path.split('.').at(-1)!;
          return { ...field, path: `input.${FIELDS[last] ?? last}` };
        }),
      );
    }
  }
}

function inputOf(values: Values): CreateFeeItemInput | { readonly problems: RowProblem<Name>[] } {
  const problems: RowProblem<Name>[] = [];
  const tiers = tiersOf(values, problems);
  if (values.dueDay == null && values.dueDays == null) {
    problems.push({ field: 'dueDay', code: 'REQUIRED', message: importMessages.dueNeeded });
  }
  if (problems.length > 0) return { problems };
  const { code, name, formula, startsOn, belongsTo, taxCode, externalId, expression, lateFeeRate } = values;
  return {
    ...{ code: code!, name: name!, startsOn: startsOn!, belongsTo: belongsTo ?? 'COMPANY', tiers },
    ...{ taxCode: taxCode ?? null, externalId: externalId ?? null },
    definition: {
      formula: formula!,
      expression: expression ? { text: expression, priceUnit: values.priceUnit ?? 'MONEY' } : null,
      tierSpan: formula === 'METERED' ? (values.tierSpan ?? 'PERIOD') : null,
      sharedBy: values.sharedBy ?? null,
      rounding: { step: values.roundingStep ?? '0.01', mode: values.roundingMode ?? 'HALF_UP' },
      cycleMonths: values.cycleMonths ?? 1,
      firstMonth: values.firstMonth ?? 1,
      timing: values.timing ?? 'ADVANCE',
      due:
        values.dueDays != null
          ? { kind: 'DAYS_AFTER_BILLING', days: values.dueDays, onFreeDay: 'STAYS' }
          : { kind: 'DAY_OF_MONTH', day: values.dueDay, monthsLater: values.dueMonthsLater ?? 0, onFreeDay: 'STAYS' },
      proration: values.proration ?? 'BY_DAY',
      taxRate: values.taxRate ?? '0',
      lateFee:
        lateFeeRate == null
          ? null
          : { dailyRate: lateFeeRate, graceDays: values.lateFeeGraceDays ?? 0, capFactor: values.lateFeeCap ?? null },
    },
  };
}

const TIER = /^(\d+(?:\.\d+)?)?\s*[:：]\s*(\d+(?:\.\d+)?)$/;

function tiersOf(
  { price, tiers, formula }: Values,
  problems: RowProblem<Name>[],
): { upTo: string | null; price: string }[] {
  if (tiers != null) {
    const read = tiers.split(/[;；]/).map((part) => TIER.exec(part.trim()));
    if (read.some((one) => one === null)) {
      problems.push({ field: 'tiers', code: 'NOT_A_TIER', message: importMessages.notATier });
      return [];
    }
    return read.map((one) => ({ upTo: one![1] ?? null, price: one![2]! }));
  }
  if (price != null) return [{ upTo: null, price }];
  if (formula !== 'SHARED') problems.push({ field: 'price', code: 'REQUIRED', message: importMessages.priceNeeded });
  return [];
}
