import {
  type Assignment,
  compileFeeItem,
  type Computed,
  computeCharges,
  type FeeItem,
  type FeeItemDefinition,
  type Liability,
  minorText,
  planRun,
  type PriceDefinition,
  Ratio,
} from '../../libs/core/src/fees';

/** A flat price from a day on. */
export const flat = (price: string, from = '2020-01-01'): PriceDefinition => ({ from, tiers: [{ upTo: null, price }] });

/** An item as most are: by area, 2.80 CNY a month, half-up to the fen, by day, without tax. */
export const definition = (changes: Partial<FeeItemDefinition> = {}): FeeItemDefinition => ({
  currency: 'CNY',
  formula: 'AREA',
  prices: [flat('2.80')],
  rounding: { step: '0.01', mode: 'HALF_UP' },
  cycleMonths: 1,
  firstMonth: 1,
  timing: 'ADVANCE',
  due: { kind: 'DAY_OF_MONTH', day: 10, monthsLater: 0, onFreeDay: 'STAYS' },
  proration: 'BY_DAY',
  taxRate: '0',
  ...changes,
});

export const item = (changes: Partial<FeeItemDefinition> = {}): FeeItem => compileFeeItem(definition(changes));

/** One customer who owes all from a day on. */
export const owes = (customerId: string, from = '2020-01-01', to: string | null = null): Liability => ({
  from,
  to,
  payers: [{ customerId, share: Ratio.ONE }],
  jointDebtorIds: [],
});

/** A unit of 89.37 m² on the sixth floor whose owner has paid what there was before 2026. */
export const assignment = (changes: Partial<Assignment> = {}): Assignment => ({
  id: 'assignment',
  from: '2020-01-01',
  to: null,
  chargedUntil: '2026-01-01',
  quantity: Ratio.ONE,
  ownPrices: [],
  factors: [],
  liabilities: [owes('owner')],
  areas: [{ from: '2020-01-01', area: Ratio.from('89.37'), coefficient: Ratio.ONE }],
  floor: Ratio.from('6'),
  consumptions: [],
  usedBefore: null,
  ...changes,
});

/** Charges an assignment in the run of a month, on the month's first day. */
export const charge = (of: FeeItem, month: string, facts: Partial<Assignment> = {}): Computed =>
  computeCharges(plan(of, month), assignment({ chargedUntil: `${month}-01`, ...facts }));

export const plan = (of: FeeItem, month: string) =>
  planRun(of, { month, billedOn: `${month}-01`, isWorkingDay: () => true });

/** Each charge as `payer amount`, with the payer's share of the days. */
export const amountsOf = ({ charges }: Computed, { currency }: FeeItem): string[] =>
  charges.map(({ payerId, amount }) => `${payerId} ${minorText(amount, currency)}`);
