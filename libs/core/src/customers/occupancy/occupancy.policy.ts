export enum OccupancyKind {
  OWNER = 'OWNER',
  CO_OWNER = 'CO_OWNER',
  LESSEE = 'LESSEE',
  FAMILY = 'FAMILY',
  STAFF = 'STAFF',
}

/** A day `YYYY-MM-DD`, or the end of time in either direction, as PostgreSQL writes it. */
export type Day = string;
export const SINCE_EVER = '-infinity';
export const OPEN = 'infinity';

/**
 * Who has to do with a unit, as what and when: from `startsOn` up to, not including, `endsOn`. On the day of a transfer
 * the new owner is the owner and the old one no longer (domain.md, worked example 2: the hand-over day is charged to
 * the owner), so periods that follow each other share no day and leave none out.
 */
export interface Tenure {
  readonly id: string;
  readonly customerId: string;
  readonly kind: OccupancyKind;
  readonly startsOn: Day;
  readonly endsOn: Day;
  /** Percent with at most two decimals; owners and co-owners only. */
  readonly share: string | null;
}

export type TenureRule =
  'ENDS_BEFORE_START' | 'SECOND_OWNER' | 'SAME_AGAIN' | 'SHARE_WITHOUT_OWNERSHIP' | 'SHARES_ABOVE_100';

/** A broken rule, with the tenure it clashes with. */
export interface TenureProblem {
  readonly rule: TenureRule;
  readonly other?: Tenure;
}

/** Negative, zero or positive as the days stand to each other. */
export function compareDays(a: Day, b: Day): number {
  const rank = (day: Day): number => (day === SINCE_EVER ? -1 : day === OPEN ? 1 : 0);
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

const before = (a: Day, b: Day): boolean => compareDays(a, b) < 0;
const later = (a: Day, b: Day): Day => (before(a, b) ? b : a);

type Period = Pick<Tenure, 'startsOn' | 'endsOn'>;

/** Do they share a day? */
export const overlap = (a: Period, b: Period): boolean => before(a.startsOn, b.endsOn) && before(b.startsOn, a.endsOn);

/** Does it hold on that day? */
export const holdsOn = ({ startsOn, endsOn }: Period, day: Day): boolean =>
  !before(day, startsOn) && before(day, endsOn);

const OWNING: ReadonlySet<OccupancyKind> = new Set([OccupancyKind.OWNER, OccupancyKind.CO_OWNER]);
export const owns = ({ kind }: Pick<Tenure, 'kind'>): boolean => OWNING.has(kind);

/** Hundredths of a percent. */
const hundredths = (share: string | null): number => Math.round(Number(share ?? 0) * 100);

/**
 * What is wrong with a new or changed tenure of a unit beside the others of that unit; empty when nothing is.
 * Rules: it ends after it starts; at most one owner at a time (others are co-owners); the same customer is not the same
 * thing twice at a time; only owners have shares; the shares of any one day are at most 100 %.
 */
export function tenureProblems(candidate: Tenure, unit: readonly Tenure[]): TenureProblem[] {
  const { startsOn, endsOn, kind, share, customerId } = candidate;
  if (!before(startsOn, endsOn)) return [{ rule: 'ENDS_BEFORE_START' }];
  const others = unit.filter((other) => other.id !== candidate.id && overlap(candidate, other));
  const problems: TenureProblem[] = [];
  if (share !== null && !owns(candidate)) problems.push({ rule: 'SHARE_WITHOUT_OWNERSHIP' });
  const same = others.find((other) => other.kind === kind && other.customerId === customerId);
  if (same) problems.push({ rule: 'SAME_AGAIN', other: same });
  else if (kind === OccupancyKind.OWNER) {
    const owner = others.find((other) => other.kind === OccupancyKind.OWNER);
    if (owner) problems.push({ rule: 'SECOND_OWNER', other: owner });
  }
  if (owns(candidate) && share !== null && largestTotal(candidate, others.filter(owns)) > 100_00) {
    problems.push({ rule: 'SHARES_ABOVE_100' });
  }
  return problems;
}

/** The largest sum of shares on any day of the candidate; sums change only where somebody's share begins. */
function largestTotal(candidate: Tenure, owners: readonly Tenure[]): number {
  const days = [candidate.startsOn, ...owners.map((owner) => later(owner.startsOn, candidate.startsOn))];
  return (
    Math.max(
      ...days.map((day) =>
        owners.filter((owner) => holdsOn(owner, day)).reduce((sum, { share }) => sum + hundredths(share), 0),
      ),
    ) + hundredths(candidate.share)
  );
}

/** One of the new owners of a unit that changes hands. */
export interface NewOwner {
  readonly customerId: string;
  readonly kind: OccupancyKind.OWNER | OccupancyKind.CO_OWNER;
  readonly share: string | null;
}

export type TransferRule = 'ONE_OWNER' | 'TWICE' | 'SHARES_ABOVE_100' | 'LATER_OWNER';

export interface TransferPlan {
  /** Tenures that end on the day of the transfer. */
  readonly ends: readonly Tenure[];
  readonly problems: readonly { readonly rule: TransferRule; readonly other?: Tenure }[];
}

/**
 * What a transfer (过户) on a day ends: owner and co-owners, and whoever else is not of a kind that stays. Nobody is
 * removed: whoever ended stays in the history, and so does what they owe. Refused when somebody becomes owner on that
 * day or later: transfers are entered in their order.
 */
export function planTransfer(
  unit: readonly Tenure[],
  on: Day,
  newOwners: readonly NewOwner[],
  staying: ReadonlySet<OccupancyKind>,
): TransferPlan {
  const problems: { rule: TransferRule; other?: Tenure }[] = [];
  if (newOwners.filter(({ kind }) => kind === OccupancyKind.OWNER).length !== 1) problems.push({ rule: 'ONE_OWNER' });
  if (new Set(newOwners.map(({ customerId }) => customerId)).size < newOwners.length) problems.push({ rule: 'TWICE' });
  if (newOwners.reduce((sum, { share }) => sum + hundredths(share), 0) > 100_00) {
    problems.push({ rule: 'SHARES_ABOVE_100' });
  }
  const laterOwner = unit.find((tenure) => owns(tenure) && !before(tenure.startsOn, on));
  if (laterOwner) problems.push({ rule: 'LATER_OWNER', other: laterOwner });
  const ends = unit.filter(
    (tenure) => (owns(tenure) || !staying.has(tenure.kind)) && before(tenure.startsOn, on) && before(on, tenure.endsOn),
  );
  return { ends, problems };
}
