/** What a value of a formula is counted in, as powers: money per m² is money 1, area -1. */
export interface Unit {
  readonly money: bigint;
  readonly area: bigint;
  readonly consumption: bigint;
}

const unit = (money: bigint, area: bigint, consumption: bigint): Unit => Object.freeze({ money, area, consumption });

export const PLAIN = unit(0n, 0n, 0n);
export const MONEY = unit(1n, 0n, 0n);
export const AREA = unit(0n, 1n, 0n);
export const CONSUMPTION = unit(0n, 0n, 1n);

export const timesUnit = (a: Unit, b: Unit): Unit =>
  unit(a.money + b.money, a.area + b.area, a.consumption + b.consumption);
export const perUnit = (a: Unit, b: Unit): Unit =>
  unit(a.money - b.money, a.area - b.area, a.consumption - b.consumption);
export const sameUnit = (a: Unit, b: Unit): boolean =>
  a.money === b.money && a.area === b.area && a.consumption === b.consumption;

/** Such as `CNY/m2`; `1` for a plain number. */
export function unitText(of: Unit, currency: string): string {
  const powers: [string, bigint][] = [
    [currency, of.money],
    ['m2', of.area],
    ['units', of.consumption],
  ];
  const above = powers.filter(([, power]) => power > 0n).map(([name, power]) => raised(name, power));
  const below = powers.filter(([, power]) => power < 0n).map(([name, power]) => `/${raised(name, -power)}`);
  return `${above.join('·') || '1'}${below.join('')}`;
}

const raised = (name: string, power: bigint): string => (power === 1n ? name : `${name}^${power}`);
