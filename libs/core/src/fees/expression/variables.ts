import type { Ratio } from '../exact/ratio';
import { AREA, CONSUMPTION, MONEY, PLAIN, perUnit, type Unit } from './units';

/** What the price of an EXPRESSION item is for. */
export const PRICE_UNITS = ['MONEY', 'MONEY_PER_AREA', 'MONEY_PER_CONSUMPTION'] as const;
export type PriceUnit = (typeof PRICE_UNITS)[number];

/** Values a formula may name. `docs/api/fee-expressions.md` tells what they are; a test keeps the two together. */
export const VARIABLES = ['area', 'price', 'quantity', 'consumption', 'floor', 'month', 'daysInMonth'] as const;
export type VariableName = (typeof VARIABLES)[number];

/** The values of one computation; null where the unit has none. */
export type Values = Readonly<Record<VariableName, Ratio | null>>;

export const NO_VALUES: Values = {
  area: null,
  price: null,
  quantity: null,
  consumption: null,
  floor: null,
  month: null,
  daysInMonth: null,
};

const PRICES: Readonly<Record<PriceUnit, Unit>> = {
  MONEY,
  MONEY_PER_AREA: perUnit(MONEY, AREA),
  MONEY_PER_CONSUMPTION: perUnit(MONEY, CONSUMPTION),
};

export const unitsOfVariables = (price: PriceUnit): Readonly<Record<VariableName, Unit>> => ({
  area: AREA,
  price: PRICES[price],
  quantity: PLAIN,
  consumption: CONSUMPTION,
  floor: PLAIN,
  month: PLAIN,
  daysInMonth: PLAIN,
});
