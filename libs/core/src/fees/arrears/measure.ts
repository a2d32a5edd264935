import { db } from '@atrium/sdk';
import type { LocalDate } from '../calendar/local-date';
import type { Month } from '../calendar/month';
import type { Minor } from '../exact/money';
import { AGE_BUCKETS } from './ageing.policy';

/** Figures of a community and item. */
export interface Figures {
  readonly communityId: string;
  /** Null: of all items together, for what is not the sum of them. */
  readonly feeItemId: string | null;
  /** Where figures are asked for by building: the building; null where the charges are of no unit. */
  readonly buildingId: string | null;
  /** Charges of the month, net of adjustments, without write-offs. */
  readonly charged: Minor;
  readonly paid: Minor;
  /** Paid in the month of what was due before it, and what of that is still owing. */
  readonly recovered: Minor;
  readonly stillOwing: Minor;
  /** Units charged in the month, and those of them that owe nothing of it. */
  readonly units: bigint;
  readonly settledUnits: bigint;
  /** All that is owing, by `AGE_BUCKETS`. */
  readonly ageing: readonly Minor[];
}

type Row = Record<string, string | null> & { readonly community: string; readonly item: string | null };

/** The building of a charge's unit, where figures are wanted by it. */
const buildingOf = (isWanted: boolean): string => (isWanted ? 'u.building_id' : 'NULL::uuid');
/** Joined after charges `c` were summed by unit, so that units are looked up once each. */
const UNITS = (isWanted: boolean): string =>
  isWanted ? 'LEFT JOIN atrium.unit u ON u.tenant_id = o.tenant_id AND u.id = o.unit_id' : '';

/**
 * What is owing on a day, by age (days since the due day; the due day itself is the first), as `ageBucket` has it. Of
 * those communities, or all that the caller sees.
 */
export async function ageingBy(
  asOf: LocalDate,
  communityIds: readonly string[] | null,
  byBuilding = false,
): Promise<Figures[]> {
  const rows = await db().query<Row>(
    {
      name: byBuilding ? 'fee_ageing_by_building' : 'fee_ageing',
      text: `SELECT o.community, o.item, ${buildingOf(byBuilding)} AS building,
          coalesce(sum(o.owing) FILTER (WHERE o.days < 0), 0)::text AS b0,
          coalesce(sum(o.owing) FILTER (WHERE o.days BETWEEN 0 AND 30), 0)::text AS b1,
          coalesce(sum(o.owing) FILTER (WHERE o.days BETWEEN 31 AND 90), 0)::text AS b2,
          coalesce(sum(o.owing) FILTER (WHERE o.days BETWEEN 91 AND 180), 0)::text AS b3,
          coalesce(sum(o.owing) FILTER (WHERE o.days BETWEEN 181 AND 365), 0)::text AS b4,
          coalesce(sum(o.owing) FILTER (WHERE o.days > 365), 0)::text AS b5
        FROM (
          SELECT tenant_id, community_id AS community, fee_item_id AS item, ${byBuilding ? 'unit_id,' : ''} $1::date - due_on AS days,
            sum(principal_due + late_fee_due + costs_due) AS owing
          FROM atrium.fee_charge
          WHERE principal_due + late_fee_due + costs_due > 0 AND voided_at IS NULL
            AND ($2::uuid[] IS NULL OR community_id = ANY ($2))
          GROUP BY tenant_id, community_id, fee_item_id, ${byBuilding ? 'unit_id,' : ''} due_on) o
        ${UNITS(byBuilding)}
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    },
    [asOf, communityIds],
  );
  return rows.map((row) =>
    figures(row, { ageing: AGE_BUCKETS.map((_bucket, index) => BigInt(row[`b${String(index)}`]!)) }),
  );
}

/** Rates of a month as they stand now. Charges belong to the month that their period begins in. */
export async function ratesBy(
  month: Month,
  communityIds: readonly string[] | null,
  byBuilding = false,
): Promise<Figures[]> {
  const unit = byBuilding ? ', unit_id' : '';
  const given = [month.from, month.to, communityIds];
  const collected = await db().query<Row>(
    `SELECT o.community, o.item, ${buildingOf(byBuilding)} AS building, sum(o.charged)::text AS charged, sum(o.paid)::text AS paid
     FROM (
       SELECT tenant_id, community_id AS community, fee_item_id AS item${unit}, sum(amount + adjusted - written_off) AS charged,
         sum(amount + adjusted - written_off - principal_due) AS paid
       FROM atrium.fee_charge WHERE starts_on >= $1::date AND starts_on < $2::date AND voided_at IS NULL AND kind <> 'OPENING'
         AND ($3::uuid[] IS NULL OR community_id = ANY ($3)) GROUP BY tenant_id, community_id, fee_item_id${unit}) o
     ${UNITS(byBuilding)} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    given,
  );
  const households = await db().query<Row>(
    `SELECT o.community, NULL AS item, ${buildingOf(byBuilding)} AS building, count(*)::text AS units,
       count(*) FILTER (WHERE o.owing = 0)::text AS "settledUnits" FROM (
       SELECT tenant_id, community_id AS community, unit_id, sum(principal_due) AS owing FROM atrium.fee_charge
       WHERE starts_on >= $1::date AND starts_on < $2::date AND voided_at IS NULL AND kind <> 'OPENING' AND unit_id IS NOT NULL
         AND amount + adjusted - written_off > 0 AND ($3::uuid[] IS NULL OR community_id = ANY ($3))
       GROUP BY tenant_id, community_id, unit_id) o ${UNITS(byBuilding)} GROUP BY 1, 3 ORDER BY 1, 3`,
    given,
  );
  const recovered = await db().query<Row>(
    `SELECT o.community, o.item, ${buildingOf(byBuilding)} AS building, sum(o.recovered)::text AS recovered,
       sum(o.owing)::text AS "stillOwing" FROM (
       SELECT c.tenant_id, c.community_id AS community, c.fee_item_id AS item, c.unit_id,
         CASE WHEN p.kind = 'TRANSFER' THEN -p.amount ELSE p.amount END AS recovered, 0 AS owing
       FROM atrium.fee_journal j
       JOIN atrium.fee_posting p ON p.tenant_id = j.tenant_id AND p.journal_id = j.id
       JOIN atrium.fee_charge c ON c.tenant_id = p.tenant_id AND c.id = p.charge_id
       WHERE j.booked_on >= $1::date AND j.booked_on < $2::date AND c.due_on < $1::date AND p.component = 'PRINCIPAL'
         AND j.kind IN ('PAYMENT', 'PREPAID_USE', 'REFUND', 'REVERSAL', 'TRANSFER')
       UNION ALL
       SELECT tenant_id, community_id, fee_item_id, unit_id, 0, principal_due FROM atrium.fee_charge
       WHERE due_on < $1::date AND principal_due + late_fee_due + costs_due > 0 AND voided_at IS NULL) o
     ${UNITS(byBuilding)} WHERE ($3::uuid[] IS NULL OR o.community = ANY ($3)) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    given,
  );
  return addUp(
    [...collected, ...households, ...recovered].map((row) => figures(row, {})),
    keyOf,
  );
}

const NOTHING: readonly Minor[] = AGE_BUCKETS.map(() => 0n);

function figures(row: Row, more: Partial<Figures>): Figures {
  const number = (key: string): bigint => BigInt(row[key] ?? '0');
  return {
    communityId: row.community,
    feeItemId: row.item,
    buildingId: row['building'] ?? null,
    charged: number('charged'),
    paid: number('paid'),
    recovered: number('recovered'),
    stillOwing: number('stillOwing'),
    units: number('units'),
    settledUnits: number('settledUnits'),
    ageing: NOTHING,
    ...more,
  };
}

const keyOf = ({ communityId, feeItemId, buildingId }: Figures): string =>
  `${communityId} ${feeItemId ?? ''} ${buildingId ?? ''}`;

/** Figures of one key added together, in the order in which keys come first. Rates of the sums are those of the whole. */
export function addUp(all: readonly Figures[], key: (one: Figures) => string): Figures[] {
  const sums = new Map<string, Figures>();
  for (const one of all) {
    const before = sums.get(key(one));
    sums.set(key(one), before ? plus(before, one) : one);
  }
  return [...sums.values()];
}

const plus = (a: Figures, b: Figures): Figures => ({
  communityId: a.communityId,
  feeItemId: a.feeItemId,
  buildingId: a.buildingId,
  charged: a.charged + b.charged,
  paid: a.paid + b.paid,
  recovered: a.recovered + b.recovered,
  stillOwing: a.stillOwing + b.stillOwing,
  units: a.units + b.units,
  settledUnits: a.settledUnits + b.settledUnits,
  ageing: a.ageing.map((amount, index) => amount + b.ageing[index]!),
});
