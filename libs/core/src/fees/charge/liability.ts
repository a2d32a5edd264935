import { holdsOn, type Span } from '../calendar/dated';
import type { LocalDate } from '../calendar/local-date';
import { Ratio } from '../exact/ratio';
import type { Liability, Payer } from './assignment';
import { piecesOf } from './pieces';

/** Before every day there is, and after. */
const EARLIEST: LocalDate = '0001-01-01';
const LATEST: LocalDate = '9999-12-31';

/** A customer's part in a unit over a span of days. */
export interface Occupant extends Span {
  readonly customerId: string;
  /** OWNER also for co-owners. */
  readonly role: 'OWNER' | 'LESSEE';
  /** Pays this fee. Where nobody does, the owners do. */
  readonly pays: boolean;
  /** Liable for it as a whole besides whoever pays. */
  readonly jointlyLiable: boolean;
  /** Weight among those who pay; 1 for each shares alike. */
  readonly share: Ratio;
}

export interface UnitParties {
  readonly developerId: string | null;
  /** The day of the hand-over, which the owner is charged for; null: not yet, or long ago and forgotten. */
  readonly handedOverOn: LocalDate | null;
  readonly occupants: readonly Occupant[];
}

/**
 * Who is liable for a unit's fee on which days. Until the hand-over the developer is; without a developer on record,
 * nobody. Without a day of hand-over the developer goes on paying, and where there is none the owners do.
 * After that: whoever is marked as paying, else the owners; those jointly liable with them.
 */
export function liabilitiesOf({ developerId, handedOverOn, occupants }: UnitParties): Liability[] {
  const ownersFrom = handedOverOn ?? (developerId ? LATEST : EARLIEST);
  const liabilities: Liability[] = [];
  if (developerId && ownersFrom > EARLIEST) {
    liabilities.push({
      from: EARLIEST,
      to: handedOverOn,
      payers: [{ customerId: developerId, share: Ratio.ONE }],
      jointDebtorIds: [],
    });
  }
  for (const piece of ownersFrom < LATEST ? piecesOf(ownersFrom, LATEST, occupants) : []) {
    const present = occupants.filter((one) => holdsOn(one, piece.from));
    const paying = present.filter(({ pays }) => pays);
    const payers = paying.length > 0 ? paying : present.filter(({ role }) => role === 'OWNER');
    if (payers.length === 0) continue;
    const joint = present.filter((one) => one.jointlyLiable && !payers.includes(one));
    liabilities.push({
      from: piece.from,
      to: piece.to === LATEST ? null : piece.to,
      payers: payers.map(({ customerId, share }): Payer => ({ customerId, share })),
      jointDebtorIds: joint.map(({ customerId }) => customerId),
    });
  }
  return liabilities;
}
