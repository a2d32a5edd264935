import { addDays, daysBetween, laterOf, type LocalDate } from '../calendar/local-date';
import { Ratio } from '../exact/ratio';
import type { FeeItem } from '../item/compile-fee-item';
import { cutByTiers } from '../item/prices';
import type { Assignment, Consumption } from './assignment';
import type { Drafts } from './draft';
import { factorsOn, liabilityOn, type Piece, piecesOf, priceOn } from './pieces';
import type { RunPlan } from './plan-run';
import { SHOWN_PLACES } from './trace';

/**
 * Lines of a metered item: what was counted between readings, in the month of its last day. Where payer, price or factor
 * change between two readings, what was counted is divided by days; a reading on that day makes that unnecessary. The
 * count through the tiers is the assignment's: it goes on when the payer changes.
 */
export function draftReadings(plan: RunPlan, facts: Assignment, to: LocalDate | null, drafts: Drafts): void {
  const read = facts.consumptions.filter((one) => one.to > plan.from && one.to <= plan.to);
  const [first] = read;
  if (!first) return drafts.skip('NO_READING', plan.from, plan.to);
  const from = laterOf(facts.from, facts.chargedUntil ?? facts.from);
  if (from < first.from) drafts.skip('EARLIER_NOT_CHARGED', from, first.from);

  let used = Ratio.ZERO;
  let year: string | null = null;
  for (const span of read) {
    const lastDay = addDays(span.to, -1n);
    if (plan.item.tierSpan === 'YEAR' && lastDay.slice(0, 4) !== year) {
      year = lastDay.slice(0, 4);
      used = facts.usedBefore?.year === year ? facts.usedBefore.quantity : Ratio.ZERO;
    }
    used = draftSpan(plan.item, facts, span, { from, to }, lastDay.slice(0, 7), used, drafts);
  }
  if (drafts.lines.length === 0 && drafts.skips.length === 0) {
    drafts.skip('ALREADY_CHARGED', first.from, read.at(-1)!.to);
  }
}

/** Drafts what was counted between two readings; answers how far the count through the tiers came. */
function draftSpan(
  item: FeeItem,
  facts: Assignment,
  span: Consumption,
  charged: { from: LocalDate; to: LocalDate | null },
  month: string,
  usedBefore: Ratio,
  drafts: Drafts,
): Ratio {
  const all = daysBetween(span.from, span.to);
  let used = usedBefore;
  const lists = [[charged], facts.liabilities, item.prices, facts.ownPrices, facts.factors];
  for (const piece of piecesOf(span.from, span.to, ...lists)) {
    const days = daysBetween(piece.from, piece.to);
    const quantity = days === all ? span.quantity : span.quantity.times(Ratio.of(days, all));
    if (piece.from >= charged.from && (charged.to === null || piece.from < charged.to)) {
      draftPiece(item, facts, { piece, days, all, counted: span.quantity, quantity, used, month }, drafts);
    }
    used = used.plus(quantity);
  }
  return used;
}

interface MeteredPiece {
  readonly piece: Piece;
  readonly days: bigint;
  readonly all: bigint;
  readonly counted: Ratio;
  readonly quantity: Ratio;
  readonly used: Ratio;
  readonly month: string;
}

function draftPiece(item: FeeItem, facts: Assignment, given: MeteredPiece, drafts: Drafts): void {
  const { from, to } = given.piece;
  const liability = liabilityOn(facts, from);
  if (!liability) return drafts.skip('NO_PAYER', from, to);
  const { price, own } = priceOn(item, facts, from);
  const tiers = cutByTiers(price.tiers, given.used, given.quantity);
  const factors = factorsOn(facts.factors, from);
  let amount = Ratio.ZERO;
  for (const tier of tiers) amount = amount.plus(tier.quantity.times(tier.price));
  amount = amount.times(factors.product);
  const part = {
    from,
    to,
    basis: {
      kind: 'METERED' as const,
      since: price.from,
      own,
      counted: String(given.counted),
      tiers: tiers.map((tier) => ({ quantity: String(tier.quantity), price: String(tier.price) })),
    },
    factors: factors.traced,
    days: String(given.days),
    of: String(given.all),
    amount: amount.toDecimal(SHOWN_PLACES),
  };
  drafts.add(liability, given.month, part, amount);
}
