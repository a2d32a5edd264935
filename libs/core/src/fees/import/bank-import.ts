import {
  currentTenant,
  db,
  type ImportKind,
  ImportKindProvider,
  type ImportValues,
  newId,
  type ParsedRow,
  requireWholeCompany,
  type RowOutcome,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { BankMatching } from '../bank/bank-matching';
import type { BankLine } from '../bank/bank-line';
import { today } from '../today';
import { type BankFields, bankImport } from './bank.fields';
import { amountOf, failed, isGood, type Step, stepsOf } from './import-rows';
import { importMessages } from './import.messages';

type Name = Extract<keyof BankFields, string>;
type Values = ImportValues<BankFields>;
type BankStep = Step<Values, Name>;

/** Takes lines of bank statements: each counts once, is matched where that is certain, and waits for somebody elsewhere. */
@ImportKindProvider(bankImport)
@Injectable()
export class BankImport implements ImportKind<BankFields> {
  constructor(private readonly matching: BankMatching) {}

  async applyBatch(rows: readonly ParsedRow<BankFields>[]): Promise<readonly RowOutcome<Name>[]> {
    requireWholeCompany();
    const steps = stepsOf<Values, Name>(rows);
    const lines = new Map(steps.map((step) => [step, lineOf(step)]));
    const known = await knownLines([...lines.values()].flatMap((line) => line ?? []));
    const outcomes: RowOutcome<Name>[] = [];
    for (const [step, line] of lines) {
      const { number } = step;
      if (!isGood(step)) outcomes.push(failed(step));
      else if (!line) outcomes.push({ number, outcome: 'UNCHANGED', problems: [OUTGOING] });
      else if (known.has(keyOf(line))) outcomes.push({ number, outcome: 'UNCHANGED' });
      else {
        const isMatched = await this.matching.take(line);
        outcomes.push({ number, outcome: 'CREATED', counts: isMatched ? { linesMatched: 1 } : { linesWaiting: 1 } });
      }
    }
    return outcomes;
  }
}

const OUTGOING = { field: 'amount', code: 'OUTGOING', message: importMessages.outgoing } as const;

/** What came in; null where it went out, or where the row is wrong. */
function lineOf({ values, problems }: BankStep): BankLine | null {
  const text = values.amount ?? '0';
  if (text.startsWith('-') || /^0*(\.0*)?$/.test(text)) return null;
  const amount = amountOf<Name>('amount', text);
  if (typeof amount === 'object') problems.push(amount);
  const day = today();
  if (values.bookedOn! > day) {
    problems.push({ field: 'bookedOn', code: 'IN_THE_FUTURE', message: importMessages.future, params: { today: day } });
  }
  if (problems.length > 0) return null;
  return {
    ...{ id: newId(), account: values.account ?? '', reference: values.reference!, bookedOn: values.bookedOn! },
    ...{ amount: amount as bigint, currency: currentTenant().currency },
    ...{
      payerName: values.payerName ?? null,
      payerAccount: values.payerAccount ?? null,
      remark: values.remark ?? null,
    },
  };
}

const keyOf = ({ account, reference }: Pick<BankLine, 'account' | 'reference'>): string => `${account} ${reference}`;

async function knownLines(lines: readonly BankLine[]): Promise<Set<string>> {
  const rows = await db().query<{ account: string; reference: string }>(
    'SELECT account, reference FROM atrium.fee_bank_line WHERE reference = ANY ($1::text[])',
    [lines.map(({ reference }) => reference)],
  );
  return new Set(rows.map(keyOf));
}
