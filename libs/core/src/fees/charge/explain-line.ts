import type { Message, MessageParams } from '@atrium/sdk';
import { addDays } from '../calendar/local-date';
import { type Currency, minorText } from '../exact/money';
import { Ratio } from '../exact/ratio';
import type { SharedBy } from '../item/fee-item';
import type { ChargeLine } from './charge';
import { explainMessages as say } from './explain.messages';
import type { LineTrace, TraceBasis, TracePart } from './trace';

/** A sentence, to be rendered in the reader's language. */
export interface Sentence {
  readonly message: Message;
  readonly params: MessageParams;
}

/** How a line came about, sentence by sentence, for staff and customers. */
export function explainLine(line: Pick<ChargeLine, 'amount' | 'tax' | 'trace'>, currency: Currency): Sentence[] {
  const { trace } = line;
  const amount = minorText(line.amount, currency);
  return [
    ...trace.parts.flatMap((part) => explainPart(trace, part)),
    ...explainSum(trace),
    ...explainShare(trace, amount),
    ...(Ratio.from(trace.taxRate).isZero
      ? []
      : [sentence(say.tax, { tax: minorText(line.tax, currency), rate: percent(trace.taxRate) })]),
  ];
}

const sentence = (message: Message, params: MessageParams = {}): Sentence => ({ message, params });

function explainPart(trace: LineTrace, part: TracePart): Sentence[] {
  const { basis, factors, from, days, of, amount } = part;
  const span = { from, last: addDays(part.to, -1n), days, of };
  return [
    sentence(spanOf(trace, part), span),
    explainBasis(basis),
    ...('price' in basis && basis.price.own ? [sentence(say.ownPrice)] : []),
    ...('own' in basis && basis.own ? [sentence(say.ownPrice)] : []),
    ...factors.map(({ factor, kind }) => sentence(say.factor, { factor, kind })),
    ...(basis.kind === 'SHARED' ? [] : [sentence(say.part, { amount })]),
  ];
}

/** Readings and shared costs are divided by days whatever the item's proration is. */
function spanOf({ proration }: LineTrace, { basis, days, of }: TracePart): Message {
  if (days === of) return say.wholeMonth;
  const byMonth = basis.kind !== 'METERED' && basis.kind !== 'SHARED';
  return byMonth && proration === 'HALF_MONTH' ? say.halves : say.days;
}

const SHARED: Readonly<Record<SharedBy, Message>> = {
  AREA: say.sharedByArea,
  HOUSEHOLD: say.sharedByHousehold,
  SHARE: say.sharedByShare,
};

function explainBasis(basis: TraceBasis): Sentence {
  switch (basis.kind) {
    case 'FIXED':
      return sentence(say.fixed, { ...basis.price, quantity: basis.quantity });
    case 'AREA': {
      const { area, coefficient, price } = basis;
      const plain = Ratio.from(coefficient).equals(Ratio.ONE);
      return sentence(plain ? say.area : say.areaCoefficient, { ...price, area, coefficient });
    }
    case 'METERED':
      return sentence(say.metered, {
        since: basis.since,
        counted: basis.counted,
        tiers: basis.tiers.map(({ quantity, price }) => `${quantity} × ${price}`).join(' + ') || '0',
      });
    case 'EXPRESSION': {
      const values = Object.entries(basis.values).map(([name, value]) => `${name} = ${value}`);
      return sentence(say.expression, { text: basis.text, values: values.join(', '), result: basis.result });
    }
    case 'SHARED':
      return sentence(SHARED[basis.by], { measure: basis.measure });
  }
}

function explainSum({ parts, cost, unrounded, rounding, rounded }: LineTrace): Sentence[] {
  if (cost) return [sentence(say.cost, { ...cost, weight: unrounded, rounded })];
  return [
    ...(parts.length > 1 ? [sentence(say.sum, { unrounded })] : []),
    sentence(say[`rounded${rounding.mode}`], { step: rounding.step, rounded }),
  ];
}

function explainShare({ shares, shareIndex }: LineTrace, amount: string): Sentence[] {
  if (!shares) return [];
  const all = shares.map(Ratio.from).reduce((sum, one) => sum.plus(one), Ratio.ZERO);
  return [sentence(say.share, { share: shares[shareIndex]!, shares: String(all), amount })];
}

const percent = (rate: string): string => Ratio.from(rate).times(Ratio.of(100n)).toDecimal(4n);
