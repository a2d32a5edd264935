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

/**
 * What is owing on a day, by age (days since the due day; the due day itself is the first), as `ageBucket` has it. Of
 * those communities, or all that the caller sees.
 */
export async function ageingBy(asOf: LocalDate, communityIds: readonly string[] | null): Promise<Figures[]> {
  const rows = await db().query<Row>(
    {
      name: 'fee_ageing',
      text: `SELECT community_id AS community, fee_item_id AS item,
          coalesce(sum(owing) FILTER (WHERE days < 0), 0)::text AS b0,
          coalesce(sum(owing) FILTER (WHERE days BETWEEN 0 AND 30), 0)::text AS b1,
          coalesce(sum(owing) FILTER (WHERE days BETWEEN 31 AND 90), 0)::text AS b2,
          coalesce(sum(owing) FILTER (WHERE days BETWEEN 91 AND 180), 0)::text AS b3,
          coalesce(sum(owing) FILTER (WHERE days BETWEEN 181 AND 365), 0)::text AS b4,
          coalesce(sum(owing) FILTER (WHERE days > 365), 0)::text AS b5
        FROM (
          SELECT community_id, fee_item_id, $1::date - due_on AS days, sum(principal_due + late_fee_due + costs_due) AS owing
          FROM atrium.fee_charge
          WHERE principal_due + late_fee_due + costs_due > 0 AND voided_at IS NULL
            AND ($2::uuid[] IS NULL OR community_id = ANY ($2))
          GROUP BY 1, 2, 3) o
        GROUP BY 1, 2 ORDER BY 1, 2`,
    },
    [asOf, communityIds],
  );
  return rows.map((row) =>
    figures(row, { ageing: AGE_BUCKETS.map((_bucket, index) => BigInt(row[`b${String(index)}`]!)) }),
  );
}

/** Rates of a month as they stand now. Charges belong to the month that their period begins in. */
export async function ratesBy(month: Month, communityIds: readonly string[] | null): Promise<Figures[]> {
  const given = [month.from, month.to, communityIds];
  const collected = await db().query<Row>(
    `SELECT community_id AS community, fee_item_id AS item, sum(amount + adjusted - written_off)::text AS charged,
       sum(amount + adjusted - written_off - principal_due)::text AS paid
     FROM atrium.fee_charge WHERE starts_on >= $1::date AND starts_on < $2::date AND voided_at IS NULL AND kind <> 'OPENING'
       AND ($3::uuid[] IS NULL OR community_id = ANY ($3)) GROUP BY 1, 2 ORDER BY 1, 2`,
    given,
  );
  const households = await db().query<Row>(
    `SELECT community, NULL AS item, count(*)::text AS units, count(*) FILTER (WHERE owing = 0)::text AS "settledUnits" FROM (
       SELECT community_id AS community, unit_id, sum(principal_due) AS owing FROM atrium.fee_charge
       WHERE starts_on >= $1::date AND starts_on < $2::date AND voided_at IS NULL AND kind <> 'OPENING' AND unit_id IS NOT NULL
         AND amount + adjusted - written_off > 0 AND ($3::uuid[] IS NULL OR community_id = ANY ($3))
       GROUP BY 1, 2) u GROUP BY 1 ORDER BY 1`,
    given,
  );
  const recovered = await db().query<Row>(
    `SELECT community, item, sum(recovered)::text AS recovered, sum(owing)::text AS "stillOwing" FROM (
       SELECT c.community_id AS community, c.fee_item_id AS item,
         CASE WHEN p.kind = 'TRANSFER' THEN -p.amount ELSE p.amount END AS recovered, 0 AS owing
       FROM atrium.fee_journal j
       JOIN atrium.fee_posting p ON p.tenant_id = j.tenant_id AND p.journal_id = j.id
       JOIN atrium.fee_charge c ON c.tenant_id = p.tenant_id AND c.id = p.charge_id
       WHERE j.booked_on >= $1::date AND j.booked_on < $2::date AND c.due_on < $1::date AND p.component = 'PRINCIPAL'
         AND j.kind IN ('PAYMENT', 'PREPAID_USE', 'REFUND', 'REVERSAL', 'TRANSFER')
       UNION ALL
       SELECT community_id, fee_item_id, 0, principal_due FROM atrium.fee_charge
       WHERE due_on < $1::date AND principal_due + late_fee_due + costs_due > 0 AND voided_at IS NULL) r
     WHERE ($3::uuid[] IS NULL OR community = ANY ($3)) GROUP BY 1, 2 ORDER BY 1, 2`,
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

const keyOf = ({ communityId, feeItemId }: Figures): string => `${communityId} ${feeItemId ?? ''}`;

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
  charged: a.charged + b.charged,
  paid: a.paid + b.paid,
  recovered: a.recovered + b.recovered,
  stillOwing: a.stillOwing + b.stillOwing,
  units: a.units + b.units,
  settledUnits: a.settledUnits + b.settledUnits,
  ageing: a.ageing.map((amount, index) => amount + b.ageing[index]!),
});
