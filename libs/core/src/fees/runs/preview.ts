import { context, ref, renderMessage } from '@atrium/sdk';
import { explainLine } from '../charge/explain-line';
import { shownMoney } from '../money';
import { computeBatch, plansOf } from './compute-batch';
import { loadRun } from './run-record';
import type { BillingPreview } from './run.types';

/** What a run would make of the next assignments, computed now. */
export async function previewPage(runId: string, first: number, after: string | null): Promise<BillingPreview> {
  const run = await loadRun(runId);
  const { locale } = context();
  const { last, count, computed } = await computeBatch(run, await plansOf(run), { after, until: null }, first, false);
  return {
    assignments: computed.map(({ facts, item, result }) => ({
      assignment: ref('fee_assignment', facts.row.id),
      charges: result.charges.map((charge) => ({
        customer: ref('customer', charge.payerId),
        startsOn: charge.from,
        endsOn: charge.to,
        dueOn: charge.dueOn,
        amount: shownMoney(charge.amount, item.stored.currency),
        explanation: charge.lines.flatMap((line) =>
          explainLine(line, item.item.currency).map(({ message, params }) => renderMessage(message, locale, params)),
        ),
      })),
      skips: [
        ...result.skips.map(({ reason }) => ({ reason, message: null })),
        ...result.faults.map(({ code, message, params }) => ({
          reason: code,
          message: renderMessage(message, locale, params),
        })),
      ],
    })),
    next: count === BigInt(first) ? last : null,
  };
}
