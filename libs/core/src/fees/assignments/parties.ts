import type { LocalDate } from '../calendar/local-date';
import { holdsOn } from '../calendar/dated';
import type { Liability } from '../charge/assignment';
import { liabilitiesOf, type Occupant, type UnitParties } from '../charge/liability';
import { piecesOf } from '../charge/pieces';
import { Ratio } from '../exact/ratio';

const EARLIEST: LocalDate = '0001-01-01';
const LATEST: LocalDate = '9999-12-31';

/** An occupancy as it is stored; infinite days as such. */
export interface OccupancyRow {
  readonly customer: string;
  readonly kind: string;
  readonly starts: string;
  readonly ends: string;
  readonly share: string | null;
  readonly pays: boolean;
}

/** A row of `fee_payer`. */
export interface PayerRow {
  readonly customer: string;
  readonly role: 'PAYER' | 'JOINT';
  readonly share: string;
  readonly starts: string;
  readonly ends: string;
}

export const fromDay = (day: string): LocalDate => (day === '-infinity' ? EARLIEST : day);
export const toDay = (day: string): LocalDate | null => (day === 'infinity' ? null : day);

const HUNDRED = Ratio.of(100n);

/**
 * Occupancies as parties of a fee. A lessee, or anybody else but an owner, pays when marked as paying; the owners are
 * liable besides. Among owners those pay who are marked as paying or hold a share; an owner without one holds what the
 * others leave.
 */
export function occupantsOf(rows: readonly OccupancyRow[]): Occupant[] {
  const owns = ({ kind }: OccupancyRow): boolean => kind === 'OWNER' || kind === 'CO_OWNER';
  const owners = rows.filter(owns);
  const shared = owners.some(({ share }) => share !== null);
  return rows.flatMap((row): Occupant[] => {
    const span = { from: fromDay(row.starts), to: toDay(row.ends), customerId: row.customer };
    if (!owns(row)) {
      return row.pays ? [{ ...span, role: 'LESSEE', pays: true, jointlyLiable: false, share: Ratio.ONE }] : [];
    }
    const pays = row.pays || row.share !== null || !owners.some((one) => one.pays || one.share !== null);
    if (!pays) return [{ ...span, role: 'LESSEE', pays: false, jointlyLiable: true, share: Ratio.ONE }];
    const share = row.share !== null ? Ratio.from(row.share) : shared ? leftOver(row, owners) : Ratio.ONE;
    return [{ ...span, role: 'OWNER', pays: false, jointlyLiable: true, share }];
  });
}

function leftOver(row: OccupancyRow, owners: readonly OccupancyRow[]): Ratio {
  let left = HUNDRED;
  for (const other of owners) {
    if (other !== row && other.share !== null && other.starts < row.ends && other.ends > row.starts) {
      left = left.minus(Ratio.from(other.share));
    }
  }
  return left.isNegative || left.isZero ? Ratio.ONE : left;
}

/** Who owes an assignment's fee on which days: whom the assignment names, on other days whom the unit's parties make. */
export function liabilitiesFor(parties: UnitParties, named: readonly PayerRow[]): Liability[] {
  const base = liabilitiesOf(parties);
  if (named.length === 0) return base;
  const spans = named.map((row) => ({ ...row, from: fromDay(row.starts), to: toDay(row.ends) }));
  const result: { -readonly [K in keyof Liability]: Liability[K] }[] = [];
  let lastKey = '';
  for (const { from, to } of piecesOf(EARLIEST, LATEST, spans, base)) {
    const present = spans.filter((one) => holdsOn(one, from));
    const payers = present.filter(({ role }) => role === 'PAYER');
    const usual = base.find((one) => holdsOn(one, from));
    const paying =
      payers.length > 0
        ? payers.map((one) => ({ customerId: one.customer, share: Ratio.from(one.share) }))
        : usual?.payers;
    if (!paying) {
      lastKey = '';
      continue;
    }
    const joint = [
      ...(payers.length > 0 ? [] : (usual?.jointDebtorIds ?? [])),
      ...present.filter(({ role }) => role === 'JOINT').map((one) => one.customer),
    ];
    const jointDebtorIds = [...new Set(joint)].filter((id) => !paying.some(({ customerId }) => customerId === id));
    // Days of the same debtors are one liability, so that they are one charge.
    const key = JSON.stringify([paying.map(({ customerId, share }) => [customerId, String(share)]), jointDebtorIds]);
    const last = result.at(-1);
    const end = to === LATEST ? null : to;
    if (last && key === lastKey && last.to === from) last.to = end;
    else result.push({ from, to: end, payers: paying, jointDebtorIds });
    lastKey = key;
  }
  return result;
}
