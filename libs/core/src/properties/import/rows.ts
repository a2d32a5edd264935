import type { RuleProblem } from '../place/area.policy';
import type { BuildingKind } from '../building/building.type';
import type { UnitState, UnitUsage } from '../unit/unit.type';

/**
 * A building as a register describes it. Fields left out say nothing: a new building has none, a known one keeps what
 * it has; null empties. It is found by `externalId`, or by `code`, or without a code by `address` (and `postcode`).
 */
export interface BuildingRow {
  readonly communityId: string;
  readonly externalId?: string | null;
  /** The address when not given. */
  readonly code?: string | null;
  readonly name?: string | null;
  readonly kind?: BuildingKind | null;
  readonly address?: string | null;
  readonly postcode?: string | null;
  /** Degrees, WGS 84, as decimals; both or neither. */
  readonly latitude?: string | null;
  readonly longitude?: string | null;
  readonly floorsAbove?: number | null;
  readonly floorsBelow?: number | null;
}

/** A unit as a register describes it; found by `externalId`, or by `code` in its building, with its section or alone. */
export interface UnitRow {
  readonly buildingId: string;
  readonly externalId?: string | null;
  /** With a section it is kept with that before it: `2-1101`. */
  readonly code: string;
  /** Code of its section, which is made when the building has none of that code; null: it is in none. */
  readonly section?: string | null;
  readonly usage?: UnitUsage | null;
  readonly state?: UnitState | null;
  /** m², at most two decimals. */
  readonly grossArea?: string | null;
  readonly netArea?: string | null;
  readonly floor?: number | null;
  /** `YYYY-MM-DD`. */
  readonly handedOverOn?: string | null;
}

/** What came of one row. MERGED: an earlier row of the same call is about the same building. */
export interface UpsertOutcome<N extends string = string> {
  readonly outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'MERGED' | 'ERROR';
  /** UUID; null with ERROR. */
  readonly id: string | null;
  readonly problem: RuleProblem<N> | null;
}

/** Rounds a decimal to a number of places, as PostgreSQL stores it, so that equal values compare equal. */
export function decimal(text: string | null, places: number): string | null {
  return text === null ? null : Number(text).toFixed(places);
}
